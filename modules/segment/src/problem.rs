//! Every mistake that a caller of this module can make.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{number_text, quoted};
use gridfolk_contract::request::field_path;
use gridfolk_numeric::moments::Extent;

use crate::algorithm::bands::result_name;

/// What is wrong with a request, with what arrived and what is allowed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the variants and their fields are named in the messages below")]
pub enum Mistake {
    /// A number outside of its range, or a list of such a length.
    OutOfRange { pointer: String, value: f64, least: f64, most: f64 },
    /// An id that is empty, or has the sign that divides a cell's name.
    IdUnusable { pointer: String, id: String },
    /// Two classes or strategies of one id.
    IdTwice { pointer: String, id: String },
    /// A class before the last without a condition, or a last one with one.
    LastClassAlone { pointer: String, is_last: bool },
    /// A medium band beyond the high one.
    CutsDisordered { pointer: String, high: f64, medium: f64 },
    /// A grade in two levels.
    GradeTwice { pointer: String, grade: String },
    /// A band of no kind, or of several.
    BandNeedsOne { pointer: String },
    /// A band that does not suit its column.
    BandWrongKind { pointer: String, column: String, kind: &'static str },
    /// A band of a result that the model does not have.
    ResultNotInModel { pointer: String, result: &'static str },
    /// A period that ends before it begins.
    PeriodEmpty { pointer: String, from: String, to: String },
    /// A named column that the table does not have.
    ColumnNotFound { pointer: String, column: String },
    /// A named column that holds no numbers.
    ColumnNotNumber { pointer: String, column: String, kind: &'static str },
    /// A named column that holds no categories.
    ColumnNotCategory { pointer: String, column: String, kind: &'static str },
    /// No row to assign.
    NoRows,
    /// A value whose square could overflow a sum.
    ValueTooLarge { column: String },
    /// A grouping of so many groups that no matrix can show it.
    TooManyGroups { pointer: String, column: String, n: usize, max: usize },
    /// Columns that describe segments are needed for this.
    LikeNeedsColumns,
    /// An earlier model that is none of this module.
    LikeNotOurs { module: String, schema: u64 },
    /// A model whose parts do not fit each other.
    ModelBroken { pointer: String, rule: &'static str },
    /// A state that this module did not write.
    StateBroken,
    /// No partials to merge.
    NoPartials,
    /// A partial of another pass, or another assignment.
    PartialNotOfState { index: usize },
    /// Parts with different columns.
    PartsDiffer,
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Problem {
        mistake.problem()
    }
}

impl Mistake {
    /// The column of a result is not there.
    pub fn column_not_found(result: usize, column: &str) -> Self {
        Mistake::ColumnNotFound {
            pointer: format!("/params/results/{}", result_name(result)),
            column: column.to_owned(),
        }
    }

    /// The column of a result is of another kind than its band.
    pub fn band_wrong_kind(result: usize, column: &str, kind: &'static str) -> Self {
        let pointer = format!("/params/bands/{}", result_name(result));
        Mistake::BandWrongKind { pointer, column: column.to_owned(), kind }
    }

    #[allow(clippy::too_many_lines, reason = "a table: one line a mistake")]
    fn problem(self) -> Problem {
        match self {
            Mistake::OutOfRange { pointer, value, least, most } => {
                let rule =
                    format!("is {}; must be {} to {}", number_text(value), number_text(least), number_text(most));
                problem("out_of_range", &pointer, rule).with("value", value).with("min", least).with("max", most)
            }
            Mistake::IdUnusable { pointer, id } => {
                problem("id_unusable", &pointer, format!("is {}; must not be empty or contain /", quoted(&id)))
                    .with("id", id)
            }
            Mistake::IdTwice { pointer, id } => {
                problem("id_repeated", &pointer, format!("is {}, which is named before", quoted(&id))).with("id", id)
            }
            Mistake::LastClassAlone { pointer, is_last } => {
                let rule = match is_last {
                    true => "stands in the last class, which takes everybody else; leave it out",
                    false => "is missing; only the last class has no condition",
                };
                problem("last_class_alone", &pointer, rule.to_owned())
            }
            Mistake::CutsDisordered { pointer, high, medium } => {
                let rule = format!(
                    "has high {} and medium {}; high must be the farther one",
                    number_text(high),
                    number_text(medium)
                );
                problem("cuts_disordered", &pointer, rule).with("high", high).with("medium", medium)
            }
            Mistake::GradeTwice { pointer, grade } => {
                problem("grade_twice", &pointer, format!("has the grade {} twice", quoted(&grade))).with("grade", grade)
            }
            Mistake::BandNeedsOne { pointer } => {
                problem("band_needs_one", &pointer, "must have one of cuts, top_shares, levels".into())
            }
            Mistake::BandWrongKind { pointer, column, kind } => {
                let rule = format!(
                    "does not suit column {}, which holds {kind} values; cuts and top_shares are for numbers, levels for categories",
                    quoted(&column)
                );
                problem("band_wrong_kind", &pointer, rule).with("column", column).with("kind", kind)
            }
            Mistake::ResultNotInModel { pointer, result } => {
                problem("result_not_in_model", &pointer, "is of a result that the model does not have".into())
                    .with("result", result)
            }
            Mistake::PeriodEmpty { pointer, from, to } => {
                problem("period_empty", &pointer, format!("is {to}, before valid_from ({from})"))
                    .with("from", from)
                    .with("to", to)
            }
            Mistake::ColumnNotFound { pointer, column } => {
                problem("column_not_found", &pointer, format!("uses {}; the table has no such column", quoted(&column)))
                    .with("column", column)
            }
            Mistake::ColumnNotNumber { pointer, column, kind } => {
                let rule = format!("uses {}, a column of kind {kind}; must be a column of numbers", quoted(&column));
                problem("column_not_number", &pointer, rule).with("column", column).with("kind", kind)
            }
            Mistake::ColumnNotCategory { pointer, column, kind } => {
                let rule = format!("uses {}, a column of kind {kind}; must be a column of categories", quoted(&column));
                problem("column_not_category", &pointer, rule).with("column", column).with("kind", kind)
            }
            Mistake::NoRows => problem("no_rows", "/table", "has no rows".into()).with("n_rows", 0),
            Mistake::ValueTooLarge { column } => {
                let message = format!("column {} has a value beyond 1e60 in size", quoted(&column));
                Problem::new("value_too_large", message)
                    .at("/table/columns")
                    .with("column", column)
                    .with("max", Extent::VALUE_MAX)
            }
            Mistake::TooManyGroups { pointer, column, n, max } => {
                let rule = format!("uses {}, which has {n} groups; must be at most {max}", quoted(&column));
                problem("too_many_groups", &pointer, rule).with("column", column).with("n", n).with("max", max)
            }
            Mistake::LikeNeedsColumns => {
                problem("like_needs_columns", "/params/match/like", "describes no segments by columns".into())
            }
            Mistake::LikeNotOurs { module, schema } => {
                let rule = format!("is of {}, schema {schema}; must be of \"segment\", schema 1", quoted(&module));
                problem("model_of_other_module", "/params/match/like", rule)
                    .with("module", module)
                    .with("schema", schema)
                    .with("expected", "segment")
            }
            Mistake::ModelBroken { pointer, rule } => problem("model_broken", &pointer, rule.to_owned()),
            Mistake::StateBroken => {
                problem("state_broken", "/state", "is not a state that `begin` or `merge` wrote".into())
            }
            Mistake::NoPartials => problem("no_partials", "/partials", "is empty; every part answers one".into()),
            Mistake::PartialNotOfState { index } => {
                let pointer = format!("/partials/{index}");
                problem("partial_not_of_state", &pointer, "does not belong to this state".into()).with("index", index)
            }
            Mistake::PartsDiffer => {
                problem("parts_differ", "/partials", "come from parts with different columns".into())
            }
        }
    }
}

/// A problem whose message is the field's path and the rule.
fn problem(code: &str, pointer: &str, rule: String) -> Problem {
    Problem::new(code, format!("{} {rule}", field_path(pointer))).at(pointer)
}

//! Every mistake that a caller of this module can make.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{number_text, pointer_join, quoted};
use gridfolk_contract::request::field_path;
use gridfolk_logistic::VALUE_MAX;

/// What is wrong with a request, with what arrived and what is allowed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the variants and their fields are named in the messages below")]
pub enum Mistake {
    /// A number outside of its range.
    OutOfRange { pointer: String, value: f64, least: f64, most: f64 },
    /// A penalty beside Firth's correction.
    NotBesideRidge,
    /// A named column that the table does not have.
    ColumnNotFound { pointer: String, column: String },
    /// A named column that holds no numbers.
    ColumnNotNumber { pointer: String, column: String, kind: &'static str },
    /// A named column of item sets.
    ColumnOfItems { pointer: String, column: String },
    /// A column of another kind than in the fit.
    ColumnKindDiffers { column: String, kind: &'static str },
    /// A column named twice, or one with another role already.
    ColumnTwice { pointer: String, column: String },
    /// No column to use.
    NoColumns,
    /// More columns than the limit.
    TooManyColumns { n: usize, max: usize },
    /// More terms than the limit.
    TooManyTerms { n: usize, max: usize },
    /// More levels than the limit.
    TooManyLevels { column: String, max: usize },
    /// No row to use.
    NoRows { n_rows: u64 },
    /// As many coefficients as rows, or more.
    MoreTermsThanRows { n: usize, n_rows: u64 },
    /// A missing value where that is refused.
    MissingValue { column: String, row: u64 },
    /// A column without a single value.
    ColumnAllMissing { column: String },
    /// A column with one value only.
    ColumnConstant { column: String },
    /// A column that others determine.
    ColumnCollinear { column: String, level: Option<String> },
    /// A value that is too large for sums.
    ValueTooLarge { column: String },
    /// A target that is no column of 0 and 1.
    TargetKind { column: String, kind: &'static str },
    /// A target that is neither 0 nor 1.
    TargetNotBinary { column: String, row: u64, value: f64 },
    /// A target with one outcome only.
    OneOutcome { column: String, outcome: u8, n_rows: u64 },
    /// A weight that is not above 0.
    WeightNotPositive { column: String, row: u64, value: f64 },
    /// A base level that the column does not have.
    BaseUnknown { column: String, level: String },
    /// A base level for a column that is no category of the fit.
    BaseNotCategory { column: String },
    /// A level that the fit did not know.
    LevelUnknown { pointer: String, column: String, level: String },
    /// A column that the model does not use.
    NotAModelColumn { pointer: String, column: String },
    /// A row that the table does not have.
    RowOutOfRange { pointer: String, row: u64, n_rows: u64 },
    /// A row without a probability.
    RowWithoutScore { pointer: String, row: u64 },
    /// A range that is empty or does not hold the value.
    RangeWithoutValue { pointer: String, value: f64 },
    /// A range of a column that is no number.
    ValueNotOfColumn { pointer: String, column: String },
    /// A model whose parts do not fit each other.
    ModelBroken { pointer: &'static str, rule: &'static str },
    /// A state that this module did not write.
    StateBroken,
    /// No partials to merge.
    NoPartials,
    /// A partial of another pass, or another fit.
    PartialNotOfState { index: usize },
    /// Parts with different columns.
    PartsDiffer { columns: Vec<String>, others: Vec<String> },
    /// A first row past the largest row number.
    FirstRowTooLarge { first_row: u64 },
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Problem {
        mistake.problem()
    }
}

impl Mistake {
    #[allow(clippy::too_many_lines, reason = "a table: one line a mistake")]
    fn problem(self) -> Problem {
        let place = |column: &str| pointer_join("/table/columns", column);
        match self {
            Mistake::OutOfRange { pointer, value, least, most } => {
                let rule =
                    format!("is {}; must be {} to {}", number_text(value), number_text(least), number_text(most));
                problem("out_of_range", &pointer, rule).with("value", value).with("min", least).with("max", most)
            }
            Mistake::NotBesideRidge => {
                problem("not_beside_ridge", "/params/firth", "is \"always\"; not beside params.ridge".into())
            }
            Mistake::ColumnNotFound { pointer, column } => {
                problem("column_not_found", &pointer, format!("is {}; the table has no such column", quoted(&column)))
                    .with("column", column)
            }
            Mistake::ColumnNotNumber { pointer, column, kind } => {
                let rule = format!("is {}, a column of kind {kind}; must be a column of numbers", quoted(&column));
                problem("column_not_number", &pointer, rule).with("column", column).with("kind", kind)
            }
            Mistake::ColumnOfItems { pointer, column } => {
                let rule = format!("is {}, a column of item sets; must hold numbers or categories", quoted(&column));
                problem("column_of_items", &pointer, rule).with("column", column)
            }
            Mistake::ColumnKindDiffers { column, kind } => {
                let rule = format!("is of kind {kind}; it was another kind when the model was fitted");
                problem("column_kind_differs", &place(&column), rule).with("column", column).with("kind", kind)
            }
            Mistake::ColumnTwice { pointer, column } => {
                problem("column_twice", &pointer, format!("is {}, which is named before", quoted(&column)))
                    .with("column", column)
            }
            Mistake::NoColumns => problem("no_columns", "/table", "has no column to use beside the target".into()),
            Mistake::TooManyColumns { n, max } => {
                problem("too_many_columns", "/params/columns", format!("are {n}; must be 1 to {max}"))
                    .with("n", n)
                    .with("max", max)
            }
            Mistake::TooManyTerms { n, max } => {
                let rule =
                    format!("become {n} coefficients (a category has one for each level but its base); at most {max}");
                problem("too_many_terms", "/params/columns", rule).with("n", n).with("max", max)
            }
            Mistake::TooManyLevels { column, max } => {
                problem("too_many_levels", &place(&column), format!("has more than {max} levels"))
                    .with("column", column)
                    .with("max", max)
            }
            Mistake::NoRows { n_rows } => {
                let rule = match n_rows {
                    0 => "has no rows".to_owned(),
                    _ => format!("has {n_rows} rows, and each lacks a value"),
                };
                problem("no_rows", "/table", rule).with("n_rows", n_rows)
            }
            Mistake::MoreTermsThanRows { n, n_rows } => {
                let rule = format!("become {n} coefficients beside the intercept for {n_rows} rows; must be fewer");
                problem("more_terms_than_rows", "/params/columns", rule).with("n", n).with("n_rows", n_rows)
            }
            Mistake::MissingValue { column, row } => {
                let message = format!(
                    "row {row} of column {} is missing; give it, or set params.missing to \"mean\" or \"drop\"",
                    quoted(&column)
                );
                Problem::new("missing_value", message)
                    .at(pointer_join(&place(&column), row))
                    .with("column", column)
                    .with("row", row)
            }
            Mistake::ColumnAllMissing { column } => {
                problem("column_all_missing", &place(&column), "has no value at all".into()).with("column", column)
            }
            Mistake::ColumnConstant { column } => {
                problem("column_constant", &place(&column), "has one value only; leave it out".into())
                    .with("column", column)
            }
            Mistake::ColumnCollinear { column, level } => {
                let rule = "is a linear combination of the columns before it; leave one out, or set params.ridge";
                let found = problem("column_collinear", &place(&column), rule.into()).with("column", column);
                match level {
                    Some(level) => found.with("level", level),
                    None => found,
                }
            }
            Mistake::ValueTooLarge { column } => {
                problem("value_too_large", &place(&column), "has a value beyond 1e60 in size".into())
                    .with("column", column)
                    .with("max", VALUE_MAX)
            }
            Mistake::TargetKind { column, kind } => {
                let rule = match kind {
                    "number" => "holds numbers; params.event is for a category",
                    _ => "is no column of 0 and 1; name the level that is the event in params.event",
                };
                problem("target_kind", "/params/target", rule.into()).with("column", column).with("kind", kind)
            }
            Mistake::TargetNotBinary { column, row, value } => {
                let rule = format!("is {}; must be 0 or 1", number_text(value));
                problem("target_not_binary", &pointer_join(&place(&column), row), rule)
                    .with("column", column)
                    .with("row", row)
                    .with("value", value)
            }
            Mistake::OneOutcome { column, outcome, n_rows } => {
                let rule = format!("is {outcome} in all {n_rows} rows; both outcomes are needed");
                problem("one_outcome", &place(&column), rule)
                    .with("column", column)
                    .with("outcome", outcome)
                    .with("n_rows", n_rows)
            }
            Mistake::WeightNotPositive { column, row, value } => {
                let rule = format!("is {}; a weight must be above 0", number_text(value));
                problem("weight_not_positive", &pointer_join(&place(&column), row), rule)
                    .with("column", column)
                    .with("row", row)
                    .with("value", value)
            }
            Mistake::BaseUnknown { column, level } => {
                let rule = format!("says {}; column {} has no such level", quoted(&level), quoted(&column));
                problem("base_unknown", "/params/base", rule).with("column", column).with("level", level)
            }
            Mistake::BaseNotCategory { column } => {
                let rule = format!("names {}, which is no category of the fit", quoted(&column));
                problem("base_not_category", "/params/base", rule).with("column", column)
            }
            Mistake::LevelUnknown { pointer, column, level } => {
                let rule =
                    format!("is {}; the model knows no such level of column {}", quoted(&level), quoted(&column));
                problem("level_not_in_model", &pointer, rule).with("column", column).with("level", level)
            }
            Mistake::NotAModelColumn { pointer, column } => {
                problem("not_a_model_column", &pointer, format!("is {}, which the model does not use", quoted(&column)))
                    .with("column", column)
            }
            Mistake::RowOutOfRange { pointer, row, n_rows } => {
                problem("row_out_of_range", &pointer, format!("is {row}; must be below {n_rows} (rows)"))
                    .with("row", row)
                    .with("n_rows", n_rows)
            }
            Mistake::RowWithoutScore { pointer, row } => {
                problem("row_without_score", &pointer, format!("is {row}, a row that lacks a value")).with("row", row)
            }
            Mistake::RangeWithoutValue { pointer, value } => {
                let rule = format!("must be [least, greatest] and hold the row's value, {}", number_text(value));
                problem("range_without_value", &pointer, rule).with("value", value)
            }
            Mistake::ValueNotOfColumn { pointer, column } => {
                let rule =
                    format!("does not suit column {}: numbers for numbers, texts for categories", quoted(&column));
                problem("value_not_of_column", &pointer, rule).with("column", column)
            }
            Mistake::ModelBroken { pointer, rule } => problem("model_broken", pointer, rule.to_owned()),
            Mistake::StateBroken => {
                problem("state_broken", "/state", "is not a state that `begin` or `merge` wrote".into())
            }
            Mistake::NoPartials => problem("no_partials", "/partials", "is empty; every part answers one".into()),
            Mistake::PartialNotOfState { index } => {
                let pointer = format!("/partials/{index}");
                problem("partial_not_of_state", &pointer, "does not belong to this state".into()).with("index", index)
            }
            Mistake::PartsDiffer { columns, others } => {
                problem("parts_differ", "/partials", "come from parts with different columns".into())
                    .with("columns", columns)
                    .with("others", others)
            }
            Mistake::FirstRowTooLarge { first_row } => {
                problem("first_row_too_large", "/first_row", format!("is {first_row}; row numbers are below 2^53"))
                    .with("first_row", first_row)
            }
        }
    }
}

/// A problem whose message is the field's path and the rule.
fn problem(code: &str, pointer: &str, rule: String) -> Problem {
    Problem::new(code, format!("{} {rule}", field_path(pointer))).at(pointer)
}

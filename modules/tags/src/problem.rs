//! Every mistake that a caller of this module can make.

use gridfolk_contract::problem::{number_text, quoted};
use gridfolk_contract::request::field_path;
use gridfolk_contract::{Date, Problem};
use gridfolk_numeric::moments::Extent;

/// What is wrong with a request, with what arrived and what is allowed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the variants and their fields are named in the messages below")]
pub enum Mistake {
    /// A number outside of its range, or a list of such a length.
    OutOfRange { pointer: String, value: f64, least: f64, most: f64 },
    /// A tag without an id.
    IdEmpty { pointer: String },
    /// Two versions of a tag on one day.
    TagTwice { pointer: String, tag: String, versions: [u64; 2] },
    /// A place in the taxonomy named twice.
    TaxonomyIdTwice { pointer: String, id: String },
    /// A place that the taxonomy does not have.
    LevelUnknown { pointer: String, level: String },
    /// A period that ends before it begins.
    PeriodEmpty { pointer: String, from: Date, to: Date },
    /// A statistic without a threshold, or with several.
    StatisticNeedsOne { pointer: String },
    /// A condition of several tests where one is asked for.
    NotOneTest { pointer: String },
    /// A named column that the table does not have.
    ColumnNotFound { pointer: String, column: String },
    /// A named column that holds no numbers.
    ColumnNotNumber { pointer: String, column: String, kind: &'static str },
    /// No row to label.
    NoRows,
    /// A value whose square could overflow a sum.
    ValueTooLarge { column: String },
    /// A model whose parts do not fit each other.
    ModelBroken { pointer: String, rule: &'static str },
    /// A state that this module did not write.
    StateBroken,
    /// No partials to merge.
    NoPartials,
    /// A partial of another pass, or another fit.
    PartialNotOfState { index: usize },
    /// Parts with different columns.
    PartsDiffer,
    /// A threshold to move that the expression does not have, or has several times.
    ThresholdNotOne { column: String, n: usize },
    /// A group that is nobody or everybody.
    GroupEmpty { n_group: u64, n_rest: u64 },
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Problem {
        mistake.problem()
    }
}

impl Mistake {
    #[allow(clippy::too_many_lines, reason = "a table: one line a mistake")]
    fn problem(self) -> Problem {
        match self {
            Mistake::OutOfRange { pointer, value, least, most } => {
                let rule =
                    format!("is {}; must be {} to {}", number_text(value), number_text(least), number_text(most));
                problem("out_of_range", &pointer, rule).with("value", value).with("min", least).with("max", most)
            }
            Mistake::IdEmpty { pointer } => problem("id_empty", &pointer, "is empty".into()),
            Mistake::TagTwice { pointer, tag, versions: [a, b] } => {
                let rule = format!("is {}, of which versions {a} and {b} hold on the same day", quoted(&tag));
                problem("tag_twice", &pointer, rule).with("tag", tag).with("versions", vec![a, b])
            }
            Mistake::TaxonomyIdTwice { pointer, id } => {
                problem("taxonomy_id_twice", &pointer, format!("is {}, which is named before", quoted(&id)))
                    .with("id", id)
            }
            Mistake::LevelUnknown { pointer, level } => {
                problem("level_unknown", &pointer, format!("is {}, which the taxonomy does not have", quoted(&level)))
                    .with("level", level)
            }
            Mistake::PeriodEmpty { pointer, from, to } => {
                let rule = format!("is {}, before valid_from ({})", to.as_str(), from.as_str());
                problem("period_empty", &pointer, rule).with("from", from.as_str()).with("to", to.as_str())
            }
            Mistake::StatisticNeedsOne { pointer } => {
                problem("statistic_needs_one", &pointer, "must have one of quantile, z_score, share".into())
            }
            Mistake::NotOneTest { pointer } => {
                problem("not_one_test", &pointer, "must be one test of one column; use rule for others".into())
            }
            Mistake::ColumnNotFound { pointer, column } => {
                problem("column_not_found", &pointer, format!("uses {}; the table has no such column", quoted(&column)))
                    .with("column", column)
            }
            Mistake::ColumnNotNumber { pointer, column, kind } => {
                let rule = format!("uses {}, a column of kind {kind}; must be a column of numbers", quoted(&column));
                problem("column_not_number", &pointer, rule).with("column", column).with("kind", kind)
            }
            Mistake::NoRows => problem("no_rows", "/table", "has no rows".into()).with("n_rows", 0),
            Mistake::ValueTooLarge { column } => {
                let message = format!("column {} has a value beyond 1e60 in size", quoted(&column));
                Problem::new("value_too_large", message)
                    .at("/table/columns")
                    .with("column", column)
                    .with("max", Extent::VALUE_MAX)
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
            Mistake::ThresholdNotOne { column, n } => {
                let rule = format!(
                    "names {}; {n} thresholds of it stand in params.where, must be one (name the test, too)",
                    quoted(&column)
                );
                problem("threshold_not_one", "/params/move", rule).with("column", column).with("n", n)
            }
            Mistake::GroupEmpty { n_group, n_rest } => {
                let rule = format!("holds for {n_group} customers and not for {n_rest}; must be at least one each");
                problem("group_empty", "/params/group", rule).with("n_group", n_group).with("n_rest", n_rest)
            }
        }
    }
}

/// A problem whose message is the field's path and the rule.
fn problem(code: &str, pointer: &str, rule: String) -> Problem {
    Problem::new(code, format!("{} {rule}", field_path(pointer))).at(pointer)
}

//! Every mistake that a caller of this module can make.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::number_text;
use gridfolk_contract::request::field_path;
use gridfolk_space::Refusal;

/// What is wrong with a request, with what arrived and what is allowed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the variants and their fields are named in the messages below")]
pub enum Mistake {
    /// What is wrong with the columns.
    Columns(Refusal),
    /// A number of `params` outside of its range.
    OutOfRange { field: &'static str, value: f64, least: f64, most: f64 },
    /// More groups than rows, or than the limit.
    COutOfRange { c: u64, max: u64, of: &'static str },
    /// Another number of starts than groups.
    StartCount { field: &'static str, n: usize, c: usize },
    /// A start centroid with another number of values than columns.
    StartCentroidLength { index: usize, n: usize, n_columns: usize },
    /// Start memberships that are none.
    MembershipsNotValid { row: u64 },
    /// A number that is too large, in the request.
    NumberTooLarge { pointer: String, value: f64, max: f64 },
    /// No direction of value.
    ValueNotStated,
    /// A direction of value that is none.
    WeightsAllZero { pointer: String },
    /// New weights for groups that are no grades.
    NotGraded,
    /// A model whose parts do not fit each other.
    ModelBroken { pointer: &'static str, rule: &'static str },
    /// A state that this module did not write.
    StateBroken,
    /// No partials to merge.
    NoPartials,
    /// A partial of another pass, or another fit.
    PartialNotOfState { index: usize },
    /// A first row past the largest row number.
    FirstRowTooLarge { first_row: u64 },
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Problem {
        match mistake {
            Mistake::Columns(refusal) => refusal.into(),
            Mistake::OutOfRange { field, value, least, most } => {
                let rule =
                    format!("is {}; must be {} to {}", number_text(value), number_text(least), number_text(most));
                problem("out_of_range", &format!("/params/{field}"), &rule)
                    .with("value", value)
                    .with("min", least)
                    .with("max", most)
            }
            Mistake::COutOfRange { c, max, of } => {
                problem("c_out_of_range", "/params/c", &format!("is {c}; must be 2 to {max} ({of})"))
                    .with("c", c)
                    .with("max", max)
            }
            Mistake::StartCount { field, n, c } => {
                let rule = format!("has {n} entries; must have {c} (params.c)");
                problem("start_count", &format!("/params/init/{field}"), &rule).with("n", n).with("k", c)
            }
            Mistake::StartCentroidLength { index, n, n_columns } => {
                let rule = format!("has {n} values; must have {n_columns} (columns)");
                problem("start_centroid_length", &format!("/params/init/centroids/{index}"), &rule)
                    .with("n", n)
                    .with("n_columns", n_columns)
            }
            Mistake::MembershipsNotValid { row } => {
                let rule = format!("in row {row} are no memberships: each must be 0 or more, and not all 0");
                problem("memberships_not_valid", "/params/init/memberships", &rule).with("row", row)
            }
            Mistake::NumberTooLarge { pointer, value, max } => {
                let rule = format!("is {}; must be within {}", number_text(value), number_text(max));
                problem("number_too_large", &pointer, &rule).with("value", value).with("max", max)
            }
            Mistake::ValueNotStated => {
                let rule = "is not stated, and no column has a default weight; give weights, or \"none\"";
                problem("value_not_stated", "/params/value", rule)
            }
            Mistake::WeightsAllZero { pointer } => problem("weights_all_zero", &pointer, "are all 0"),
            Mistake::NotGraded => {
                problem("groups_not_graded", "/params/weights", "are of no use: the model's groups are no grades")
            }
            Mistake::ModelBroken { pointer, rule } => problem("model_broken", pointer, rule),
            Mistake::StateBroken => problem("state_broken", "/state", "is not a state that `begin` or `merge` wrote"),
            Mistake::NoPartials => problem("no_partials", "/partials", "is empty; every part answers one"),
            Mistake::PartialNotOfState { index } => {
                problem("partial_not_of_state", &format!("/partials/{index}"), "does not belong to this state")
                    .with("index", index)
            }
            Mistake::FirstRowTooLarge { first_row } => {
                problem("first_row_too_large", "/first_row", &format!("is {first_row}; row numbers are below 2^53"))
                    .with("first_row", first_row)
            }
        }
    }
}

/// A problem whose message is the field's path and the rule.
fn problem(code: &str, pointer: &str, rule: &str) -> Problem {
    Problem::new(code, format!("{} {rule}", field_path(pointer))).at(pointer)
}

//! Every mistake that a caller of this module can make.

use gridfolk_contract::Problem;
use gridfolk_contract::reply::to_json;
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
    /// More rows than can be compared with each other.
    TooManyRowsToCompare { n_rows: u64, max: u64 },
    /// More neighbours asked for than there are rows.
    MinPointsAboveRows { min_points: u64, n_rows: u64 },
}

impl From<Refusal> for Mistake {
    fn from(refusal: Refusal) -> Self {
        Mistake::Columns(refusal)
    }
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Problem {
        match mistake {
            Mistake::Columns(refusal) => refusal.into(),
            Mistake::OutOfRange { field, value, least, most } => {
                let rule = format!("is {}; must be {} to {}", to_json(&value), to_json(&least), to_json(&most));
                problem("out_of_range", &format!("/params/{field}"), &rule)
                    .with("value", value)
                    .with("min", least)
                    .with("max", most)
            }
            Mistake::TooManyRowsToCompare { n_rows, max } => {
                let rule = format!("has {n_rows} rows to compare with each other; must be at most {max}: choose some");
                problem("too_many_rows_to_compare", "/table", &rule).with("n_rows", n_rows).with("max", max)
            }
            Mistake::MinPointsAboveRows { min_points, n_rows } => {
                let rule = format!("is {min_points}; must be at most {n_rows} (rows)");
                problem("min_points_above_rows", "/params/min_points", &rule)
                    .with("min_points", min_points)
                    .with("n_rows", n_rows)
            }
        }
    }
}

/// A problem whose message is the field's path and the rule.
fn problem(code: &str, pointer: &str, rule: &str) -> Problem {
    Problem::new(code, format!("{} {rule}", field_path(pointer))).at(pointer)
}

//! Every mistake that a caller of this module can make, with what arrived and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::joined;
use gridfolk_contract::reply::to_json;
use gridfolk_contract::told::Figure::{Count, Name};

/// A tag without an id.
pub fn id_empty(pointer: &str) -> Problem {
    Problem::of_field("id_empty", pointer, "is empty", &[])
}

/// Two versions of a tag on one day.
pub fn tag_twice(pointer: &str, tag: &str, versions: [u64; 2]) -> Problem {
    let [one, other] = versions.map(|version| to_json(&version));
    let rule = joined(&["is {tag}, of which versions ", &one, " and ", &other, " hold on the same day"]);
    Problem::of_field("tag_twice", pointer, &rule, &[("tag", Name(tag))]).with("versions", versions.as_slice())
}

/// A place in the taxonomy named twice.
pub fn taxonomy_id_twice(pointer: &str, id: &str) -> Problem {
    Problem::of_field("taxonomy_id_twice", pointer, "is {id}, which is named before", &[("id", Name(id))])
}

/// A place that the taxonomy does not have.
pub fn level_unknown(pointer: &str, level: &str) -> Problem {
    let rule = "is {level}, which the taxonomy does not have";
    Problem::of_field("level_unknown", pointer, rule, &[("level", Name(level))])
}

/// A statistic without a threshold, or with several.
pub fn statistic_needs_one(pointer: &str) -> Problem {
    Problem::of_field("statistic_needs_one", pointer, "must have one of quantile, z_score, share", &[])
}

/// A condition of several tests where one is asked for.
pub fn not_one_test(pointer: &str) -> Problem {
    Problem::of_field("not_one_test", pointer, "must be one test of one column; use rule for others", &[])
}

/// A threshold to move that the expression does not have, or has several times.
pub fn threshold_not_one(column: &str, n: usize) -> Problem {
    let rule = "names {column}; {n} thresholds of it stand in params.where, must be one (name the test, too)";
    let figures = [("column", Name(column)), ("n", Count(n as u64))];
    Problem::of_field("threshold_not_one", "/params/move", rule, &figures)
}

/// A group that is nobody or everybody.
pub fn group_empty(n_group: u64, n_rest: u64) -> Problem {
    let rule = "holds for {n_group} customers and not for {n_rest}; must be at least one each";
    let figures = [("n_group", Count(n_group)), ("n_rest", Count(n_rest))];
    Problem::of_field("group_empty", "/params/group", rule, &figures)
}

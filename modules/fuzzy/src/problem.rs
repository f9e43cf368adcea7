//! Every mistake that a caller of this module can make, with what arrived and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{joined, pointer_join};
use gridfolk_contract::told::Figure::Count;

/// More groups than rows, or than the limit; `of` says which.
pub fn c_out_of_range(c: u64, max: u64, of: &str) -> Problem {
    let rule = joined(&["is {c}; must be 2 to {max} (", of, ")"]);
    Problem::of_field("c_out_of_range", "/params/c", &rule, &[("c", Count(c)), ("max", Count(max))])
}

/// Another number of starts than groups.
pub fn start_count(field: &str, n: usize, c: usize) -> Problem {
    let figures = [("n", Count(n as u64)), ("k", Count(c as u64))];
    let rule = "has {n} entries; must have {k} (params.c)";
    Problem::of_field("start_count", &pointer_join("/params/init", field), rule, &figures)
}

/// A start centroid with another number of values than columns.
pub fn start_centroid_length(index: usize, n: usize, n_columns: usize) -> Problem {
    let figures = [("n", Count(n as u64)), ("n_columns", Count(n_columns as u64))];
    let rule = "has {n} values; must have {n_columns} (columns)";
    let pointer = pointer_join("/params/init/centroids", index);
    Problem::of_field("start_centroid_length", &pointer, rule, &figures)
}

/// Start memberships that are none.
pub fn memberships_not_valid(row: u64) -> Problem {
    let rule = "in row {row} are no memberships: each must be 0 or more, and not all 0";
    Problem::of_field("memberships_not_valid", "/params/init/memberships", rule, &[("row", Count(row))])
}

/// No direction of value.
pub fn value_not_stated() -> Problem {
    let rule = "is not stated, and no column has a default weight; give weights, or \"none\"";
    Problem::of_field("value_not_stated", "/params/value", rule, &[])
}

/// A direction of value that is none.
pub fn weights_all_zero(pointer: &str) -> Problem {
    Problem::of_field("weights_all_zero", pointer, "are all 0", &[])
}

/// New weights for groups that are no grades.
pub fn not_graded() -> Problem {
    let rule = "are of no use: the model's groups are no grades";
    Problem::of_field("groups_not_graded", "/params/weights", rule, &[])
}

//! Every mistake that a caller of this module can make: what arrived, and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{joined, param_pointer, pointer_join};
use gridfolk_contract::told::Figure::{Count, Name, Names, Word};

fn start_row(index: usize) -> String {
    pointer_join("/params/init/rows", index)
}

const LIKE: &str = "/params/order/like";

/// More segments than rows, or than the limit.
pub fn k_out_of_range(k: u64, max: u64, of: &str) -> Problem {
    let rule = joined(&["is {k}; must be 1 to {max} (", of, ")"]);
    Problem::of_field("k_out_of_range", "/params/k", &rule, &[("k", Count(k)), ("max", Count(max))])
}

/// Equal rows cannot be told apart.
pub fn too_few_different_rows(k: usize, n_different: usize) -> Problem {
    let figures = [("k", Count(k as u64)), ("n_different", Count(n_different as u64))];
    let rule = "is {k}; the table has {n_different} different rows only";
    Problem::of_field("too_few_different_rows", "/params/k", rule, &figures)
}

/// The same mistake of `choose`, whose largest k is another field.
pub fn of_choose(mut problem: Problem) -> Problem {
    if let Some(rule) = problem.message.strip_prefix("params.k ") {
        problem.message = joined(&["params.k_max ", rule]);
        problem.pointer = "/params/k_max".to_owned();
    }
    problem
}

/// Settings outside of their limits, from a Rust program.
pub fn settings_unsound() -> Problem {
    Problem::of_field("out_of_range", "/params", "are out of their limits", &[])
}

/// A setting that has no effect beside start rows or centroids.
pub fn not_beside_start(field: &str) -> Problem {
    let rule = "has no effect beside start rows or centroids; leave it out";
    Problem::of_field("not_beside_start", &param_pointer(field), rule, &[("field", Word(field))])
}

/// Another number of starts than segments.
pub fn start_count(field: &str, n: usize, k: usize) -> Problem {
    let figures = [("n", Count(n as u64)), ("k", Count(k as u64))];
    let pointer = pointer_join("/params/init", field);
    Problem::of_field("start_count", &pointer, "has {n} entries; must have {k} (params.k)", &figures)
}

/// The same start row twice.
pub fn start_row_twice(index: usize, row: u64) -> Problem {
    let rule = "is {row}, which is named before";
    Problem::of_field("start_row_twice", &start_row(index), rule, &[("row", Count(row))])
}

/// A start row that the table does not have.
pub fn start_row_out_of_range(index: usize, row: u64, n_rows: u64) -> Problem {
    let figures = [("row", Count(row)), ("n_rows", Count(n_rows))];
    let rule = "is {row}; must be below {n_rows} (rows)";
    Problem::of_field("start_row_out_of_range", &start_row(index), rule, &figures)
}

/// A start row that was dropped for a missing value.
pub fn start_row_dropped(index: usize, row: u64) -> Problem {
    let rule = "is {row}, which is dropped for a missing value";
    Problem::of_field("start_row_dropped", &start_row(index), rule, &[("row", Count(row))])
}

/// A start row that no part held.
pub fn start_row_not_found(index: usize, row: u64) -> Problem {
    Problem::of_field("start_row_not_found", &start_row(index), "is {row}, which no part held", &[("row", Count(row))])
}

/// A start centroid with another number of values than columns.
pub fn start_centroid_length(index: usize, n: usize, n_columns: usize) -> Problem {
    let figures = [("n", Count(n as u64)), ("n_columns", Count(n_columns as u64))];
    let pointer = pointer_join("/params/init/centroids", index);
    let rule = "has {n} values; must have {n_columns} (columns)";
    Problem::of_field("start_centroid_length", &pointer, rule, &figures)
}

/// An earlier model with another number of segments.
pub fn like_count(n: usize, k: usize) -> Problem {
    let figures = [("n", Count(n as u64)), ("k", Count(k as u64))];
    Problem::of_field("like_count", LIKE, "has {n} centroids; must have {k} (params.k)", &figures)
}

/// An earlier model that is none of this module.
pub fn like_not_ours(module: &str, schema: u64) -> Problem {
    let figures = [("module", Name(module)), ("schema", Count(schema))];
    let rule = "is of {module}, schema {schema}; must be of \"kmeans\", schema 1";
    Problem::of_field("model_of_other_module", LIKE, rule, &figures)
}

/// An earlier model of other columns.
pub fn like_columns_differ(columns: &[String]) -> Problem {
    let figures = [("columns", Names(columns))];
    Problem::of_field("like_columns_differ", LIKE, "is a model of other columns", &figures)
}

/// An edit of a centroid that the model does not have.
pub fn segment_unknown(pointer: &str, segment: &str, k: usize) -> Problem {
    let figures = [("segment", Name(segment)), ("k", Count(k as u64))];
    Problem::of_field("segment_unknown", pointer, "is {segment}; must be s1 to s{k}", &figures)
}

//! Every mistake that a caller of this module can make: what arrived, and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::told::Figure::{Count, Name, Names, Number, Word};

use crate::algorithm::limits::VALUE_MAX;

fn param(field: &str) -> String {
    format!("/params/{field}")
}

fn start_row(index: usize) -> String {
    format!("/params/init/rows/{index}")
}

fn place(column: &str) -> String {
    pointer_join("/table/columns", column)
}

const LIKE: &str = "/params/order/like";

/// A number of `params` outside of its range.
pub fn out_of_range(field: &str, value: f64, least: f64, most: f64) -> Problem {
    let figures = [("value", Number(value)), ("min", Number(least)), ("max", Number(most))];
    Problem::of_field("out_of_range", &param(field), "is {value}; must be {min} to {max}", &figures)
}

/// More segments than rows, or than the limit.
pub fn k_out_of_range(k: u64, max: u64, of: &str) -> Problem {
    let rule = format!("is {{k}}; must be 1 to {{max}} ({of})");
    Problem::of_field("k_out_of_range", &param("k"), &rule, &[("k", Count(k)), ("max", Count(max))])
}

/// Equal rows cannot be told apart.
pub fn too_few_different_rows(k: usize, n_different: usize) -> Problem {
    let figures = [("k", Count(k as u64)), ("n_different", Count(n_different as u64))];
    let rule = "is {k}; the table has {n_different} different rows only";
    Problem::of_field("too_few_different_rows", &param("k"), rule, &figures)
}

/// The same mistake of `choose`, whose largest k is another field.
pub fn of_choose(mut problem: Problem) -> Problem {
    if let Some(rule) = problem.message.strip_prefix("params.k ") {
        problem.message = format!("params.k_max {rule}");
        problem.pointer = param("k_max");
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
    Problem::of_field("not_beside_start", &param(field), rule, &[("field", Word(field))])
}

/// A named column that the table does not have.
pub fn column_not_found(pointer: &str, column: &str) -> Problem {
    Problem::of_field(
        "column_not_found",
        pointer,
        "is {column}; the table has no such column",
        &[("column", Name(column))],
    )
}

/// A named column that holds no numbers.
pub fn column_not_number(pointer: &str, column: &str, kind: &str) -> Problem {
    let rule = "is {column}, a column of kind {kind}; must be a column of numbers";
    Problem::of_field("column_not_number", pointer, rule, &[("column", Name(column)), ("kind", Word(kind))])
}

/// A column named twice.
pub fn column_twice(index: usize, column: &str) -> Problem {
    let pointer = format!("/params/columns/{index}");
    Problem::of_field("column_twice", &pointer, "is {column}, which is named before", &[("column", Name(column))])
}

/// No column to use.
pub fn no_columns() -> Problem {
    Problem::of_field("no_columns", "/table", "has no column of numbers to use", &[])
}

/// More columns than the limit.
pub fn too_many_columns(n: usize, max: usize) -> Problem {
    let figures = [("n", Count(n as u64)), ("max", Count(max as u64))];
    Problem::of_field("too_many_columns", &param("columns"), "are {n}; must be 1 to {max}", &figures)
}

/// No row to fit.
pub fn no_rows(n_rows: u64) -> Problem {
    let rule = if n_rows == 0 { "has no rows" } else { "has {n_rows} rows, and each lacks a value" };
    Problem::of_field("no_rows", "/table", rule, &[("n_rows", Count(n_rows))])
}

/// A missing value where that is refused.
pub fn missing_value(column: &str, row: u64) -> Problem {
    let message = "row {row} of column {column} is missing; give it, or set params.missing to \"mean\" or \"drop\"";
    let pointer = pointer_join(&place(column), row);
    Problem::told("missing_value", &pointer, message, &[("column", Name(column)), ("row", Count(row))])
}

/// A column without a single value.
pub fn column_all_missing(column: &str) -> Problem {
    let message = "column {column} has no value at all";
    Problem::told("column_all_missing", &place(column), message, &[("column", Name(column))])
}

/// A value whose square could overflow a sum.
pub fn value_too_large(column: &str) -> Problem {
    let figures = [("column", Name(column)), ("max", Number(VALUE_MAX))];
    Problem::told("value_too_large", &place(column), "column {column} has a value beyond 1e60 in size", &figures)
}

/// Another number of starts than segments.
pub fn start_count(field: &str, n: usize, k: usize) -> Problem {
    let figures = [("n", Count(n as u64)), ("k", Count(k as u64))];
    let pointer = format!("/params/init/{field}");
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
    let pointer = format!("/params/init/centroids/{index}");
    let rule = "has {n} values; must have {n_columns} (columns)";
    Problem::of_field("start_centroid_length", &pointer, rule, &figures)
}

/// A number that is too large, in the request.
pub fn number_too_large(pointer: &str, value: f64) -> Problem {
    let figures = [("value", Number(value)), ("max", Number(VALUE_MAX))];
    Problem::of_field("number_too_large", pointer, "is {value}; must be within 1e60", &figures)
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

/// A model whose parts do not fit each other.
pub fn model_broken(pointer: &str, rule: &str) -> Problem {
    Problem::of_field("model_broken", pointer, rule, &[])
}

/// A state that this module did not write.
pub fn state_broken() -> Problem {
    Problem::of_field("state_broken", "/state", "is not a state that `begin` or `merge` wrote", &[])
}

/// No partials to merge.
pub fn no_partials() -> Problem {
    Problem::of_field("no_partials", "/partials", "is empty; every part answers one", &[])
}

/// A partial of another pass, or another fit.
pub fn partial_not_of_state(index: usize) -> Problem {
    let pointer = format!("/partials/{index}");
    let figures = [("index", Count(index as u64))];
    Problem::of_field("partial_not_of_state", &pointer, "does not belong to this state", &figures)
}

/// Parts with different columns.
pub fn parts_differ(columns: &[String], others: &[String]) -> Problem {
    let figures = [("columns", Names(columns)), ("others", Names(others))];
    Problem::of_field("parts_differ", "/partials", "come from parts with different columns", &figures)
}

/// A first row past the largest row number.
pub fn first_row_too_large(first_row: u64) -> Problem {
    let figures = [("first_row", Count(first_row))];
    Problem::of_field("first_row_too_large", "/first_row", "is {first_row}; row numbers are below 2^53", &figures)
}

/// An edit of a centroid that the model does not have.
pub fn segment_unknown(pointer: &str, segment: &str, k: usize) -> Problem {
    let figures = [("segment", Name(segment)), ("k", Count(k as u64))];
    Problem::of_field("segment_unknown", pointer, "is {segment}; must be s1 to s{k}", &figures)
}

/// An edit of a centroid in a column that the model does not have.
pub fn not_a_model_column(pointer: &str, column: &str) -> Problem {
    let rule = "is {column}, which the model does not use";
    Problem::of_field("not_a_model_column", pointer, rule, &[("column", Name(column))])
}

/// An edit of a centroid with no change, or several.
pub fn edit_needs_one_change(pointer: &str) -> Problem {
    Problem::of_field("edit_needs_one_change", pointer, "must have one of set, add, scale", &[])
}

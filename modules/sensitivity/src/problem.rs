//! Every mistake that a caller of this module can make, with what arrived and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{column_pointer, pointer_join};
use gridfolk_contract::told::Figure::{Count, Name, Number, Word};

/// A penalty beside Firth's correction.
pub fn not_beside_ridge() -> Problem {
    Problem::of_field("not_beside_ridge", "/params/firth", "is \"always\"; not beside params.ridge", &[])
}

/// A named column of item sets.
pub fn column_of_items(pointer: &str, column: &str) -> Problem {
    let rule = "is {column}, a column of item sets; must hold numbers or categories";
    Problem::of_column("column_of_items", pointer, column, rule)
}

/// A column of another kind than in the fit.
pub fn column_kind_differs(column: &str, kind: &str) -> Problem {
    let rule = "is of kind {kind}; it was another kind when the model was fitted";
    let figures = [("column", Name(column)), ("kind", Word(kind))];
    Problem::of_field("column_kind_differs", &column_pointer(column), rule, &figures)
}

/// No column to use.
pub fn no_columns() -> Problem {
    Problem::of_field("no_columns", "/table", "has no column to use beside the target", &[])
}

/// More terms than the limit.
pub fn too_many_terms(n: usize, max: usize) -> Problem {
    let rule = "become {n} coefficients (a category has one for each level but its base); at most {max}";
    let figures = [("n", Count(n as u64)), ("max", Count(max as u64))];
    Problem::of_field("too_many_terms", "/params/columns", rule, &figures)
}

/// More levels than the limit.
pub fn too_many_levels(column: &str, max: usize) -> Problem {
    let figures = [("column", Name(column)), ("max", Count(max as u64))];
    Problem::of_field("too_many_levels", &column_pointer(column), "has more than {max} levels", &figures)
}

/// As many coefficients as rows, or more.
pub fn more_terms_than_rows(n: usize, n_rows: u64) -> Problem {
    let rule = "become {n} coefficients beside the intercept for {n_rows} rows; must be fewer";
    let figures = [("n", Count(n as u64)), ("n_rows", Count(n_rows))];
    Problem::of_field("more_terms_than_rows", "/params/columns", rule, &figures)
}

/// A column without a single value.
pub fn column_all_missing(column: &str) -> Problem {
    Problem::of_column("column_all_missing", &column_pointer(column), column, "has no value at all")
}

/// A column with one value only.
pub fn column_constant(column: &str) -> Problem {
    Problem::of_column("column_constant", &column_pointer(column), column, "has one value only; leave it out")
}

/// A column, or a level of it, that others determine.
pub fn column_collinear(column: &str, level: Option<&str>) -> Problem {
    let rule = "is a linear combination of the columns before it; leave one out, or set params.ridge";
    let found = Problem::of_column("column_collinear", &column_pointer(column), column, rule);
    match level {
        Some(level) => found.with("level", level),
        None => found,
    }
}

/// A target that is no column of 0 and 1.
pub fn target_kind(column: &str, kind: &str) -> Problem {
    let rule = match kind {
        "number" => "holds numbers; params.event is for a category",
        _ => "is no column of 0 and 1; name the level that is the event in params.event",
    };
    Problem::of_field("target_kind", "/params/target", rule, &[("column", Name(column)), ("kind", Word(kind))])
}

/// A target that is neither 0 nor 1.
pub fn target_not_binary(column: &str, row: u64, value: f64) -> Problem {
    of_cell("target_not_binary", column, row, value, "is {value}; must be 0 or 1")
}

/// A weight that is not above 0.
pub fn weight_not_positive(column: &str, row: u64, value: f64) -> Problem {
    of_cell("weight_not_positive", column, row, value, "is {value}; a weight must be above 0")
}

fn of_cell(code: &str, column: &str, row: u64, value: f64, rule: &str) -> Problem {
    let figures = [("column", Name(column)), ("row", Count(row)), ("value", Number(value))];
    Problem::of_field(code, &pointer_join(&column_pointer(column), row), rule, &figures)
}

/// A target with one outcome only.
pub fn one_outcome(column: &str, outcome: u8, n_rows: u64) -> Problem {
    let rule = "is {outcome} in all {n_rows} rows; both outcomes are needed";
    let figures = [("column", Name(column)), ("outcome", Count(u64::from(outcome))), ("n_rows", Count(n_rows))];
    Problem::of_field("one_outcome", &column_pointer(column), rule, &figures)
}

/// A base level that the column does not have.
pub fn base_unknown(column: &str, level: &str) -> Problem {
    let rule = "says {level}; column {column} has no such level";
    Problem::of_field("base_unknown", "/params/base", rule, &[("column", Name(column)), ("level", Name(level))])
}

/// A base level for a column that is no category of the fit.
pub fn base_not_category(column: &str) -> Problem {
    let rule = "names {column}, which is no category of the fit";
    Problem::of_column("base_not_category", "/params/base", column, rule)
}

/// A level that the fit did not know.
pub fn level_unknown(pointer: &str, column: &str, level: &str) -> Problem {
    let rule = "is {level}; the model knows no such level of column {column}";
    Problem::of_field("level_not_in_model", pointer, rule, &[("column", Name(column)), ("level", Name(level))])
}

/// A row without a probability.
pub fn row_without_score(pointer: &str, row: u64) -> Problem {
    Problem::of_field("row_without_score", pointer, "is {row}, a row that lacks a value", &[("row", Count(row))])
}

/// A range that is empty or does not hold the value.
pub fn range_without_value(pointer: &str, value: f64) -> Problem {
    let rule = "must be [least, greatest] and hold the row's value, {value}";
    Problem::of_field("range_without_value", pointer, rule, &[("value", Number(value))])
}

/// A range of a column that is no number.
pub fn value_not_of_column(pointer: &str, column: &str) -> Problem {
    let rule = "does not suit column {column}: numbers for numbers, texts for categories";
    Problem::of_column("value_not_of_column", pointer, column, rule)
}

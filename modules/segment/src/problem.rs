//! Every mistake that a caller of this module can make, with what arrived and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::told::Figure::{Count, Name, Number, Word};

use crate::algorithm::bands::result_name;

/// An id that is empty, or has the sign that divides a cell's name.
pub fn id_unusable(pointer: &str, id: &str) -> Problem {
    Problem::of_field("id_unusable", pointer, "is {id}; must not be empty or contain /", &[("id", Name(id))])
}

/// Two classes or strategies of one id.
pub fn id_twice(pointer: &str, id: &str) -> Problem {
    Problem::of_field("id_repeated", pointer, "is {id}, which is named before", &[("id", Name(id))])
}

/// A class before the last without a condition, or a last one with one.
pub fn last_class_alone(pointer: &str, is_last: bool) -> Problem {
    let rule = match is_last {
        true => "stands in the last class, which takes everybody else; leave it out",
        false => "is missing; only the last class has no condition",
    };
    Problem::of_field("last_class_alone", pointer, rule, &[])
}

/// A medium band beyond the high one.
pub fn cuts_disordered(pointer: &str, high: f64, medium: f64) -> Problem {
    let rule = "has high {high} and medium {medium}; high must be the farther one";
    let figures = [("high", Number(high)), ("medium", Number(medium))];
    Problem::of_field("cuts_disordered", pointer, rule, &figures)
}

/// A grade in two levels.
pub fn grade_twice(pointer: &str, grade: &str) -> Problem {
    Problem::of_field("grade_twice", pointer, "has the grade {grade} twice", &[("grade", Name(grade))])
}

/// A band of no kind, or of several.
pub fn band_needs_one(pointer: &str) -> Problem {
    Problem::of_field("band_needs_one", pointer, "must have one of cuts, top_shares, levels", &[])
}

/// The column of a result is of another kind than its band.
pub fn band_wrong_kind(result: usize, column: &str, kind: &str) -> Problem {
    let rule = "does not suit column {column}, which holds {kind} values; cuts and top_shares are for numbers, levels \
                for categories";
    let pointer = pointer_join("/params/bands", result_name(result));
    Problem::of_field("band_wrong_kind", &pointer, rule, &[("column", Name(column)), ("kind", Word(kind))])
}

/// The column of a result is not there.
pub fn result_not_found(result: usize, column: &str) -> Problem {
    Problem::used_column_not_found(&pointer_join("/params/results", result_name(result)), column)
}

/// A band of a result that the model does not have.
pub fn result_not_in_model(pointer: &str, result: &str) -> Problem {
    let rule = "is of a result that the model does not have";
    Problem::of_field("result_not_in_model", pointer, rule, &[("result", Word(result))])
}

/// A named column that holds no categories.
pub fn column_not_category(pointer: &str, column: &str, kind: &str) -> Problem {
    let rule = "uses {column}, a column of kind {kind}; must be a column of categories";
    Problem::of_field("column_not_category", pointer, rule, &[("column", Name(column)), ("kind", Word(kind))])
}

/// A grouping of so many groups that no matrix can show it.
pub fn too_many_groups(pointer: &str, column: &str, n: usize, max: usize) -> Problem {
    let rule = "uses {column}, which has {n} groups; must be at most {max}";
    let figures = [("column", Name(column)), ("n", Count(n as u64)), ("max", Count(max as u64))];
    Problem::of_field("too_many_groups", pointer, rule, &figures)
}

/// Columns that describe segments are needed for this.
pub fn like_needs_columns() -> Problem {
    Problem::of_field("like_needs_columns", "/params/match/like", "describes no segments by columns", &[])
}

/// An earlier model that is none of this module.
pub fn like_not_ours(module: &str, schema: u64) -> Problem {
    let rule = "is of {module}, schema {schema}; must be of {expected}, schema 1";
    let figures = [("module", Name(module)), ("schema", Count(schema)), ("expected", Name("segment"))];
    Problem::of_field("model_of_other_module", "/params/match/like", rule, &figures)
}

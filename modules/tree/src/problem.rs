//! Every mistake that a caller of this module can make, with what arrived and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{column_pointer, joined, number_text, pointer_join};
use gridfolk_contract::told::Figure::{Count, Name, Names, Number, Word};

use crate::algorithm::limits::{CLASSES_MAX, LEVELS_MAX, WEIGHT_MAX};
use crate::model::node_name;

/// A column of another kind than is needed.
pub fn column_wrong_kind(pointer: &str, column: &str, kind: &str, expected: &str) -> Problem {
    let rule = "is {column}, a column of kind {kind}; must be {expected}";
    let figures = [("column", Name(column)), ("kind", Word(kind)), ("expected", Word(expected))];
    Problem::of_field("column_wrong_kind", pointer, rule, &figures)
}

/// The target or the weight among the columns to split by.
pub fn column_in_two_uses(pointer: &str, column: &str) -> Problem {
    let rule = "is {column}, which has another use in these params";
    Problem::of_column("column_in_two_uses", pointer, column, rule)
}

/// No column to split by.
pub fn no_usable_columns() -> Problem {
    Problem::of_field("no_usable_columns", "/table", "has no column of numbers or categories to split by", &[])
}

/// No row to learn from.
pub fn no_rows(n_rows: u64) -> Problem {
    let rule = if n_rows == 0 { "has no rows" } else { "has {n_rows} rows, and none with a class and a weight" };
    Problem::of_field("no_rows", "/table", rule, &[("n_rows", Count(n_rows))])
}

/// A target of one class.
pub fn one_class(column: &str, class: &str) -> Problem {
    let figures = [("column", Name(column)), ("class", Name(class))];
    Problem::of_field("one_class", "/params/target", "is {column}, which has the one class {class}", &figures)
}

/// A target of more classes than the limit.
pub fn too_many_classes(column: &str) -> Problem {
    let figures = [("column", Name(column)), ("max", Count(CLASSES_MAX as u64))];
    Problem::of_field("too_many_classes", "/params/target", "is {column}, which has more than {max} classes", &figures)
}

/// A column of more levels than the limit.
pub fn too_many_levels(column: &str) -> Problem {
    let figures = [("column", Name(column)), ("max", Count(LEVELS_MAX as u64))];
    Problem::told("too_many_levels", &column_pointer(column), "column {column} has more than {max} levels", &figures)
}

/// A named class that the target does not have.
pub fn class_unknown(pointer: &str, class: &str, classes: &[String]) -> Problem {
    let figures = [("class", Name(class)), ("known", Names(classes))];
    Problem::of_field("class_unknown", pointer, "is {class}; the target has no such class", &figures)
}

/// Every class has the weight 0.
pub fn no_class_weighs() -> Problem {
    let rule = "gives every class the weight 0";
    Problem::of_field("no_class_weighs", "/params/class_weight/by_class", rule, &[])
}

/// A weight that is none.
pub fn weight_wrong(column: &str, row: u64, value: f64) -> Problem {
    let value = if value.is_nan() { "missing".to_owned() } else { number_text(value) };
    let message = joined(&["row {row} of column {column} is ", &value, "; a weight must be 0 to 1e60"]);
    let figures = [("column", Name(column)), ("row", Count(row)), ("max", Number(WEIGHT_MAX))];
    Problem::told("weight_wrong", &pointer_join(&column_pointer(column), row), &message, &figures)
}

/// A node that the model does not have.
pub fn node_unknown(pointer: &str, node: &str, n_nodes: usize) -> Problem {
    let last = node_name(n_nodes - 1);
    let figures = [("node", Name(node)), ("last", Word(&last))];
    Problem::of_field("node_unknown", pointer, "is {node}; must be n0 to {last}", &figures)
}

/// A node that asks for no threshold.
pub fn node_without_threshold(pointer: &str, node: &str) -> Problem {
    let rule = "is {node}, which asks for no threshold";
    Problem::of_field("node_without_threshold", pointer, rule, &[("node", Name(node))])
}

/// A threshold that is no number any more: as JSON has it, null.
pub fn edit_not_a_number(pointer: &str) -> Problem {
    Problem::of_field("edit_not_a_number", pointer, "makes null; must be a finite number", &[])
}

/// A reverse question with no goal, or several.
pub fn goal_needs_one() -> Problem {
    let rule = "must have one of leaf, class, probability_lte, probability_gte";
    Problem::of_field("goal_needs_one", "/params/reverse/goal", rule, &[])
}

/// A range that holds nothing.
pub fn range_empty(pointer: &str) -> Problem {
    Problem::of_field("edit_range_empty", pointer, "has a min above its max", &[])
}

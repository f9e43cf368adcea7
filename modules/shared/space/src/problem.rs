//! Mistakes about the columns of a space that are told in other words than the contract's.

use gridfolk_contract::Problem;
use gridfolk_contract::told::Figure::{Name, Word};

/// A named column that holds no numbers.
pub fn column_not_number(pointer: &str, column: &str, kind: &str) -> Problem {
    let rule = "is {column}; a column of kind {kind}; must be a column of numbers";
    Problem::of_field("column_not_number", pointer, rule, &[("column", Name(column)), ("kind", Word(kind))])
}

/// A column named twice.
pub fn column_twice(pointer: &str, column: &str) -> Problem {
    Problem::of_column("column_twice", pointer, column, "is {column}; which is named before")
}

/// A column that is named beside those that are used.
pub fn column_not_used(pointer: &str, column: &str) -> Problem {
    Problem::of_column("column_not_used", pointer, column, "is {column}; which is none of the columns used")
}

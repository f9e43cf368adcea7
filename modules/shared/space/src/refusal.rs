//! Every mistake that a caller can make about the columns of a space.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{pointer_join, quoted};
use gridfolk_contract::request::field_path;

use crate::limits::VALUE_MAX;

/// What is wrong with the columns, with what arrived and what is allowed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the variants and their fields are named in the messages below")]
pub enum Refusal {
    /// A named column that the table does not have.
    ColumnNotFound { pointer: String, column: String },
    /// A named column that holds no numbers.
    ColumnNotNumber { pointer: String, column: String, kind: &'static str },
    /// A column named twice.
    ColumnTwice { pointer: String, column: String },
    /// A column that is named beside those that are used.
    ColumnNotUsed { pointer: String, column: String },
    /// No column to use.
    NoColumns,
    /// More columns than the limit.
    TooManyColumns { n: usize, max: usize },
    /// No row to use.
    NoRows { n_rows: u64 },
    /// A missing value where that is refused.
    MissingValue { column: String, row: u64 },
    /// A column without a single value.
    ColumnAllMissing { column: String },
    /// A value whose square could overflow a sum.
    ValueTooLarge { column: String },
    /// Parts with different columns.
    PartsDiffer { columns: Vec<String>, others: Vec<String> },
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let place = |column: &str| pointer_join("/table/columns", column);
        let of_column = |code: &str, column: &str, rule: &str| {
            let message = format!("column {} {rule}", quoted(column));
            Problem::new(code, message).at(place(column)).with("column", column)
        };
        match refusal {
            Refusal::ColumnNotFound { pointer, column } => {
                named("column_not_found", &pointer, column, "the table has no such column")
            }
            Refusal::ColumnNotNumber { pointer, column, kind } => {
                let rule = format!("a column of kind {kind}; must be a column of numbers");
                named("column_not_number", &pointer, column, &rule).with("kind", kind)
            }
            Refusal::ColumnTwice { pointer, column } => {
                named("column_twice", &pointer, column, "which is named before")
            }
            Refusal::ColumnNotUsed { pointer, column } => {
                named("column_not_used", &pointer, column, "which is none of the columns used")
            }
            Refusal::NoColumns => Problem::new("no_columns", "table has no column of numbers to use").at("/table"),
            Refusal::TooManyColumns { n, max } => {
                Problem::new("too_many_columns", format!("params.columns are {n}; must be 1 to {max}"))
                    .at("/params/columns")
                    .with("n", n)
                    .with("max", max)
            }
            Refusal::NoRows { n_rows: 0 } => {
                Problem::new("no_rows", "table has no rows").at("/table").with("n_rows", 0)
            }
            Refusal::NoRows { n_rows } => {
                Problem::new("no_rows", format!("table has {n_rows} rows, and each lacks a value"))
                    .at("/table")
                    .with("n_rows", n_rows)
            }
            Refusal::MissingValue { column, row } => {
                let message = format!(
                    "row {row} of column {} is missing; give it, or set params.missing to \"mean\" or \"drop\"",
                    quoted(&column)
                );
                Problem::new("missing_value", message)
                    .at(pointer_join(&place(&column), row))
                    .with("column", column)
                    .with("row", row)
            }
            Refusal::ColumnAllMissing { column } => of_column("column_all_missing", &column, "has no value at all"),
            Refusal::ValueTooLarge { column } => {
                of_column("value_too_large", &column, "has a value beyond 1e60 in size").with("max", VALUE_MAX)
            }
            Refusal::PartsDiffer { columns, others } => {
                Problem::new("parts_differ", "partials come from parts with different columns")
                    .at("/partials")
                    .with("columns", columns)
                    .with("others", others)
            }
        }
    }
}

fn named(code: &str, pointer: &str, column: String, rule: &str) -> Problem {
    Problem::new(code, format!("{} is {}; {rule}", field_path(pointer), quoted(&column)))
        .at(pointer)
        .with("column", column)
}

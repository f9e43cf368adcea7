//! The columns that an operation uses, found in its table.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Problem, Table, Values};

use crate::algorithm::limits::COLUMNS_MAX;
use crate::algorithm::part::Part;
use crate::problem;

/// The part of a fit: the target, and the named columns or all of numbers and categories.
///
/// # Errors
/// A column that the table does not have or that cannot be binned; none, or too many.
pub fn part_of<'a>(
    table: &'a Table,
    target: &str,
    names: Option<&'a [String]>,
    first_row: u64,
) -> Result<Part<'a>, Problem> {
    let target_values = target_of(table, target)?;
    let mut columns = Vec::new();
    match names {
        Some(names) => {
            for (at, name) in names.iter().enumerate() {
                columns.push(named(table, at, name)?);
            }
        }
        None => {
            for column in table.columns() {
                if column.name != target && !matches!(column.values, Values::Items(_)) {
                    columns.push((column.name.as_str(), &column.values));
                }
            }
        }
    }
    match columns.len() {
        0 => Err(problem::no_columns()),
        n if n > COLUMNS_MAX => Err(Problem::too_many_columns(n, COLUMNS_MAX)),
        _ => Ok(Part { columns, target: target_values, first_row }),
    }
}

fn named<'a>(table: &'a Table, at: usize, name: &'a str) -> Result<(&'a str, &'a Values), Problem> {
    match table.column(name) {
        None => Err(Problem::column_not_found(&pointer_join("/params/columns", at), name)),
        Some(column) => match &column.values {
            Values::Items(_) => Err(problem::column_of_other_kind(name, "items")),
            values => Ok((name, values)),
        },
    }
}

/// The column of the event.
///
/// # Errors
/// The table does not have it, or it does not hold numbers.
pub fn target_of<'a>(table: &'a Table, target: &str) -> Result<&'a [f64], Problem> {
    let pointer = "/params/target";
    match table.column(target).map(|column| &column.values) {
        None => Err(Problem::column_not_found(pointer, target)),
        Some(Values::Number(numbers)) => Ok(numbers),
        Some(other) => Err(problem::column_not_number(pointer, target, other.kind())),
    }
}

//! The columns that an operation uses, found in its table.

use gridfolk_contract::{Table, Values};

use crate::algorithm::limits::COLUMNS_MAX;
use crate::algorithm::part::Part;
use crate::problem::Mistake;

/// The part of a fit: the target, and the named columns or all of numbers and categories.
///
/// # Errors
/// A column that the table does not have or that cannot be binned; none, or too many.
pub fn part_of<'a>(
    table: &'a Table,
    target: &str,
    names: Option<&'a [String]>,
    first_row: u64,
) -> Result<Part<'a>, Mistake> {
    let target_values = target_of(table, target)?;
    let columns = match names {
        Some(names) => names.iter().enumerate().map(|(at, name)| named(table, at, name)).collect::<Result<_, _>>()?,
        None => {
            let is_used = |name: &str, values: &Values| name != target && !matches!(values, Values::Items(_));
            let all = table.columns().iter().map(|column| (column.name.as_str(), &column.values));
            all.filter(|(name, values)| is_used(name, values)).collect::<Vec<_>>()
        }
    };
    match columns.len() {
        0 => Err(Mistake::NoColumns),
        n if n > COLUMNS_MAX => Err(Mistake::TooManyColumns { n, max: COLUMNS_MAX }),
        _ => Ok(Part { columns, target: target_values, first_row }),
    }
}

fn named<'a>(table: &'a Table, at: usize, name: &'a str) -> Result<(&'a str, &'a Values), Mistake> {
    match table.column(name) {
        None => Err(Mistake::ColumnNotFound { pointer: format!("/params/columns/{at}"), column: name.to_owned() }),
        Some(column) => match &column.values {
            Values::Items(_) => Err(Mistake::ColumnOfOtherKind { column: name.to_owned(), kind: "items" }),
            values => Ok((name, values)),
        },
    }
}

/// The column of the event.
///
/// # Errors
/// The table does not have it, or it does not hold numbers.
pub fn target_of<'a>(table: &'a Table, target: &str) -> Result<&'a [f64], Mistake> {
    let pointer = "/params/target".to_owned();
    match table.column(target).map(|column| &column.values) {
        None => Err(Mistake::ColumnNotFound { pointer, column: target.to_owned() }),
        Some(Values::Number(numbers)) => Ok(numbers),
        Some(other) => Err(Mistake::ColumnNotNumber { pointer, column: target.to_owned(), kind: other.kind() }),
    }
}

//! The columns that an operation uses, found in its table.

use gridfolk_contract::{Problem, Table, Values};
use gridfolk_numeric::moments::Extent;

use crate::basis::Missing;
use crate::limits::COLUMNS_MAX;
use crate::rows::Rows;
use crate::space::Space;

/// Names and values of columns of numbers.
#[derive(Debug)]
pub struct Columns<'a> {
    /// In order.
    pub names: Vec<String>,
    /// Of equal length; a missing value is NaN.
    pub values: Vec<&'a [f64]>,
}

/// The named columns of a table, or all columns of numbers but those of `but_not`. `pointer` is where the
/// names stand.
///
/// # Errors
/// A column that the table does not have, or that holds no numbers; no column at all; too many.
pub fn select<'a>(
    table: &'a Table,
    names: Option<&[String]>,
    but_not: &[String],
    pointer: &str,
) -> Result<Columns<'a>, Problem> {
    let mut columns = Columns { names: Vec::new(), values: Vec::new() };
    let Some(names) = names else {
        for column in table.columns() {
            if let Values::Number(numbers) = &column.values
                && !but_not.contains(&column.name)
            {
                columns.names.push(column.name.clone());
                columns.values.push(numbers);
            }
        }
        return match columns.names.len() {
            0 => Err(Problem::no_columns()),
            n if n > COLUMNS_MAX => Err(Problem::too_many_columns(n, COLUMNS_MAX)),
            _ => Ok(columns),
        };
    };
    for (index, name) in names.iter().enumerate() {
        let pointer = format!("{pointer}/{index}");
        match table.column(name).map(|column| &column.values) {
            None => return Err(Problem::column_not_found(&pointer, name)),
            Some(Values::Number(numbers)) => columns.values.push(numbers),
            Some(other) => return Err(Problem::column_not_number(&pointer, name, other.kind())),
        }
    }
    columns.names = names.to_vec();
    Ok(columns)
}

/// The columns of a model's space, fit to be placed in it.
///
/// # Errors
/// Those of [`select`] and of [`check_values`].
pub fn select_for<'a>(table: &'a Table, space: &Space) -> Result<Columns<'a>, Problem> {
    let columns = select(table, Some(&space.columns), &[], "/model/columns")?;
    check_values(space, &columns.values)?;
    Ok(columns)
}

/// Refuses rows that cannot be placed in a space.
///
/// # Errors
/// No rows; a missing value where that is refused; a value beyond the limit.
pub fn check_values(space: &Space, values: &[&[f64]]) -> Result<(), Problem> {
    if values.iter().all(|column| column.is_empty()) {
        return Err(Problem::no_rows(0));
    }
    let extents: Vec<Extent> = values.iter().map(|column| Extent::of(column)).collect();
    let has_gap = values.iter().zip(&extents).any(|(column, extent)| extent.n < column.len() as u64);
    if has_gap
        && space.missing == Missing::Refuse
        && let Some((row, j)) = Rows::new(values.to_vec(), &[], 0, Missing::Refuse).first_gap()
    {
        return Err(Problem::missing_value(&space.columns[j], row));
    }
    match extents.iter().position(|extent| !extent.is_within_limit()) {
        Some(j) => Err(Problem::value_too_large(&space.columns[j], Extent::VALUE_MAX)),
        None => Ok(()),
    }
}

//! The columns that an operation uses, found in its table.

use gridfolk_contract::{Problem, Table, Values};

use crate::algorithm::limits::{COLUMNS_MAX, VALUE_MAX};
use crate::algorithm::{Missing, Rows, Space};

/// Names and values of columns of numbers.
#[derive(Debug)]
pub struct Columns<'a> {
    /// In order.
    pub names: Vec<String>,
    /// Of equal length; a missing value is NaN.
    pub values: Vec<&'a [f64]>,
}

/// The named columns of a table, or all columns of numbers. `pointer` is where the names stand.
///
/// # Errors
/// A column that the table does not have, or that holds no numbers; no column at all; too many.
pub fn select<'a>(table: &'a Table, names: Option<&[String]>, pointer: &str) -> Result<Columns<'a>, Problem> {
    let Some(names) = names else { return all_numbers(table) };
    let find = |(index, name): (usize, &String)| {
        let pointer = format!("{pointer}/{index}");
        match table.column(name).map(|column| &column.values) {
            None => Err(Problem::column_not_found(&pointer, name)),
            Some(Values::Number(numbers)) => Ok(numbers.as_slice()),
            Some(other) => Err(Problem::column_not_number(&pointer, name, other.kind())),
        }
    };
    let values = names.iter().enumerate().map(find).collect::<Result<_, _>>()?;
    Ok(Columns { names: names.to_vec(), values })
}

fn all_numbers(table: &Table) -> Result<Columns<'_>, Problem> {
    let mut columns = Columns { names: Vec::new(), values: Vec::new() };
    for column in table.columns() {
        if let Values::Number(numbers) = &column.values {
            columns.names.push(column.name.clone());
            columns.values.push(numbers);
        }
    }
    match columns.names.len() {
        0 => Err(Problem::no_columns()),
        n if n > COLUMNS_MAX => Err(Problem::too_many_columns(n, COLUMNS_MAX)),
        _ => Ok(columns),
    }
}

/// The columns of a model's space, fit to be assigned.
///
/// # Errors
/// Those of [`select`]; no rows; a missing value where that is refused; a value beyond the limit.
pub fn select_for<'a>(table: &'a Table, space: &Space) -> Result<Columns<'a>, Problem> {
    let columns = select(table, Some(&space.columns), "/model/columns")?;
    check_values(space.missing, &columns)?;
    Ok(columns)
}

/// Refuses rows that cannot be assigned in a space that deals so with missing values.
///
/// # Errors
/// No rows; a missing value where that is refused; a value beyond the limit.
pub fn check_values(missing: Missing, Columns { names, values }: &Columns<'_>) -> Result<(), Problem> {
    if values.iter().all(|column| column.is_empty()) {
        return Err(Problem::no_rows(0));
    }
    let rows = Rows::new(values.clone(), 0, Missing::Mean);
    if missing == Missing::Refuse
        && let Some((row, j)) = rows.first_gap()
    {
        return Err(Problem::missing_value(&names[j], row));
    }
    match rows.first_too_large() {
        Some(j) => Err(Problem::value_too_large(&names[j], VALUE_MAX)),
        None => Ok(()),
    }
}

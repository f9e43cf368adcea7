//! The columns that an operation uses, found in its table.

use gridfolk_contract::{Problem, Table, Values};

use crate::algorithm::limits::COLUMNS_MAX;
use crate::algorithm::rows::Cells;
use crate::algorithm::scan::ColumnScan;
use crate::algorithm::{Rows, Settings, Tree};
use crate::problem;

/// The columns of a fit: those that the settings name, or all of numbers and categories. After the first
/// pass `known` says which, and of which kind.
///
/// # Errors
/// A column that the table does not have, or of another kind; no column at all; too many.
pub fn select<'a>(
    table: &'a Table,
    settings: &Settings,
    known: &[ColumnScan],
    first_row: u64,
) -> Result<Rows<'a>, Problem> {
    let names = names(table, settings, known)?;
    let mut columns = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let cells = cells(table, name, &format!("/params/columns/{index}"))?;
        if known.get(index).is_some_and(|column| column.is_number != cells.are_numbers()) {
            return Err(Problem::columns_differ(std::slice::from_ref(name), std::slice::from_ref(name)));
        }
        columns.push(cells);
    }
    let target = cells(table, &settings.target, "/params/target")?;
    let weights = match &settings.weight {
        None => None,
        Some(weight) => match cells(table, weight, "/params/weight")? {
            Cells::Numbers(numbers) => Some(numbers),
            Cells::Levels(_) => return Err(problem::column_wrong_kind("/params/weight", weight, "category", "number")),
        },
    };
    Ok(Rows { names, columns, target, weights, n_rows: table.n_rows(), first_row })
}

fn names(table: &Table, settings: &Settings, known: &[ColumnScan]) -> Result<Vec<String>, Problem> {
    if !known.is_empty() {
        return Ok(known.iter().map(|column| column.name.clone()).collect());
    }
    if let Some(names) = &settings.columns {
        return Ok(names.clone());
    }
    let is_free = |name: &String| *name != settings.target && settings.weight.as_ref() != Some(name);
    let columns = table.columns().iter().filter(|column| !matches!(column.values, Values::Items(_)));
    let names: Vec<String> = columns.map(|column| column.name.clone()).filter(is_free).collect();
    match names.len() {
        // A missing target is told before missing columns.
        0 if table.column(&settings.target).is_some() => Err(problem::no_usable_columns()),
        n if n > COLUMNS_MAX => Err(Problem::too_many_columns(n, COLUMNS_MAX)),
        _ => Ok(names),
    }
}

fn cells<'a>(table: &'a Table, name: &str, pointer: &str) -> Result<Cells<'a>, Problem> {
    match table.column(name).map(|column| &column.values) {
        None => Err(Problem::column_not_found(pointer, name)),
        Some(Values::Number(numbers)) => Ok(Cells::Numbers(numbers)),
        Some(Values::Category(category)) => Ok(Cells::Levels(category)),
        Some(Values::Items(_)) => Err(problem::column_wrong_kind(pointer, name, "items", "number or category")),
    }
}

/// The places in the table of a tree's columns.
///
/// # Errors
/// A column that the table does not have, or of another kind than in the fit.
pub fn places(table: &Table, tree: &Tree) -> Result<Vec<usize>, Problem> {
    let mut places = Vec::with_capacity(tree.columns.len());
    for (index, column) in tree.columns.iter().enumerate() {
        let pointer = format!("/model/columns/{index}");
        let place = table.columns().iter().position(|other| other.name == column.name);
        let Some(place) = place else {
            return Err(Problem::column_not_found(&pointer, &column.name));
        };
        let (kind, expected) = (table.columns()[place].values.kind(), kind_name(column.is_number));
        if kind != expected {
            return Err(problem::column_wrong_kind(&pointer, &column.name, kind, expected));
        }
        places.push(place);
    }
    Ok(places)
}

/// What the kind of a column is called.
pub fn kind_name(is_number: bool) -> &'static str {
    if is_number { "number" } else { "category" }
}

//! The first sheet of an Excel workbook into cells.
//!
//! Only cells that are filled are kept: a sheet may name a cell in its last row and last column, and
//! a rectangle around it would not fit any memory.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Reader, Xlsx};
use gridfolk_contract::Problem;
use gridfolk_host::tables::{Cell, Source, TableBuilder, check_names};

use super::not_read;

/// Excel's day number of 1970-01-01.
const EPOCH: f64 = 25_569.0;

/// A sheet whose first row that is not empty holds the names.
pub(super) struct Sheet {
    names: Vec<String>,
    /// Where the names stand: columns of the sheet, rising.
    columns: Vec<u32>,
    /// The rows below the names that are not empty.
    rows: Vec<Row>,
}

struct Row {
    /// Row of the sheet, from 0.
    number: u32,
    /// Filled cells by their column, rising.
    cells: Vec<(u32, Data)>,
}

impl Sheet {
    pub(super) fn new(bytes: &[u8]) -> Result<Self, Problem> {
        let mut rows = filled_rows(bytes)?.into_iter();
        let Some(header) = rows.next() else {
            return Err(Problem::new("table_empty", "the table is empty").at("/table"));
        };
        let rows: Vec<Row> = rows.collect();
        let columns: Vec<u32> = header.cells.iter().map(|(column, _)| *column).collect();
        let names: Vec<String> = header.cells.iter().map(|(_, cell)| cell.to_string().trim().to_owned()).collect();
        check_names(&names)?;
        let mut cells = rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| (row.number, *column)));
        match cells.find(|(_, column)| columns.binary_search(column).is_err()) {
            None => Ok(Sheet { names, columns, rows }),
            Some((row, column)) => {
                let (line, index) = (row + 1, column + 1);
                let message = format!("line {line} has a cell in column {index} of the sheet, which has no name");
                Err(Problem::new("column_name_empty", message).at("/table/columns").with("line", line))
            }
        }
    }
}

fn filled_rows(bytes: &[u8]) -> Result<Vec<Row>, Problem> {
    let fault = |error: calamine::XlsxError| not_read("xlsx", error);
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(fault)?;
    let name = workbook.sheet_names().first().cloned();
    let name = name.ok_or_else(|| not_read("xlsx", "the workbook has no sheet"))?;
    let mut reader = workbook.worksheet_cells_reader(&name).map_err(fault)?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(fault)? {
        let (number, column) = cell.get_position();
        let data = Data::from(cell.get_value().clone());
        let is_next = rows.last().is_none_or(|row| row.number < number);
        if matches!(data, Data::Empty | Data::Error(_)) {
            continue;
        } else if is_next {
            rows.push(Row { number, cells: vec![(column, data)] });
        } else if let Some(row) = rows.last_mut().filter(|row| row.number == number && is_after(row, column)) {
            row.cells.push((column, data));
        } else {
            return Err(not_read("xlsx", "cells are out of order"));
        }
    }
    Ok(rows)
}

fn is_after(row: &Row, column: u32) -> bool {
    row.cells.last().is_none_or(|(last, _)| *last < column)
}

impl Source for Sheet {
    fn read<'a>(&'a self, into: &mut TableBuilder<'a>) -> Result<(), Problem> {
        let columns: Vec<usize> = self.names.iter().map(|name| into.column(name)).collect();
        for row in &self.rows {
            let mut cells = row.cells.iter().peekable();
            for (at, &column) in self.columns.iter().zip(&columns) {
                let cell = cells.next_if(|(place, _)| place == at);
                into.push(column, cell.map_or(Cell::Missing, |(_, data)| cell_of(data)));
            }
        }
        Ok(())
    }

    fn line_of(&self, row: usize) -> Option<usize> {
        Some(self.rows.get(row)?.number as usize + 1)
    }
}

/// A text that looks like a number is one: people's sheets hold both.
fn cell_of(data: &Data) -> Cell<'_> {
    match data {
        Data::Empty | Data::Error(_) => Cell::Missing,
        Data::Int(value) => Cell::Value(*value as f64),
        Data::Float(value) => Cell::Value(*value),
        Data::Bool(value) => Cell::Text(Cow::Borrowed(if *value { "true" } else { "false" })),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Plain(Cow::Borrowed(text)),
        Data::DateTime(moment) => Cell::Value(days(moment)),
    }
}

/// Days since 1970-01-01; a duration stays a number of days.
fn days(moment: &ExcelDateTime) -> f64 {
    if moment.is_duration() { moment.as_f64() } else { moment.as_f64() - EPOCH }
}

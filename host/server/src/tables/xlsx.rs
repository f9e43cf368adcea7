//! The first sheet of an Excel workbook into cells.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Range, Reader, Xlsx};
use gridfolk_contract::Problem;
use gridfolk_host::tables::{Cell, Source, TableBuilder, check_names};

use super::not_read;

/// Excel's day number of 1970-01-01, in the calendar that begins in 1900 and in the one of 1904.
const EPOCH_1900: f64 = 25_569.0;

/// A sheet whose first row that is not empty holds the names.
pub(super) struct Sheet {
    range: Range<Data>,
    names: Vec<String>,
    /// The rows that are not empty, below the names.
    rows: Vec<usize>,
}

impl Sheet {
    pub(super) fn new(bytes: &[u8]) -> Result<Self, Problem> {
        let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| not_read("xlsx", error))?;
        let range = match workbook.worksheet_range_at(0) {
            Some(range) => range.map_err(|error| not_read("xlsx", error))?,
            None => return Err(not_read("xlsx", "the workbook has no sheet")),
        };
        let is_filled = |row: &[Data]| row.iter().any(|cell| *cell != Data::Empty);
        let mut rows = range.rows().enumerate().filter(|(_, row)| is_filled(row)).map(|(at, _)| at);
        let Some(header) = rows.next() else {
            return Err(Problem::new("table_empty", "the table is empty").at("/table"));
        };
        let rows = rows.collect();
        let names: Vec<String> = range[header].iter().map(|cell| cell.to_string().trim().to_owned()).collect();
        check_names(&names)?;
        Ok(Sheet { range, names, rows })
    }
}

impl Source for Sheet {
    fn read<'a>(&'a self, into: &mut TableBuilder<'a>) -> Result<(), Problem> {
        for (at, name) in self.names.iter().enumerate() {
            let column = into.column(name);
            for &row in &self.rows {
                into.push(column, cell_of(&self.range[row][at]));
            }
        }
        Ok(())
    }

    fn line_of(&self, row: usize) -> Option<usize> {
        let (first, _) = self.range.start()?;
        Some(first as usize + self.rows.get(row)? + 1)
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
    if moment.is_duration() { moment.as_f64() } else { moment.as_f64() - EPOCH_1900 }
}

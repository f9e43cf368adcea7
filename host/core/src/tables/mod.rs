//! Text into columns, the same for the command line, HTTP and the page.
//!
//! - a column is **numeric** when every cell that is not missing is a finite decimal number
//!   (`12`, `-0.5`, `1e3`; spaces around it are allowed, thousands separators are not);
//! - it is a **date**, and becomes days since 1970-01-01, when every such cell is an ISO date; a time
//!   of day after it (`2016-03-01T12:00`) counts as a fraction of the day, as written, in no zone;
//! - it is an **id**, kept aside, when it has at least two cells and all their texts differ;
//! - else it is a **category**. Types can be given, for items (sets in one cell) they must be.
//!
//! Missing is empty, `NA`, `N/A`, `null`, and what the caller adds; spaces around it do not count.
//! A column of which nine cells in ten are numbers (or dates) and some are not is refused: one typo
//! would silently make it a category. JSON knows its own types: a text there is never a number, and
//! `true` and `false` are categories. Texts are UTF-8, with or without BOM, else GBK (GB 18030).
//!
//! The steps: `text` decodes, `delimited` and `json` cut into cells, [`build`] makes columns of
//! cells, [`cell`] reads numbers and dates, [`write`](mod@write) is the way back.

pub mod build;
pub mod cell;
mod column;
mod delimited;
mod json;
mod levels;
mod options;
mod text;
pub mod write;

pub use build::{Cell, Source, TableBuilder, build_table, check_names};
pub use options::{ColumnType, Format, ReadOptions};

use gridfolk_contract::{Column, Problem};

/// A table as it was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadTable {
    /// What modules are given, in the order of the text.
    pub columns: Vec<Column>,
    /// What stays with the caller, in the order of the text.
    pub ids: Vec<Ids>,
    /// Number of rows.
    pub n_rows: usize,
}

/// A column of ids.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ids {
    /// The column's name.
    pub name: String,
    /// One text a row; empty where it is missing.
    pub texts: Vec<String>,
}

/// Reads a table from the bytes of a file.
///
/// # Errors
/// Problems with line, row and column where there are such: `encoding_unknown`, `not_text`,
/// `not_json`, `table_empty`, `no_rows`, `header_missing`, `column_name_empty`, `column_name_twice`,
/// `row_length_differs`, `quoting_broken`, `row_field_twice`, `column_length_differs`,
/// `unknown_column`, `cell_not_a_number`, `cell_not_a_date`, `cell_wrong_kind`, `not_finite`.
pub fn read_table(bytes: &[u8], options: &ReadOptions) -> Result<ReadTable, Problem> {
    let text = text::decode(bytes, options.decode_gbk)?;
    match options.format {
        Format::Csv => build_table(&delimited::Delimited::new(&text, None)?, options),
        Format::Tsv => build_table(&delimited::Delimited::new(&text, Some(b'\t'))?, options),
        Format::Json => build_table(&json::Json::new(&text), options),
        Format::Ndjson => build_table(&json::Ndjson::new(&text), options),
    }
}

#[cfg(test)]
mod tests;

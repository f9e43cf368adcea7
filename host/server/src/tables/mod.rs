//! Files of every format into columns, and columns into files.
//!
//! Text is read by `gridfolk_host::tables`; the other formats know their types, and give their cells
//! to the same builder: missing texts, dates, ids and given types mean the same everywhere.

mod arrow_in;
mod arrow_out;
mod bounds;
mod files;
mod guard;
mod xlsx;

use std::str::FromStr;

use axum::body::Bytes;
use gridfolk_contract::Problem;
use gridfolk_host::tables::{Format, ReadOptions, ReadTable, build_table, read_table};

pub use arrow_out::to_arrow_stream;
use guard::guarded;

pub use files::{check_columns_path, write_columns, write_file};

/// The formats of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// What the text formats are.
    Text(Format),
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow IPC, file or stream.
    Arrow,
    /// Office Open XML: the first sheet of a workbook.
    Xlsx,
}

impl FromStr for FileFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name.to_ascii_lowercase().as_str() {
            "csv" | "txt" => Ok(FileFormat::Text(Format::Csv)),
            "tsv" | "tab" => Ok(FileFormat::Text(Format::Tsv)),
            "json" => Ok(FileFormat::Text(Format::Json)),
            "ndjson" | "jsonl" => Ok(FileFormat::Text(Format::Ndjson)),
            "parquet" => Ok(FileFormat::Parquet),
            "arrow" | "arrows" | "ipc" | "feather" => Ok(FileFormat::Arrow),
            "xlsx" => Ok(FileFormat::Xlsx),
            _ => Err(format!("{name:?} is no format; use csv, tsv, json, ndjson, parquet, arrow or xlsx")),
        }
    }
}

impl FileFormat {
    /// The format that a file's name says.
    pub fn of_name(name: &str) -> Option<Self> {
        name.rsplit_once('.')?.1.parse().ok()
    }

    /// The format that a media type says; parameters such as `charset` do not count.
    pub fn of_content_type(content_type: &str) -> Option<Self> {
        match content_type.split(';').next()?.trim().to_ascii_lowercase().as_str() {
            "text/csv" | "application/csv" => Some(FileFormat::Text(Format::Csv)),
            "text/tab-separated-values" => Some(FileFormat::Text(Format::Tsv)),
            "application/json" => Some(FileFormat::Text(Format::Json)),
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" => {
                Some(FileFormat::Text(Format::Ndjson))
            }
            "application/vnd.apache.parquet" => Some(FileFormat::Parquet),
            "application/vnd.apache.arrow.stream" | "application/vnd.apache.arrow.file" => Some(FileFormat::Arrow),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Some(FileFormat::Xlsx),
            _ => None,
        }
    }
}

/// Reads a table.
///
/// # Errors
/// `table_not_read` where the bytes are not of that format, and those of
/// [`gridfolk_host::tables::read_table`].
pub fn read(bytes: Bytes, format: FileFormat, mut options: ReadOptions) -> Result<ReadTable, Problem> {
    match format {
        FileFormat::Text(format) => {
            options.format = format;
            read_table(&bytes, &options)
        }
        FileFormat::Parquet => {
            guarded("Parquet", || build_table(&arrow_in::Batches::from_parquet(bytes, &options)?, &options))
        }
        FileFormat::Arrow => {
            guarded("Arrow", || build_table(&arrow_in::Batches::from_ipc(&bytes, &options)?, &options))
        }
        FileFormat::Xlsx => guarded("xlsx", || build_table(&xlsx::Sheet::new(&bytes)?, &options)),
    }
}

fn not_read(format: &str, error: impl std::fmt::Display) -> Problem {
    Problem::new("table_not_read", format!("the table is not {format}: {error}")).at("/table").with("format", format)
}

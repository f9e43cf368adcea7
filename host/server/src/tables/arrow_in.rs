//! Arrow and Parquet into cells.

use std::borrow::Cow;
use std::io::Cursor;

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, Float64Array, LargeListArray, LargeStringArray, RecordBatch};
use arrow_cast::cast;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType, Field, SchemaRef, TimeUnit};
use axum::body::Bytes;
use gridfolk_contract::Problem;
use gridfolk_contract::problem::{pointer_join, quoted};
use gridfolk_host::tables::{Cell, Source, TableBuilder, check_names};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::not_read;

const ARROW_FILE_MAGIC: &[u8] = b"ARROW1";

/// Record batches whose arrays are of three kinds.
pub(super) struct Batches {
    names: Vec<String>,
    batches: Vec<Vec<Cells>>,
}

/// The cells of one column in one batch.
enum Cells {
    Numbers(Float64Array),
    Texts(LargeStringArray),
    Lists(LargeListArray),
    Missing(usize),
}

impl Batches {
    pub(super) fn from_parquet(bytes: Bytes) -> Result<Self, Problem> {
        let fault = |error: &dyn std::fmt::Display| not_read("Parquet", error);
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|error| fault(&error))?;
        let schema = reader.schema().clone();
        let reader = reader.with_batch_size(1 << 16).build().map_err(|error| fault(&error))?;
        Batches::new(&schema, reader, "Parquet")
    }

    /// File or stream, whichever the bytes are.
    pub(super) fn from_ipc(bytes: &[u8]) -> Result<Self, Problem> {
        let fault = |error: ArrowError| not_read("Arrow", error);
        if bytes.starts_with(ARROW_FILE_MAGIC) {
            let reader = FileReader::try_new(Cursor::new(bytes), None).map_err(fault)?;
            Batches::new(&reader.schema(), reader, "Arrow")
        } else {
            let reader = StreamReader::try_new(Cursor::new(bytes), None).map_err(fault)?;
            Batches::new(&reader.schema(), reader, "Arrow")
        }
    }

    fn new(
        schema: &SchemaRef,
        reader: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
        format: &str,
    ) -> Result<Self, Problem> {
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        check_names(&names)?;
        let mut batches = Vec::new();
        for batch in reader {
            let batch = batch.map_err(|error| not_read(format, error))?;
            let cells = names.iter().zip(batch.columns()).map(|(name, array)| cells_of(name, array));
            batches.push(cells.collect::<Result<_, _>>()?);
        }
        Ok(Batches { names, batches })
    }
}

impl Source for Batches {
    fn read<'a>(&'a self, into: &mut TableBuilder<'a>) -> Result<(), Problem> {
        for (at, name) in self.names.iter().enumerate() {
            let column = into.column(name);
            for batch in &self.batches {
                push_cells(&batch[at], column, into);
            }
        }
        Ok(())
    }

    fn line_of(&self, _row: usize) -> Option<usize> {
        None
    }
}

fn push_cells<'a>(cells: &'a Cells, column: usize, into: &mut TableBuilder<'a>) {
    match cells {
        Cells::Missing(n) => (0..*n).for_each(|_| into.push(column, Cell::Missing)),
        Cells::Numbers(numbers) => {
            for value in numbers {
                into.push(column, value.filter(|value| !value.is_nan()).map_or(Cell::Missing, Cell::Value));
            }
        }
        Cells::Texts(texts) => {
            for text in texts {
                into.push(column, text.map_or(Cell::Missing, |text| Cell::Text(Cow::Borrowed(text))));
            }
        }
        Cells::Lists(lists) => {
            let texts = lists.values().as_string::<i64>();
            for row in 0..lists.len() {
                let range = lists.value_offsets()[row] as usize..lists.value_offsets()[row + 1] as usize;
                let items = range.filter(|&at| texts.is_valid(at)).map(|at| Cow::Borrowed(texts.value(at)));
                into.push(column, if lists.is_valid(row) { Cell::List(items.collect()) } else { Cell::Missing });
            }
        }
    }
}

fn cells_of(name: &str, array: &ArrayRef) -> Result<Cells, Problem> {
    let list_of_texts = DataType::LargeList(Field::new_list_field(DataType::LargeUtf8, true).into());
    let to = |kind: &DataType| cast(array, kind).map_err(|_| type_not_read(name, array.data_type()));
    match array.data_type() {
        DataType::Null => Ok(Cells::Missing(array.len())),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Boolean => {
            Ok(Cells::Texts(to(&DataType::LargeUtf8)?.as_string::<i64>().clone()))
        }
        DataType::Dictionary(_, values) if values.is_string() => {
            Ok(Cells::Texts(to(&DataType::LargeUtf8)?.as_string::<i64>().clone()))
        }
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) | DataType::ListView(_) => {
            Ok(Cells::Lists(to(&list_of_texts)?.as_list::<i64>().clone()))
        }
        DataType::Date32 => Ok(Cells::Numbers(days(&to(&DataType::Int32)?, 1.0)?)),
        DataType::Date64 => Ok(Cells::Numbers(days(&to(&DataType::Int64)?, 86_400_000.0)?)),
        DataType::Timestamp(unit, _) => Ok(Cells::Numbers(days(&to(&DataType::Int64)?, units_a_day(*unit))?)),
        kind if kind.is_numeric() => Ok(Cells::Numbers(to(&DataType::Float64)?.as_primitive::<Float64Type>().clone())),
        DataType::Dictionary(_, values) if values.is_numeric() => {
            Ok(Cells::Numbers(to(&DataType::Float64)?.as_primitive::<Float64Type>().clone()))
        }
        kind => Err(type_not_read(name, kind)),
    }
}

fn units_a_day(unit: TimeUnit) -> f64 {
    match unit {
        TimeUnit::Second => 86_400.0,
        TimeUnit::Millisecond => 86_400_000.0,
        TimeUnit::Microsecond => 86_400_000_000.0,
        TimeUnit::Nanosecond => 86_400_000_000_000.0,
    }
}

/// Days since 1970-01-01, from smaller units.
fn days(units: &ArrayRef, units_a_day: f64) -> Result<Float64Array, Problem> {
    let numbers = cast(units, &DataType::Float64).map_err(|error| not_read("Arrow", error))?;
    Ok(numbers.as_primitive::<Float64Type>().unary(|value| value / units_a_day))
}

fn type_not_read(name: &str, kind: &DataType) -> Problem {
    let message =
        format!("column {} is of type {kind}; numbers, texts, dates and lists of texts are read", quoted(name));
    Problem::new("column_type_not_read", message).at(pointer_join("/table/columns", name)).with("column", name)
}

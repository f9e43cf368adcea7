//! Arrow and Parquet into cells.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, Float64Array, LargeListArray, LargeStringArray, RecordBatch};
use arrow_cast::cast;
use arrow_ipc::reader::StreamReader;
use arrow_schema::{ArrowError, DataType, Field, SchemaRef, TimeUnit};
use axum::body::Bytes;
use gridfolk_contract::Problem;
use gridfolk_contract::problem::{pointer_join, quoted};
use gridfolk_host::tables::{Cell, ReadOptions, Source, TableBuilder, check_names};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::bounds::{Room, check_ipc_stream};
use super::not_read;

const ARROW_FILE_MAGIC: &[u8] = b"ARROW1";
const PARQUET_BATCH_ROWS: usize = 1 << 16;

/// Record batches whose arrays are of three kinds.
pub(super) struct Batches {
    names: Vec<String>,
    batches: Vec<Batch>,
}

struct Batch {
    n_rows: usize,
    /// One for each name; nothing where all cells are missing or the column is not wanted.
    columns: Vec<Option<Cells>>,
}

/// The cells of one column in one batch.
enum Cells {
    Numbers(Float64Array),
    Texts(LargeStringArray),
    Lists(LargeListArray),
}

impl Batches {
    /// Columns that are not wanted are not even decoded.
    pub(super) fn from_parquet(bytes: Bytes, options: &ReadOptions) -> Result<Self, Problem> {
        let fault = |error: &dyn std::fmt::Display| not_read("Parquet", error);
        let mut room = Room::new(bytes.len());
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|error| fault(&error))?;
        let schema = reader.schema().clone();
        let wanted = (0..schema.fields().len()).filter(|&at| options.wants(schema.field(at).name()));
        let wanted: Vec<usize> = wanted.collect();
        room.take_rows(reader.metadata().file_metadata().num_rows(), wanted.len())?;
        let mask = ProjectionMask::roots(reader.parquet_schema(), wanted);
        let reader = reader.with_projection(mask).with_batch_size(PARQUET_BATCH_ROWS);
        let reader = reader.build().map_err(|error| fault(&error))?;
        Batches::new(&schema, reader, "Parquet", options)
    }

    /// File or stream, whichever the bytes are: a file is a stream between its magic and its footer.
    pub(super) fn from_ipc(bytes: &[u8], options: &ReadOptions) -> Result<Self, Problem> {
        let stream = match bytes.strip_prefix(ARROW_FILE_MAGIC) {
            // Writers differ in how far they pad the magic.
            Some(file) => &file[file.iter().take_while(|&&byte| byte == 0).count()..],
            None => bytes,
        };
        check_ipc_stream(stream)?;
        let reader = StreamReader::try_new(stream, None).map_err(|error| not_read("Arrow", error))?;
        Batches::new(&reader.schema(), reader, "Arrow", options)
    }

    fn new(
        schema: &SchemaRef,
        reader: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
        format: &str,
        options: &ReadOptions,
    ) -> Result<Self, Problem> {
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        check_names(&names)?;
        let mut batches = Vec::new();
        for batch in reader {
            let batch = batch.map_err(|error| not_read(format, error))?;
            let cells = |name: &String| {
                let array = batch.column_by_name(name).filter(|_| options.wants(name));
                let array = array.filter(|array| *array.data_type() != DataType::Null);
                array.map(|array| cells_of(name, array)).transpose()
            };
            let columns = names.iter().map(cells).collect::<Result<_, _>>()?;
            batches.push(Batch { n_rows: batch.num_rows(), columns });
        }
        Ok(Batches { names, batches })
    }
}

impl Source for Batches {
    fn read<'a>(&'a self, into: &mut TableBuilder<'a>) -> Result<(), Problem> {
        for (at, name) in self.names.iter().enumerate() {
            let column = into.column(name);
            for batch in &self.batches {
                match &batch.columns[at] {
                    None => (0..batch.n_rows).for_each(|_| into.push(column, Cell::Missing)),
                    Some(cells) => push_cells(cells, column, into),
                }
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

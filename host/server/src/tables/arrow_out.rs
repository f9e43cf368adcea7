//! Columns into Arrow and Parquet.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Float64Array, Int32Array, RecordBatch, RecordBatchOptions, StringArray};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use gridfolk_contract::{Category, Column, Items, MISSING_CODE, Values};
use gridfolk_host::tables::Ids;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

/// The key of the schema's metadata that holds a reply's body.
const BODY_KEY: &str = "gridfolk.body";

/// A reply as one Arrow IPC stream: its columns, and its body in the schema's metadata.
///
/// # Errors
/// When the columns do not fit Arrow: more than 2^31 levels.
pub fn to_arrow_stream(columns: &[Column], body: &str) -> Result<Vec<u8>, ArrowError> {
    let batch = batch_of(&[], columns, HashMap::from([(BODY_KEY.to_owned(), body.to_owned())]))?;
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema())?;
    if !columns.is_empty() {
        writer.write(&batch)?;
    }
    writer.finish()?;
    writer.into_inner()
}

pub(super) fn write_arrow_file(ids: &[Ids], columns: &[Column], out: &mut impl Write) -> Result<(), ArrowError> {
    let batch = batch_of(ids, columns, HashMap::new())?;
    let mut writer = FileWriter::try_new(out, &batch.schema())?;
    writer.write(&batch)?;
    writer.finish()
}

pub(super) fn write_parquet(ids: &[Ids], columns: &[Column], out: impl Write + Send) -> Result<(), ParquetError> {
    let batch = batch_of(ids, columns, HashMap::new())?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(out, batch.schema(), Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

fn batch_of(ids: &[Ids], columns: &[Column], metadata: HashMap<String, String>) -> Result<RecordBatch, ArrowError> {
    let mut named: Vec<(&str, ArrayRef)> = Vec::with_capacity(ids.len() + columns.len());
    for Ids { name, texts } in ids {
        named.push((name, Arc::new(StringArray::from_iter_values(texts))));
    }
    for column in columns {
        named.push((&column.name, array_of(&column.values)?));
    }
    let n_rows = named.first().map_or(0, |(_, array)| array.len());
    let fields: Vec<Field> =
        named.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    let arrays = named.into_iter().map(|(_, array)| array).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(n_rows));
    RecordBatch::try_new_with_options(Arc::new(Schema::new_with_metadata(fields, metadata)), arrays, &options)
}

fn array_of(values: &Values) -> Result<ArrayRef, ArrowError> {
    match values {
        Values::Number(numbers) => {
            Ok(Arc::new(numbers.iter().map(|value| (!value.is_nan()).then_some(*value)).collect::<Float64Array>()))
        }
        Values::Category(category) => category_array(category),
        Values::Items(items) => Ok(items_array(items)),
    }
}

fn category_array(category: &Category) -> Result<ArrayRef, ArrowError> {
    let key = |code: &u32| (*code != MISSING_CODE).then(|| i32::try_from(*code)).transpose();
    let keys = category.codes.iter().map(key).collect::<Result<Int32Array, _>>();
    let keys = keys.map_err(|_| ArrowError::DictionaryKeyOverflowError)?;
    let levels = Arc::new(StringArray::from_iter_values(&category.levels));
    Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, levels)?))
}

fn items_array(items: &Items) -> ArrayRef {
    let mut lists = ListBuilder::new(StringBuilder::new()).with_field(Field::new_list_field(DataType::Utf8, false));
    for row in 0..items.ends.len() {
        for &code in items.row(row) {
            lists.values().append_value(&items.levels[code as usize]);
        }
        lists.append(true);
    }
    Arc::new(lists.finish())
}

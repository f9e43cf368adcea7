//! The page's reader of files: bytes into columns, as every host reads them.
//!
//! It is a `.wasm` file of its own, loaded when there are bytes to read: what it reads is handed on as plain
//! values, so its memory holds a file for as long as that is read.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;

use gridfolk_border::columns::set;
use gridfolk_border::failure::thrown;
use gridfolk_border::plain::{PackedIds, PlainTable};
use gridfolk_contract::Problem;
use gridfolk_host::tables::{ColumnType, Format, ReadOptions, ReadTable, read_table};
use js_sys::{JSON, Object};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How a file is to be read; everything that is not said is found out. */
export interface TableOptions {
  format?: "csv" | "tsv" | "json" | "ndjson";
  /** By column: number, category, items, items:|, date, id or skip. */
  types?: Record<string, string>;
  /** Texts that mean missing, beside the empty text, NA, N/A and null. */
  missing?: string[];
  /** The columns to read. */
  columns?: string[];
}
"#;

/// Reads the bytes of a file.
///
/// # Errors
/// A `Failure`.
#[wasm_bindgen(js_name = readTable)]
pub fn read(
    bytes: &[u8],
    #[wasm_bindgen(unchecked_param_type = "TableOptions")] options: &JsValue,
) -> Result<PlainTable, JsValue> {
    let table = read_options(options).and_then(|options| read_table(bytes, &options));
    let ReadTable { columns, ids, n_rows } = table.map_err(|problem| thrown(&problem))?;
    let ids: Vec<PackedIds> = ids.into_iter().map(PackedIds::from).collect();
    Ok(PlainTable::of(&columns, &ids, n_rows))
}

/// The options of a caller in JavaScript.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TableOptions {
    format: Option<String>,
    types: BTreeMap<String, String>,
    missing: Vec<String>,
    columns: Option<Vec<String>>,
}

fn read_options(options: &JsValue) -> Result<ReadOptions, Problem> {
    let wrong = |text: String| Problem::new("options_wrong", text).at("/options");
    // By way of JSON: the reader of JavaScript objects would not see fields that it does not know.
    let text = JSON::stringify(options).ok().and_then(|text| text.as_string());
    let given = text.map_or(Ok(TableOptions::default()), |text| serde_json::from_str(&text));
    let TableOptions { format, types, missing, columns } = given.map_err(|error| wrong(error.to_string()))?;
    let format = match format.as_deref() {
        None | Some("csv") => Format::Csv,
        Some("tsv") => Format::Tsv,
        Some("json") => Format::Json,
        Some("ndjson") => Format::Ndjson,
        Some(_) => return Err(wrong("options.format must be one of csv, tsv, json, ndjson".to_owned())),
    };
    let types = types.into_iter().map(|(name, text)| Ok((name, text.parse::<ColumnType>()?)));
    let types = types.collect::<Result<_, String>>().map_err(wrong)?;
    Ok(ReadOptions { format, types, hints: BTreeMap::new(), missing, columns, decode_gbk })
}

#[wasm_bindgen]
extern "C" {
    type TextDecoder;

    #[wasm_bindgen(constructor, catch)]
    fn new(label: &str, options: &JsValue) -> Result<TextDecoder, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &[u8]) -> Result<String, JsValue>;
}

/// The browser's own decoder: its tables would make this crate twice as large.
fn decode_gbk(bytes: &[u8]) -> Option<String> {
    let options = Object::new();
    set(&options, "fatal", &JsValue::TRUE);
    TextDecoder::new("gb18030", &options).and_then(|decoder| decoder.decode(bytes)).ok()
}

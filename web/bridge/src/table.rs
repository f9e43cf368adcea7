//! A table in this crate's memory.

use std::collections::BTreeMap;
use std::rc::Rc;

use gridfolk_contract::{Category, Column, MISSING_CODE, Problem, Table as Checked, Values};
use gridfolk_host::tables::{ColumnType, Format, Ids, ReadOptions, ReadTable, read_table};
use js_sys::{Array, JSON, Object};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::columns::{column_to_js, columns_from_js, set};
use crate::failure::{thrown, to_js};

/// Levels that a summary names, at most; the most frequent ones.
const LEVELS_SHOWN: usize = 100;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What a form needs to know of a column. */
export interface ColumnSummary {
  name: string;
  kind: "number" | "category" | "items";
  nMissing: number;
  /** Of a number column with at least one number. */
  range?: { min: number; max: number; mean: number };
  /** How many levels there are, and of a category column the most frequent ones. */
  nLevels?: number;
  levels?: { level: string; nRows: number }[];
}
/** What a form needs to know of a table. */
export interface TableSummary {
  nRows: number;
  columns: ColumnSummary[];
  /** Names of the columns of ids, which stay here and are given to no module. */
  ids: string[];
}
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

/// Columns that are shared with the bridges that loaded them.
pub(crate) type Columns = Vec<Column>;

/// Columns of equal length, and ids aside. Free it with `free()` when another one takes its place.
#[wasm_bindgen]
pub struct Table {
    columns: Rc<Columns>,
    ids: Vec<Ids>,
    n_rows: usize,
}

#[wasm_bindgen]
impl Table {
    /// Reads the bytes of a file, as every host does.
    ///
    /// # Errors
    /// A `Failure`.
    pub fn read(
        bytes: &[u8],
        #[wasm_bindgen(unchecked_param_type = "TableOptions")] options: &JsValue,
    ) -> Result<Table, JsValue> {
        let table = read_options(options).and_then(|options| read_table(bytes, &options));
        let ReadTable { columns, ids, n_rows } = table.map_err(|problem| thrown(&problem))?;
        Ok(Table { columns: Rc::new(columns), ids, n_rows })
    }

    /// A table of columns from JavaScript.
    ///
    /// # Errors
    /// A `Failure`.
    #[wasm_bindgen(js_name = fromColumns)]
    pub fn from_columns(#[wasm_bindgen(unchecked_param_type = "Column[]")] columns: &Array) -> Result<Table, JsValue> {
        columns_from_js(columns).and_then(Table::of).map_err(|problem| thrown(&problem))
    }

    /// What it holds.
    #[wasm_bindgen(unchecked_return_type = "TableSummary")]
    pub fn summary(&self) -> JsValue {
        to_js(&TableSummary {
            n_rows: self.n_rows,
            columns: self.columns.iter().map(ColumnSummary::of).collect(),
            ids: self.ids.iter().map(|ids| ids.name.as_str()).collect(),
        })
    }

    /// A copy of one column, if there is one of that name.
    #[wasm_bindgen(unchecked_return_type = "Column | undefined")]
    pub fn column(&self, name: &str) -> JsValue {
        let column = self.columns.iter().find(|column| column.name == name);
        column.map_or(JsValue::UNDEFINED, column_to_js)
    }

    /// The row of a customer: the first with this id, or the row number from 1 where there are no ids.
    #[wasm_bindgen(js_name = rowOf)]
    pub fn row_of(&self, id: &str) -> Option<u32> {
        let row = match self.ids.first() {
            Some(ids) => ids.texts.iter().position(|text| text == id)?,
            None => id.parse::<usize>().ok()?.checked_sub(1).filter(|&row| row < self.n_rows)?,
        };
        u32::try_from(row).ok()
    }

    /// The ids of rows, from the first column of ids; nothing where there is none.
    pub fn ids(&self, rows: &[u32]) -> Option<Vec<String>> {
        let Ids { texts, .. } = self.ids.first()?;
        Some(rows.iter().map(|&row| texts.get(row as usize).cloned().unwrap_or_default()).collect())
    }
}

impl Table {
    /// Checks columns and makes them a table. As when a file is read, a column of all-different texts
    /// is one of ids.
    pub(crate) fn of(columns: Vec<Column>) -> Result<Self, Problem> {
        let table = Checked::new(columns)?;
        let n_rows = table.n_rows();
        let mut ids = Vec::new();
        let columns = table.into_columns().into_iter().filter_map(|column| match all_different(column) {
            Ok(of_column) => {
                ids.push(of_column);
                None
            }
            Err(column) => Some(column),
        });
        Ok(Table { columns: Rc::new(columns.collect()), ids, n_rows })
    }

    /// Number of rows.
    pub(crate) fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The columns of ids.
    pub(crate) fn all_ids(&self) -> &[Ids] {
        &self.ids
    }

    /// The columns, to keep for as long as an instance may need them.
    pub(crate) fn shared(&self) -> Rc<Columns> {
        Rc::clone(&self.columns)
    }
}

/// The column as ids, or as it was.
fn all_different(column: Column) -> Result<Ids, Column> {
    let Values::Category(category) = &column.values else { return Err(column) };
    let n_rows = category.codes.len();
    let mut is_seen = vec![false; category.levels.len()];
    let is_new = |&code: &u32| is_seen.get_mut(code as usize).is_some_and(|seen| !std::mem::replace(seen, true));
    if n_rows < 2 || !category.codes.iter().all(is_new) {
        return Err(column);
    }
    let texts = (0..n_rows).map(|row| category.level(row).unwrap_or_default().to_owned()).collect();
    Ok(Ids { name: column.name, texts })
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableSummary<'a> {
    n_rows: usize,
    columns: Vec<ColumnSummary<'a>>,
    ids: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ColumnSummary<'a> {
    name: &'a str,
    kind: &'static str,
    n_missing: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n_levels: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Vec<Level<'a>>>,
}

#[derive(Serialize)]
struct Range {
    min: f64,
    max: f64,
    mean: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Level<'a> {
    level: &'a str,
    n_rows: usize,
}

impl<'a> ColumnSummary<'a> {
    fn of(column: &'a Column) -> Self {
        let (name, kind) = (column.name.as_str(), column.values.kind());
        let plain = ColumnSummary { name, kind, n_missing: 0, range: None, n_levels: None, levels: None };
        match &column.values {
            Values::Number(numbers) => ColumnSummary {
                n_missing: numbers.iter().filter(|value| value.is_nan()).count(),
                range: Range::of(numbers),
                ..plain
            },
            Values::Category(category) => ColumnSummary {
                n_missing: category.codes.iter().filter(|&&code| code == MISSING_CODE).count(),
                n_levels: Some(category.levels.len()),
                levels: Some(most_frequent(category)),
                ..plain
            },
            Values::Items(items) => ColumnSummary { n_levels: Some(items.levels.len()), ..plain },
        }
    }
}

impl Range {
    fn of(numbers: &[f64]) -> Option<Range> {
        let known = || numbers.iter().copied().filter(|value| !value.is_nan());
        let n = known().count();
        (n > 0).then(|| Range {
            min: known().fold(f64::INFINITY, f64::min),
            max: known().fold(f64::NEG_INFINITY, f64::max),
            mean: known().map(|value| value / n as f64).sum(),
        })
    }
}

fn most_frequent(category: &Category) -> Vec<Level<'_>> {
    let mut n_rows = vec![0; category.levels.len()];
    for &code in category.codes.iter().filter(|&&code| code != MISSING_CODE) {
        n_rows[code as usize] += 1;
    }
    let mut levels: Vec<Level<'_>> =
        category.levels.iter().zip(n_rows).map(|(level, n_rows)| Level { level, n_rows }).collect();
    levels.sort_unstable_by(|a, b| b.n_rows.cmp(&a.n_rows).then_with(|| a.level.cmp(b.level)));
    levels.truncate(LEVELS_SHOWN);
    levels
}

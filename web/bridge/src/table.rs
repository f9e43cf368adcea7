//! A table in this crate's memory.

use std::rc::Rc;

use gridfolk_contract::{Category, Column, MISSING_CODE, Table as Checked, Values};
use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::columns::{column_to_js, columns_from_js};
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
  /** Of a category column: how many levels there are, and the most frequent ones. */
  nLevels?: number;
  levels?: { level: string; nRows: number }[];
}
"#;

/// Columns that are shared with the bridges that loaded them.
pub(crate) type Columns = Vec<Column>;

/// Columns of equal length. Free it with `free()` when another one takes its place.
#[wasm_bindgen]
pub struct Table {
    columns: Rc<Columns>,
    n_rows: usize,
}

#[wasm_bindgen]
impl Table {
    /// A table of columns from JavaScript, such as a reply's.
    ///
    /// # Errors
    /// A `Failure`.
    #[wasm_bindgen(js_name = fromColumns)]
    pub fn from_columns(#[wasm_bindgen(unchecked_param_type = "Column[]")] columns: &Array) -> Result<Table, JsValue> {
        let table = columns_from_js(columns).and_then(Checked::new).map_err(|problem| thrown(&problem))?;
        Ok(Table::of(table))
    }

    /// Number of rows.
    #[wasm_bindgen(getter, js_name = nRows)]
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// What each column holds.
    #[wasm_bindgen(unchecked_return_type = "ColumnSummary[]")]
    pub fn summary(&self) -> JsValue {
        to_js(&self.columns.iter().map(ColumnSummary::of).collect::<Vec<_>>())
    }

    /// A copy of one column, if there is one of that name.
    #[wasm_bindgen(unchecked_return_type = "Column | undefined")]
    pub fn column(&self, name: &str) -> JsValue {
        let column = self.columns.iter().find(|column| column.name == name);
        column.map_or(JsValue::UNDEFINED, column_to_js)
    }
}

impl Table {
    /// Takes a checked table.
    pub(crate) fn of(table: Checked) -> Self {
        Table { n_rows: table.n_rows(), columns: Rc::new(table.into_columns()) }
    }

    /// The columns, to keep for as long as an instance may need them.
    pub(crate) fn shared(&self) -> Rc<Columns> {
        Rc::clone(&self.columns)
    }
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

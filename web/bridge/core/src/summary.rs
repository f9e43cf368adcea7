//! What a form needs to know of a table.

use gridfolk_border::failure::to_js;
use gridfolk_border::plain::PackedIds;
use gridfolk_contract::{Category, Column, MISSING_CODE, ToJson, Values};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

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
  /** Likewise: whether all of them are whole. */
  isWhole?: boolean;
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
"#;

/// The summary as a JavaScript object.
pub(crate) fn summary_to_js(columns: &[Column], ids: &[PackedIds], n_rows: usize) -> JsValue {
    to_js(&TableSummary {
        n_rows,
        columns: columns.iter().map(ColumnSummary::of).collect(),
        ids: ids.iter().map(|ids| ids.name.as_str()).collect(),
    })
}

#[derive(ToJson)]
#[serde(rename_all = "camelCase")]
struct TableSummary<'a> {
    n_rows: usize,
    columns: Vec<ColumnSummary<'a>>,
    ids: Vec<&'a str>,
}

#[derive(ToJson)]
#[serde(rename_all = "camelCase")]
struct ColumnSummary<'a> {
    name: &'a str,
    kind: &'static str,
    n_missing: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_whole: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n_levels: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Vec<Level<'a>>>,
}

#[derive(ToJson)]
struct Range {
    min: f64,
    max: f64,
    mean: f64,
}

#[derive(ToJson)]
#[serde(rename_all = "camelCase")]
struct Level<'a> {
    level: &'a str,
    n_rows: usize,
}

impl<'a> ColumnSummary<'a> {
    fn of(column: &'a Column) -> Self {
        let (name, kind) = (column.name.as_str(), column.values.kind());
        let plain =
            ColumnSummary { name, kind, n_missing: 0, range: None, is_whole: None, n_levels: None, levels: None };
        match &column.values {
            Values::Number(numbers) => {
                let ends = Ends::of(numbers);
                let is_whole = (ends.n > 0).then_some(ends.are_whole);
                ColumnSummary { n_missing: numbers.len() - ends.n, range: ends.range(numbers), is_whole, ..plain }
            }
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

/// How many numbers there are, their ends, and whether all are whole: in one pass, since opening a table waits for it.
struct Ends {
    n: usize,
    min: f64,
    max: f64,
    are_whole: bool,
}

impl Ends {
    fn of(numbers: &[f64]) -> Ends {
        let mut ends = Ends { n: 0, min: f64::INFINITY, max: f64::NEG_INFINITY, are_whole: true };
        for &value in numbers {
            if value.is_nan() {
                continue;
            }
            ends.n += 1;
            ends.are_whole &= value.trunc() == value;
            // Comparisons: `f64::min` is a call in Wasm.
            if value < ends.min {
                ends.min = value;
            }
            if value > ends.max {
                ends.max = value;
            }
        }
        ends
    }

    fn range(&self, numbers: &[f64]) -> Option<Range> {
        let mut mean = 0.0;
        for &value in numbers {
            if !value.is_nan() {
                mean += value / self.n as f64;
            }
        }
        (self.n > 0).then_some(Range { min: self.min, max: self.max, mean })
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

//! A table in this crate's memory.

use std::rc::Rc;

use gridfolk_border::columns::{column_to_js, columns_from_js};
use gridfolk_border::failure::thrown;
use gridfolk_border::plain::{PackedIds, PlainTable, Taken};
use gridfolk_contract::{Column, Problem, Table as Checked, Values};
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::summary::summary_to_js;

/// Columns that are shared with the bridges that loaded them.
pub(crate) type Columns = Vec<Column>;

/// Columns of equal length, and ids aside. Free it with `free()` when another one takes its place.
#[wasm_bindgen]
pub struct Table {
    columns: Rc<Columns>,
    ids: Vec<PackedIds>,
    n_rows: usize,
}

#[wasm_bindgen]
impl Table {
    /// A table that another part of the page's host made: what is an id is settled there.
    ///
    /// # Errors
    /// A `Failure`.
    #[wasm_bindgen(js_name = fromPlain)]
    pub fn from_plain(table: &PlainTable) -> Result<Table, JsValue> {
        let Taken { columns, ids, n_rows } = table.take().map_err(|problem| thrown(&problem))?;
        Ok(Table { columns: Rc::new(columns), ids, n_rows })
    }

    /// A copy for another part of the page's host.
    #[wasm_bindgen(js_name = toPlain)]
    pub fn to_plain(&self) -> PlainTable {
        PlainTable::of(&self.columns, &self.ids, self.n_rows)
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
        summary_to_js(&self.columns, &self.ids, self.n_rows)
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
        let PackedIds { texts, .. } = self.ids.first()?;
        Some(rows.iter().map(|&row| texts.get(row as usize).unwrap_or_default().to_owned()).collect())
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

    /// The columns, to keep for as long as an instance may need them.
    pub(crate) fn shared(&self) -> Rc<Columns> {
        Rc::clone(&self.columns)
    }
}

/// The column as ids, or as it was.
fn all_different(column: Column) -> Result<PackedIds, Column> {
    let Values::Category(category) = &column.values else { return Err(column) };
    let n_rows = category.codes.len();
    let mut is_seen = vec![false; category.levels.len()];
    let is_new = |&code: &u32| is_seen.get_mut(code as usize).is_some_and(|seen| !std::mem::replace(seen, true));
    if n_rows < 2 || !category.codes.iter().all(is_new) {
        return Err(column);
    }
    let texts = (0..n_rows).map(|row| category.level(row).unwrap_or_default()).collect();
    Ok(PackedIds { name: column.name, texts })
}

//! Tables as plain values, on their way from one part of the page's host to another.

use gridfolk_contract::{Column, Problem, Table};
use gridfolk_host::tables::Ids;
use js_sys::{Array, Object};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::columns::{Fields, columns_from_js, columns_to_js, set};
use crate::packed::Packed;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A table on its way from one part of the page's host to another; what is in it is their own matter. */
export interface PlainTable { nRows: number; columns: object[]; ids: object[] }
"#;

#[wasm_bindgen]
extern "C" {
    /// A table as a JavaScript object.
    #[wasm_bindgen(typescript_type = "PlainTable")]
    pub type PlainTable;

    #[wasm_bindgen(method, getter, js_name = nRows)]
    fn n_rows(this: &PlainTable) -> u32;

    #[wasm_bindgen(method, getter)]
    fn columns(this: &PlainTable) -> Array;

    #[wasm_bindgen(method, getter)]
    fn ids(this: &PlainTable) -> Array;
}

/// What a [`PlainTable`] holds.
pub struct Taken {
    /// What modules are given.
    pub columns: Vec<Column>,
    /// What stays with the page.
    pub ids: Vec<PackedIds>,
    /// Number of rows.
    pub n_rows: usize,
}

/// A column of ids.
pub struct PackedIds {
    /// The column's name.
    pub name: String,
    /// One text a row; empty where it is missing.
    pub texts: Packed,
}

impl PlainTable {
    /// Copies a table out of this memory.
    pub fn of(columns: &[Column], ids: &[PackedIds], n_rows: usize) -> Self {
        let object = Object::new();
        set(&object, "nRows", &JsValue::from(n_rows as f64));
        set(&object, "columns", &columns_to_js(columns, |texts| texts.iter().collect::<Packed>().to_js()));
        set(&object, "ids", &ids.iter().map(ids_to_js).collect::<Array>());
        object.unchecked_into()
    }

    /// Copies the table into this memory.
    ///
    /// # Errors
    /// `column_wrong_shape`, and those of [`Table::new`].
    pub fn take(&self) -> Result<Taken, Problem> {
        let columns = Table::new(columns_from_js(&self.columns())?)?.into_columns();
        let ids: Vec<JsValue> = self.ids().to_vec();
        let ids = ids.iter().enumerate().map(|(index, ids)| ids_from_js(ids, index));
        Ok(Taken { columns, ids: ids.collect::<Result<_, _>>()?, n_rows: self.n_rows() as usize })
    }
}

impl From<Ids> for PackedIds {
    fn from(Ids { name, texts }: Ids) -> Self {
        PackedIds { name, texts: texts.into_iter().collect() }
    }
}

impl From<PackedIds> for Ids {
    fn from(PackedIds { name, texts }: PackedIds) -> Self {
        Ids { name, texts: texts.iter().map(str::to_owned).collect() }
    }
}

fn ids_to_js(PackedIds { name, texts }: &PackedIds) -> JsValue {
    let object = Object::new();
    set(&object, "name", &JsValue::from(name.as_str()));
    set(&object, "texts", &texts.to_js());
    object.into()
}

fn ids_from_js(object: &JsValue, index: usize) -> Result<PackedIds, Problem> {
    let field = Fields { object, list: "ids", index };
    Ok(PackedIds { name: field.text("name")?, texts: field.packed("texts")? })
}

//! Columns as JavaScript sees them: typed arrays, copied whole.

use gridfolk_contract::{Category, Column, Items, Problem, Values};
use js_sys::{Array, Float64Array, JsString, Object, Reflect, Uint32Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A column of numbers; NaN is missing. */
export interface NumberColumn { name: string; kind: "number"; values: Float64Array }
/** One level a row; code 0xffffffff is missing. */
export interface CategoryColumn { name: string; kind: "category"; codes: Uint32Array; levels: string[] }
/** A set a row: row i holds codes[ends[i-1]..ends[i]]. */
export interface ItemsColumn { name: string; kind: "items"; ends: Uint32Array; codes: Uint32Array; levels: string[] }
export type Column = NumberColumn | CategoryColumn | ItemsColumn;
/** What `run` gives: the JSON text as the module wrote it, and per-row results. */
export interface Reply { body: string; columns: Column[] }
/** What `runToTable` gives. */
export interface TableReply { body: string; table: Table }
"#;

/// A column as a JavaScript object.
pub(crate) fn column_to_js(column: &Column) -> JsValue {
    let object = Object::new();
    set(&object, "name", &JsValue::from(column.name.as_str()));
    set(&object, "kind", &JsValue::from(column.values.kind()));
    match &column.values {
        Values::Number(numbers) => set(&object, "values", &Float64Array::from(numbers.as_slice())),
        Values::Category(Category { codes, levels }) => {
            set(&object, "codes", &Uint32Array::from(codes.as_slice()));
            set(&object, "levels", &texts_to_js(levels));
        }
        Values::Items(Items { ends, codes, levels }) => {
            set(&object, "ends", &Uint32Array::from(ends.as_slice()));
            set(&object, "codes", &Uint32Array::from(codes.as_slice()));
            set(&object, "levels", &texts_to_js(levels));
        }
    }
    object.into()
}

/// Columns as a JavaScript array.
pub(crate) fn columns_to_js(columns: &[Column]) -> Array {
    columns.iter().map(column_to_js).collect()
}

/// Columns from a JavaScript array of the same objects.
///
/// # Errors
/// `column_wrong_shape`.
pub(crate) fn columns_from_js(columns: &Array) -> Result<Vec<Column>, Problem> {
    columns.iter().enumerate().map(|(index, object)| column_from_js(&object, index)).collect()
}

/// Sets a field of a plain object, which never fails.
pub(crate) fn set(object: &Object, field: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsString::from(field), value);
}

fn column_from_js(object: &JsValue, index: usize) -> Result<Column, Problem> {
    let field = Fields { object, index };
    let values = match field.text("kind")?.as_str() {
        "number" => Values::Number(field.typed::<Float64Array>("values")?.to_vec()),
        "category" => Values::Category(Category { codes: field.codes("codes")?, levels: field.texts("levels")? }),
        "items" => Values::Items(Items {
            ends: field.codes("ends")?,
            codes: field.codes("codes")?,
            levels: field.texts("levels")?,
        }),
        _ => return Err(field.wrong("kind")),
    };
    Ok(Column { name: field.text("name")?, values })
}

/// The fields of one column's object.
struct Fields<'a> {
    object: &'a JsValue,
    index: usize,
}

impl Fields<'_> {
    fn typed<T: JsCast>(&self, name: &str) -> Result<T, Problem> {
        let value = Reflect::get(self.object, &JsString::from(name)).unwrap_or(JsValue::UNDEFINED);
        value.dyn_into().map_err(|_| self.wrong(name))
    }

    fn text(&self, name: &str) -> Result<String, Problem> {
        self.typed::<JsString>(name).map(String::from)
    }

    fn codes(&self, name: &str) -> Result<Vec<u32>, Problem> {
        Ok(self.typed::<Uint32Array>(name)?.to_vec())
    }

    fn texts(&self, name: &str) -> Result<Vec<String>, Problem> {
        let texts: Array = self.typed(name)?;
        texts.iter().map(|text| text.as_string().ok_or_else(|| self.wrong(name))).collect()
    }

    fn wrong(&self, name: &str) -> Problem {
        let message = format!("columns[{}].{name} is missing or of another type", self.index);
        Problem::new("column_wrong_shape", message)
            .at(format!("/columns/{}/{name}", self.index))
            .with("column", self.index)
            .with("field", name)
    }
}

fn texts_to_js(texts: &[String]) -> Array {
    texts.iter().map(|text| JsValue::from(text.as_str())).collect()
}

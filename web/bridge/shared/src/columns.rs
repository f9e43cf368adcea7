//! Columns as JavaScript sees them: typed arrays, copied whole.

use gridfolk_contract::{Category, Column, Items, Problem, Values};
use js_sys::{Array, Float64Array, JsString, Object, Reflect, Uint32Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::packed::Packed;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A column of numbers; NaN is missing. */
export interface NumberColumn { name: string; kind: "number"; values: Float64Array }
/** One level a row; code 0xffffffff is missing. */
export interface CategoryColumn { name: string; kind: "category"; codes: Uint32Array; levels: string[] }
/** A set a row: row i holds codes[ends[i-1]..ends[i]]. */
export interface ItemsColumn { name: string; kind: "items"; ends: Uint32Array; codes: Uint32Array; levels: string[] }
export type Column = NumberColumn | CategoryColumn | ItemsColumn;
/** The JSON text as a module wrote it, and columns. */
export interface Reply { body: string; columns: Column[] }
"#;

/// A column as a JavaScript object.
pub fn column_to_js(column: &Column) -> JsValue {
    column_with(column, |levels| texts_to_js(levels).into())
}

/// Columns as a JavaScript array, their levels as `levels` makes them.
pub(crate) fn columns_to_js(columns: &[Column], levels: fn(&[String]) -> JsValue) -> Array {
    columns.iter().map(|column| column_with(column, levels)).collect()
}

fn column_with(column: &Column, levels_to_js: fn(&[String]) -> JsValue) -> JsValue {
    let object = Object::new();
    set(&object, "name", &JsValue::from(column.name.as_str()));
    set(&object, "kind", &JsValue::from(column.values.kind()));
    match &column.values {
        Values::Number(numbers) => set(&object, "values", &Float64Array::from(numbers.as_slice())),
        Values::Category(Category { codes, levels }) => {
            set(&object, "codes", &Uint32Array::from(codes.as_slice()));
            set(&object, "levels", &levels_to_js(levels));
        }
        Values::Items(Items { ends, codes, levels }) => {
            set(&object, "ends", &Uint32Array::from(ends.as_slice()));
            set(&object, "codes", &Uint32Array::from(codes.as_slice()));
            set(&object, "levels", &levels_to_js(levels));
        }
    }
    object.into()
}

/// Columns from a JavaScript array of the same objects.
///
/// # Errors
/// `column_wrong_shape`.
pub fn columns_from_js(columns: &Array) -> Result<Vec<Column>, Problem> {
    columns.iter().enumerate().map(|(index, object)| column_from_js(&object, index)).collect()
}

/// A body and columns as a JavaScript object.
pub fn reply_to_js(body: &str, columns: &[Column]) -> JsValue {
    let reply = Object::new();
    set(&reply, "body", &JsValue::from(body));
    set(&reply, "columns", &columns.iter().map(column_to_js).collect::<Array>());
    reply.into()
}

/// Sets a field of a plain object, which never fails.
pub fn set(object: &Object, field: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsString::from(field), value);
}

fn column_from_js(object: &JsValue, index: usize) -> Result<Column, Problem> {
    let field = Fields { object, list: "columns", index };
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

/// The fields of one object of a list.
pub(crate) struct Fields<'a> {
    pub(crate) object: &'a JsValue,
    /// The list's name, for messages.
    pub(crate) list: &'static str,
    pub(crate) index: usize,
}

impl Fields<'_> {
    pub(crate) fn typed<T: JsCast>(&self, name: &str) -> Result<T, Problem> {
        let value = Reflect::get(self.object, &JsString::from(name)).unwrap_or(JsValue::UNDEFINED);
        value.dyn_into().map_err(|_| self.wrong(name))
    }

    pub(crate) fn text(&self, name: &str) -> Result<String, Problem> {
        self.typed::<JsString>(name).map(String::from)
    }

    pub(crate) fn codes(&self, name: &str) -> Result<Vec<u32>, Problem> {
        Ok(self.typed::<Uint32Array>(name)?.to_vec())
    }

    fn texts(&self, name: &str) -> Result<Vec<String>, Problem> {
        let Ok(texts) = self.typed::<Array>(name) else {
            return Ok(self.packed(name)?.iter().map(str::to_owned).collect());
        };
        texts.iter().map(|text| text.as_string().ok_or_else(|| self.wrong(name))).collect()
    }

    pub(crate) fn packed(&self, name: &str) -> Result<Packed, Problem> {
        let field = Fields { object: &self.typed::<Object>(name)?.into(), ..*self };
        let packed = field.typed("bytes").and_then(|bytes| Ok(Packed::of_js(&bytes, &field.typed("ends")?)));
        packed.ok().flatten().ok_or_else(|| self.wrong(name))
    }

    pub(crate) fn wrong(&self, name: &str) -> Problem {
        let Fields { list, index, .. } = self;
        let message = format!("{list}[{index}].{name} is missing or of another type");
        Problem::new("column_wrong_shape", message)
            .at(format!("/{list}/{index}/{name}"))
            .with("column", *index)
            .with("field", name)
    }
}

fn texts_to_js(texts: &[String]) -> Array {
    texts.iter().map(|text| JsValue::from(text.as_str())).collect()
}

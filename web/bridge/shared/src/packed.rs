//! Many texts as two lists: a hundred thousand strings of JavaScript would be slow to make.

use js_sys::{Object, Uint8Array, Uint32Array};
use wasm_bindgen::JsValue;

use crate::columns::set;

/// Texts one after the other, and where each ends.
#[derive(Default)]
pub struct Packed {
    joined: String,
    ends: Vec<u32>,
}

impl Packed {
    /// The text at a place.
    pub fn get(&self, at: usize) -> Option<&str> {
        let end = |at: usize| self.ends.get(at).map(|&end| end as usize);
        let start = at.checked_sub(1).map_or(Some(0), end)?;
        self.joined.get(start..end(at)?)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map_while(|at| self.get(at))
    }

    /// From typed arrays; none where they are no texts.
    pub(crate) fn of_js(bytes: &Uint8Array, ends: &Uint32Array) -> Option<Self> {
        let packed = Packed { joined: String::from_utf8(bytes.to_vec()).ok()?, ends: ends.to_vec() };
        (packed.iter().count() == packed.ends.len()).then_some(packed)
    }

    /// As an object of two typed arrays.
    pub(crate) fn to_js(&self) -> JsValue {
        let object = Object::new();
        set(&object, "bytes", &Uint8Array::from(self.joined.as_bytes()));
        set(&object, "ends", &Uint32Array::from(self.ends.as_slice()));
        object.into()
    }
}

impl<T: AsRef<str>> FromIterator<T> for Packed {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut packed = Packed::default();
        for text in texts {
            packed.joined.push_str(text.as_ref());
            packed.ends.push(packed.joined.len() as u32);
        }
        packed
    }
}

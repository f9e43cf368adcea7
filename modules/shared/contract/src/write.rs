//! JSON from types: what `#[derive(ToJson)]` asks, and the types that everything is made of.
//!
//! A struct is a list of names and a list of values, its fields; one function writes every object, so that a type
//! adds little more to a module than the names of its fields.
//!
//! ```
//! use gridfolk_contract::{ToJson, reply::to_json};
//! #[derive(ToJson)]
//! struct Body {
//!     n: u64,
//!     names: Vec<String>,
//!     #[serde(skip_serializing_if = "Option::is_none")]
//!     share: Option<f64>,
//! }
//! assert_eq!(to_json(&Body { n: 2, names: vec!["a".to_owned()], share: None }), r#"{"n":2,"names":["a"]}"#);
//! ```

pub use gridfolk_derive::ToJson;
use gridfolk_json::decimal;

use crate::problem::push_hex;

mod types;

/// What can be written as JSON.
pub trait ToJson {
    /// Writes the value.
    fn write_json(&self, text: &mut JsonText);

    /// Whether there is nothing to say: a field that may then be left out is.
    fn is_blank(&self) -> bool {
        false
    }
}

/// A JSON text that grows. Numbers that are not finite are null, -0.0 is 0.0.
#[derive(Debug, Default)]
pub struct JsonText(String);

impl JsonText {
    /// The text.
    pub(crate) fn finish(self) -> String {
        self.0
    }

    /// A word of JSON, as it is.
    #[inline(never)]
    pub fn word(&mut self, word: &str) {
        self.0.push_str(word);
    }

    #[inline(never)]
    fn whole(&mut self, is_negative: bool, size: u64) {
        if is_negative {
            self.0.push('-');
        }
        self.0.push_str(&decimal::whole(size));
    }

    #[inline(never)]
    pub(crate) fn float(&mut self, number: f64) {
        if number.is_finite() {
            // Adding 0 makes one zero of two.
            decimal::write(&mut self.0, number + 0.0);
        } else {
            self.word("null");
        }
    }

    /// A text.
    #[inline(never)]
    pub fn quoted(&mut self, text: &str) {
        self.0.push('"');
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate() {
            let escape = match byte {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                b'\n' => "\\n",
                b'\r' => "\\r",
                b'\t' => "\\t",
                0x08 => "\\b",
                0x0c => "\\f",
                0..=0x1f => "",
                _ => continue,
            };
            // Escaped bytes are characters of their own: what is between them is text.
            self.0.push_str(text.get(start..at).unwrap_or_default());
            self.0.push_str(escape);
            if escape.is_empty() {
                self.0.push_str("\\u");
                push_hex(&mut self.0, u32::from(byte), 4);
            }
            start = at + 1;
        }
        self.0.push_str(text.get(start..).unwrap_or_default());
        self.0.push('"');
    }

    /// Divides the next part from the one before: no part ends with what a list or an object begins with.
    #[inline(never)]
    pub fn comma(&mut self) {
        if !matches!(self.0.as_bytes().last(), Some(b'[' | b'{')) {
            self.0.push(',');
        }
    }

    /// Begins an object's member; its value is written next.
    #[inline(never)]
    pub fn key(&mut self, name: &str) {
        self.comma();
        self.quoted(name);
        self.word(":");
    }

    /// A member of an object that is being written.
    #[inline(never)]
    pub fn member<T: ToJson + ?Sized>(&mut self, name: &str, value: &T) {
        self.key(name);
        value.write_json(self);
    }

    /// A member of an object, if there is something to say.
    #[inline(never)]
    pub fn member_unless_blank<T: ToJson + ?Sized>(&mut self, name: &str, value: &T) {
        if !value.is_blank() {
            self.member(name, value);
        }
    }

    /// The members of an object, in one that is being written.
    pub fn members_of<T: ToJson + ?Sized>(&mut self, value: &T) {
        let mut inner = JsonText::default();
        value.write_json(&mut inner);
        let members = inner.0.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if let Some(members) = members.filter(|members| !members.is_empty()) {
            self.comma();
            self.word(members);
        }
    }

    /// An object of names and values.
    pub(crate) fn members<T: ToJson>(&mut self, members: &[(String, T)]) {
        self.word("{");
        for (name, value) in members {
            self.member(name, value);
        }
        self.word("}");
    }
}

/// Writes a value by serde, as schemas do with the defaults that they hold.
///
/// # Errors
/// Those of the serializer.
#[cfg(feature = "schema")]
pub fn by_serde<S: serde::Serializer>(value: &impl ToJson, serializer: S) -> Result<S::Ok, S::Error> {
    let json = serde_json::value::RawValue::from_string(crate::reply::to_json(value));
    serde::Serialize::serialize(&json.map_err(serde::ser::Error::custom)?, serializer)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::ToJson;
    use crate::reply::to_json;

    #[derive(Serialize, ToJson)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Unit,
        NewType(f64),
        Pair(u8, i64),
        Fields {
            a: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            b: Option<u8>,
        },
    }

    #[derive(Serialize, ToJson)]
    #[serde(untagged)]
    enum Either {
        None,
        Number(f64),
        Named { name: String },
    }

    #[derive(Serialize, ToJson)]
    #[serde(rename_all = "lowercase")]
    enum Word {
        One,
        #[serde(rename = "2")]
        Two,
    }

    #[derive(Serialize, ToJson)]
    struct Meters(u32);

    #[derive(Serialize, ToJson)]
    struct Inner<'t> {
        left: &'t str,
        #[serde(rename = "in")]
        right: Meters,
    }

    #[derive(Serialize, ToJson)]
    #[serde(rename_all = "camelCase")]
    struct Camel {
        n_rows_max: u8,
        rows: u8,
    }

    #[derive(Serialize, ToJson)]
    struct All<'t> {
        shapes: Vec<Shape>,
        either: [Either; 3],
        words: (Word, Box<Word>),
        camel: Camel,
        #[serde(flatten)]
        inner: Inner<'t>,
        named: BTreeMap<String, Option<&'static str>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        empty: Vec<u8>,
        number: i64,
    }

    #[test]
    fn every_kind_of_value_is_written_as_serde_json_writes_it() {
        let fields = |b| Shape::Fields { a: Some(true), b };
        let all = All {
            shapes: vec![Shape::Unit, Shape::NewType(1e300), Shape::Pair(1, -2), fields(None), fields(Some(0))],
            either: [Either::None, Either::Number(0.1), Either::Named { name: "\"".into() }],
            words: (Word::One, Box::new(Word::Two)),
            camel: Camel { n_rows_max: 1, rows: 2 },
            inner: Inner { left: "", right: Meters(7) },
            named: [("7".into(), Some("a\"\\\n\r\t\u{8}\u{c}\u{1}\u{1f}\u{7f} 用电")), ("8".into(), None)].into(),
            empty: vec![],
            number: i64::MIN,
        };
        assert_eq!(to_json(&all), serde_json::to_string(&all).expect("JSON"));
    }
}

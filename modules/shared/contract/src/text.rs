//! JSON from types: the side of serde that `derive(Serialize)` asks.
//!
//! What serde_json's serializer would compile into every field and type stands here once.

use std::fmt::{self, Write};

use gridfolk_json::decimal;
use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// What a writing that cannot fail fails with: no check for it stands in any module.
#[derive(Debug)]
pub(crate) enum Never {}

type Written = Result<(), Never>;

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl ser::Error for Never {
    fn custom<T: fmt::Display>(message: T) -> Self {
        panic!("what is not JSON: {message}")
    }
}

/// A JSON text that grows. Numbers that are not finite are null, -0.0 is 0.0.
#[derive(Default)]
pub(crate) struct JsonText(String);

impl JsonText {
    /// The text.
    pub(crate) fn finish(self) -> String {
        self.0
    }

    #[inline(never)]
    fn word(&mut self, word: &str) -> Written {
        self.0.push_str(word);
        Ok(())
    }

    #[inline(never)]
    fn whole(&mut self, is_negative: bool, size: u64) -> Written {
        if is_negative {
            self.0.push('-');
        }
        // Writing to a text does not fail, here and below.
        let _ = write!(self.0, "{size}");
        Ok(())
    }

    #[inline(never)]
    fn float(&mut self, number: f64) -> Written {
        if !number.is_finite() {
            return self.word("null");
        }
        // Adding 0 makes one zero of two.
        decimal::write(&mut self.0, number + 0.0);
        Ok(())
    }

    #[inline(never)]
    fn quoted(&mut self, text: &str) -> Written {
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
                let _ = write!(self.0, "\\u{byte:04x}");
            }
            start = at + 1;
        }
        self.0.push_str(text.get(start..).unwrap_or_default());
        self.0.push('"');
        Ok(())
    }

    /// Begins what has parts; `name` is that of an enum's variant.
    #[inline(never)]
    fn compound(&mut self, name: Option<&str>, begin: &str) -> Result<Compound<'_>, Never> {
        if let Some(name) = name {
            self.variant(name)?;
        }
        self.word(begin)?;
        Ok(Compound(self))
    }

    fn variant(&mut self, name: &str) -> Written {
        self.word("{")?;
        self.quoted(name)?;
        self.word(":")
    }
}

/// A list or object that is being written.
pub(crate) struct Compound<'t>(&'t mut JsonText);

impl Compound<'_> {
    /// Divides the next part from the one before: no part ends with what a list or an object begins with.
    #[inline(never)]
    fn comma(&mut self) -> Written {
        if !self.0.0.ends_with(['[', '{']) {
            self.0.0.push(',');
        }
        Ok(())
    }

    #[inline(never)]
    fn key(&mut self, key: &str) -> Written {
        self.comma()?;
        self.0.quoted(key)?;
        self.0.word(":")
    }
}

macro_rules! whole {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, value: $type) -> Written {
            #[allow(unused_comparisons, reason = "also of types without a sign")]
            self.whole(value < 0, i128::from(value).unsigned_abs() as u64)
        })*
    };
}

impl<'t> Serializer for &'t mut JsonText {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Compound<'t>;
    type SerializeTuple = Compound<'t>;
    type SerializeTupleStruct = Compound<'t>;
    type SerializeTupleVariant = Compound<'t>;
    type SerializeMap = Compound<'t>;
    type SerializeStruct = Compound<'t>;
    type SerializeStructVariant = Compound<'t>;

    whole!(serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64);
    whole!(serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64);

    fn serialize_bool(self, value: bool) -> Written {
        self.word(if value { "true" } else { "false" })
    }

    fn serialize_f32(self, value: f32) -> Written {
        self.float(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Written {
        self.float(value)
    }

    fn serialize_char(self, value: char) -> Written {
        self.quoted(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Written {
        self.quoted(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Written {
        self.word("null")
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.word("null")
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Written {
        self.word("null")
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Written {
        self.quoted(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _name: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        self.variant(variant)?;
        value.serialize(&mut *self)?;
        self.word("}")
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Compound<'t>, Never> {
        self.compound(None, "[")
    }

    fn serialize_tuple(self, _length: usize) -> Result<Compound<'t>, Never> {
        self.compound(None, "[")
    }

    fn serialize_tuple_struct(self, _name: &'static str, _length: usize) -> Result<Compound<'t>, Never> {
        self.compound(None, "[")
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Compound<'t>, Never> {
        self.compound(Some(variant), "[")
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Compound<'t>, Never> {
        self.compound(None, "{")
    }

    fn serialize_struct(self, name: &'static str, _length: usize) -> Result<Compound<'t>, Never> {
        assert!(!name.starts_with('$'), "raw JSON is for serde_json alone");
        self.compound(None, "{")
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Compound<'t>, Never> {
        self.compound(Some(variant), "{")
    }

    fn collect_str<T: ?Sized + fmt::Display>(self, value: &T) -> Written {
        self.quoted(&value.to_string())
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident $end:literal),*) => {
        $(impl $trait for Compound<'_> {
            type Ok = ();
            type Error = Never;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
                self.comma()?;
                value.serialize(&mut *self.0)
            }

            fn end(self) -> Written {
                self.0.word($end)
            }
        })*
    };
}

macro_rules! fields {
    ($($trait:ident $end:literal),*) => {
        $(impl $trait for Compound<'_> {
            type Ok = ();
            type Error = Never;

            fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Written {
                self.key(key)?;
                value.serialize(&mut *self.0)
            }

            fn end(self) -> Written {
                self.0.word($end)
            }
        })*
    };
}

elements!(SerializeSeq serialize_element "]", SerializeTuple serialize_element "]");
elements!(SerializeTupleStruct serialize_field "]", SerializeTupleVariant serialize_field "]}");
fields!(SerializeStruct "}", SerializeStructVariant "}}");

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Written {
        self.comma()?;
        let start = self.0.0.len();
        key.serialize(&mut *self.0)?;
        // A key that is a number is written as a text.
        if self.0.0.as_bytes().get(start) != Some(&b'"') {
            self.0.0.insert(start, '"');
            self.0.0.push('"');
        }
        self.0.word(":")
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
        value.serialize(&mut *self.0)
    }

    fn end(self) -> Written {
        self.0.word("}")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use crate::reply::to_json;

    #[derive(Serialize)]
    enum Shape {
        Unit,
        New(f64),
        Pair(u8, i64),
        Fields { a: Option<bool>, b: () },
    }

    #[derive(Serialize)]
    struct All {
        shapes: Vec<Shape>,
        pair: (char, f64),
        numbered: BTreeMap<u32, &'static str>,
        empty: Vec<u8>,
    }

    #[test]
    fn every_kind_of_value_is_written_as_serde_json_writes_it() {
        let all = All {
            shapes: vec![Shape::Unit, Shape::New(1e300), Shape::Pair(1, -2), Shape::Fields { a: Some(true), b: () }],
            pair: ('"', 0.1),
            numbered: [(7, "a\"\\\n\r\t\u{8}\u{c}\u{1}\u{1f}\u{7f} 用电"), (8, "")].into(),
            empty: vec![],
        };
        assert_eq!(to_json(&all), serde_json::to_string(&all).expect("JSON"));
    }

    #[test]
    #[should_panic(expected = "raw JSON")]
    fn raw_json_is_not_written_wrongly() {
        to_json(&serde_json::value::RawValue::from_string("1".to_owned()).expect("JSON"));
    }
}

//! The types that everything is made of.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::{JsonText, ToJson};
use crate::tree::Node;

impl ToJson for bool {
    fn write_json(&self, text: &mut JsonText) {
        text.word(if *self { "true" } else { "false" });
    }

    fn is_blank(&self) -> bool {
        !self
    }
}

impl ToJson for f64 {
    fn write_json(&self, text: &mut JsonText) {
        text.float(*self);
    }
}

macro_rules! whole {
    ($($type:ty)*) => {
        $(impl ToJson for $type {
            fn write_json(&self, text: &mut JsonText) {
                text.whole(false, *self as u64);
            }
        })*
    };
}

whole!(u8 u16 u32 u64 usize);

impl ToJson for i64 {
    fn write_json(&self, text: &mut JsonText) {
        text.whole(*self < 0, self.unsigned_abs());
    }
}

impl ToJson for str {
    fn write_json(&self, text: &mut JsonText) {
        text.quoted(self);
    }
}

impl ToJson for String {
    fn write_json(&self, text: &mut JsonText) {
        text.quoted(self);
    }
}

impl ToJson for Cow<'_, str> {
    fn write_json(&self, text: &mut JsonText) {
        text.quoted(self);
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write_json(&self, text: &mut JsonText) {
        T::write_json(self, text);
    }

    fn is_blank(&self) -> bool {
        T::is_blank(self)
    }
}

impl<T: ToJson + ?Sized> ToJson for Box<T> {
    fn write_json(&self, text: &mut JsonText) {
        T::write_json(self, text);
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write_json(&self, text: &mut JsonText) {
        match self {
            Some(value) => value.write_json(text),
            None => text.word("null"),
        }
    }

    fn is_blank(&self) -> bool {
        self.is_none()
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write_json(&self, text: &mut JsonText) {
        text.word("[");
        for value in self {
            text.comma();
            value.write_json(text);
        }
        text.word("]");
    }
}

impl<T: ToJson, const N: usize> ToJson for [T; N] {
    fn write_json(&self, text: &mut JsonText) {
        self.as_slice().write_json(text);
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write_json(&self, text: &mut JsonText) {
        self.as_slice().write_json(text);
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<A: ToJson, B: ToJson> ToJson for (A, B) {
    fn write_json(&self, text: &mut JsonText) {
        text.word("[");
        self.0.write_json(text);
        text.comma();
        self.1.write_json(text);
        text.word("]");
    }
}

impl<K: AsRef<str>, T: ToJson> ToJson for BTreeMap<K, T> {
    fn write_json(&self, text: &mut JsonText) {
        text.word("{");
        for (name, value) in self {
            text.member(name.as_ref(), value);
        }
        text.word("}");
    }
}

/// For hosts: what serde_json read.
impl ToJson for Value {
    fn write_json(&self, text: &mut JsonText) {
        Node::from(self.clone()).write_json(text);
    }
}

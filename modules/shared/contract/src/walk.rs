//! JSON texts, read once and in order by one walk, whatever becomes of them.
//!
//! serde_json compiles its parser into every type that it reads: 2 to 4 KB a struct in each module.
//! Here it is compiled once; a [`Sink`] is told what comes, and makes a tree, a table or a request of it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A value that holds no others.
#[derive(Clone, Copy)]
pub(crate) enum Atom<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(&'a str),
}

/// Is told what a JSON text consists of, in order. One that has found a mistake ignores the rest: an
/// error of its own would bring serde_json's making of errors into each module.
pub(crate) trait Sink {
    fn atom(&mut self, atom: Atom<'_>);
    fn begin_list(&mut self);
    fn end_list(&mut self);
    fn begin_object(&mut self);
    fn key(&mut self, key: &str);
    fn end_object(&mut self);
}

/// Tells `sink` all of `text`.
///
/// # Errors
/// The text is not JSON.
pub(crate) fn walk(text: &str, sink: &mut dyn Sink) -> Result<(), serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    Walk(sink).deserialize(&mut json)?;
    json.end()
}

struct Walk<'s>(&'s mut dyn Sink);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.0.atom(Atom::Null);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.0.atom(Atom::Bool(value));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.0.atom(Atom::Unsigned(value));
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.0.atom(Atom::Signed(value));
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.0.atom(Atom::Float(value));
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.atom(Atom::Text(text));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.begin_list();
        while list.next_element_seed(Walk(&mut *self.0))?.is_some() {}
        self.0.end_list();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.begin_object();
        while map.next_key_seed(Key(&mut *self.0))?.is_some() {
            map.next_value_seed(Walk(&mut *self.0))?;
        }
        self.0.end_object();
        Ok(())
    }
}

struct Key<'s>(&'s mut dyn Sink);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        self.0.key(key);
        Ok(())
    }
}

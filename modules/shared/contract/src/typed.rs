//! Types from trees: the side of serde that `derive(Deserialize)` asks.
//!
//! What a type adds to a module is little more than the names of its fields; everything that does not
//! depend on the type stands outside of the generic functions.

use std::slice::Iter;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::fault::Fault;
use crate::tree::Node;

impl Node {
    #[inline(never)]
    fn unlike(&self, expected: &dyn Expected) -> Fault {
        Fault::wrong_type(&self.name(), &expected)
    }

    fn number<'de, V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Node::Unsigned(value) => visitor.visit_u64(*value),
            Node::Signed(value) => visitor.visit_i64(*value),
            Node::Float(value) => visitor.visit_f64(*value),
            other => Err(other.unlike(&visitor)),
        }
    }

    fn text<'de, V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Node::Text(text) => visitor.visit_str(text),
            other => Err(other.unlike(&visitor)),
        }
    }

    fn list<'de, V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Node::List(list) => {
                let mut elements = Elements { rest: list.iter(), n_taken: 0 };
                let value = visitor.visit_seq(&mut elements)?;
                elements.end()?;
                Ok(value)
            }
            other => Err(other.unlike(&visitor)),
        }
    }

    fn object<'de, V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Node::Object(fields) => visitor.visit_map(Fields { rest: fields.iter(), field: None }),
            other => Err(other.unlike(&visitor)),
        }
    }
}

macro_rules! read_as {
    ($read:ident: $($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.$read(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for &Node {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Text(_) => self.text(visitor),
            Node::List(_) => self.list(visitor),
            Node::Object(_) => self.object(visitor),
            _ => self.number(visitor),
        }
    }

    read_as!(number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64);
    read_as!(text: deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_identifier);
    read_as!(list: deserialize_seq);
    read_as!(object: deserialize_map);

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Node::Bool(value) => visitor.visit_bool(*value),
            other => Err(other.unlike(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Node::Null => visitor.visit_none(),
            other => visitor.visit_some(other),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Node::Null => visitor.visit_unit(),
            other => Err(other.unlike(&visitor)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Fault> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.list(visitor)
    }

    /// From an object alone: serde_json would take the fields from a list, too.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_enum(self.variant()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }
}

/// The elements of a list that are still to be read.
struct Elements<'n> {
    rest: Iter<'n, Node>,
    n_taken: usize,
}

impl Elements<'_> {
    /// Refuses a list that has more elements than its type.
    fn end(&self) -> Result<(), Fault> {
        match self.rest.len() {
            0 => Ok(()),
            n_left => Err(Fault::invalid_length(self.n_taken + n_left, &"fewer elements in array")),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Elements<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(node) = self.rest.next() else { return Ok(None) };
        self.n_taken += 1;
        match seed.deserialize(node) {
            Ok(value) => Ok(Some(value)),
            Err(fault) => Err(fault.below_index(self.n_taken - 1)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

impl Fault {
    #[inline(never)]
    fn below_index(self, index: usize) -> Self {
        self.below(&index.to_string())
    }
}

/// The fields of an object that are still to be read.
struct Fields<'n> {
    rest: Iter<'n, (String, Node)>,
    /// The one whose key was read last.
    field: Option<&'n (String, Node)>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        self.field = self.rest.next();
        match self.field {
            Some((key, _)) => seed.deserialize(Key(key)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (key, node) = self.field.map_or(("", &Node::Null), |(key, node)| (key, node));
        seed.deserialize(node).map_err(|fault| fault.below(key))
    }
}

/// A key, or the name of a variant.
struct Key<'k>(&'k str);

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_str(self.0)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A variant of an enum: its name alone, or an object of its name and its content.
struct Variant<'n> {
    name: &'n str,
    content: Option<&'n Node>,
}

impl Node {
    #[inline(never)]
    fn variant(&self) -> Result<Variant<'_>, Fault> {
        match self {
            Node::Text(name) => Ok(Variant { name, content: None }),
            Node::Object(fields) => match fields.as_slice() {
                [(name, content)] => Ok(Variant { name, content: Some(content) }),
                _ => Err(Fault::new("wrong_value", "invalid value: map, expected map with a single key".to_owned())),
            },
            other => Err(other.unlike(&"string or map")),
        }
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        Ok((seed.deserialize(Key(self.name))?, self))
    }
}

impl<'n> Variant<'n> {
    fn content(self, expected: &'static str) -> Result<(&'n str, &'n Node), Fault> {
        match self.content {
            Some(content) => Ok((self.name, content)),
            None => Err(Fault::wrong_type("unit variant", &expected)),
        }
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.content {
            None | Some(Node::Null) => Ok(()),
            Some(other) => Err(other.unlike(&"unit").below(self.name)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        let (name, content) = self.content("newtype variant")?;
        seed.deserialize(content).map_err(|fault| fault.below(name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Fault> {
        let (name, content) = self.content("tuple variant")?;
        content.list(visitor).map_err(|fault| fault.below(name))
    }

    fn struct_variant<V: Visitor<'de>>(self, _fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        let (name, content) = self.content("struct variant")?;
        content.object(visitor).map_err(|fault| fault.below(name))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use crate::request::parse;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Unit,
        New(f64),
        Pair(u8, i64),
        Fields { a: Option<bool> },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct All {
        shape: Shape,
        #[serde(default)]
        pair: Option<(u32, String)>,
        #[serde(default)]
        named: BTreeMap<String, Vec<f64>>,
    }

    fn read(text: &str) -> Result<All, crate::Problem> {
        parse(text, "/params")
    }

    #[test]
    fn what_serde_json_reads_is_read_the_same() {
        for text in [
            r#"{"shape": "unit", "pair": [7, "用\n"], "named": {"a": [1, 0.1, -3], "b": []}}"#,
            r#"{"shape": {"new": 2}, "pair": null}"#,
            r#"{"shape": {"pair": [255, -9007199254740991]}}"#,
            r#"{"shape": {"fields": {"a": true}}}"#,
            r#"{"shape": {"unit": null}}"#,
        ] {
            assert_eq!(read(text).expect("a value"), serde_json::from_str(text).expect("a value"), "{text}");
        }
    }

    #[test]
    fn a_mistake_is_told_in_serdes_words_with_its_place() {
        for (text, pointer) in [
            (r#"{"shape": "round"}"#, "/params/shape"),
            (r#"{"shape": "new"}"#, "/params/shape"),
            (r#"{"shape": {"pair": [256, 1]}}"#, "/params/shape/pair/0"),
            (r#"{"shape": {"new": "x\"y"}}"#, "/params/shape/new"),
            (r#"{"shape": "unit", "pair": [1]}"#, "/params/pair"),
            (r#"{"shape": "unit", "pair": [1.5, "a"]}"#, "/params/pair/0"),
            (r#"{"shape": "unit", "named": {"a/b": [1, true]}}"#, "/params/named/a~1b/1"),
            (r#"{"shape": "unit", "named": []}"#, "/params/named"),
            (r#"{"shape": "unit", "shapes": 1}"#, "/params/shapes"),
            (r#"{"shape": {"fields": {}, "unit": null}, "x": 1}"#, "/params/shape"),
        ] {
            let problem = read(text).unwrap_err();
            assert_eq!(problem.pointer, pointer, "{text}");
            let words = serde_json::from_str::<All>(text).unwrap_err();
            if words.is_data() {
                let words = words.to_string();
                let words = words.split(" at line").next().expect("words");
                assert!(problem.message.ends_with(words), "{}, not {words}", problem.message);
            }
        }
    }
}

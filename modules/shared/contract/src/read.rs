//! Types from trees of JSON: what `#[derive(FromJson)]` asks, and the types that everything is made of.
//!
//! A struct is a list of names and a list of slots; one function reads every object into its slots, so that a
//! type adds little more to a module than the names of its fields. Mistakes are told in serde's words, with
//! their places.
//!
//! ```
//! use gridfolk_contract::{FromJson, request::parse};
//! #[derive(Debug, PartialEq, FromJson)]
//! #[serde(deny_unknown_fields)]
//! struct Params {
//!     k: u64,
//!     columns: Option<Vec<String>>,
//!     #[serde(default)]
//!     seed: u64,
//! }
//! let params: Params = parse(r#"{"k": 3, "columns": ["a"]}"#, "/params")?;
//! assert_eq!(params, Params { k: 3, columns: Some(vec!["a".to_owned()]), seed: 0 });
//! let problem = parse::<Params>(r#"{"k": 3, "seeds": 1}"#, "/params").unwrap_err();
//! assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("unknown_field", "/params/seeds"));
//! # Ok::<(), gridfolk_contract::Problem>(())
//! ```

pub use gridfolk_derive::FromJson;

pub use crate::fault::Fault;
pub use crate::tree::Node;

mod types;
pub use types::ByName;

/// What can be read from JSON.
pub trait FromJson: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// Something else stands there.
    fn from_json(node: &Node) -> Result<Self, Fault>;

    /// The value of a field that is absent, for types that have one.
    fn absent() -> Option<Self> {
        None
    }
}

/// Where a field's value goes.
pub trait Slot {
    /// Reads the value.
    ///
    /// # Errors
    /// Something else stands there.
    fn fill(&mut self, node: &Node) -> Result<(), Fault>;

    /// Whether a value is there, or the type has one for absent fields.
    fn is_ready(&mut self) -> bool;
}

impl<T: FromJson> Slot for Option<T> {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        // Each slot is filled once: there is nothing to drop, and no code for it.
        std::mem::forget(self.replace(T::from_json(node)?));
        Ok(())
    }

    fn is_ready(&mut self) -> bool {
        if self.is_none() {
            *self = T::absent();
        }
        self.is_some()
    }
}

/// A field's value where it need not be there: what stands for it until one is read.
#[derive(Debug)]
pub struct Kept<T>(pub T);

impl<T: FromJson> Slot for Kept<T> {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        self.0 = T::from_json(node)?;
        Ok(())
    }

    fn is_ready(&mut self) -> bool {
        true
    }
}

/// What is known of an object's type.
#[derive(Debug)]
pub struct Shape {
    /// As messages name it.
    pub name: &'static str,
    /// The names of the fields, at most 64.
    pub fields: &'static [&'static str],
    /// A bit for each field: 1 where it need not be there.
    pub optional: u64,
    /// Whether other fields are refused.
    pub is_closed: bool,
    /// Whether a field that is null counts as absent.
    pub null_is_absent: bool,
}

/// Reads an object, field by field, each into the slot of its name.
///
/// # Errors
/// It is no object; an unknown, repeated or missing field; what the slots refuse.
#[inline(never)]
pub fn read_object(node: &Node, shape: &Shape, slots: &mut [&mut dyn Slot]) -> Result<(), Fault> {
    let fields = node.object(shape.name)?;
    let mut seen = 0_u64;
    for (key, value) in fields {
        match shape.fields.iter().position(|name| name == key) {
            Some(index) if seen & 1 << index != 0 => return Err(Fault::repeated(key)),
            Some(index) => {
                seen |= 1 << index;
                if shape.null_is_absent && *value == Node::Null {
                    continue;
                }
                slots[index].fill(value).map_err(|fault| fault.below(key))?;
            }
            None if shape.is_closed => return Err(Fault::unknown_of(key, shape.fields)),
            None => {}
        }
    }
    for (index, slot) in slots.iter_mut().enumerate() {
        if shape.optional & 1 << index == 0 && !slot.is_ready() {
            return Err(Fault::missing(shape.fields[index]));
        }
    }
    Ok(())
}

/// The value in the slot of a field that must be there.
///
/// # Panics
/// When [`read_object`] let it pass empty.
pub fn filled<T>(slot: Option<T>) -> T {
    slot.unwrap_or_else(|| no_value())
}

#[cold]
fn no_value() -> ! {
    panic!("read_object refuses missing fields")
}

/// Where a variant's number is none of its enum's.
///
/// # Panics
/// Always.
#[cold]
pub fn no_variant() -> ! {
    panic!("Variant::of refuses unknown variants")
}

/// A variant of an enum: its name alone, or an object of its name and its content.
#[derive(Debug)]
pub struct Variant<'n> {
    name: &'n str,
    index: usize,
    content: Option<&'n Node>,
}

impl<'n> Variant<'n> {
    /// The variant that stands there, of those with these names.
    ///
    /// # Errors
    /// Something else, or another name, stands there.
    pub fn of(node: &'n Node, names: &'static [&'static str]) -> Result<Self, Fault> {
        let (name, content) = match node {
            Node::Text(name) => (name, None),
            Node::Object(fields) => match fields.as_slice() {
                [(name, content)] => (name, Some(content)),
                _ => return Err(Fault::wrong_value("map", "map with a single key")),
            },
            other => return Err(other.unlike("string or map")),
        };
        match names.iter().position(|known| known == name) {
            Some(index) => Ok(Variant { name, index, content }),
            None => Err(Fault::unknown_variant_of(name, names)),
        }
    }

    /// Its place among the names.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The place of a variant without content.
    ///
    /// # Errors
    /// It has content.
    pub fn unit(&self) -> Result<usize, Fault> {
        match self.content {
            None | Some(Node::Null) => Ok(self.index),
            Some(other) => Err(other.unlike("unit").below(self.name)),
        }
    }

    /// Reads the content.
    ///
    /// # Errors
    /// There is none, or something else.
    pub fn content<T>(&self, expected: &str, read: &dyn Fn(&Node) -> Result<T, Fault>) -> Result<T, Fault> {
        match self.content {
            Some(content) => read(content).map_err(|fault| fault.below(self.name)),
            None => Err(Fault::wrong_type("unit variant", expected)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::FromJson;

    use crate::request::parse;

    #[derive(Debug, PartialEq, Deserialize, FromJson)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Unit,
        New(f64),
        Pair((u8, u64)),
        Fields { a: Option<bool> },
    }

    #[derive(Debug, PartialEq, Deserialize, FromJson)]
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
            r#"{"shape": {"pair": [255, 9007199254740991]}}"#,
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

//! Types from trees of JSON: what `#[derive(FromJson)]` asks, and the types that everything is made of.
//!
//! A struct is a list of names and a list of slots, its fields; one function reads every object into its slots,
//! so that a type adds little more to a module than the names of its fields. Mistakes are told in serde's words, with
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

/// A place that a value is read into: none is moved from hand to hand on its way.
pub trait Slot {
    /// Reads the value.
    ///
    /// # Errors
    /// Something else stands there; what is in the place then means nothing.
    fn fill(&mut self, node: &Node) -> Result<(), Fault>;
}

/// What can be read from JSON.
pub trait FromJson: Slot + Sized {
    /// What stands in a place until a value is read into it.
    fn blank() -> Self;

    /// Whether a field of this type need not be there; it then stays blank.
    fn may_be_absent() -> bool {
        false
    }

    /// Reads a value.
    ///
    /// # Errors
    /// Something else stands there.
    fn from_json(node: &Node) -> Result<Self, Fault> {
        let mut value = Self::blank();
        value.fill(node)?;
        Ok(value)
    }
}

/// The place of an optional field whose null is a value of its own.
#[derive(Debug)]
pub struct Present<'p, T>(pub &'p mut Option<T>);

impl<T: FromJson> Slot for Present<'_, T> {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        self.0.insert(T::blank()).fill(node)
    }
}

/// What is known of an object's type.
#[derive(Debug)]
pub struct Shape {
    /// As messages name it.
    pub name: &'static str,
    /// The names of the fields, at most 64.
    pub fields: &'static [&'static str],
    /// Whether other fields are refused.
    pub is_closed: bool,
    /// Whether a field that is null counts as absent.
    pub null_is_absent: bool,
}

/// Reads an object, field by field, each into the slot of its name. `required` has a bit for each field: 1
/// where it must be there.
///
/// # Errors
/// It is no object; an unknown, repeated or missing field; what the slots refuse.
#[inline(never)]
pub fn read_object(node: &Node, shape: &Shape, required: u64, slots: &mut [&mut dyn Slot]) -> Result<(), Fault> {
    let (mut seen, mut filled) = (0_u64, 0_u64);
    for (key, value) in node.object(shape.name)? {
        let Some(index) = shape.fields.iter().position(|name| name == key) else {
            if shape.is_closed {
                return Err(Fault::unknown_of(key, shape.fields));
            }
            continue;
        };
        let bit = 1 << index;
        if seen & bit != 0 {
            return Err(Fault::repeated(key));
        }
        seen |= bit;
        if !(shape.null_is_absent && *value == Node::Null) {
            filled |= bit;
            slots[index].fill(value).map_err(|fault| fault.below(key))?;
        }
    }
    match (required & !filled).trailing_zeros() {
        64 => Ok(()),
        first => Err(Fault::missing(shape.fields[first as usize])),
    }
}

/// Where a variant's number is none of its enum's.
///
/// # Panics
/// Always.
#[cold]
pub fn no_variant() -> ! {
    panic!("Variant::of refuses unknown variants")
}

/// The place of the variant that stands there, of an enum whose variants hold nothing.
///
/// # Errors
/// Something else, or another name, stands there.
#[inline(never)]
pub fn unit_of(node: &Node, names: &'static [&'static str]) -> Result<usize, Fault> {
    let variant = Variant::of(node, names)?;
    variant.unit().map(|()| variant.index)
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

    /// Makes sure that there is no content.
    ///
    /// # Errors
    /// There is.
    #[inline(never)]
    pub fn unit(&self) -> Result<(), Fault> {
        match self.content {
            None | Some(Node::Null) => Ok(()),
            Some(other) => Err(other.unlike("unit").below(self.name)),
        }
    }

    /// Reads the content.
    ///
    /// # Errors
    /// There is none, or something else.
    #[inline(never)]
    pub fn fill(&self, slot: &mut dyn Slot) -> Result<(), Fault> {
        slot.fill(self.content("newtype variant")?).map_err(|fault| fault.below(self.name))
    }

    /// Reads the fields of the content.
    ///
    /// # Errors
    /// There is none, or something else; those of [`read_object`].
    #[inline(never)]
    pub fn fill_object(&self, shape: &Shape, required: u64, slots: &mut [&mut dyn Slot]) -> Result<(), Fault> {
        let content = self.content("struct variant")?;
        read_object(content, shape, required, slots).map_err(|fault| fault.below(self.name))
    }

    fn content(&self, expected: &str) -> Result<&'n Node, Fault> {
        self.content.ok_or_else(|| Fault::wrong_type("unit variant", expected))
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

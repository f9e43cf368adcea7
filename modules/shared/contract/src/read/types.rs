//! The types that everything is made of.

use std::collections::BTreeMap;

use super::{Fault, FromJson, Node, Slot};
use crate::write::{JsonText, ToJson};

/// Types whose default is as good a blank as any.
macro_rules! plain {
    ($($type:ty)*) => {
        $(impl FromJson for $type {
            fn blank() -> Self {
                Self::default()
            }
        })*
    };
}

plain!(bool String f64 u8 u16 u32 u64 usize i64);

impl Slot for bool {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        match node {
            Node::Bool(value) => *self = *value,
            other => return Err(other.unlike("a boolean")),
        }
        Ok(())
    }
}

impl Slot for String {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        match node {
            Node::Text(text) => *self = text.clone(),
            other => return Err(other.unlike("a string")),
        }
        Ok(())
    }
}

impl Slot for f64 {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        *self = match node {
            Node::Float(number) => *number,
            Node::Unsigned(number) => *number as f64,
            Node::Signed(number) => *number as f64,
            other => return Err(other.unlike("f64")),
        };
        Ok(())
    }
}

/// A whole number from 0 to `most`.
#[inline(never)]
fn whole(node: &Node, most: u64, name: &str) -> Result<u64, Fault> {
    match node {
        Node::Unsigned(number) if *number <= most => Ok(*number),
        Node::Unsigned(_) | Node::Signed(_) => Err(Fault::wrong_value(&node.name(), name)),
        other => Err(other.unlike(name)),
    }
}

macro_rules! whole {
    ($($type:ident)*) => {
        $(impl Slot for $type {
            fn fill(&mut self, node: &Node) -> Result<(), Fault> {
                *self = whole(node, $type::MAX as u64, stringify!($type))? as $type;
                Ok(())
            }
        })*
    };
}

whole!(u8 u16 u32 u64 usize);

impl Slot for i64 {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        *self = match node {
            Node::Signed(number) => *number,
            other => whole(other, i64::MAX as u64, "i64")? as i64,
        };
        Ok(())
    }
}

impl<T: FromJson> Slot for Option<T> {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        if *node == Node::Null {
            *self = None;
            return Ok(());
        }
        self.insert(T::blank()).fill(node)
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn blank() -> Self {
        None
    }

    fn may_be_absent() -> bool {
        true
    }
}

impl<T: FromJson> Slot for Box<T> {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        T::fill(self, node)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn blank() -> Self {
        Box::new(T::blank())
    }
}

/// A list that grows.
trait Growing {
    /// Adds a blank, and gives its place.
    fn grow(&mut self) -> &mut dyn Slot;
}

impl<T: FromJson> Growing for Vec<T> {
    fn grow(&mut self) -> &mut dyn Slot {
        self.push_mut(T::blank())
    }
}

impl<T: FromJson> Slot for Vec<T> {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        self.clear();
        read_list(node, self)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }
}

/// Reads the elements of a list one by one; one function for lists of all types.
#[inline(never)]
fn read_list(node: &Node, list: &mut dyn Growing) -> Result<(), Fault> {
    for (index, node) in node.list("a sequence")?.iter().enumerate() {
        list.grow().fill(node).map_err(|fault| fault.below_index(index))?;
    }
    Ok(())
}

impl<A: FromJson, B: FromJson> Slot for (A, B) {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        read_pair(node, &mut self.0, &mut self.1)
    }
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn blank() -> Self {
        (A::blank(), B::blank())
    }
}

#[inline(never)]
fn read_pair(node: &Node, first: &mut dyn Slot, second: &mut dyn Slot) -> Result<(), Fault> {
    const EXPECTED: &str = "a tuple of size 2";
    let list = node.list(EXPECTED)?;
    let expected = if list.len() > 2 { "fewer elements in array" } else { EXPECTED };
    let [a, b] = list else { return Err(Fault::wrong_length(list.len(), expected)) };
    first.fill(a).map_err(|fault| fault.below_index(0))?;
    second.fill(b).map_err(|fault| fault.below_index(1))
}

impl<T: FromJson> Slot for BTreeMap<String, T> {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        self.clear();
        for (key, node) in node.object("a map")? {
            self.insert(key.clone(), T::from_json(node).map_err(|fault| fault.below(key))?);
        }
        Ok(())
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn blank() -> Self {
        BTreeMap::new()
    }
}

/// An object under names of the caller's choice, in the caller's order.
#[derive(Debug, Clone, PartialEq)]
pub struct ByName<T>(pub Vec<(String, T)>);

impl<T> ByName<T> {
    /// What stands under a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }
}

impl<T> Default for ByName<T> {
    fn default() -> Self {
        ByName(Vec::new())
    }
}

impl<T: ToJson> ToJson for ByName<T> {
    fn write_json(&self, text: &mut JsonText) {
        text.members(&self.0);
    }
}

#[cfg(feature = "schema")]
impl<T: ToJson> serde::Serialize for ByName<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::write::by_serde(self, serializer)
    }
}

impl<T: FromJson> Slot for ByName<T> {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        self.0.clear();
        for (name, node) in node.object("a map")? {
            if self.get(name).is_some() {
                return Err(Fault::repeated(name));
            }
            let (_, value) = self.0.push_mut((name.clone(), T::blank()));
            value.fill(node).map_err(|fault| fault.below(name))?;
        }
        Ok(())
    }
}

impl<T: FromJson> FromJson for ByName<T> {
    fn blank() -> Self {
        ByName::default()
    }
}

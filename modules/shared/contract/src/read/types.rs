//! The types that everything is made of.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{Fault, FromJson, Node};

impl FromJson for bool {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        match node {
            Node::Bool(value) => Ok(*value),
            other => Err(other.unlike("a boolean")),
        }
    }
}

impl FromJson for String {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        match node {
            Node::Text(text) => Ok(text.clone()),
            other => Err(other.unlike("a string")),
        }
    }
}

impl FromJson for f64 {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        match node {
            Node::Float(number) => Ok(*number),
            Node::Unsigned(number) => Ok(*number as f64),
            Node::Signed(number) => Ok(*number as f64),
            other => Err(other.unlike("f64")),
        }
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
        $(impl FromJson for $type {
            fn from_json(node: &Node) -> Result<Self, Fault> {
                Ok(whole(node, $type::MAX as u64, stringify!($type))? as $type)
            }
        })*
    };
}

whole!(u8 u16 u32 u64 usize);

impl FromJson for i64 {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        match node {
            Node::Signed(number) => Ok(*number),
            other => Ok(whole(other, i64::MAX as u64, "i64")? as i64),
        }
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        match node {
            Node::Null => Ok(None),
            other => T::from_json(other).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        T::from_json(node).map(Box::new)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        let mut values = Vec::new();
        for_each(node, &mut |node| {
            values.push(T::from_json(node)?);
            Ok(())
        })?;
        Ok(values)
    }
}

/// Reads the elements of a list one by one; one function for lists of all types.
#[inline(never)]
fn for_each(node: &Node, read: &mut dyn FnMut(&Node) -> Result<(), Fault>) -> Result<(), Fault> {
    for (index, node) in node.list("a sequence")?.iter().enumerate() {
        read(node).map_err(|fault| fault.below_index(index))?;
    }
    Ok(())
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        let [first, second] = pair(node)?;
        let first = A::from_json(first).map_err(|fault| fault.below_index(0))?;
        Ok((first, B::from_json(second).map_err(|fault| fault.below_index(1))?))
    }
}

fn pair(node: &Node) -> Result<&[Node; 2], Fault> {
    const EXPECTED: &str = "a tuple of size 2";
    let list = node.list(EXPECTED)?;
    let expected = if list.len() > 2 { "fewer elements in array" } else { EXPECTED };
    list.try_into().map_err(|_| Fault::wrong_length(list.len(), expected))
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        let mut values = BTreeMap::new();
        for (key, node) in node.object("a map")? {
            values.insert(key.clone(), T::from_json(node).map_err(|fault| fault.below(key))?);
        }
        Ok(values)
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

impl<T: Serialize> Serialize for ByName<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<T: FromJson> FromJson for ByName<T> {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        let mut values = ByName::default();
        for (name, node) in node.object("a map")? {
            if values.get(name).is_some() {
                return Err(Fault::repeated(name));
            }
            values.0.push((name.clone(), T::from_json(node).map_err(|fault| fault.below(name))?));
        }
        Ok(values)
    }
}

//! A JSON text as a tree: what types are read from.

use serde_json::Value;

use crate::fault::Fault;
use crate::write::{JsonText, ToJson};
use gridfolk_json::walk::{Atom, Broken, Sink, walk};

/// A JSON value. Objects keep the order and the repetitions of their keys, so that mistakes are seen.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number from 0.
    Unsigned(u64),
    /// A whole number below 0.
    Signed(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An object's members, as they are written.
    Object(Vec<(String, Node)>),
}

impl Node {
    /// Reads a text.
    ///
    /// # Errors
    /// The text is not JSON.
    pub(crate) fn read(text: &str) -> Result<Node, Broken> {
        let mut builder = Builder { open: Vec::new(), done: Node::Null };
        walk(text, &mut builder)?;
        Ok(builder.done)
    }

    /// A whole number from 0; none where it is something else.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Node::Unsigned(value) => Some(*value),
            _ => None,
        }
    }

    /// The elements of a list, or the mistake that it is none.
    ///
    /// # Errors
    /// `wrong_type`.
    pub(crate) fn list(&self, expected: &str) -> Result<&[Node], Fault> {
        match self {
            Node::List(list) => Ok(list),
            other => Err(other.unlike(expected)),
        }
    }

    /// The members of an object that are not null, of those with these names.
    ///
    /// # Errors
    /// `wrong_type`, `unknown_field`, `repeated_field`.
    #[inline(never)]
    pub fn members(&self, expected: &str, names: &'static [&'static str]) -> Result<Vec<(&'static str, &Node)>, Fault> {
        let mut members: Vec<(&str, &Node)> = Vec::new();
        for (key, value) in self.object(expected)? {
            let Some(name) = names.iter().find(|name| *name == key) else { return Err(Fault::unknown_of(key, names)) };
            if members.iter().any(|(other, _)| other == name) {
                return Err(Fault::repeated(key));
            }
            members.push((name, value));
        }
        members.retain(|(_, value)| **value != Node::Null);
        Ok(members)
    }

    /// The members of an object, or the mistake that it is none.
    ///
    /// # Errors
    /// `wrong_type`.
    pub(crate) fn object(&self, expected: &str) -> Result<&[(String, Node)], Fault> {
        match self {
            Node::Object(fields) => Ok(fields),
            other => Err(other.unlike(expected)),
        }
    }
}

impl ToJson for Node {
    fn write_json(&self, text: &mut JsonText) {
        match self {
            Node::Null => text.word("null"),
            Node::Bool(value) => value.write_json(text),
            Node::Unsigned(value) => value.write_json(text),
            Node::Signed(value) => value.write_json(text),
            Node::Float(value) => value.write_json(text),
            Node::Text(value) => value.write_json(text),
            Node::List(list) => list.write_json(text),
            Node::Object(fields) => text.members(fields),
        }
    }
}

macro_rules! node_of {
    ($($type:ty => $variant:ident as $held:ty),*) => {
        $(impl From<$type> for Node {
            fn from(value: $type) -> Self {
                Node::$variant(value as $held)
            }
        })*
    };
}

node_of!(bool => Bool as bool, u8 => Unsigned as u64, u32 => Unsigned as u64, u64 => Unsigned as u64, usize => Unsigned as u64);

impl From<i32> for Node {
    fn from(value: i32) -> Self {
        u64::try_from(value).map_or(Node::Signed(i64::from(value)), Node::Unsigned)
    }
}

impl From<f64> for Node {
    /// A number that is not finite is null.
    fn from(value: f64) -> Self {
        if value.is_finite() { Node::Float(value) } else { Node::Null }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Node::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Node::Text(text)
    }
}

impl<T: Into<Node> + Clone> From<&[T]> for Node {
    fn from(list: &[T]) -> Self {
        Node::List(list.iter().cloned().map(Into::into).collect())
    }
}

impl<T: Into<Node>> From<Vec<T>> for Node {
    fn from(list: Vec<T>) -> Self {
        Node::List(list.into_iter().map(Into::into).collect())
    }
}

impl From<Value> for Node {
    /// For hosts: what serde_json read.
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Node::Null,
            Value::Bool(value) => Node::Bool(value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => Node::Unsigned(value),
                (_, Some(value)) => Node::Signed(value),
                _ => number.as_f64().map_or(Node::Null, Node::Float),
            },
            Value::String(text) => Node::Text(text),
            Value::Array(list) => list.into(),
            Value::Object(fields) => {
                Node::Object(fields.into_iter().map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}

macro_rules! node_equals {
    ($($type:ty),*) => {
        $(impl PartialEq<$type> for Node {
            #[allow(clippy::cmp_owned, reason = "for tests and hosts, where short beats fast")]
            fn eq(&self, other: &$type) -> bool {
                *self == Node::from(other.clone())
            }
        })*
    };
}

node_equals!(i32, u64, &str, Value);

/// The lists and objects around the next value, and what was finished last.
struct Builder {
    open: Vec<Node>,
    done: Node,
}

impl Builder {
    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(Node::List(list)) => list.push(node),
            Some(Node::Object(fields)) => {
                if let Some((_, value)) = fields.last_mut() {
                    *value = node;
                }
            }
            _ => self.done = node,
        }
    }

    fn close(&mut self) {
        if let Some(node) = self.open.pop() {
            self.add(node);
        }
    }
}

impl Sink for Builder {
    fn atom(&mut self, atom: Atom<'_>) {
        self.add(match atom {
            Atom::Null => Node::Null,
            Atom::Bool(value) => Node::Bool(value),
            Atom::Unsigned(value) => Node::Unsigned(value),
            Atom::Signed(value) => Node::Signed(value),
            Atom::Float(value) => Node::Float(value),
            Atom::Text(text) => Node::Text(text.to_owned()),
        });
    }

    fn begin_list(&mut self) {
        self.open.push(Node::List(Vec::new()));
    }

    fn end_list(&mut self) {
        self.close();
    }

    fn begin_object(&mut self) {
        self.open.push(Node::Object(Vec::new()));
    }

    fn key(&mut self, key: &str) {
        if let Some(Node::Object(fields)) = self.open.last_mut() {
            fields.push((key.to_owned(), Node::Null));
        }
    }

    fn end_object(&mut self) {
        self.close();
    }
}

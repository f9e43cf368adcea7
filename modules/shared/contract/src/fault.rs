//! Mistakes in the shape of JSON, in serde's words, with the way to their place.

use std::fmt::Display;

use crate::problem::{Problem, count_text, in_quotes, joined, place_name, pointer_join};
use crate::reply::to_json;
use crate::tree::Node;
use gridfolk_json::walk::Atom;

/// A mistake on its way out of what was being read.
#[derive(Debug)]
pub struct Fault(Box<Parts>);

#[derive(Debug)]
struct Parts {
    code: &'static str,
    text: String,
    /// Keys and indices that lead to the place, the innermost first.
    steps: Vec<String>,
}

impl Fault {
    #[inline(never)]
    pub(crate) fn new(code: &'static str, text: String) -> Self {
        Fault(Box::new(Parts { code, text, steps: Vec::new() }))
    }

    /// A value that a type does not take, in the type's words.
    pub fn refused(text: impl Display) -> Self {
        Fault::new("wrong_value", text.to_string())
    }

    /// A value of another type than `expected`.
    #[inline(never)]
    pub(crate) fn wrong_type(found: &str, expected: &str) -> Self {
        Fault::new("wrong_type", joined(&["invalid type: ", found, ", expected ", expected]))
    }

    /// A value of the right type that is none of those expected.
    #[inline(never)]
    pub(crate) fn wrong_value(found: &str, expected: &str) -> Self {
        Fault::new("wrong_value", joined(&["invalid value: ", found, ", expected ", expected]))
    }

    #[inline(never)]
    pub(crate) fn wrong_length(length: usize, expected: &str) -> Self {
        Fault::new("wrong_value", joined(&["invalid length ", &count_text(length), ", expected ", expected]))
    }

    /// A field that is not one of those known.
    #[inline(never)]
    pub(crate) fn unknown_of(field: &str, known: &[&str]) -> Self {
        Fault::new("unknown_field", joined(&["unknown field `", field, "`, ", &one_of("fields", known)])).below(field)
    }

    #[inline(never)]
    pub(crate) fn unknown_variant_of(variant: &str, known: &[&str]) -> Self {
        Fault::new("wrong_value", joined(&["unknown variant `", variant, "`, ", &one_of("variants", known)]))
    }

    #[inline(never)]
    pub(crate) fn missing(field: &str) -> Self {
        Fault::new("missing_field", joined(&["missing field `", field, "`"])).below(field)
    }

    #[inline(never)]
    pub(crate) fn repeated(field: &str) -> Self {
        Fault::new("repeated_field", joined(&["duplicate field `", field, "`"])).below(field)
    }

    /// The same mistake as seen from the list or object that holds its place.
    #[inline(never)]
    #[must_use]
    pub fn below(mut self, step: &str) -> Self {
        self.0.steps.push(step.to_owned());
        self
    }

    #[inline(never)]
    #[must_use]
    pub(crate) fn below_index(self, index: usize) -> Self {
        self.below(&count_text(index))
    }

    /// The problem, of a value at the pointer `base`.
    pub(crate) fn at(self, base: &str) -> Problem {
        let Parts { code, text, steps } = *self.0;
        let pointer = steps.iter().rev().fold(base.to_owned(), |pointer, step| pointer_join(&pointer, step.as_str()));
        Problem::new(code, joined(&[&place_name(&pointer), ": ", &text])).at(pointer)
    }
}

/// What may stand instead.
fn one_of(kind: &str, names: &[&str]) -> String {
    let mut text = match names.len() {
        0 => return joined(&["there are no ", kind]),
        1 | 2 => "expected ".to_owned(),
        _ => "expected one of ".to_owned(),
    };
    for (index, name) in names.iter().enumerate() {
        let before = match (index, names.len()) {
            (0, _) => "",
            (_, 2) => " or ",
            _ => ", ",
        };
        text.extend([before, "`", name, "`"]);
    }
    text
}

/// A value that holds no others, as messages name it.
pub(crate) fn name_of_atom(atom: Atom<'_>) -> String {
    match atom {
        Atom::Null => "null".to_owned(),
        Atom::Bool(value) => joined(&["boolean `", &to_json(&value), "`"]),
        Atom::Unsigned(value) => joined(&["integer `", &to_json(&value), "`"]),
        Atom::Signed(value) => joined(&["integer `", &to_json(&value), "`"]),
        Atom::Float(value) => joined(&["floating point `", &to_json(&value), "`"]),
        Atom::Text(text) => joined(&["string ", &in_quotes(text)]),
    }
}

impl Node {
    /// The mistake that this stands where something else is expected.
    #[inline(never)]
    pub fn unlike(&self, expected: &str) -> Fault {
        Fault::wrong_type(&self.name(), expected)
    }

    /// The value, as messages name it.
    pub(crate) fn name(&self) -> String {
        match self {
            Node::Null => name_of_atom(Atom::Null),
            Node::Bool(value) => name_of_atom(Atom::Bool(*value)),
            Node::Unsigned(value) => name_of_atom(Atom::Unsigned(*value)),
            Node::Signed(value) => name_of_atom(Atom::Signed(*value)),
            Node::Float(value) => name_of_atom(Atom::Float(*value)),
            Node::Text(text) => name_of_atom(Atom::Text(text)),
            Node::List(_) => "sequence".to_owned(),
            Node::Object(_) => "map".to_owned(),
        }
    }
}

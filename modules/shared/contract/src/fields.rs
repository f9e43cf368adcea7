//! Objects read field by field, by hand.
//!
//! What `derive(Deserialize)` writes for a struct is 2 to 4 KB of a module for each type; a type that is
//! read with these functions, which are the same for all, costs a call a field. The mistakes and their
//! places are those of the derived form.
//!
//! ```
//! use gridfolk_contract::fields::Fields;
//! let mut fields = Fields::read(r#"{"k": 3, "columns": ["a", "b"]}"#, "/params")?;
//! let k = fields.need("k", Fields::whole)?;
//! let columns = fields.texts("columns")?;
//! fields.end()?;
//! assert_eq!((k, columns), (3, Some(vec!["a".to_owned(), "b".to_owned()])));
//! # Ok::<(), gridfolk_contract::Problem>(())
//! ```

use crate::fault::Fault;
use crate::problem::{Problem, pointer_join};
use crate::read::FromJson;
use crate::request::check_object;
use crate::tree::Node;

/// The fields of an object that are still to be read. A field that is null counts as absent.
#[derive(Debug)]
pub struct Fields {
    pointer: String,
    rest: Vec<(String, Node)>,
    /// The names that were asked for: what `end` tells of.
    asked: Vec<&'static str>,
}

impl Fields {
    /// The fields of a JSON text, which stands at `pointer`.
    ///
    /// # Errors
    /// `not_json`, `not_finite`, `wrong_type` where it is no object, `repeated_field`.
    pub fn read(text: &str, pointer: &str) -> Result<Self, Problem> {
        check_object(text, pointer)?;
        let node = Node::read(text).map_err(|error| crate::request::not_json(&error, pointer))?;
        Fields::of(node, pointer.to_owned())
    }

    pub(crate) fn of(node: Node, pointer: String) -> Result<Self, Problem> {
        let Node::Object(rest) = node else { return Err(wrong(&node, "a map", &pointer)) };
        for (index, (name, _)) in rest.iter().enumerate() {
            if rest[..index].iter().any(|(other, _)| other == name) {
                let fault = Fault::new("repeated_field", format!("duplicate field `{name}`"));
                return Err(fault.below(name).at(&pointer));
            }
        }
        Ok(Fields { pointer, rest, asked: Vec::new() })
    }

    /// Where the object stands.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Where a field stands.
    pub fn pointer_of(&self, name: &str) -> String {
        pointer_join(&self.pointer, name)
    }

    /// Whether a field is there, and an object.
    pub fn is_object(&self, name: &str) -> bool {
        self.rest.iter().any(|(other, node)| other == name && matches!(node, Node::Object(_)))
    }

    fn take(&mut self, name: &'static str) -> Option<Node> {
        self.asked.push(name);
        let place = self.rest.iter().position(|(other, _)| other == name)?;
        Some(self.rest.remove(place).1).filter(|node| *node != Node::Null)
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// `missing_field`, and those of `read`.
    pub fn need<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Self, &'static str) -> Result<Option<T>, Problem>,
    ) -> Result<T, Problem> {
        match read(self, name)? {
            Some(value) => Ok(value),
            None => Err(Fault::missing(name).at(&self.pointer)),
        }
    }

    /// A text.
    ///
    /// # Errors
    /// `wrong_type`.
    pub fn text(&mut self, name: &'static str) -> Result<Option<String>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(node) => text_of(node, &self.pointer_of(name)).map(Some),
        }
    }

    /// The place of a text among those that may stand there.
    ///
    /// # Errors
    /// `wrong_type`, `wrong_value`.
    pub fn one_of(&mut self, name: &'static str, names: &'static [&'static str]) -> Result<Option<usize>, Problem> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        match names.iter().position(|other| *other == text) {
            Some(place) => Ok(Some(place)),
            None => Err(Fault::unknown_variant_of(&text, names).at(&self.pointer_of(name))),
        }
    }

    /// A number.
    ///
    /// # Errors
    /// `wrong_type`.
    pub fn number(&mut self, name: &'static str) -> Result<Option<f64>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(node) => number_of(&node, &self.pointer_of(name)).map(Some),
        }
    }

    /// A whole number from 0.
    ///
    /// # Errors
    /// `wrong_type`, `wrong_value` below 0.
    pub fn whole(&mut self, name: &'static str) -> Result<Option<u64>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(node) => whole_of(&node, &self.pointer_of(name)).map(Some),
        }
    }

    /// True or false.
    ///
    /// # Errors
    /// `wrong_type`.
    pub fn flag(&mut self, name: &'static str) -> Result<Option<bool>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(Node::Bool(flag)) => Ok(Some(flag)),
            Some(node) => Err(wrong(&node, "a boolean", &self.pointer_of(name))),
        }
    }

    /// A list of texts.
    ///
    /// # Errors
    /// `wrong_type`.
    pub fn texts(&mut self, name: &'static str) -> Result<Option<Vec<String>>, Problem> {
        let Some(list) = self.list(name)? else { return Ok(None) };
        let mut texts = Vec::with_capacity(list.len());
        for (index, node) in list.into_iter().enumerate() {
            texts.push(text_of(node, &pointer_join(&self.pointer_of(name), index))?);
        }
        Ok(Some(texts))
    }

    /// A list of numbers.
    ///
    /// # Errors
    /// `wrong_type`.
    pub fn numbers(&mut self, name: &'static str) -> Result<Option<Vec<f64>>, Problem> {
        let Some(list) = self.list(name)? else { return Ok(None) };
        let mut numbers = Vec::with_capacity(list.len());
        for (index, node) in list.into_iter().enumerate() {
            numbers.push(number_of(&node, &pointer_join(&self.pointer_of(name), index))?);
        }
        Ok(Some(numbers))
    }

    /// A list of whole numbers from 0.
    ///
    /// # Errors
    /// `wrong_type`, `wrong_value` below 0.
    pub fn wholes(&mut self, name: &'static str) -> Result<Option<Vec<u64>>, Problem> {
        let Some(list) = self.list(name)? else { return Ok(None) };
        let mut wholes = Vec::with_capacity(list.len());
        for (index, node) in list.into_iter().enumerate() {
            wholes.push(whole_of(&node, &pointer_join(&self.pointer_of(name), index))?);
        }
        Ok(Some(wholes))
    }

    /// An object.
    ///
    /// # Errors
    /// `wrong_type`, `repeated_field`.
    pub fn object(&mut self, name: &'static str) -> Result<Option<Fields>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(node) => Fields::of(node, self.pointer_of(name)).map(Some),
        }
    }

    /// A list of objects.
    ///
    /// # Errors
    /// `wrong_type`, `repeated_field`.
    pub fn objects(&mut self, name: &'static str) -> Result<Option<Vec<Fields>>, Problem> {
        let Some(list) = self.list(name)? else { return Ok(None) };
        let mut objects = Vec::with_capacity(list.len());
        for (index, node) in list.into_iter().enumerate() {
            objects.push(Fields::of(node, pointer_join(&self.pointer_of(name), index))?);
        }
        Ok(Some(objects))
    }

    /// An object of numbers under names of the caller's choice, in the caller's order.
    ///
    /// # Errors
    /// `wrong_type`, `repeated_field`.
    pub fn numbers_by_name(&mut self, name: &'static str) -> Result<Option<Vec<(String, f64)>>, Problem> {
        let Some(object) = self.object(name)? else { return Ok(None) };
        let mut numbers = Vec::with_capacity(object.rest.len());
        for (name, node) in object.rest {
            let number = number_of(&node, &pointer_join(&object.pointer, &name))?;
            numbers.push((name, number));
        }
        Ok(Some(numbers))
    }

    /// A list of lists of texts.
    ///
    /// # Errors
    /// `wrong_type`.
    pub fn text_lists(&mut self, name: &'static str) -> Result<Option<Vec<Vec<String>>>, Problem> {
        let Some(list) = self.list(name)? else { return Ok(None) };
        let mut lists = Vec::with_capacity(list.len());
        for (index, node) in list.into_iter().enumerate() {
            let pointer = pointer_join(&self.pointer_of(name), index);
            let Node::List(nodes) = node else { return Err(wrong(&node, "a sequence", &pointer)) };
            let mut texts = Vec::with_capacity(nodes.len());
            for (at, node) in nodes.into_iter().enumerate() {
                texts.push(text_of(node, &pointer_join(&pointer, at))?);
            }
            lists.push(texts);
        }
        Ok(Some(lists))
    }

    /// Objects under names of the caller's choice, in the caller's order.
    ///
    /// # Errors
    /// `wrong_type`, `repeated_field`.
    pub fn objects_by_name(&mut self, name: &'static str) -> Result<Option<Vec<(String, Fields)>>, Problem> {
        let Some(object) = self.object(name)? else { return Ok(None) };
        let mut objects = Vec::with_capacity(object.rest.len());
        for (name, node) in object.rest {
            let fields = Fields::of(node, pointer_join(&object.pointer, &name))?;
            objects.push((name, fields));
        }
        Ok(Some(objects))
    }

    /// A value of a type that serde reads: conditions, scenarios.
    ///
    /// # Errors
    /// Those of [`crate::request::parse`].
    pub fn typed<T: FromJson>(&mut self, name: &'static str) -> Result<Option<T>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(node) => T::from_json(&node).map(Some).map_err(|fault| fault.at(&self.pointer_of(name))),
        }
    }

    /// Refuses fields that nobody asked for.
    ///
    /// # Errors
    /// `unknown_field`.
    pub fn end(self) -> Result<(), Problem> {
        match self.rest.first() {
            None => Ok(()),
            Some((name, _)) => Err(Fault::unknown_of(name, &self.asked).at(&self.pointer)),
        }
    }

    fn list(&mut self, name: &'static str) -> Result<Option<Vec<Node>>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(Node::List(list)) => Ok(Some(list)),
            Some(node) => Err(wrong(&node, "a sequence", &self.pointer_of(name))),
        }
    }
}

#[inline(never)]
fn wrong(node: &Node, expected: &str, pointer: &str) -> Problem {
    Fault::wrong_type(&node.name(), expected).at(pointer)
}

fn text_of(node: Node, pointer: &str) -> Result<String, Problem> {
    match node {
        Node::Text(text) => Ok(text),
        other => Err(wrong(&other, "a string", pointer)),
    }
}

fn number_of(node: &Node, pointer: &str) -> Result<f64, Problem> {
    match node {
        Node::Float(number) => Ok(*number),
        Node::Unsigned(number) => Ok(*number as f64),
        Node::Signed(number) => Ok(*number as f64),
        other => Err(wrong(other, "f64", pointer)),
    }
}

fn whole_of(node: &Node, pointer: &str) -> Result<u64, Problem> {
    match node {
        Node::Unsigned(number) => Ok(*number),
        Node::Signed(_) => {
            let text = format!("invalid value: {}, expected u64", node.name());
            Err(Fault::new("wrong_value", text).at(pointer))
        }
        other => Err(wrong(other, "u64", pointer)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields {
        Fields::read(text, "/params").expect("an object")
    }

    fn place(problem: &Problem) -> (&str, &str) {
        (problem.code.as_str(), problem.pointer.as_str())
    }

    #[test]
    fn each_kind_of_field_is_read() {
        let mut all = fields(
            r#"{"t": "x", "n": 2, "m": -0.5, "w": 7, "f": true, "ts": ["a"], "ns": [1, 2.5], "ws": [3],
                "o": {"a/b": 1}, "os": [{}], "v": "two", "null": null, "any": [1, null]}"#,
        );
        assert_eq!(all.text("t").unwrap().as_deref(), Some("x"));
        assert_eq!((all.number("n").unwrap(), all.number("m").unwrap()), (Some(2.0), Some(-0.5)));
        assert_eq!((all.whole("w").unwrap(), all.flag("f").unwrap()), (Some(7), Some(true)));
        assert_eq!(
            (all.texts("ts").unwrap(), all.numbers("ns").unwrap()),
            (Some(vec!["a".to_owned()]), Some(vec![1.0, 2.5]))
        );
        assert_eq!(all.wholes("ws").unwrap(), Some(vec![3]));
        assert!(all.is_object("o") && !all.is_object("t"));
        assert_eq!(all.numbers_by_name("o").unwrap(), Some(vec![("a/b".to_owned(), 1.0)]));
        assert_eq!(all.objects("os").unwrap().expect("a list").len(), 1);
        assert_eq!(all.one_of("v", &["one", "two"]).unwrap(), Some(1));
        assert_eq!((all.text("null").unwrap(), all.text("absent").unwrap()), (None, None));
        assert_eq!(all.typed::<Vec<Option<u32>>>("any").unwrap(), Some(vec![Some(1), None]));
        all.end().expect("all fields are read");
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        assert_eq!(place(&Fields::read("[]", "/params").unwrap_err()), ("wrong_type", "/params"));
        assert_eq!(
            place(&Fields::read(r#"{"a": 1, "a": 2}"#, "/params").unwrap_err()),
            ("repeated_field", "/params/a")
        );
        assert_eq!(place(&fields("{}").need("k", Fields::whole).unwrap_err()), ("missing_field", "/params/k"));
        assert_eq!(place(&fields(r#"{"k": 1.5}"#).whole("k").unwrap_err()), ("wrong_type", "/params/k"));
        assert_eq!(place(&fields(r#"{"k": -1}"#).whole("k").unwrap_err()), ("wrong_value", "/params/k"));
        assert_eq!(place(&fields(r#"{"k": [1, "a"]}"#).numbers("k").unwrap_err()), ("wrong_type", "/params/k/1"));
        assert_eq!(place(&fields(r#"{"k": "c"}"#).one_of("k", &["a", "b"]).unwrap_err()), ("wrong_value", "/params/k"));
        let mut unknown = fields(r#"{"a": 1, "b": 2}"#);
        unknown.number("a").expect("a number");
        let problem = unknown.end().unwrap_err();
        assert_eq!(place(&problem), ("unknown_field", "/params/b"));
        assert_eq!(problem.message, "params.b: unknown field `b`, expected `a`");
    }
}

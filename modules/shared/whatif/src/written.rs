//! A condition as a caller wrote it: in JSON, or in the text form.
//!
//! ```
//! use gridfolk_contract::request::parse;
//! use gridfolk_whatif::Written;
//! let text: Written = parse(r#""arrears_days >= 20""#, "").unwrap();
//! let json: Written = parse(r#"{"column": "arrears_days", "gte": 20}"#, "").unwrap();
//! assert_eq!(text.read("/params/where"), json.read("/params/where"));
//! ```

use gridfolk_contract::problem::joined;
use gridfolk_contract::read::{Fault, Node, Slot};
use gridfolk_contract::request::field_path;
use gridfolk_contract::{FromJson, Problem, ToJson};

use crate::condition::Condition;

/// Either form; it is written back as it came.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum Written {
    /// `arrears_days >= 20 AND NOT tariff IN ("tou")`.
    Text(String),
    /// The object.
    Json(Condition),
}

impl Written {
    /// The condition, which stands at `pointer` in the request.
    ///
    /// # Errors
    /// `condition_not_readable`, with the character at which reading the text ended.
    pub fn read(&self, pointer: &str) -> Result<Condition, Problem> {
        match self {
            Written::Json(condition) => Ok(condition.clone()),
            Written::Text(text) => text.parse().map_err(|mut problem: Problem| {
                problem.message = joined(&[&field_path(pointer), ": ", &problem.message]);
                problem.at(pointer)
            }),
        }
    }
}

impl Slot for Written {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        *self = match node {
            Node::Text(text) => Written::Text(text.clone()),
            Node::Object(_) => Written::Json(Condition::from_json(node)?),
            other => return Err(other.unlike("a condition, as an object or a text")),
        };
        Ok(())
    }
}

impl FromJson for Written {
    fn blank() -> Self {
        Written::Text(String::new())
    }
}

#[cfg(test)]
mod tests {
    use gridfolk_contract::reply::to_json;
    use gridfolk_contract::request::parse;

    use super::*;

    #[test]
    fn a_text_that_cannot_be_read_is_told_with_its_place() {
        let problem = Written::Text("a >".into()).read("/params/where").unwrap_err();
        assert_eq!(problem.code, "condition_not_readable");
        assert_eq!((problem.pointer.as_str(), &problem.values["character"]), ("/params/where", &4.into()));
        assert_eq!(problem.message, "params.where: character 4 is the end; expected a number");
    }

    #[test]
    fn a_condition_is_written_back_as_it_came() {
        for json in [r#""a > 1""#, r#"{"column":"a","gt":1.0}"#] {
            let written: Written = parse(json, "").expect("a condition");
            assert_eq!(to_json(&written), json);
        }
        assert!(parse::<Written>("1", "").is_err());
    }
}

//! A condition as a caller wrote it: in JSON, or in the text form.

use gridfolk_contract::Problem;
use gridfolk_contract::request::field_path;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

use crate::condition::Condition;

/// Either form; it is written back as it came.
///
/// ```
/// use gridfolk_whatif::Written;
/// let text: Written = serde_json::from_str(r#""arrears_days >= 20""#).unwrap();
/// let json: Written = serde_json::from_str(r#"{"column": "arrears_days", "gte": 20}"#).unwrap();
/// assert_eq!(text.read("/params/where"), json.read("/params/where"));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
                problem.message = format!("{}: {}", field_path(pointer), problem.message);
                problem.at(pointer)
            }),
        }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrObject)
    }
}

struct TextOrObject;

impl<'de> Visitor<'de> for TextOrObject {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a condition, as an object or a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Written, E> {
        Ok(Written::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Written, A::Error> {
        Condition::deserialize(MapAccessDeserializer::new(map)).map(Written::Json)
    }
}

#[cfg(test)]
mod tests {
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
            let written: Written = serde_json::from_str(json).expect("a condition");
            assert_eq!(serde_json::to_string(&written).expect("JSON"), json);
        }
        assert!(serde_json::from_str::<Written>("1").is_err());
    }
}

//! The text of a request.

use std::collections::BTreeSet;
use std::fmt;

use gridfolk_contract::Problem;
use gridfolk_contract::problem::quoted;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// A request in parts, each the JSON that the caller wrote.
#[derive(Debug, Clone, Default)]
pub(super) struct Request<'a> {
    /// The operation's name.
    pub(super) op: &'a str,
    /// The parameters.
    pub(super) params: Option<&'a str>,
    /// A fitted model.
    pub(super) model: Option<&'a str>,
    /// Whether per-row results are wanted as columns although none are loaded.
    pub(super) wants_columns: bool,
}

impl Request<'_> {
    /// The JSON that the module is given. Parts that are no JSON are the module's to refuse.
    pub(super) fn to_json(&self) -> String {
        let mut text = format!(r#"{{"op":{}"#, gridfolk_contract::reply::to_json(&self.op));
        for (name, part) in [("params", self.params), ("model", self.model)] {
            if let Some(part) = part {
                text.push_str(&format!(r#","{name}":{part}"#));
            }
        }
        text.push_str(if self.wants_columns { r#","rows_as":"columns"}"# } else { "}" });
        text
    }
}

/// A caller's whole request with `op` in it, and `rows_as: columns` where that is wanted and the
/// caller did not say otherwise.
///
/// # Errors
/// `not_json`; `op_differs` when the request names another operation.
pub(super) fn with_op(request: &str, op: &str, wants_columns: bool) -> Result<String, Problem> {
    let fields: Fields = serde_json::from_str(request).map_err(|error| not_json(&error))?;
    if let Some(other) = fields.op.filter(|other| other != op) {
        let message = format!("op is {}; this call is for {}", quoted(&other), quoted(op));
        return Err(Problem::new("op_differs", message).at("/op").with("op", other).with("expected", op));
    }
    let mut added = String::new();
    if !fields.names.contains("op") {
        added.push_str(&format!(r#""op":{},"#, gridfolk_contract::reply::to_json(&op)));
    }
    if wants_columns && !fields.names.contains("rows_as") {
        added.push_str(r#""rows_as":"columns","#);
    }
    if fields.names.is_empty() {
        added.pop();
    }
    // It is an object: what comes before its fields is a brace.
    let start = request.find('{').map_or(0, |at| at + 1);
    Ok(format!("{{{added}{}", &request[start..]))
}

fn not_json(error: &serde_json::Error) -> Problem {
    let (code, what) =
        if error.is_data() { ("wrong_type", "the request") } else { ("not_json", "the request is not JSON") };
    Problem::new(code, format!("{what}: {error}")).with("line", error.line()).with("column", error.column())
}

/// The names of an object's fields, and what stands in `op`.
struct Fields {
    names: BTreeSet<String>,
    op: Option<String>,
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields { names: BTreeSet::new(), op: None };
        while let Some(name) = map.next_key::<String>()? {
            if name == "op" {
                fields.op = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            fields.names.insert(name);
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn op_is_added_and_nothing_else_changes() {
        let add = |text: &str, columns| with_op(text, "fit", columns).map_err(|problem| problem.code.clone());
        assert_eq!(add(r#" {"params": {}}"#, false).unwrap(), r#"{"op":"fit","params": {}}"#);
        assert_eq!(add("{}", false).unwrap(), r#"{"op":"fit"}"#);
        assert_eq!(add("{ }", true).unwrap(), r#"{"op":"fit","rows_as":"columns" }"#);
        assert_eq!(add(r#"{"op":"fit","rows_as":"inline"}"#, true).unwrap(), r#"{"op":"fit","rows_as":"inline"}"#);
        assert_eq!(add(r#"{"op":"predict"}"#, false).unwrap_err(), "op_differs");
        assert_eq!(add(r#"{"op": 1}"#, false).unwrap_err(), "wrong_type");
        assert_eq!(add("[]", false).unwrap_err(), "wrong_type");
        assert_eq!(add(r#"{"params": {}"#, false).unwrap_err(), "not_json");
        assert_eq!(add(r#"{} x"#, false).unwrap_err(), "not_json");
    }

    #[test]
    fn parts_become_a_request() {
        let request = Request { op: "fit", params: Some(r#"{"k":2}"#), model: None, wants_columns: true };
        assert_eq!(request.to_json(), r#"{"op":"fit","params":{"k":2},"rows_as":"columns"}"#);
    }
}

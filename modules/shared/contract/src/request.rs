//! The envelope of one call, and typed parsing that names the place of a mistake.

use std::borrow::Cow;

use serde::Deserialize;

use crate::fault::Fault;
use crate::place::{members, pointer_at};
use crate::problem::{Problem, count_text, cut, joined, place_name, pointer_join};
use crate::read::{FromJson, Slot};
use crate::reply::to_json;
use crate::told::Figure;
use crate::tree::Node;
use gridfolk_json::walk::{Broken, OUT_OF_RANGE, check};

/// The largest integer that JSON carries safely everywhere: 2^53 - 1. Seeds keep to it.
pub const INTEGER_MAX: u64 = (1 << 53) - 1;

/// One call of `run`. Parts that only some operations read stay texts until they are asked for.
#[derive(Debug)]
pub struct Request<'a> {
    /// The operation's name.
    pub op: Cow<'a, str>,
    /// The operation's parameters; none is the same as `{}`.
    pub params: Option<&'a str>,
    /// A fitted model, as an earlier reply gave it.
    pub model: Option<&'a str>,
    /// The rows, where they are not loaded as columns.
    pub table: Option<&'a str>,
    /// How per-row results leave; by default as columns when columns are loaded, else inline.
    pub rows_as: Option<RowsAs>,
    /// The state of a fold.
    pub state: Option<&'a str>,
    /// What the parts answered to `fold`, in any order.
    pub partials: Option<&'a str>,
    /// Where the loaded part begins in the whole table.
    pub first_row: Option<u64>,
}

/// How per-row results leave a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, FromJson)]
#[serde(rename_all = "lowercase")]
pub enum RowsAs {
    /// In the reply's JSON, under `columns`.
    Inline,
    /// As reply columns.
    Columns,
}

impl<'a> Request<'a> {
    /// Reads the envelope.
    ///
    /// # Errors
    /// `not_json`, `not_finite`, and those of [`parse`].
    pub fn parse(text: &'a str) -> Result<Self, Problem> {
        check_object(text, "")?;
        check(text).map_err(|broken| not_json(&broken, ""))?;
        let mut parts = [None; FIELDS.len()];
        for (key, value) in members(text) {
            match FIELDS.iter().position(|field| *field == key) {
                Some(field) if parts[field].is_none() => parts[field] = Some(value),
                Some(field) => return Err(Fault::repeated(FIELDS[field]).at("")),
                None => return Err(Fault::unknown_of(&key, &FIELDS).at("")),
            }
        }
        let op: String = parse(parts[0].ok_or_else(|| Fault::missing("op").at(""))?, "/op")?;
        let [_, params, model, table, rows_as, state, partials, first_row] =
            parts.map(|part| part.filter(|text| *text != "null"));
        let rows_as = rows_as.map(|text| parse(text, "/rows_as")).transpose()?;
        let first_row = first_row.map(|text| parse(text, "/first_row")).transpose()?;
        Ok(Request { op: Cow::Owned(op), params, model, table, rows_as, state, partials, first_row })
    }
}

/// The fields of a request.
const FIELDS: [&str; 8] = ["op", "params", "model", "table", "rows_as", "state", "partials", "first_row"];

/// Reads a part of a request that is an object into its type.
///
/// # Errors
/// Those of [`parse`], and `wrong_type` where it is no object (serde alone would take the fields
/// of a struct from a list, too).
pub fn parse_object<T: FromJson>(text: &str, pointer: &str) -> Result<T, Problem> {
    check_object(text, pointer)?;
    parse(text, pointer)
}

/// Refuses JSON that is no object: serde alone would take the fields of a struct from a list, too.
///
/// # Errors
/// `wrong_type`.
pub fn check_object(text: &str, pointer: &str) -> Result<(), Problem> {
    match text.trim_start().bytes().next() {
        Some(b'[' | b'"' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n') => {
            Err(Problem::new("wrong_type", joined(&[&place_name(pointer), ": must be an object"])).at(pointer))
        }
        _ => Ok(()),
    }
}

/// Reads a part of a request into its type.
///
/// # Errors
/// `unknown_field`, `missing_field`, `repeated_field`, `wrong_type`, `wrong_value`, each with the
/// pointer of the place below `pointer`.
pub fn parse<T: FromJson>(text: &str, pointer: &str) -> Result<T, Problem> {
    let mut value = T::blank();
    read_into(text, pointer, &mut value)?;
    Ok(value)
}

/// One function for all types.
#[inline(never)]
fn read_into(text: &str, pointer: &str, slot: &mut dyn Slot) -> Result<(), Problem> {
    slot.fill(&tree_of(text, pointer)?).map_err(|fault| fault.at(pointer))
}

fn tree_of(text: &str, pointer: &str) -> Result<Node, Problem> {
    Node::read(text).map_err(|broken| not_json(&broken, pointer))
}

fn typed<T: FromJson>(node: &Node, pointer: &str) -> Result<T, Problem> {
    T::from_json(node).map_err(|fault: Fault| fault.at(pointer))
}

/// Like [`parse`], from text that may borrow and types that keep parts raw. For hosts: in a module
/// each type would bring serde_json's parser once more.
///
/// # Errors
/// Those of [`parse`], and `not_json`, `not_finite` where the text itself is not JSON.
pub fn parse_text<'a, T: Deserialize<'a>>(text: &'a str, pointer: &str) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(&mut json).map_err(|error| problem_of(&error, text, pointer))?;
    json.end().map_err(|error| not_json_of(&error, pointer))?;
    Ok(value)
}

/// The problem of a text that is not JSON.
pub(crate) fn not_json(broken: &Broken, pointer: &str) -> Problem {
    let Broken { what, line, column } = *broken;
    let text = joined(&[what, " at line ", &count_text(line), " column ", &count_text(column)]);
    not_json_at(line, column, &text, pointer)
}

fn not_json_at(line: usize, column: usize, text: &str, pointer: &str) -> Problem {
    // The one fault of the text that is a value out of range, not a broken shape.
    let (code, rule) = if text.starts_with(OUT_OF_RANGE) {
        ("not_finite", "a number is too large for a double; numbers must be finite")
    } else {
        ("not_json", "the request is not JSON")
    };
    Problem::new(code, joined(&[rule, ": ", text])).at(pointer).with("line", line).with("column", column)
}

fn not_json_of(error: &serde_json::Error, pointer: &str) -> Problem {
    not_json_at(error.line(), error.column(), &error.to_string(), pointer)
}

fn problem_of(error: &serde_json::Error, source: &str, base: &str) -> Problem {
    if !error.is_data() {
        return not_json_of(error, base);
    }
    let mut pointer = pointer_at(source, error.line(), error.column(), base);
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    let (code, field) = classify(text);
    if let Some(field) = field.filter(|field| !pointer.ends_with(&pointer_join("", field))) {
        pointer = pointer_join(&pointer, field);
    }
    Problem::new(code, format!("{}: {text}", place_name(&pointer))).at(pointer)
}

/// Which mistake serde's text tells, and the field that it names, if the path does not.
fn classify(text: &str) -> (&'static str, Option<&str>) {
    let field = || text.split('`').nth(1);
    match text {
        _ if text.starts_with("unknown field") => ("unknown_field", field()),
        _ if text.starts_with("missing field") => ("missing_field", field()),
        _ if text.starts_with("duplicate field") => ("repeated_field", field()),
        _ if text.starts_with("invalid type") => ("wrong_type", None),
        _ => ("wrong_value", None),
    }
}

/// A JSON pointer as people write field paths: `/params/init/rows/0` is `params.init.rows[0]`.
pub fn field_path(pointer: &str) -> String {
    let mut path = String::new();
    for step in cut(pointer, b"/").into_iter().skip(1) {
        let is_index = step.bytes().all(|byte| byte.is_ascii_digit());
        let (before, after) = match is_index {
            _ if path.is_empty() => ("", ""),
            true => ("[", "]"),
            false => (".", ""),
        };
        path.push_str(before);
        push_unescaped(&mut path, step);
        path.push_str(after);
    }
    path
}

/// Adds a step of a JSON pointer as the key that it means.
fn push_unescaped(key: &mut String, step: &str) {
    for (at, part) in cut(step, b"~").into_iter().enumerate() {
        let (sign, n_skipped) = match part.as_bytes().first() {
            _ if at == 0 => ("", 0),
            Some(b'1') => ("/", 1),
            Some(b'0') => ("~", 1),
            _ => ("~", 0),
        };
        key.push_str(sign);
        key.push_str(part.get(n_skipped..).unwrap_or_default());
    }
}

/// Reads a model, first its header, so that a model of another module is named as such.
///
/// # Errors
/// `model_of_other_module`, `model_schema_unsupported`, and those of [`parse`].
pub fn parse_model<T: FromJson>(text: &str, module: &str, schemas: &[u64]) -> Result<T, Problem> {
    typed(&model_node(text, module, schemas)?, "/model")
}

/// What every model begins with.
#[derive(Debug, FromJson)]
struct Header {
    module: String,
    schema: u64,
}

fn model_node(text: &str, module: &str, schemas: &[u64]) -> Result<Node, Problem> {
    check_object(text, "/model")?;
    let model = tree_of(text, "/model")?;
    let Header { module: found, schema } = typed(&model, "/model")?;
    if found != module {
        let figures = [("module", Figure::Name(&found)), ("expected", Figure::Name(module))];
        let rule = "is {module}; must be {expected}";
        return Err(Problem::of_field("model_of_other_module", "/model/module", rule, &figures));
    }
    if !schemas.contains(&schema) {
        let mut rule = "is {schema}; this version reads ".to_owned();
        for (index, known) in schemas.iter().enumerate() {
            rule.push_str(if index > 0 { ", " } else { "" });
            rule.push_str(&to_json(known));
        }
        let figures = [("schema", Figure::Count(schema))];
        let problem = Problem::of_field("model_schema_unsupported", "/model/schema", &rule, &figures);
        return Err(problem.with("supported", schemas));
    }
    Ok(model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only its parsing is tested")]
    struct Params {
        k: u32,
        #[serde(default)]
        weights: Vec<f64>,
    }

    fn problem(text: &str) -> Problem {
        parse_text::<Params>(text, "/params").unwrap_err()
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        let cases = [
            (r#"{"k": 1, "kk": 2}"#, "unknown_field", "/params/kk"),
            (r#"{}"#, "missing_field", "/params/k"),
            (r#"{"k": 1, "k": 2}"#, "repeated_field", "/params/k"),
            (r#"{"k": "two"}"#, "wrong_type", "/params/k"),
            (r#"{"k": 1.5}"#, "wrong_type", "/params/k"),
            (r#"{"k": -1}"#, "wrong_value", "/params/k"),
            (r#"{"k": 1, "weights": [1, null]}"#, "wrong_type", "/params/weights/1"),
            (r#"{"k": 1"#, "not_json", "/params"),
            (r#"{"k": 1, "weights": [1e999]}"#, "not_finite", "/params"),
            (r#"{"k": 1} x"#, "not_json", "/params"),
        ];
        for (text, code, pointer) in cases {
            let problem = problem(text);
            assert_eq!((problem.code.as_str(), problem.pointer.as_str()), (code, pointer), "{text}");
        }
    }

    #[test]
    fn a_message_has_field_path_and_rule() {
        assert_eq!(
            problem(r#"{"k": 1, "weights": [1, null]}"#).message,
            "params.weights[1]: invalid type: null, expected f64"
        );
    }

    #[test]
    fn a_request_keeps_its_parts_raw_and_refuses_others() {
        let request = Request::parse(r#"{"op": "fit", "params": {"k": 2}}"#).expect("a request");
        assert_eq!((request.op.as_ref(), request.params), ("fit", Some(r#"{"k": 2}"#)));
        assert_eq!(Request::parse(r#"{"op": "fit", "parms": {}}"#).unwrap_err().pointer, "/parms");
        assert_eq!(Request::parse("[]").unwrap_err().code, "wrong_type");
    }

    #[test]
    fn a_model_of_another_module_or_schema_is_refused() {
        let read = |text: &str| parse_model::<Header>(text, "kmeans", &[1]).map_err(|problem| problem.code.clone());
        assert_eq!(read(r#"{"module": "tree", "schema": 1}"#).unwrap_err(), "model_of_other_module");
        assert_eq!(read(r#"{"module": "kmeans", "schema": 9}"#).unwrap_err(), "model_schema_unsupported");
        assert!(read(r#"{"module": "kmeans", "schema": 1}"#).is_ok());
    }
}

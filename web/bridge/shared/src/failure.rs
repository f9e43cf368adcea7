//! What JavaScript catches when a call gives no reply.

use gridfolk_contract::problem::Details;
use gridfolk_contract::reply::to_json;
use gridfolk_contract::{Figures, Problem, ToJson};
use gridfolk_host::CallError;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What is wrong with a request: `code` for programs, `message` for people. */
export interface Problem {
  code: string;
  message: string;
  pointer: string;
  values: Record<string, unknown>;
}
/** What every part of the page's host throws. */
export interface Failure extends Problem {
  /** Whether the module broke down: its instance is replaced, the columns are kept. */
  trapped: boolean;
  /** The problem as JSON, byte for byte the same in every host. */
  json: string;
}
"#;

/// A problem's parts, and whether the instance is gone.
#[derive(ToJson)]
struct Failure<'a> {
    code: &'a str,
    message: &'a str,
    pointer: &'a str,
    values: &'a Figures,
    trapped: bool,
    json: String,
}

/// A problem as the value that is thrown.
pub fn thrown(problem: &Problem) -> JsValue {
    failure(problem, false)
}

/// A failed call as the value that is thrown.
pub fn thrown_call(error: &CallError) -> JsValue {
    match error {
        CallError::Problem(problem) => thrown(problem),
        CallError::Trap(trap) => failure(&Problem::new(trap.code(), trap.to_string()), true),
    }
}

fn failure(problem: &Problem, trapped: bool) -> JsValue {
    let Details { code, message, pointer, values } = &**problem;
    to_js(&Failure { code, message, pointer, values, trapped, json: problem.to_json() })
}

/// A module that cannot be opened, as the value that is thrown.
pub fn thrown_open(text: String) -> JsValue {
    thrown(&Problem::new("module_unusable", text))
}

/// Any summary as plain JavaScript objects, through JSON: a problem may quote an integer beyond 2^53,
/// which becomes the nearest number then, as for every reader of JSON in JavaScript.
pub fn to_js(value: &impl ToJson) -> JsValue {
    js_sys::JSON::parse(&to_json(value)).unwrap_or_else(JsValue::from)
}

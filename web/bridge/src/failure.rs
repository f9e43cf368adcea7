//! What JavaScript catches when a call gives no reply.

use gridfolk_contract::Problem;
use gridfolk_contract::reply::to_json;
use gridfolk_host::CallError;
use serde::Serialize;
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
/** What `Bridge` and `Table` throw. */
export interface Failure extends Problem {
  /** Whether the module broke down: its instance is replaced, the columns are kept. */
  trapped: boolean;
  /** The problem as JSON, byte for byte the same in every host. */
  json: string;
}
"#;

/// A problem, flattened, and whether the instance is gone.
#[derive(Serialize)]
struct Failure<'a> {
    #[serde(flatten)]
    problem: &'a Problem,
    trapped: bool,
    json: String,
}

/// A problem as the value that is thrown.
pub(crate) fn thrown(problem: &Problem) -> JsValue {
    to_js(&Failure { problem, trapped: false, json: problem.to_json() })
}

/// A failed call as the value that is thrown.
pub(crate) fn thrown_call(error: &CallError) -> JsValue {
    match error {
        CallError::Problem(problem) => thrown(problem),
        CallError::Trap(trap) => {
            let problem = Problem::new(trap.code(), trap.to_string());
            to_js(&Failure { problem: &problem, trapped: true, json: problem.to_json() })
        }
    }
}

/// A module that cannot be opened, as the value that is thrown.
pub(crate) fn thrown_open(text: String) -> JsValue {
    thrown(&Problem::new("module_unusable", text))
}

/// Any summary as plain JavaScript objects, through JSON: a problem may quote an integer beyond 2^53,
/// which becomes the nearest number then, as for every reader of JSON in JavaScript.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    js_sys::JSON::parse(&to_json(value)).unwrap_or_else(JsValue::from)
}

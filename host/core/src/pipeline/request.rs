//! Requests of a step, and the model in its reply.

use std::collections::BTreeMap;

use gridfolk_contract::Problem;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::template::{Known, fill};
use crate::engine::Trap;
use crate::session::CallError;

/// A step's parameters with what the run knows put in, and a patch on top.
pub(super) fn filled(
    params: Option<&RawValue>,
    patch: Option<&Value>,
    known: Known<'_>,
) -> Result<Option<String>, CallError> {
    let value: Option<Value> = params
        .map(|params| serde_json::from_str(params.get()))
        .transpose()
        .map_err(|error| Problem::new("not_json", format!("the step's params are not JSON: {error}")))?;
    let mut value = value.and_then(|value| fill(&value, known));
    if let Some(patch) = patch {
        merge(value.get_or_insert_default(), patch);
    }
    Ok(value.map(|value| value.to_string()))
}

/// RFC 7396: members take the place of others, null removes, anything but objects replaces.
fn merge(value: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else {
        *value = patch.clone();
        return;
    };
    if !value.is_object() {
        *value = Value::Object(serde_json::Map::new());
    }
    for (name, patch) in members {
        match patch {
            Value::Null => drop(value.as_object_mut().and_then(|value| value.remove(name))),
            patch => merge(&mut value[name], patch),
        }
    }
}

/// The request of an operation.
pub(super) fn request(op: &str, params: Option<&str>, model: Option<&RawValue>) -> String {
    let mut request = format!(r#"{{"op":{}"#, Value::from(op));
    if let Some(params) = params {
        request += &format!(r#","params":{params}"#);
    }
    if let Some(model) = model {
        request += &format!(r#","model":{}"#, model.get());
    }
    request + "}"
}

#[derive(Deserialize)]
struct Fitted {
    model: Option<Box<RawValue>>,
}

/// The model in a reply's body.
pub(super) fn model_of(body: &str) -> Result<Option<Box<RawValue>>, Trap> {
    let fitted: Fitted = serde_json::from_str(body).map_err(|error| broken(&error))?;
    Ok(fitted.model)
}

/// The body without its model, which is kept apart.
pub(super) fn without_model(body: &str) -> Result<Box<RawValue>, Trap> {
    let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(body).map_err(|error| broken(&error))?;
    members.remove("model");
    serde_json::value::to_raw_value(&members).map_err(|error| broken(&error))
}

/// A reply that is none.
pub(super) fn broken(error: &serde_json::Error) -> Trap {
    Trap::Other(format!("the module's reply is no object: {error}"))
}

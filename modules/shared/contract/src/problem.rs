//! What a caller is told when a request is refused.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A refused request: the `Err` of every operation.
///
/// ```
/// use gridfolk_contract::Problem;
/// let problem = Problem::new("k_out_of_range", "params.k is 9; must be 1 to 5 (rows)")
///     .at("/params/k")
///     .with("k", 9)
///     .with("max", 5);
/// assert_eq!(
///     problem.to_json(),
///     r#"{"code":"k_out_of_range","message":"params.k is 9; must be 1 to 5 (rows)","pointer":"/params/k","values":{"k":9,"max":5}}"#
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable name of the mistake, in `snake_case`; programs read this.
    pub code: String,
    /// Field, value and rule in English; lower case, no full stop; people read this.
    pub message: String,
    /// JSON pointer (RFC 6901) into the request; empty when the request as a whole is meant.
    #[serde(default)]
    pub pointer: String,
    /// The figures of the message, by name, from which a host renders other languages.
    #[serde(default)]
    pub values: BTreeMap<String, Value>,
}

impl Problem {
    /// A problem about the request as a whole; add the place with [`Problem::at`].
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Problem { code: code.into(), message: message.into(), pointer: String::new(), values: BTreeMap::new() }
    }

    /// Says where: a JSON pointer into the request.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// Adds one figure of the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// The JSON that crosses the module's border as the `Err` string.
    pub fn to_json(&self) -> String {
        crate::reply::to_json(self)
    }

    /// Reads the `Err` string of a module. A host does not trust it: anything else than a problem
    /// becomes the problem `module_broken`.
    pub fn from_json(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_else(|_| {
            Problem::new("module_broken", "the module answered with an error that is not a problem")
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Problem {}

/// Joins a step to a JSON pointer, escaping `~` and `/` as RFC 6901 asks.
///
/// ```
/// assert_eq!(gridfolk_contract::problem::pointer_join("/table/columns", "kWh/day"), "/table/columns/kWh~1day");
/// ```
pub fn pointer_join(pointer: &str, step: impl fmt::Display) -> String {
    let step = step.to_string().replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{step}")
}

/// A text from the caller as it may stand in a message: quoted, at most 40 characters.
pub fn quoted(text: &str) -> String {
    const MAX_CHARS: usize = 40;
    let shown: String = text.chars().take(MAX_CHARS).collect();
    let dots = if text.chars().nth(MAX_CHARS).is_some() { "…" } else { "" };
    format!("{:?}", format!("{shown}{dots}"))
}

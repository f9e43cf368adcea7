//! What the tests of modules share: instances, and folds driven part by part. No `.wasm` holds it.
//!
//! Everything panics where a module does not do what a test asks of it.
#![forbid(unsafe_code)]
#![allow(clippy::missing_panics_doc, reason = "it is the purpose of tests")]

use gridfolk_contract::{Column, Problem, Reply};
use gridfolk_guest::{Module, Session};
use serde_json::{Value, json};

/// An instance with columns.
pub fn loaded<M: Module>(columns: Vec<Column>) -> Session<M> {
    let mut session = Session::default();
    session.load(columns).expect("columns");
    session
}

/// What an instance answers.
///
/// # Errors
/// What it refuses.
pub fn run<M: Module>(session: &mut Session<M>, request: &Value) -> Result<Reply, Problem> {
    session.run(&request.to_string())
}

/// The body of the answer.
pub fn body<M: Module>(session: &mut Session<M>, request: &Value) -> Value {
    let reply = run(session, request).unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
    serde_json::from_str(&reply.body).expect("JSON")
}

/// Why the request is refused.
pub fn problem<M: Module>(session: &mut Session<M>, request: &Value) -> Problem {
    match run(session, request) {
        Ok(reply) => panic!("{request} is answered: {}", reply.body),
        Err(problem) => problem,
    }
}

/// A table of `n` rows in parts that begin at `starts`, each with its first row; `part` gives the rows from one
/// number to another.
pub fn parts(n: usize, starts: &[usize], part: impl Fn(usize, usize) -> Vec<Column>) -> Vec<(u64, Vec<Column>)> {
    let ends = starts.iter().skip(1).chain([&n]);
    starts.iter().zip(ends).map(|(&from, &to)| (from as u64, part(from, to))).collect()
}

/// Drives a fold over parts, each with its first row, and gives the text of the fit's reply. With `remember` each part
/// keeps its instance; without, every pass gets a new one. Partials are merged in reverse order.
///
/// # Errors
/// What any of the operations refuses.
pub fn fold<M: Module>(params: &Value, parts: &[(u64, Vec<Column>)], remember: bool) -> Result<String, Problem> {
    let open = || parts.iter().map(|(_, columns)| loaded::<M>(columns.clone())).collect::<Vec<_>>();
    let (mut sessions, mut merger) = (open(), Session::<M>::default());
    let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    let begun = run(&mut merger, &json!({"op": "begin", "params": params}))?;
    let mut state = json(&begun.body)["state"].take();
    loop {
        if !remember {
            sessions = open();
        }
        let mut partials = Vec::new();
        for (session, (first_row, _)) in sessions.iter_mut().zip(parts) {
            let reply = run(session, &json!({"op": "fold", "state": state, "first_row": first_row}))?;
            partials.insert(0, json(&reply.body)["partial"].take());
        }
        let merged = run(&mut merger, &json!({"op": "merge", "state": state, "partials": partials}))?;
        if let Some(fitted) = merged.body.strip_prefix("{\"reply\":").and_then(|rest| rest.strip_suffix('}')) {
            return Ok(fitted.to_owned());
        }
        state = json(&merged.body)["state"].take();
    }
}

/// Makes `loaded`, `run`, `body` and `problem` of one module, so that its tests need not name it at every call.
#[macro_export]
macro_rules! instances_of {
    ($module:ty) => {
        /// An instance of the module.
        pub(crate) type Instance = ::gridfolk_guest::Session<$module>;

        /// An instance with columns.
        pub(crate) fn loaded(columns: Vec<::gridfolk_contract::Column>) -> Instance {
            $crate::loaded(columns)
        }

        pub(crate) fn run(
            session: &mut Instance,
            request: &::serde_json::Value,
        ) -> Result<::gridfolk_contract::Reply, ::gridfolk_contract::Problem> {
            $crate::run(session, request)
        }

        pub(crate) fn body(session: &mut Instance, request: &::serde_json::Value) -> ::serde_json::Value {
            $crate::body(session, request)
        }

        pub(crate) fn problem(session: &mut Instance, request: &::serde_json::Value) -> ::gridfolk_contract::Problem {
            $crate::problem(session, request)
        }
    };
}

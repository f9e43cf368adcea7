//! What several tests share: made-up tables, and folds driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use fuzzy::FuzzyModule;
use gridfolk_contract::{Column, Problem, Reply};
use gridfolk_guest::Session;
use gridfolk_numeric::random::Stream;
use serde_json::{Value, json};

/// `n` rows of `d` columns around four points; deterministic.
pub(crate) fn columns(n: usize, d: usize, seed: u64) -> Vec<Vec<f64>> {
    let noise = |j: usize, row: usize| {
        let stream = Stream::new(seed, j as u64);
        (0..4).map(|draw| stream.uniform((4 * row + draw) as u64)).sum::<f64>() - 2.0
    };
    let centre = |j: usize, row: usize| (((row % 4) * (j + 1)) % 5) as f64 * 0.8;
    (0..d).map(|j| (0..n).map(|row| (centre(j, row) + noise(j, row)) * 10f64.powi(j as i32 % 3)).collect()).collect()
}

/// Named columns of the rows `from..to`.
pub(crate) fn part(columns: &[Vec<f64>], from: usize, to: usize) -> Vec<Column> {
    columns.iter().enumerate().map(|(j, column)| Column::number(format!("c{j}"), column[from..to].to_vec())).collect()
}

/// An instance with columns.
pub(crate) fn loaded(columns: Vec<Column>) -> Session<FuzzyModule> {
    let mut session = Session::default();
    session.load(columns).expect("columns");
    session
}

pub(crate) fn run(session: &mut Session<FuzzyModule>, request: &Value) -> Result<Reply, Problem> {
    session.run(&request.to_string())
}

pub(crate) fn body(session: &mut Session<FuzzyModule>, request: &Value) -> Value {
    let reply = run(session, request).unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
    serde_json::from_str(&reply.body).expect("JSON")
}

pub(crate) fn fresh(request: &Value) -> Value {
    body(&mut Session::default(), request)
}

pub(crate) fn problem(session: &mut Session<FuzzyModule>, request: &Value) -> Problem {
    match run(session, request) {
        Ok(reply) => panic!("{request} is answered: {}", reply.body),
        Err(problem) => problem,
    }
}

/// Drives a fit over parts that begin at `starts`. With `remember` each part keeps its instance; without,
/// every pass gets a new one. Partials are merged in reverse order.
pub(crate) fn fold(params: &Value, columns: &[Vec<f64>], starts: &[usize], remember: bool) -> Result<String, Problem> {
    let n = columns[0].len();
    let bounds: Vec<(usize, usize)> =
        starts.iter().zip(starts.iter().skip(1).chain([&n])).map(|(&from, &to)| (from, to)).collect();
    let open = || bounds.iter().map(|&(from, to)| loaded(part(columns, from, to))).collect::<Vec<_>>();
    let mut sessions = open();
    let mut merger = Session::<FuzzyModule>::default();
    let mut state = body(&mut merger, &json!({"op": "begin", "params": params}))["state"].take();
    loop {
        if !remember {
            sessions = open();
        }
        let mut partials = Vec::new();
        for (session, (from, _)) in sessions.iter_mut().zip(&bounds) {
            let reply = run(session, &json!({"op": "fold", "state": state, "first_row": from}))?;
            let mut reply: Value = serde_json::from_str(&reply.body).expect("JSON");
            partials.insert(0, reply["partial"].take());
        }
        let reply = run(&mut merger, &json!({"op": "merge", "state": state, "partials": partials}))?;
        if let Some(fitted) = reply.body.strip_prefix("{\"reply\":").and_then(|rest| rest.strip_suffix('}')) {
            return Ok(fitted.to_owned());
        }
        let mut merged: Value = serde_json::from_str(&reply.body).expect("JSON");
        state = merged["state"].take();
    }
}

//! What several tests share: made-up tables, and folds driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use activity::ActivityModule;
use gridfolk_contract::{Column, Problem, Reply, Values};
use gridfolk_guest::Session;
use gridfolk_numeric::random::Stream;
use serde_json::{Value, json};

/// `n` customers on two of the usual channels and one of their own with volume, with values missing here and
/// there; deterministic.
pub(crate) fn columns(n: usize, seed: u64) -> Vec<Column> {
    let draw = |stream: u64, row: usize| Stream::new(seed, stream).uniform(row as u64);
    let counts = |stream: u64, most: f64| -> Vec<f64> {
        (0..n).map(|row| if draw(stream, row) < 0.4 { 0.0 } else { (draw(stream + 10, row) * most).ceil() }).collect()
    };
    let days = |stream: u64, counts: &[f64]| -> Vec<f64> {
        let day = |row: usize| if counts[row] == 0.0 { f64::NAN } else { (draw(stream, row) * 365.0).floor() };
        (0..n).map(day).collect()
    };
    let (app, hall, van) = (counts(0, 40.0), counts(1, 3.0), counts(2, 9.0));
    let (mut app_days, hall_days) = (days(20, &app), days(21, &hall));
    app_days.iter_mut().skip(3).step_by(29).for_each(|days| *days = f64::NAN);
    let yuan = (0..n).map(|row| if row % 23 == 5 { f64::NAN } else { van[row] * 100.0 * draw(22, row) }).collect();
    vec![
        Column::number("n_app_uses_12m", app),
        Column::number("days_since_app", app_days),
        Column::number("n_hall_visits_12m", hall),
        Column::number("days_since_hall", hall_days),
        Column::number("n_van", van),
        Column::number("yuan_van", yuan),
    ]
}

/// The three channels of [`columns`].
pub(crate) fn channels() -> Value {
    json!([
        {"channel": "app", "count": "n_app_uses_12m", "days_since": "days_since_app"},
        {"channel": "hall", "count": "n_hall_visits_12m", "days_since": "days_since_hall"},
        {"channel": "服务车", "count": "n_van", "volume": "yuan_van"},
    ])
}

/// The rows `from..to`.
pub(crate) fn part(columns: &[Column], from: usize, to: usize) -> Vec<Column> {
    let cut = |column: &Column| match &column.values {
        Values::Number(numbers) => Column::number(column.name.clone(), numbers[from..to].to_vec()),
        _ => panic!("numbers"),
    };
    columns.iter().map(cut).collect()
}

/// An instance with columns.
pub(crate) fn loaded(columns: Vec<Column>) -> Session<ActivityModule> {
    let mut session = Session::default();
    session.load(columns).expect("columns");
    session
}

pub(crate) fn run(session: &mut Session<ActivityModule>, request: &Value) -> Result<Reply, Problem> {
    session.run(&request.to_string())
}

pub(crate) fn body(session: &mut Session<ActivityModule>, request: &Value) -> Value {
    let reply = run(session, request).unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
    serde_json::from_str(&reply.body).expect("JSON")
}

pub(crate) fn fresh(request: Value) -> Value {
    body(&mut Session::default(), &request)
}

pub(crate) fn problem(session: &mut Session<ActivityModule>, request: &Value) -> Problem {
    match run(session, request) {
        Ok(reply) => panic!("{request} is answered: {}", reply.body),
        Err(problem) => problem,
    }
}

/// Drives an index over parts that begin at `starts`. With `remember` each part keeps its instance; without,
/// every pass gets a new one. Partials are merged in reverse order.
pub(crate) fn fold(params: &Value, columns: &[Column], starts: &[usize], remember: bool) -> Result<String, Problem> {
    let n = columns[0].values.n_rows();
    let bounds: Vec<(usize, usize)> =
        starts.iter().zip(starts.iter().skip(1).chain([&n])).map(|(&from, &to)| (from, to)).collect();
    let open = || bounds.iter().map(|&(from, to)| loaded(part(columns, from, to))).collect::<Vec<_>>();
    let mut sessions = open();
    let mut merger = Session::<ActivityModule>::default();
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

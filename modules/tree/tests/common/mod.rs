//! What several tests share: made-up tables, and folds driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use gridfolk_contract::{Column, MISSING_CODE, Problem, Reply};
use gridfolk_guest::Session;
use gridfolk_numeric::random::Stream;
use serde_json::{Value, json};
use tree::TreeModule;

const LEVELS: [&str; 5] = ["甲", "flat", "tou", "乙", "step"];

/// `n` rows: two columns of numbers (one continuous, one of few values), a category, a weight, a target
/// of `n_classes` classes that depends on them, with values missing here and there; deterministic.
pub(crate) fn columns(n: usize, n_classes: u32, seed: u64) -> Vec<Column> {
    let draw = |stream: u64, row: usize| Stream::new(seed, stream).uniform(row as u64);
    let kwh: Vec<f64> = (0..n).map(|row| (draw(0, row) * 9000.0).round() / 8.0).collect();
    let calls: Vec<f64> = (0..n).map(|row| (draw(1, row) * 6.0).floor() - 1.0).collect();
    let tariff: Vec<u32> = (0..n).map(|row| (draw(2, row) * LEVELS.len() as f64) as u32).collect();
    let weight: Vec<f64> = (0..n).map(|row| if row % 31 == 7 { 0.0 } else { 0.1 + draw(3, row) }).collect();
    let class = |row: usize| {
        let score = kwh[row] / 500.0 + calls[row] + f64::from(tariff[row] % 3) + 3.0 * draw(4, row);
        (score as u32) % n_classes
    };
    let target: Vec<u32> = (0..n).map(|row| if row % 53 == 11 { MISSING_CODE } else { class(row) }).collect();
    let with_gaps = |mut numbers: Vec<f64>, at: usize| {
        numbers.iter_mut().skip(at).step_by(17).for_each(|number| *number = f64::NAN);
        numbers
    };
    let tariff =
        tariff.iter().enumerate().map(|(row, &code)| if row % 19 == 3 { MISSING_CODE } else { code }).collect();
    vec![
        Column::number("kwh", with_gaps(kwh, 5)),
        Column::number("calls", with_gaps(calls, 9)),
        Column::category("tariff", tariff, LEVELS.map(str::to_owned).to_vec()),
        Column::number("weight", weight),
        Column::category("class", target, (0..n_classes).map(|class| format!("c{class}")).collect()),
    ]
}

/// The rows `from..to`, as a host cuts them: levels in the order in which they occur there.
pub(crate) fn part(columns: &[Column], from: usize, to: usize) -> Vec<Column> {
    use gridfolk_contract::Values;
    let cut = |column: &Column| match &column.values {
        Values::Number(numbers) => Column::number(column.name.clone(), numbers[from..to].to_vec()),
        Values::Category(category) => {
            let mut levels: Vec<String> = Vec::new();
            let code = |&code: &u32| {
                let Some(level) = category.levels.get(code as usize) else { return MISSING_CODE };
                let place = levels.iter().position(|other| other == level).unwrap_or_else(|| {
                    levels.push(level.clone());
                    levels.len() - 1
                });
                place as u32
            };
            let codes = category.codes[from..to].iter().map(code).collect();
            Column::category(column.name.clone(), codes, levels)
        }
        Values::Items(_) => panic!("no items here"),
    };
    columns.iter().map(cut).collect()
}

/// An instance with columns.
pub(crate) fn loaded(columns: Vec<Column>) -> Session<TreeModule> {
    let mut session = Session::default();
    session.load(columns).expect("columns");
    session
}

pub(crate) fn run(session: &mut Session<TreeModule>, request: &Value) -> Result<Reply, Problem> {
    session.run(&request.to_string())
}

pub(crate) fn body(session: &mut Session<TreeModule>, request: &Value) -> Value {
    let reply = run(session, request).unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
    serde_json::from_str(&reply.body).expect("JSON")
}

pub(crate) fn fresh(request: Value) -> Value {
    body(&mut Session::default(), &request)
}

pub(crate) fn problem(session: &mut Session<TreeModule>, request: &Value) -> Problem {
    match run(session, request) {
        Ok(reply) => panic!("{request} is answered: {}", reply.body),
        Err(problem) => problem,
    }
}

/// Drives a fit over parts that begin at `starts`. With `remember` each part keeps its instance; without,
/// every pass gets a new one. Partials are merged in reverse order.
pub(crate) fn fold(params: &Value, columns: &[Column], starts: &[usize], remember: bool) -> Result<String, Problem> {
    let n = columns[0].values.n_rows();
    let bounds: Vec<(usize, usize)> =
        starts.iter().zip(starts.iter().skip(1).chain([&n])).map(|(&from, &to)| (from, to)).collect();
    let open = || bounds.iter().map(|&(from, to)| loaded(part(columns, from, to))).collect::<Vec<_>>();
    let mut sessions = open();
    let mut merger = Session::<TreeModule>::default();
    let mut state = run(&mut merger, &json!({"op": "begin", "params": params}))
        .map(|reply| serde_json::from_str::<Value>(&reply.body).expect("JSON")["state"].take())?;
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

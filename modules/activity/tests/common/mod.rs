//! What several tests share: made-up tables, and folds driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use activity::ActivityModule;
use gridfolk_contract::{Column, Problem, Values};
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

gridfolk_testing::instances_of!(ActivityModule);

pub(crate) fn fresh(request: Value) -> Value {
    body(&mut Session::default(), &request)
}

/// Drives an index over parts that begin at `starts`. With `remember` each part keeps its instance; without,
/// every pass gets a new one. Partials are merged in reverse order.
pub(crate) fn fold(params: &Value, columns: &[Column], starts: &[usize], remember: bool) -> Result<String, Problem> {
    let parts = gridfolk_testing::parts(columns[0].values.n_rows(), starts, |from, to| part(columns, from, to));
    gridfolk_testing::fold::<ActivityModule>(params, &parts, remember)
}

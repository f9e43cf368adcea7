//! What several tests share: made-up tables, and folds driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use fuzzy::FuzzyModule;
use gridfolk_contract::{Column, Problem};
use gridfolk_guest::Session;
use gridfolk_numeric::random::Stream;
use serde_json::Value;

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

gridfolk_testing::instances_of!(FuzzyModule);

pub(crate) fn fresh(request: &Value) -> Value {
    body(&mut Session::default(), request)
}

/// Drives a fit over parts that begin at `starts`. With `remember` each part keeps its instance; without,
/// every pass gets a new one. Partials are merged in reverse order.
pub(crate) fn fold(params: &Value, columns: &[Vec<f64>], starts: &[usize], remember: bool) -> Result<String, Problem> {
    let parts = gridfolk_testing::parts(columns[0].len(), starts, |from, to| part(columns, from, to));
    gridfolk_testing::fold::<FuzzyModule>(params, &parts, remember)
}

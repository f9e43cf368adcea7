//! What several tests share: made-up tables, golden results, and folds driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use std::path::PathBuf;

use gridfolk_contract::{Column, Problem, Values};
use gridfolk_numeric::random::Stream;
use sensitivity::SensitivityModule;
use serde_json::Value;

gridfolk_testing::instances_of!(SensitivityModule);

/// The rows `from..to` of some columns. A category's levels are those of the part, in another order.
pub(crate) fn part(columns: &[Column], from: usize, to: usize) -> Vec<Column> {
    let cut = |column: &Column| match &column.values {
        Values::Number(values) => Column::number(&column.name, values[from..to].to_vec()),
        Values::Category(category) => {
            let mut levels: Vec<String> = Vec::new();
            let mut code = |row: usize| match category.level(row) {
                None => gridfolk_contract::MISSING_CODE,
                Some(text) => {
                    let known = levels.iter().position(|level| level == text);
                    known.unwrap_or_else(|| {
                        levels.push(text.to_owned());
                        levels.len() - 1
                    }) as u32
                }
            };
            let codes = (from..to).map(&mut code).collect();
            Column::category(&column.name, codes, levels)
        }
        Values::Items(_) => panic!("no item sets here"),
    };
    columns.iter().map(cut).collect()
}

/// Drives a fit over parts that begin at `starts`. With `remember` each part keeps its instance; without,
/// every pass gets a new one. Partials are merged in reverse order.
pub(crate) fn fold(params: &Value, columns: &[Column], starts: &[usize], remember: bool) -> Result<String, Problem> {
    let parts = gridfolk_testing::parts(columns[0].values.n_rows(), starts, |from, to| part(columns, from, to));
    gridfolk_testing::fold::<SensitivityModule>(params, &parts, remember)
}

/// `n` rows: two numbers of which some are missing, a category of four levels, weights, an event.
pub(crate) fn customers(n: usize, seed: u64, strength: f64) -> Vec<Column> {
    let draw = |stream: u64, row: usize| Stream::new(seed, stream).uniform(row as u64);
    let normal = |stream: u64, row: usize| (0..4).map(|i| draw(stream + i, row)).sum::<f64>() * 1.7 - 3.4;
    let gap = |stream: u64, row: usize, value: f64| if draw(stream, row) < 0.03 { f64::NAN } else { value };
    let tariff = |row: usize| (draw(30, row) * 4.0) as u32;
    let log_odds = |row: usize| {
        -1.0 + strength * (0.8 * normal(10, row) - 0.5 * normal(20, row) + 0.4 * f64::from(tariff(row) == 2))
    };
    let happens = |row: usize| draw(40, row) < 1.0 / (1.0 + (-log_odds(row)).exp());
    let rows = 0..n;
    let levels = ["flat", "tou", "step", "peak"].map(str::to_owned).to_vec();
    let codes = rows.clone().map(|row| if draw(53, row) < 0.02 { u32::MAX } else { tariff(row) }).collect();
    vec![
        Column::number("outages", rows.clone().map(|row| gap(51, row, 3.0 + normal(10, row))).collect()),
        Column::number("kwh", rows.clone().map(|row| gap(52, row, 2e4 + 7e3 * normal(20, row))).collect()),
        Column::category("tariff", codes, levels),
        Column::number("meters", rows.clone().map(|row| 1.0 + (draw(60, row) * 3.0).floor()).collect()),
        Column::number("complained", rows.map(|row| f64::from(u8::from(happens(row)))).collect()),
    ]
}

/// Columns, target last, and the numbers that independent programs found; none where the shared folder is
/// not here.
pub(crate) fn golden(name: &str) -> Option<(Vec<Column>, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden/logit");
    let Ok(text) = std::fs::read_to_string(folder.join(format!("{name}.json"))) else {
        eprintln!("skipped: no golden results at {}", folder.display());
        return None;
    };
    let mut reader = csv::Reader::from_path(folder.join(format!("{name}_input.csv"))).expect("the input");
    let names: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows: Vec<Vec<f64>> = reader
        .records()
        .map(|row| row.expect("a row").iter().map(|cell| cell.parse().expect("a number")).collect())
        .collect();
    let column = |(j, name): (usize, &String)| Column::number(name, rows.iter().map(|row| row[j]).collect());
    Some((names.iter().enumerate().map(column).collect(), serde_json::from_str(&text).expect("JSON")))
}

/// Compares a number with an expected one, relative with floor 1.
pub(crate) fn assert_near(what: &str, found: &Value, expected: &Value, tolerance: f64) {
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{what} is {value}, no number"));
    let (found, expected) = (number(found), number(expected));
    let error = (found - expected).abs() / expected.abs().max(1.0);
    assert!(error <= tolerance, "{what} is {found}, not {expected}: off by {error}");
}

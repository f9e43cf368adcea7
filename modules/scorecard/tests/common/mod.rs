//! What several tests share: tables of real data, made-up tables, and folds driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use std::path::{Path, PathBuf};

use gridfolk_contract::{Column, Problem, Reply, Values};
use gridfolk_numeric::random::Stream;
use scorecard::ScorecardModule;
use serde_json::Value;

/// The folder of real data and trusted numbers.
pub(crate) fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}

/// A golden file; none, said, where the folder is absent.
pub(crate) fn golden(name: &str) -> Option<Value> {
    let path = shared().join(format!("golden/scorecard/{name}.json"));
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared/golden is absent");
        return None;
    };
    Some(serde_json::from_str(&text).expect("a golden file"))
}

/// The German credit data, rows chosen by their number: numbers, categories, and `bad` as 0 or 1.
pub(crate) fn german(is_chosen: impl Fn(usize) -> bool) -> Vec<Column> {
    let path = shared().join("data/german_credit/germancredit.csv");
    let mut reader = csv::Reader::from_path(path).expect("the data set can be read");
    let header = reader.headers().expect("a header").clone();
    let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a record")).collect();
    let column = |(at, name): (usize, &str)| {
        let cells: Vec<&str> =
            records.iter().enumerate().filter(|(row, _)| is_chosen(*row)).map(|(_, record)| &record[at]).collect();
        if name == "creditability" {
            return Column::number("bad", cells.iter().map(|cell| f64::from(u8::from(*cell == "bad"))).collect());
        }
        match cells.iter().map(|cell| cell.parse::<f64>()).collect::<Result<Vec<f64>, _>>() {
            Ok(numbers) => Column::number(name, numbers),
            Err(_) => category(name, &cells.iter().map(|cell| Some(*cell)).collect::<Vec<_>>()),
        }
    };
    header.iter().enumerate().map(column).collect()
}

/// A column of categories; none is missing.
pub(crate) fn category(name: &str, cells: &[Option<&str>]) -> Column {
    let mut levels: Vec<String> = Vec::new();
    let code = |cell: &Option<&str>| {
        let Some(cell) = cell else { return u32::MAX };
        let place = levels.iter().position(|level| level == cell).unwrap_or_else(|| {
            levels.push((*cell).to_owned());
            levels.len() - 1
        });
        place as u32
    };
    let codes = cells.iter().map(code).collect();
    Column::category(name, codes, levels)
}

/// Made-up customers: `n` rows, deterministic. Arrears and outages drive `bad`; a few values are missing or special.
pub(crate) fn customers(n: usize, seed: u64) -> Vec<Column> {
    let draw = |purpose: u64, row: usize| Stream::new(seed, purpose).uniform(row as u64);
    let tariffs = ["flat", "tou", "step", "large"];
    let (mut arrears, mut kwh, mut outages, mut tariff, mut bad) = (vec![], vec![], vec![], vec![], vec![]);
    for row in 0..n {
        let late = (draw(1, row) * draw(2, row) * 90.0).floor();
        let kwh_year = 800.0 + 4000.0 * draw(3, row) * draw(4, row);
        let n_outages = (draw(5, row) * 6.0).floor();
        let level = (draw(6, row) * 4.0) as usize;
        let log_odds = -2.5 + late / 25.0 + n_outages * 0.2 - (level == 1) as u8 as f64 - kwh_year / 4000.0;
        arrears.push(if draw(7, row) < 0.05 { f64::NAN } else { late });
        kwh.push(if draw(8, row) < 0.05 { -1.0 } else { kwh_year });
        outages.push(n_outages);
        tariff.push(if draw(9, row) < 0.03 { None } else { Some(tariffs[level]) });
        bad.push(f64::from(u8::from(draw(10, row) < 1.0 / (1.0 + (-log_odds).exp()))));
    }
    vec![
        Column::number("arrears_days", arrears),
        Column::number("kwh_year", kwh),
        Column::number("n_outages", outages),
        category("tariff", &tariff),
        Column::number("bad", bad),
    ]
}

/// The rows `from..to` of columns, with levels in another order than in the whole table.
pub(crate) fn part(columns: &[Column], from: usize, to: usize) -> Vec<Column> {
    let cut = |column: &Column| match &column.values {
        Values::Number(numbers) => Column::number(column.name.clone(), numbers[from..to].to_vec()),
        Values::Category(levels) => {
            let cells: Vec<Option<&str>> = (from..to).rev().map(|row| levels.level(row)).collect();
            let reversed = category(&column.name, &cells);
            let Values::Category(mut category) = reversed.values else { panic!("a category") };
            category.codes.reverse();
            Column { name: column.name.clone(), values: Values::Category(category) }
        }
        Values::Items(_) => panic!("no sets here"),
    };
    columns.iter().map(cut).collect()
}

gridfolk_testing::instances_of!(ScorecardModule);

/// A column of numbers of a reply.
pub(crate) fn numbers(reply: &Reply, name: &str) -> Vec<f64> {
    match reply.columns.iter().find(|column| column.name == name).map(|column| &column.values) {
        Some(Values::Number(numbers)) => numbers.clone(),
        _ => panic!("no numbers {name}"),
    }
}

/// Drives a fit over parts that begin at `starts`. With `remember` each part keeps its instance; without, every pass
/// gets a new one. Partials are merged in reverse order.
pub(crate) fn fold(params: &Value, columns: &[Column], starts: &[usize], remember: bool) -> Result<String, Problem> {
    let parts = gridfolk_testing::parts(columns[0].values.n_rows(), starts, |from, to| part(columns, from, to));
    gridfolk_testing::fold::<ScorecardModule>(params, &parts, remember)
}

pub(crate) fn assert_close(found: f64, expected: f64, tolerance: f64, what: &str) {
    let error = (found - expected).abs();
    assert!(error <= tolerance * expected.abs().max(1.0), "{what}: {found} is not {expected}, off by {error:e}");
}

//! What several tests share: a made-up table, and an assignment driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use gridfolk_contract::{Column, MISSING_CODE, Problem};
use gridfolk_numeric::random::Stream;
use segment::SegmentModule;
use serde_json::Value;

/// Rows `from..to` of a table with what the built-in classes and bands read, with ties and gaps.
pub(crate) fn part(seed: u64, from: usize, to: usize) -> Vec<Column> {
    let draw = |j: u64, row: usize| Stream::new(seed, j).uniform(row as u64);
    let number = |name: &str, j: u64, of: &dyn Fn(f64) -> f64| {
        let cell = |row: usize| if draw(j + 100, row) < 0.08 { f64::NAN } else { of(draw(j, row)) };
        Column::number(name, (from..to).map(cell).collect())
    };
    let level = |name: &str, j: u64, levels: &[&str], cuts: &[f64]| {
        let code = |row: usize| match draw(j + 100, row) < 0.05 {
            true => MISSING_CODE,
            false => cuts.iter().filter(|cut| draw(j, row) >= **cut).count() as u32,
        };
        Column::category(name, (from..to).map(code).collect(), levels.iter().map(|level| (*level).to_owned()).collect())
    };
    vec![
        level("attention", 1, &["none", "focus", "important"], &[0.8, 0.95]),
        number("kva_contract", 2, &|u| (u * 500.0).floor()),
        level("voltage", 3, &["low", "high"], &[0.7]),
        level("class", 4, &["residential", "commercial"], &[0.8]),
        number("kwh_year", 5, &|u| 8000.0 * u * u),
        level("contribution", 6, &["E", "D", "C", "B", "A"], &[0.2, 0.4, 0.6, 0.8]),
        number("outage_sensitivity", 7, &|u| u * u),
        number("arrears_risk", 8, &|u| 0.4 * u * u * u),
        number("channel_activity", 9, &|u| 100.0 * u),
        // The leaves of a tree: few different values.
        number("inspection_risk", 10, &|u| (u * 30.0).floor() / 40.0),
    ]
}

gridfolk_testing::instances_of!(SegmentModule);

/// Drives `assign` over parts that begin at `starts`; partials are merged in reverse order.
pub(crate) fn fold(params: &Value, seed: u64, n: usize, starts: &[usize]) -> Result<String, Problem> {
    let parts = gridfolk_testing::parts(n, starts, |from, to| part(seed, from, to));
    gridfolk_testing::fold::<SegmentModule>(params, &parts, false)
}

//! What several tests share: a made-up table, and labelling driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use gridfolk_contract::{Column, Items, MISSING_CODE, Problem};
use gridfolk_numeric::random::Stream;
use serde_json::{Value, json};
use tags::TagsModule;

/// Rows `from..to` of a table with numbers, levels, sets and gaps; deterministic.
pub(crate) fn part(seed: u64, from: usize, to: usize) -> Vec<Column> {
    let draw = |j: u64, row: usize| Stream::new(seed, j).uniform(row as u64);
    let number = |j: u64, of: &dyn Fn(f64) -> f64| -> Vec<f64> {
        (from..to).map(|row| if draw(j + 100, row) < 0.1 { f64::NAN } else { of(draw(j, row)) }).collect()
    };
    let tariff = |row: usize| if draw(9, row) < 0.1 { MISSING_CODE } else { u32::from(draw(8, row) < 0.4) };
    let mut sets = Items { levels: vec!["old".into(), "app".into()], ..Items::default() };
    for row in from..to {
        (0..2).filter(|code| draw(10 + code, row) < 0.3).for_each(|code| sets.codes.push(code as u32));
        sets.ends.push(sets.codes.len() as u32);
    }
    vec![
        Column::number("kwh", number(1, &|u| 5000.0 * u * u)),
        Column::number("late", number(2, &|u| (u * 6.0).floor())),
        Column::number("revenue", number(3, &|u| u * 1e4 - 1e3)),
        Column::category("tariff", (from..to).map(tariff).collect(), vec!["step".into(), "tou".into()]),
        Column::items("marks", sets),
    ]
}

/// Tags made in all four ways.
pub(crate) fn params() -> Value {
    let title = json!({"en": "A tag", "zh": "标签"});
    let tag = |id: &str, made: Value| json!({"id": id, "title": title, "level_1": "trait", "level_2": "credit", "made": made});
    json!({
        "as_of": "2026-01-31",
        "tags": [
            tag("tou", json!({"column": "tariff = \"tou\""})),
            tag("late", json!({"rule": {"all": [{"column": "late", "gte": 3}, {"column": "marks", "has": "old"}]}})),
            tag("heavy", json!({"statistic": {"column": "kwh", "quantile": 0.9}})),
            tag("light", json!({"statistic": {"column": "kwh", "quantile": 0.25, "side": "below"}})),
            tag("far", json!({"statistic": {"column": "revenue", "z_score": 1.5}})),
            tag("near", json!({"statistic": {"column": "revenue", "z_score": -1, "side": "below"}})),
            tag("key", json!({"statistic": {"column": "revenue", "share": 0.004}})),
            tag("band", json!({"model": {"of": "scorecard", "when": "late IN (0, 1)"}})),
        ],
    })
}

gridfolk_testing::instances_of!(TagsModule);

/// Drives `label` over parts that begin at `starts`; partials are merged in reverse order.
pub(crate) fn fold(params: &Value, seed: u64, n: usize, starts: &[usize]) -> Result<String, Problem> {
    let parts = gridfolk_testing::parts(n, starts, |from, to| part(seed, from, to));
    gridfolk_testing::fold::<TagsModule>(params, &parts, false)
}

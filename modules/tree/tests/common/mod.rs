//! What several tests share: made-up tables, and folds driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use gridfolk_contract::{Column, MISSING_CODE, Problem};
use gridfolk_guest::Session;
use gridfolk_numeric::random::Stream;
use serde_json::Value;
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

gridfolk_testing::instances_of!(TreeModule);

pub(crate) fn fresh(request: Value) -> Value {
    body(&mut Session::default(), &request)
}

/// Drives a fit over parts that begin at `starts`. With `remember` each part keeps its instance; without,
/// every pass gets a new one. Partials are merged in reverse order.
pub(crate) fn fold(params: &Value, columns: &[Column], starts: &[usize], remember: bool) -> Result<String, Problem> {
    let parts = gridfolk_testing::parts(columns[0].values.n_rows(), starts, |from, to| part(columns, from, to));
    gridfolk_testing::fold::<TreeModule>(params, &parts, remember)
}

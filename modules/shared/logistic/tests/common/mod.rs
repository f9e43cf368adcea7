//! What several test programs share.
#![allow(dead_code, reason = "each program uses a part")]

use std::path::PathBuf;

use gridfolk_contract::MISSING_CODE;
use gridfolk_logistic::{Design, Term};
use gridfolk_numeric::random::Stream;
use serde_json::Value;

/// Columns, target and the numbers that independent programs found.
pub(crate) struct Golden {
    pub(crate) columns: Vec<Vec<f64>>,
    pub(crate) target: Vec<f64>,
    pub(crate) expected: Value,
}

/// The golden results of that name, unless the shared folder is not here.
pub(crate) fn golden(name: &str) -> Option<Golden> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/golden/logit");
    let Ok(text) = std::fs::read_to_string(folder.join(format!("{name}.json"))) else {
        eprintln!("skipped: no golden results at {}", folder.display());
        return None;
    };
    let mut reader = csv::Reader::from_path(folder.join(format!("{name}_input.csv"))).expect("the input");
    let rows: Vec<Vec<f64>> = reader
        .records()
        .map(|row| row.expect("a row").iter().map(|cell| cell.parse().expect("a number")).collect())
        .collect();
    let mut columns: Vec<Vec<f64>> = (0..rows[0].len()).map(|j| rows.iter().map(|row| row[j]).collect()).collect();
    let target = columns.pop().expect("the target");
    Some(Golden { columns, target, expected: serde_json::from_str(&text).expect("JSON") })
}

/// (x - mean) / population standard deviation.
pub(crate) fn standardized(column: &[f64]) -> Vec<f64> {
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    let sd = (column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
    column.iter().map(|x| (x - mean) / sd).collect()
}

/// Compares with a list of numbers, relative with floor 1.
pub(crate) fn assert_near(found: &[f64], expected: &Value, tolerance: f64) {
    let expected: Vec<f64> =
        expected.as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect();
    assert_eq!(found.len(), expected.len());
    for (j, (a, b)) in found.iter().zip(&expected).enumerate() {
        assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "number {j} is {a}, not {b}: off by {}", a - b);
    }
}

/// Rows of made-up numbers and one column of three levels.
#[derive(Clone)]
pub(crate) struct Rows {
    pub(crate) columns: Vec<Vec<f64>>,
    pub(crate) codes: Vec<u32>,
    pub(crate) target: Vec<f64>,
    pub(crate) weights: Option<Vec<f64>>,
}

impl Rows {
    /// The rows `from..to`.
    pub(crate) fn part(&self, from: usize, to: usize) -> Rows {
        Rows {
            columns: self.columns.iter().map(|column| column[from..to].to_vec()).collect(),
            codes: self.codes[from..to].to_vec(),
            target: self.target[from..to].to_vec(),
            weights: self.weights.as_ref().map(|weights| weights[from..to].to_vec()),
        }
    }

    /// The numbers, and whether the level is 1.
    pub(crate) fn design(&self) -> Design<'_> {
        let level = Term::Level { codes: &self.codes, code: 1 };
        let terms = self.columns.iter().map(|column| Term::Number(column)).chain([level]).collect();
        Design { terms, target: &self.target, weights: self.weights.as_deref() }
    }
}

/// `n` rows of `d` columns of different sizes, some cells missing; the larger `strength`, the more the
/// columns decide.
pub(crate) fn rows(n: usize, d: usize, seed: u64, strength: f64) -> Rows {
    let draw = |stream: usize, row: usize| Stream::new(seed, stream as u64).uniform(row as u64);
    let value = |j: usize, row: usize| (0..4).map(|i| draw(4 * j + i, row)).sum::<f64>() - 2.0;
    let is_missing = |j: usize, row: usize| draw(1000 + j, row) < 0.02;
    let column = |j: usize| {
        let size = 10f64.powi(j as i32 % 5 - 1);
        (0..n).map(|row| if is_missing(j, row) { f64::NAN } else { value(j, row) * size + 3.0 * size }).collect()
    };
    let codes: Vec<u32> =
        (0..n).map(|row| if is_missing(d, row) { MISSING_CODE } else { (draw(2000, row) * 3.0) as u32 }).collect();
    let log_odds =
        |row: usize| strength * ((0..d).map(|j| value(j, row)).sum::<f64>() + f64::from(codes[row] == 1) - 0.4);
    let happens = |row: usize| draw(3000, row) < 1.0 / (1.0 + (-log_odds(row)).exp());
    let target = (0..n).map(|row| f64::from(u8::from(happens(row)))).collect();
    let weights = seed.is_multiple_of(2).then(|| (0..n).map(|row| 0.5 + (draw(4000, row) * 3.0).floor()).collect());
    Rows { columns: (0..d).map(column).collect(), codes, target, weights }
}

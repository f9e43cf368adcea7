//! Columns, and an event whose log odds are linear in them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use gridfolk_numeric::normal::quantile;
use gridfolk_numeric::random::Stream;

/// Standard deviation of the coefficients.
const COEFFICIENT_SD: f64 = 0.3;
/// Log odds of a row of zeros.
const INTERCEPT: f64 = -1.0;

/// What to draw.
pub(crate) struct Events {
    pub(crate) n: usize,
    pub(crate) d: usize,
    pub(crate) seed: u64,
}

impl Events {
    /// Writes `n * (d + 1)` little-endian doubles, column after column: standard normal ones, and last the
    /// event, 0 or 1.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let [coefficients, values, chances] = [0, 1, 2].map(|purpose| Stream::new(self.seed, purpose));
        let mut bytes = Vec::with_capacity(self.n * (self.d + 1) * 8);
        let mut log_odds = vec![INTERCEPT; self.n];
        for column in 0..self.d {
            let coefficient = COEFFICIENT_SD * quantile(coefficients.uniform(column as u64));
            for (row, log_odds) in log_odds.iter_mut().enumerate() {
                let value = quantile(values.uniform((row * self.d + column) as u64));
                *log_odds += coefficient * value;
                bytes.extend_from_slice(&value.to_le_bytes());
            }
        }
        for (row, log_odds) in log_odds.iter().enumerate() {
            let happens = chances.uniform(row as u64) < 1.0 / (1.0 + (-log_odds).exp());
            bytes.extend_from_slice(&f64::from(u8::from(happens)).to_le_bytes());
        }
        fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }
}

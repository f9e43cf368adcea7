//! How the probability moves with a column, all else as it is.
//!
//! Partial dependence (Friedman 2001): the mean over the rows of the probability that the model gives
//! when the column is set to a value in every row; an individual curve (Goldstein et al. 2015) is the
//! same for one row. The average marginal effect is the mean of dp/dx = p (1 - p) b, the average
//! elasticity the mean of (dp/dx) x / p = b x (1 - p), both where the rows are.

use gridfolk_logistic::probabilities;
use gridfolk_numeric::select::{key_of, select, value_of};

use super::score::{Kind, TermShare};

/// A value that a column is set to.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// Of numbers.
    Value(f64),
    /// Of a category.
    Level(String),
}

impl TermShare {
    /// What a value adds to the log odds; none for a level that the fit did not know.
    pub fn of(&self, setting: &Setting) -> Option<f64> {
        match (&self.kind, setting) {
            (Kind::Number(number), Setting::Value(value)) => Some((value - number.centre) * number.factor),
            (Kind::Category(levels), Setting::Level(text)) => {
                levels.iter().find(|level| level.text == *text).map(|level| level.coefficient)
            }
            _ => None,
        }
    }
}

/// The mean over the rows of the probability at log odds `rest + part`; rows without log odds are left
/// out. `buffer` is as long as `rest`.
pub fn mean_probability(rest: &[f64], part: f64, buffer: &mut [f64]) -> f64 {
    buffer.iter_mut().zip(rest).for_each(|(to, rest)| *to = rest + part);
    probabilities(buffer);
    mean(buffer.iter().copied())
}

/// The mean of the numbers that are there; NaN where there is none.
pub fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut n) = (0.0, 0u64);
    for value in values.filter(|value| !value.is_nan()) {
        sum += value;
        n += 1;
    }
    sum / n as f64
}

/// `n` values at equal distances between the quantiles at 1 % and at 99 % of a column, or its ends where
/// these are equal; one value for a column that does not vary.
pub fn grid(values: &[f64], n: usize) -> Vec<f64> {
    let mut keys: Vec<i64> = values.iter().filter(|value| !value.is_nan()).map(|&value| key_of(value)).collect();
    if keys.is_empty() {
        return Vec::new();
    }
    let last = keys.len() - 1;
    let mut at = |rank: usize| value_of(select(&mut keys, rank));
    let (mut from, mut to) = (at(last / 100), at(last - last / 100));
    if from == to {
        (from, to) = (at(0), at(last));
    }
    if from == to {
        return vec![from];
    }
    let step = |index: usize| from + (to - from) * (index as f64 / (n - 1) as f64);
    (0..n).map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_leaves_the_outer_hundredths_out() {
        let values: Vec<f64> = (0..=200).map(f64::from).chain([f64::NAN]).collect();
        assert_eq!(grid(&values, 3), [2.0, 100.0, 198.0]);
        assert_eq!(grid(&[5.0, 5.0], 3), [5.0]);
        let mut nearly = vec![0.0; 500];
        nearly.push(8.0);
        assert_eq!(grid(&nearly, 3), [0.0, 4.0, 8.0]);
    }
}

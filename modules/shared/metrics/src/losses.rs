//! Losses of predicted probabilities.
//!
//! Log loss is the mean of -ln(probability given to what happened); Brier score is the mean of
//! (probability - outcome)^2 (G. W. Brier, Monthly Weather Review 78, 1950).

use gridfolk_numeric::sum::{TwoLimbs, TwoQuanta};

/// Probabilities are kept this far from 0 and 1, so that no logarithm is infinite.
pub const PROBABILITY_MARGIN: f64 = 1e-15;

/// The grid of the sums: the same for all parts.
#[derive(Debug, Clone, Copy)]
pub struct LossGrid {
    quanta: TwoQuanta,
}

impl LossGrid {
    /// The grid for `n_rows` rows in all parts, of weights up to `weight_max` (1 where there are none).
    ///
    /// # Panics
    /// When `weight_max` is not finite, negative or beyond 1e200.
    pub fn new(n_rows: u64, weight_max: f64) -> Self {
        // -ln(1e-15) is 34.54.
        LossGrid { quanta: TwoQuanta::new(35.0 * weight_max, n_rows) }
    }
}

/// Sums over rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Losses {
    /// Of weight times log loss.
    pub log_loss: TwoLimbs,
    /// Of weight times squared error.
    pub squares: TwoLimbs,
    /// Of weights.
    pub weight: TwoLimbs,
}

impl Losses {
    /// Adds a row: the probability of the event, 0 to 1, whether it happened, and the row's weight.
    pub fn add(&mut self, grid: &LossGrid, probability: f64, is_event: bool, weight: f64) {
        let error = if is_event { 1.0 - probability } else { probability };
        let given = if is_event { probability } else { 1.0 - probability };
        let loss = -gridfolk_numeric::log(given.clamp(PROBABILITY_MARGIN, 1.0 - PROBABILITY_MARGIN));
        self.log_loss.add(grid.quanta, weight * loss);
        self.squares.add(grid.quanta, weight * error * error);
        self.weight.add(grid.quanta, weight);
    }

    /// Adds the sums of another part of the rows.
    pub fn merge(&mut self, other: &Losses) {
        self.log_loss.merge(other.log_loss);
        self.squares.merge(other.squares);
        self.weight.merge(other.weight);
    }

    /// Mean log loss, in nats; none without rows.
    pub fn mean_log_loss(&self) -> Option<f64> {
        self.mean(self.log_loss)
    }

    /// Brier score, 0 to 1; none without rows.
    pub fn brier(&self) -> Option<f64> {
        self.mean(self.squares)
    }

    fn mean(&self, sum: TwoLimbs) -> Option<f64> {
        let weight = self.weight.value();
        (weight > 0.0).then(|| sum.value() / weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_of_three_rows_by_hand() {
        let grid = LossGrid::new(3, 2.0);
        let (mut left, mut right) = (Losses::default(), Losses::default());
        left.add(&grid, 0.5, true, 2.0);
        right.add(&grid, 0.25, false, 1.0);
        right.add(&grid, 1.0, false, 1.0);
        left.merge(&right);
        // -(2 ln 0.5 + ln 0.75 + ln 1e-15) / 4 and (2 * 0.25 + 0.0625 + 1) / 4.
        let log_loss = (2.0 * std::f64::consts::LN_2 - 0.75f64.ln() - 1e-15f64.ln()) / 4.0;
        assert!((left.mean_log_loss().expect("rows") - log_loss).abs() < 1e-14);
        assert_eq!(left.brier(), Some(1.5625 / 4.0));
        assert_eq!(Losses::default().brier(), None);
    }
}

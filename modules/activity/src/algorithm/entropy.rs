//! Weights from entropy: a channel that tells customers apart weighs more than one on which all are alike.
//!
//! With x the activity on a channel, scaled to 0 … 1 and raised by 10^-6 (so that nobody is 0), n customers:
//!
//! ```text
//! p = x / sum x      e = - sum p ln p / ln n      weight = (1 - e) / sum over channels of (1 - e)
//! ```

use gridfolk_contract::wire::packed;
use gridfolk_numeric::sum::{TwoLimbs, TwoQuanta};

use super::scan::Range;

/// What scaled values are raised by.
const RAISED_BY: f64 = 1e-6;
/// No x, and no |x ln x|, is larger.
const BOUND: f64 = 1.01;

/// Sums over the customers of a part: of x and of x ln x, two limbs each.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct EntropySums {
    x_high: f64,
    x_low: f64,
    x_ln_x_high: f64,
    x_ln_x_low: f64,
}

packed!(EntropySums { x_high, x_low, x_ln_x_high, x_ln_x_low });

/// The least and greatest activity of all `n_rows` customers; 0 belongs to those who do not use the channel.
fn bounds(range: Range, n_rows: u64) -> (f64, f64) {
    (if range.n < n_rows { 0.0 } else { range.least }, range.greatest.max(0.0))
}

impl EntropySums {
    /// Sums up one channel's activities.
    pub fn of(activities: &[f64], range: Range, n_rows: u64) -> Self {
        let (least, greatest) = bounds(range, n_rows);
        let quanta = TwoQuanta::new(BOUND, n_rows);
        let (mut x_sum, mut x_ln_x) = (TwoLimbs::default(), TwoLimbs::default());
        if greatest > least {
            for &activity in activities {
                // A part that changed between passes must not leave the bound.
                let x = ((activity - least) / (greatest - least)).clamp(0.0, 1.0) + RAISED_BY;
                x_sum.add(quanta, x);
                x_ln_x.add(quanta, x * libm::log(x));
            }
        }
        EntropySums { x_high: x_sum.high, x_low: x_sum.low, x_ln_x_high: x_ln_x.high, x_ln_x_low: x_ln_x.low }
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &EntropySums) {
        self.x_high += other.x_high;
        self.x_low += other.x_low;
        self.x_ln_x_high += other.x_ln_x_high;
        self.x_ln_x_low += other.x_ln_x_low;
    }

    /// Whether it holds numbers.
    pub fn is_sound(&self) -> bool {
        [self.x_high, self.x_low, self.x_ln_x_high, self.x_ln_x_low].iter().all(|sum| sum.is_finite())
    }

    /// The entropy, 0 to 1; 1 for a channel on which all customers are alike.
    fn entropy(&self, n_rows: u64) -> f64 {
        let (x, x_ln_x) = (self.x_high + self.x_low, self.x_ln_x_high + self.x_ln_x_low);
        if x <= 0.0 || n_rows < 2 {
            return 1.0;
        }
        let entropy = (libm::log(x) - x_ln_x / x) / libm::log(n_rows as f64);
        entropy.clamp(0.0, 1.0)
    }
}

/// The entropy of each channel, and the weights; equal ones where no channel tells customers apart.
pub fn weights(sums: &[EntropySums], n_rows: u64) -> (Vec<f64>, Vec<f64>) {
    let entropies: Vec<f64> = sums.iter().map(|sums| sums.entropy(n_rows)).collect();
    let whole: f64 = entropies.iter().map(|entropy| 1.0 - entropy).sum();
    let equal = 1.0 / sums.len() as f64;
    let weight = |entropy: &f64| if whole > 0.0 { (1.0 - entropy) / whole } else { equal };
    let weights = entropies.iter().map(weight).collect();
    (entropies, weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_that_few_use_tells_more() {
        let of = |activities: &[f64]| {
            let range = Range::of(activities.iter().copied());
            EntropySums::of(activities, range, activities.len() as u64)
        };
        let sums = [of(&[1.0, 0.0, 0.0, 0.0]), of(&[1.0, 1.0, 0.0, 0.0]), of(&[0.5; 4])];
        let (entropies, weights) = weights(&sums, 4);
        // One of four: nearly no entropy; two of four: ln 2 / ln 4; all alike: 1.
        assert!(entropies[0] < 1e-4 && (entropies[1] - 0.5).abs() < 1e-4 && entropies[2] == 1.0);
        assert!((weights[0] - 2.0 / 3.0).abs() < 1e-4 && weights[2] == 0.0);
        assert_eq!(super::weights(&sums[2..], 4).1, [1.0]);
    }
}

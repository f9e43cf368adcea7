//! What a rule left → right is worth, from four counts: n baskets, n_left, n_right, n_both.

use gridfolk_contract::{FromJson, ToJson};

/// A measure that rules can be listed by, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Deserialize, serde::Serialize))]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Share of the baskets that hold both sides.
    Support,
    /// Share of the left side's baskets that hold the right side, too.
    Confidence,
    /// Confidence over the support of the right side.
    #[default]
    Lift,
    /// Support less what it would be without a link.
    Leverage,
    /// How much rarer than without a link the left side is without the right.
    Conviction,
    /// Zhang's metric, -1 to 1.
    Zhang,
    /// Baskets with both over baskets with either.
    Jaccard,
    /// Mean of the confidence both ways.
    Kulczynski,
    /// Certainty factor, -1 to 1.
    Certainty,
    /// Fisher's exact p, the smallest first.
    P,
}

/// The measures of a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// n_both / n.
    pub support: f64,
    /// n_both / n_left.
    pub confidence: f64,
    /// confidence / (n_right / n).
    pub lift: f64,
    /// support - (n_left / n) (n_right / n).
    pub leverage: f64,
    /// (1 - n_right / n) / (1 - confidence); infinite at confidence 1.
    pub conviction: f64,
    /// leverage / max(support (1 - n_left / n), (n_left / n) (n_right / n - support)); 0 where that is 0.
    pub zhang: f64,
    /// n_both / (n_left + n_right - n_both).
    pub jaccard: f64,
    /// (n_both / n_left + n_both / n_right) / 2.
    pub kulczynski: f64,
    /// (confidence - s) / (1 - s) with s = n_right / n, or (confidence - s) / s where that is negative.
    pub certainty: f64,
}

impl Measures {
    /// Of the counts, each at least 1 and none below `n_both`. Differences are taken of whole numbers:
    /// nothing cancels.
    pub fn new(n: u64, n_left: u64, n_right: u64, n_both: u64) -> Self {
        // A model from elsewhere may say otherwise; nothing shall overflow then.
        let n_both = n_both.min(n_left).min(n_right);
        let (both, expected) = (product(n_both, n), product(n_left, n_right));
        // n_both n - n_left n_right, which has the sign of the link.
        let excess = (both as i128 - expected as i128) as f64;
        let scale = product(n_both, n - n_left).max(product(n_left, n_right - n_both));
        let certainty_scale = if excess > 0.0 { product(n_left, n - n_right) } else { expected };
        Measures {
            support: n_both as f64 / n as f64,
            confidence: n_both as f64 / n_left as f64,
            lift: Measures::lift(n, n_left, n_right, n_both),
            leverage: excess / product(n, n) as f64,
            conviction: if n_both == n_left {
                f64::INFINITY
            } else {
                divide(product(n - n_right, n_left), product(n, n_left - n_both))
            },
            zhang: if scale == 0 { 0.0 } else { excess / scale as f64 },
            jaccard: divide(n_both.into(), u128::from(n_left) + u128::from(n_right) - u128::from(n_both)),
            kulczynski: (n_both as f64 / n_left as f64 + n_both as f64 / n_right as f64) / 2.0,
            certainty: if certainty_scale == 0 { 0.0 } else { excess / certainty_scale as f64 },
        }
    }

    /// n_both n / (n_left n_right), one division.
    pub fn lift(n: u64, n_left: u64, n_right: u64, n_both: u64) -> f64 {
        divide(product(n_both, n), product(n_left, n_right))
    }

    /// The value of a measure; larger is stronger.
    pub fn strength(&self, by: Measure, p: f64) -> f64 {
        match by {
            Measure::Support => self.support,
            Measure::Confidence => self.confidence,
            Measure::Lift => self.lift,
            Measure::Leverage => self.leverage,
            Measure::Conviction => self.conviction,
            Measure::Zhang => self.zhang,
            Measure::Jaccard => self.jaccard,
            Measure::Kulczynski => self.kulczynski,
            Measure::Certainty => self.certainty,
            Measure::P => -p,
        }
    }
}

fn product(a: u64, b: u64) -> u128 {
    u128::from(a) * u128::from(b)
}

fn divide(a: u128, b: u128) -> f64 {
    a as f64 / b as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measures_of_small_counts_are_those_by_hand() {
        // Of 10 baskets 4 hold the left side, 5 the right, 3 both.
        let measures = Measures::new(10, 4, 5, 3);
        let by_hand = [0.3, 0.75, 1.5, 0.1, 2.0, 0.1 / 0.18, 0.5, 0.675, 0.5];
        let Measures { support, confidence, lift, leverage, conviction, zhang, jaccard, kulczynski, certainty } =
            measures;
        let found = [support, confidence, lift, leverage, conviction, zhang, jaccard, kulczynski, certainty];
        for (found, by_hand) in found.into_iter().zip(by_hand) {
            assert!((found - by_hand).abs() < 1e-15, "{found} is not {by_hand}");
        }
        // Rarer together than without a link.
        assert!((Measures::new(10, 5, 8, 3).certainty - (0.6 - 0.8) / 0.8).abs() < 1e-15);
    }

    #[test]
    fn sides_that_always_stand_together_have_no_finite_conviction() {
        let always = Measures::new(10, 4, 4, 4);
        assert_eq!((always.conviction, always.zhang, always.certainty), (f64::INFINITY, 1.0, 1.0));
        let everywhere = Measures::new(7, 7, 7, 7);
        assert_eq!((everywhere.lift, everywhere.zhang, everywhere.certainty), (1.0, 0.0, 0.0));
    }
}

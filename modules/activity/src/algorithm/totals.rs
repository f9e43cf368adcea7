//! The last pass: means over all customers.

use gridfolk_contract::wire::packed;
use gridfolk_numeric::sum::{TwoLimbs, TwoQuanta};

use super::scored::Scored;
use super::settings::COUNT_MAX;

/// The greatest index and the most points.
const INDEX_MAX: f64 = 100.0;

/// Sums over the customers of a part, two limbs each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Totals {
    /// Of the index, then of each channel's index, then of each channel's points.
    pub sums: Vec<f64>,
    /// Customers whose points come most from each channel.
    pub n_top: Vec<u64>,
}

packed!(Totals { sums, n_top });

impl Totals {
    /// Sums up one part of `n_rows` customers in all.
    pub fn of(scored: &Scored, n_channels: usize, n_rows: u64) -> Self {
        let quanta = TwoQuanta::new(INDEX_MAX, n_rows);
        let mut totals = Totals { sums: Vec::new(), n_top: vec![0; n_channels] };
        totals.add(quanta, scored.index.iter().copied());
        for channel in 0..n_channels {
            totals.add(quanta, scored.channel_index(channel));
        }
        for channel in 0..n_channels {
            totals.add(quanta, scored.points(channel));
        }
        for &top in &scored.top {
            if let Some(n) = totals.n_top.get_mut(top as usize) {
                *n += 1;
            }
        }
        totals
    }

    fn add(&mut self, quanta: TwoQuanta, values: impl Iterator<Item = f64>) {
        let mut sum = TwoLimbs::default();
        values.for_each(|value| sum.add(quanta, value));
        self.sums.extend([sum.high, sum.low]);
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Totals) {
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, other)| *sum += other);
        self.n_top.iter_mut().zip(&other.n_top).for_each(|(n, other)| *n += other);
    }

    /// Whether it is of so many channels.
    pub fn is_sound(&self, n_channels: usize) -> bool {
        self.sums.len() == 2 + 4 * n_channels
            && self.sums.iter().all(|sum| sum.is_finite())
            && self.n_top.len() == n_channels
            && self.n_top.iter().all(|&n| n <= COUNT_MAX)
    }

    /// The sum at a place.
    pub fn sum(&self, place: usize) -> f64 {
        self.sums[2 * place] + self.sums[2 * place + 1]
    }
}

//! Counts and sums of the rows of each segment while rows move.

use crate::nearest::{Change, UNLABELLED};
use crate::part::Part;
use crate::points::Points;

/// A tally under way: rows move from segment to segment, and the sums stay exact.
#[derive(Debug)]
pub struct RunningTally {
    /// Of each column, the magic number of [`gridfolk_numeric::sum::Quantum`].
    grid: Vec<f64>,
    magic: Points,
    counts: Vec<u64>,
    sums: Points,
}

impl RunningTally {
    /// No rows in any of `k` segments. `grid` are the magic numbers of the columns.
    pub fn new(grid: &[f64], k: usize) -> Self {
        let d = grid.len();
        RunningTally { grid: grid.to_vec(), magic: Points::new(grid, d), counts: vec![0; k], sums: Points::zeros(k, d) }
    }

    /// Whether its sums are on this grid.
    pub fn is_on(&self, grid: &[f64]) -> bool {
        self.grid == grid
    }

    /// Moves rows from segment to segment, or into their first.
    #[inline(never)]
    pub(crate) fn shift(&mut self, part: &Part, changes: &[Change]) {
        let magic = self.magic.get(0);
        for change in changes {
            let row = part.row(change.row as usize);
            self.counts[change.to as usize] += 1;
            for ((sum, x), magic) in self.sums.get_mut(change.to as usize).iter_mut().zip(row).zip(magic) {
                *sum = sum.plus(x.plus(*magic).minus(*magic));
            }
            if change.from == UNLABELLED {
                continue;
            }
            self.counts[change.from as usize] -= 1;
            for ((sum, x), magic) in self.sums.get_mut(change.from as usize).iter_mut().zip(row).zip(magic) {
                *sum = sum.minus(x.plus(*magic).minus(*magic));
            }
        }
    }

    /// Rows by segment.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// Sums of rounded coordinates: of segment k and column j at `k * n_columns + j`.
    pub fn sums(&self) -> Vec<f64> {
        self.sums.to_coordinates(self.grid.len())
    }
}

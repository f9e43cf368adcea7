//! Counts and sums of the rows of each segment while rows move.

use crate::nearest::Change;
use crate::part::Part;
use crate::points::Points;

/// A tally under way: rows move from segment to segment, and the sums stay exact.
#[derive(Debug)]
pub struct RunningTally {
    /// Of each column, the magic number of [`gridfolk_numeric::sum::Quantum`].
    grid: Vec<f64>,
    magic: Points,
    counts: Vec<u64>,
    /// One more than segments: rows without a segment yet are taken from the last.
    sums: Points,
}

impl RunningTally {
    /// No rows in any of `k` segments. `grid` are the magic numbers of the columns.
    pub fn new(grid: &[f64], k: usize) -> Self {
        let d = grid.len();
        RunningTally { grid: grid.to_vec(), magic: Points::new(grid, d), counts: vec![0; k], sums: Points::zeros(k + 1, d) }
    }

    /// Whether its sums are on this grid.
    pub fn is_on(&self, grid: &[f64]) -> bool {
        self.grid == grid
    }

    /// Moves rows from segment to segment, or into their first.
    #[inline(never)]
    pub(crate) fn shift(&mut self, part: &Part, changes: &[Change]) {
        let (magic, k) = (self.magic.get(0), self.counts.len());
        for change in changes {
            let (from, to) = (usize::from(change.from).min(k), usize::from(change.to));
            self.counts[to] += 1;
            self.counts.get_mut(from).into_iter().for_each(|count| *count -= 1);
            let [sums_from, sums_to] = self.sums.get_two([from, to]);
            let sums = sums_from.iter_mut().zip(sums_to);
            for ((row, magic), (sum_from, sum_to)) in part.row(change.row as usize).iter().zip(magic).zip(sums) {
                for pair in 0..2 {
                    let x = row[pair].plus(magic[pair]).minus(magic[pair]);
                    sum_from[pair] = sum_from[pair].minus(x);
                    sum_to[pair] = sum_to[pair].plus(x);
                }
            }
        }
    }

    /// Rows by segment.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// Sums of rounded coordinates: of segment k and column j at `k * n_columns + j`.
    pub fn sums(&self) -> Vec<f64> {
        let mut sums = self.sums.to_coordinates(self.grid.len());
        sums.truncate(self.counts.len() * self.grid.len());
        sums
    }
}

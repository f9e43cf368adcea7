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
    /// One more than segments: rows without a segment yet are taken from the last.
    counts: Vec<u64>,
    sums: Points,
    /// Room for the rows that move.
    rounded: Points,
}

impl RunningTally {
    /// No rows in any of `k` segments. `grid` are the magic numbers of the columns.
    pub fn new(grid: &[f64], k: usize) -> Self {
        let d = grid.len();
        RunningTally {
            grid: grid.to_vec(),
            magic: Points::new(grid, d),
            counts: vec![0; k + 1],
            sums: Points::zeros(k + 1, d),
            rounded: Points::zeros(0, d),
        }
    }

    /// Whether its sums are on this grid.
    pub fn is_on(&self, grid: &[f64]) -> bool {
        self.grid == grid
    }

    /// Moves rows from segment to segment, or into their first.
    ///
    /// Rows are rounded before any is added: they come from far places in memory, and the shorter what is
    /// done with each the more of them are under way at a time.
    #[inline(never)]
    pub(crate) fn shift(&mut self, part: &Part, changes: &[Change]) {
        let (magic, k) = (self.magic.get(0), self.counts.len() - 1);
        self.rounded.clear();
        for change in changes {
            let fours = part.row(change.row as usize).iter().zip(magic);
            self.rounded.push(fours.map(|(x, magic)| [0, 1].map(|pair| x[pair].plus(magic[pair]).minus(magic[pair]))));
        }
        for (change, row) in changes.iter().zip(self.rounded.iter()) {
            let (from, to) = (usize::from(change.from).min(k), usize::from(change.to));
            self.counts[to] += 1;
            self.counts[from] = self.counts[from].wrapping_sub(1);
            let [sums_from, sums_to] = self.sums.get_two([from, to]);
            for ((x, sum_from), sum_to) in row.iter().zip(sums_from).zip(sums_to) {
                for pair in 0..2 {
                    sum_from[pair] = sum_from[pair].minus(x[pair]);
                    sum_to[pair] = sum_to[pair].plus(x[pair]);
                }
            }
        }
    }

    /// Rows by segment.
    pub fn counts(&self) -> &[u64] {
        &self.counts[..self.counts.len() - 1]
    }

    /// Sums of rounded coordinates: of segment k and column j at `k * n_columns + j`.
    pub fn sums(&self) -> Vec<f64> {
        let mut sums = self.sums.to_coordinates(self.grid.len());
        sums.truncate(self.counts().len() * self.grid.len());
        sums
    }
}

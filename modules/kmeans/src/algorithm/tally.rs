//! Counts and sums of the rows of each segment, exact in any order.

use super::nearest::{Change, UNLABELLED};
use super::part::{LANES, Part};
use super::scan::Scan;
use super::space::Space;
use crate::wire::packed;
use gridfolk_numeric::sum::Quantum;

/// The grid of each column's sums of coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid(Vec<Quantum>);

impl Grid {
    /// The grids for all rows of the table.
    pub fn new(space: &Space, scan: &Scan) -> Self {
        let quantum = |j: usize| Quantum::new(coordinate_bound(space, scan, j), scan.n_used);
        Grid((0..space.n_columns()).map(quantum).collect())
    }

    /// A coordinate as a summand.
    pub fn round(&self, j: usize, coordinate: f64) -> f64 {
        self.0[j].round(coordinate)
    }
}

fn coordinate_bound(space: &Space, scan: &Scan, j: usize) -> f64 {
    let axis = space.axis(j);
    [scan.least[j], scan.greatest[j], f64::NAN]
        .iter()
        .fold(0.0, |bound, &value| axis.coordinate(value).abs().max(bound))
}

/// Counts and sums of coordinates by segment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// Rows by segment.
    pub counts: Vec<u64>,
    /// Sums of rounded coordinates: of segment k and column j at `k * n_columns + j`.
    pub sums: Vec<f64>,
}

packed!(Tally { counts, sums });

impl Tally {
    /// No rows in any of `k` segments of `d` columns.
    pub fn none(k: usize, d: usize) -> Self {
        Tally { counts: vec![0; k], sums: vec![0.0; k * d] }
    }

    /// Moves rows from segment to segment.
    #[inline(never)]
    pub fn apply(&mut self, part: &Part, grid: &Grid, changes: &[Change]) {
        let d = part.n_columns();
        for change in changes {
            let (block, lane) = (part.exact(change.row as usize / LANES), change.row as usize % LANES);
            let to = change.to as usize;
            self.counts[to] += 1;
            let sums = &mut self.sums[to * d..(to + 1) * d];
            for ((sum, column), quantum) in sums.iter_mut().zip(block).zip(&grid.0) {
                *sum += quantum.round(column[lane]);
            }
            if change.from == UNLABELLED {
                continue;
            }
            let from = change.from as usize;
            self.counts[from] -= 1;
            let sums = &mut self.sums[from * d..(from + 1) * d];
            for ((sum, column), quantum) in sums.iter_mut().zip(block).zip(&grid.0) {
                *sum -= quantum.round(column[lane]);
            }
        }
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Tally) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, other)| *count += other);
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, other)| *sum += other);
    }

    /// Whether it is of `k` segments and `d` columns.
    pub fn is_sound(&self, k: usize, d: usize) -> bool {
        let counts = self.counts.len() == k && self.counts.iter().all(|&count| count <= 1 << 53);
        counts && self.sums.len() == k * d && self.sums.iter().all(|sum| sum.is_finite())
    }
}

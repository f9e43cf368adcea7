//! Counts and sums of the rows of each segment, exact in any order.

use super::nearest::{Change, UNLABELLED};
use super::part::{Part, Points};
use super::scan::Scan;
use super::space::Space;
use crate::wire::packed;
use gridfolk_numeric::sum::Quantum;

/// The grid of each column's sums of coordinates: the magic numbers of [`Quantum`].
#[derive(Debug, Clone, PartialEq)]
pub struct Grid(Vec<f64>);

impl Grid {
    /// The grids for all rows of the table.
    pub fn new(space: &Space, scan: &Scan) -> Self {
        let magic = |j: usize| Quantum::new(coordinate_bound(space, scan, j), scan.n_used).magic();
        Grid((0..space.n_columns()).map(magic).collect())
    }

    /// A coordinate as a summand.
    pub fn round(&self, j: usize, coordinate: f64) -> f64 {
        (coordinate + self.0[j]) - self.0[j]
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

/// A tally under way: rows move from segment to segment.
#[derive(Debug)]
pub struct RunningTally {
    grid: Grid,
    magic: Points,
    counts: Vec<u64>,
    sums: Points,
}

impl RunningTally {
    /// No rows in any of `k` segments.
    pub fn new(grid: &Grid, k: usize) -> Self {
        let d = grid.0.len();
        RunningTally {
            grid: grid.clone(),
            magic: Points::new(&grid.0, d),
            counts: vec![0; k],
            sums: Points::new(&vec![0.0; k * d], d),
        }
    }

    /// Whether its sums are on this grid.
    pub fn is_on(&self, grid: &Grid) -> bool {
        self.grid == *grid
    }

    /// Moves rows from segment to segment, or into their first.
    #[inline(never)]
    pub fn shift(&mut self, part: &Part, changes: &[Change]) {
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

    /// The tally as it stands.
    pub fn tally(&self) -> Tally {
        let d = self.grid.0.len();
        let sums = (0..self.counts.len()).flat_map(|k| self.sums.coordinates(k, d)).collect();
        Tally { counts: self.counts.clone(), sums }
    }
}

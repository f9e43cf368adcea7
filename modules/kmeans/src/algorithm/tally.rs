//! Counts and sums of the rows of each segment, exact in any order.

use super::scan::Scan;
use super::space::Space;
use crate::wire::packed;
use gridfolk_numeric::sum::Quantum;
use kmeans_kernel::tally::RunningTally;

/// The grid of each column's sums of coordinates: the magic numbers of [`Quantum`].
#[derive(Debug, Clone, PartialEq)]
pub struct Grid(Vec<f64>);

impl Grid {
    /// The grids for all rows of the table.
    pub fn new(space: &Space, scan: &Scan) -> Self {
        let magic = |j: usize| Quantum::new(coordinate_bound(space, scan, j), scan.n_used).magic();
        Grid((0..space.n_columns()).map(magic).collect())
    }

    /// One magic number a column.
    pub fn magic(&self) -> &[f64] {
        &self.0
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

/// Adds numbers one by one.
#[inline(never)]
pub fn add(sums: &mut [f64], others: &[f64]) {
    sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += other);
}

/// Adds counts one by one.
#[inline(never)]
pub fn add_counts(counts: &mut [u64], others: &[u64]) {
    counts.iter_mut().zip(others).for_each(|(count, other)| *count += other);
}

/// Whether there are `n` sums, all finite.
#[inline(never)]
pub fn are_sums(sums: &[f64], n: usize) -> bool {
    sums.len() == n && sums.iter().all(|sum| sum.is_finite())
}

/// Whether there are `n` counts that a table can have.
#[inline(never)]
pub fn are_counts(counts: &[u64], n: usize) -> bool {
    counts.len() == n && counts.iter().all(|&count| count <= 1 << 53)
}

impl Tally {
    /// No rows in any of `k` segments of `d` columns.
    pub fn none(k: usize, d: usize) -> Self {
        Tally { counts: vec![0; k], sums: vec![0.0; k * d] }
    }

    /// A tally under way, as it stands.
    pub fn of(running: &RunningTally) -> Self {
        Tally { counts: running.counts().to_vec(), sums: running.sums() }
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Tally) {
        add_counts(&mut self.counts, &other.counts);
        add(&mut self.sums, &other.sums);
    }

    /// Whether it is of `k` segments and `d` columns.
    pub fn is_sound(&self, k: usize, d: usize) -> bool {
        are_counts(&self.counts, k) && are_sums(&self.sums, k * d)
    }
}

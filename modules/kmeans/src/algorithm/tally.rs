//! Counts and sums of the rows of each segment, exact in any order.

use super::lanes::Pair;
use super::nearest::UNLABELLED;
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

/// Adds a row's rounded coordinates `sign` times.
#[inline(always)]
fn add(sums: &mut [f64], row: &[f64], grid: &Grid, sign: f64) {
    let ((sums, last_sum), (row, last), (magic, last_magic)) =
        (sums.as_chunks_mut::<2>(), row.as_chunks::<2>(), grid.0.as_chunks::<2>());
    let sign_pair = Pair::new(sign, sign);
    for ((sum, x), m) in sums.iter_mut().zip(row).zip(magic) {
        let m = Pair::new(m[0], m[1]);
        let summand = Pair::new(x[0], x[1]).plus(m).minus(m);
        *sum = Pair::new(sum[0], sum[1]).plus(summand.times(sign_pair)).to_array();
    }
    for ((sum, x), m) in last_sum.iter_mut().zip(last).zip(last_magic) {
        *sum += ((x + m) - m) * sign;
    }
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

    /// Moves a row from segment to segment, or into its first.
    #[inline(never)]
    pub fn shift(&mut self, grid: &Grid, row: &[f64], from: u16, to: u16) {
        self.counts[to as usize] += 1;
        add(&mut self.sums[to as usize * row.len()..][..row.len()], row, grid, 1.0);
        if from != UNLABELLED {
            self.counts[from as usize] -= 1;
            add(&mut self.sums[from as usize * row.len()..][..row.len()], row, grid, -1.0);
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

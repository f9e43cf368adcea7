//! The last two passes: which start is best, and what its segments look like.

use super::memory::Track;
use super::rows::Rows;
use super::scan::Scan;
use super::space::Space;
use super::tally::{add, add_counts, are_counts, are_sums};
use crate::wire::packed;
use gridfolk_numeric::sum::{TwoLimbs, TwoQuanta};
use kmeans_kernel::columns::{counts, sum, sums_by_segment};
use kmeans_kernel::part::Part;

/// What decides between starts, and orders segments.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Rows by segment.
    pub counts: Vec<u64>,
    /// The lowest row of each segment; none of an empty one.
    pub first_rows: Vec<Option<u64>>,
    /// Sum of squared distances to the own centroid; 0 where there is one start alone.
    pub inertia: Limbs,
}

/// A sum of two limbs on its way between parts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limbs {
    high: f64,
    low: f64,
}

packed!(Limbs { high, low });
packed!(Outcome { counts, first_rows, inertia });
packed!(Profile { counts, inertia, sums });

impl Limbs {
    fn merge(&mut self, other: Limbs) {
        self.high += other.high;
        self.low += other.low;
    }

    /// The sum, rounded once.
    pub fn value(self) -> f64 {
        self.high + self.low
    }

    fn is_sound(self) -> bool {
        self.high.is_finite() && self.low.is_finite()
    }
}

impl From<TwoLimbs> for Limbs {
    fn from(sum: TwoLimbs) -> Self {
        Limbs { high: sum.high, low: sum.low }
    }
}

impl Outcome {
    /// Of no rows in any of `k` segments.
    pub fn none(k: usize) -> Self {
        Outcome { counts: vec![0; k], first_rows: vec![None; k], inertia: Limbs::default() }
    }

    /// Assigns the rows of a part and looks at the segments.
    pub fn of(part: &Part, rows: &Rows<'_>, centroids: &[f64], track: &mut Track) -> Self {
        let k = centroids.len() / part.n_columns();
        let labels = track.labels(part, centroids);
        let counts = counts(labels, k);
        let mut first_rows = vec![None; k];
        let mut n_to_find = counts.iter().filter(|&&count| count > 0).count();
        for (index, &label) in labels.iter().enumerate() {
            if n_to_find == 0 {
                break;
            }
            if first_rows[label as usize].is_none() {
                first_rows[label as usize] = Some(rows.number(index));
                n_to_find -= 1;
            }
        }
        Outcome { counts, first_rows, inertia: Limbs::default() }
    }

    /// Adds the inertia, by which starts compare.
    pub fn with_inertia(mut self, part: &Part, bounds: &Bounds<'_>, centroids: &[f64], track: &mut Track) -> Self {
        self.inertia = inertia(part, bounds, centroids, track);
        self
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Outcome) {
        self.inertia.merge(other.inertia);
        add_counts(&mut self.counts, &other.counts);
        for (first, other) in self.first_rows.iter_mut().zip(&other.first_rows) {
            *first = first.map_or(*other, |first| Some(other.map_or(first, |other| first.min(other))));
        }
    }

    /// Whether it is of `k` segments.
    pub fn is_sound(&self, k: usize) -> bool {
        are_counts(&self.counts, k) && self.first_rows.len() == k && self.inertia.is_sound()
    }
}

/// Between which bounds the rows lie, and in which space.
#[derive(Debug, Clone, Copy)]
pub struct Bounds<'a> {
    /// The ranges of the columns.
    pub scan: &'a Scan,
    /// The space of the coordinates.
    pub space: &'a Space,
}

impl Bounds<'_> {
    /// No row's squared distance to any centroid is larger: the corners of the columns' ranges.
    fn of_squares(&self, centroids: &[f64]) -> f64 {
        let mut sum = 0.0;
        for j in 0..self.space.n_columns() {
            let axis = self.space.axis(j);
            let coordinate = |value: f64| axis.coordinate(value);
            let (least, greatest) = (coordinate(self.scan.least[j]), coordinate(self.scan.greatest[j]));
            let reach = self.reach(least, greatest, centroids, j);
            sum += reach * reach;
        }
        sum
    }

    /// The longest way from a centroid to an end of the range of column `j`.
    fn reach(&self, least: f64, greatest: f64, centroids: &[f64], j: usize) -> f64 {
        let coordinates = centroids.iter().skip(j).step_by(self.space.n_columns());
        coordinates.fold(0.0, |reach: f64, c| reach.max((greatest - c).abs()).max((least - c).abs()))
    }

    /// Grids for the sums over column `j` of y = x - the row's point and of y^2, both limbs.
    fn quanta(&self, points: &[f64], j: usize) -> [TwoQuanta; 2] {
        let reach = self.reach(self.scan.least[j], self.scan.greatest[j], points, j);
        [reach, reach * reach].map(|bound| TwoQuanta::new(bound, self.scan.n_used))
    }
}

fn inertia(part: &Part, bounds: &Bounds<'_>, centroids: &[f64], track: &mut Track) -> Limbs {
    let quanta = TwoQuanta::new(bounds.of_squares(centroids), bounds.scan.n_used);
    sum(track.labels_and_squares(part, centroids).1, quanta).into()
}

/// Sums over the rows of each segment, of y = x - centroid in original units.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Rows by segment.
    pub counts: Vec<u64>,
    /// Sum of squared distances to the own centroid.
    pub inertia: Limbs,
    /// Of segment k and column j at 4 (k * n_columns + j): two limbs of the sum of y, two of y^2.
    pub sums: Vec<f64>,
}

impl Profile {
    /// Of no rows in any of `k` segments of `d` columns.
    pub fn none(k: usize, d: usize) -> Self {
        Profile { counts: vec![0; k], inertia: Limbs::default(), sums: vec![0.0; 4 * k * d] }
    }

    /// Assigns the rows of a part and sums what describes the segments.
    pub fn of(part: &Part, rows: &Rows<'_>, bounds: &Bounds<'_>, centroids: &[f64], track: &mut Track) -> Self {
        let (k, d) = (centroids.len() / part.n_columns(), part.n_columns());
        let points: Vec<f64> = centroids.chunks_exact(d).flat_map(|c| bounds.space.to_units(c)).collect();
        let inertia = inertia(part, bounds, centroids, track);
        let labels = track.labels(part, centroids);
        let counts = counts(labels, k);
        let mut sums = vec![0.0; 4 * k * d];
        for (j, column) in rows.columns().iter().enumerate() {
            let of_column: Vec<f64> = points.iter().skip(j).step_by(d).copied().collect();
            let (fill, quanta) = (bounds.space.mean[j], bounds.quanta(&points, j));
            for (k, sum) in sums_by_segment(column, labels, &of_column, fill, quanta).iter().enumerate() {
                sums[4 * (k * d + j)..][..4].copy_from_slice(sum);
            }
        }
        Profile { counts, inertia, sums }
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Profile) {
        self.inertia.merge(other.inertia);
        add_counts(&mut self.counts, &other.counts);
        add(&mut self.sums, &other.sums);
    }

    /// Sum of y and of y^2 for a segment and column.
    pub fn sums(&self, k: usize, j: usize, d: usize) -> (f64, f64) {
        let sums = &self.sums[4 * (k * d + j)..][..4];
        (sums[0] + sums[1], sums[2] + sums[3])
    }

    /// Whether it is of `k` segments and `d` columns.
    pub fn is_sound(&self, k: usize, d: usize) -> bool {
        are_counts(&self.counts, k) && are_sums(&self.sums, 4 * k * d) && self.inertia.is_sound()
    }
}

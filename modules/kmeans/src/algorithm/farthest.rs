//! An empty segment takes the row that is farthest from its own centroid.

use super::memory::Track;
use super::rows::Rows;
use super::tally::{Grid, Tally};
use crate::wire::packed;
use kmeans_kernel::part::Part;

/// A row far from its centroid.
#[derive(Debug, Clone, PartialEq)]
pub struct FarRow {
    /// The square of its distance to its centroid; above 0.
    pub square: f64,
    /// Its number in the whole table.
    pub row: u64,
    /// The segment that it is in.
    pub segment: usize,
    /// Its coordinates.
    pub point: Vec<f64>,
}

packed!(FarRow { square, row, segment, point });

impl FarRow {
    /// Whether its figures fit a fit of `k` segments and `d` columns.
    pub fn is_sound(&self, k: usize, d: usize) -> bool {
        self.segment < k && self.point.len() == d && self.square > 0.0 && self.point.iter().all(|z| z.is_finite())
    }
}

/// The `n` farthest rows of a part, the farthest first, ties to the lowest row.
pub fn farthest(part: &Part, rows: &Rows<'_>, centroids: &[f64], track: &mut Track, n: usize) -> Vec<FarRow> {
    let (labels, squares) = track.labels_and_squares(part, centroids);
    let mut far: Vec<usize> = Vec::new();
    for (index, &square) in squares.iter().enumerate() {
        let is_far = far.len() < n || far.last().is_some_and(|&last| square > squares[last]);
        if square > 0.0 && is_far {
            let place = far.partition_point(|&other| squares[other] >= square);
            far.insert(place, index);
            far.truncate(n);
        }
    }
    far.into_iter()
        .map(|index| FarRow {
            square: squares[index],
            row: rows.number(index),
            segment: labels[index] as usize,
            point: part.coordinates(index),
        })
        .collect()
}

/// So many of the farthest rows are enough for `k` segments: at most k are empty, and of each segment
/// at most one row, its last, is passed over.
pub fn enough(k: usize) -> usize {
    2 * k
}

/// Moves a far row into each empty segment, lowest segment first. A segment keeps its last row. Where
/// no row is away from its centroid the segment stays empty.
pub fn fill_empty(tally: &mut Tally, found: &[&FarRow], grid: &Grid) {
    let mut far: Vec<&FarRow> = Vec::new();
    for &row in found {
        let is_farther =
            |other: &&FarRow| other.square > row.square || (other.square == row.square && other.row < row.row);
        far.insert(far.partition_point(is_farther), row);
    }
    let mut far = far.into_iter();
    for empty in 0..tally.counts.len() {
        if tally.counts[empty] > 0 {
            continue;
        }
        let Some(row) = far.find(|row| tally.counts[row.segment] > 1) else { return };
        let d = row.point.len();
        tally.counts[row.segment] -= 1;
        tally.counts[empty] = 1;
        for (j, &coordinate) in row.point.iter().enumerate() {
            let summand = grid.round(j, coordinate);
            tally.sums[row.segment * d + j] -= summand;
            tally.sums[empty * d + j] = summand;
        }
    }
}

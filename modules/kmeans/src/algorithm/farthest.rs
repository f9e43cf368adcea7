//! An empty segment takes the row that is farthest from its own centroid.

use serde::{Deserialize, Serialize};

use super::memory::Track;
use super::part::{LANES, Part};
use super::rows::Rows;
use super::tally::{Grid, Tally};
use crate::wire::Numbers;

/// A row far from its centroid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FarRow {
    /// The square of its distance to its centroid; above 0.
    pub square: f64,
    /// Its number in the whole table.
    pub row: u64,
    /// The segment that it is in.
    pub segment: usize,
    /// Its coordinates.
    pub point: Numbers,
}

impl FarRow {
    /// Whether its figures fit a fit of `k` segments and `d` columns.
    pub fn is_sound(&self, k: usize, d: usize) -> bool {
        self.segment < k && self.point.len() == d && self.square > 0.0 && self.point.iter().all(|z| z.is_finite())
    }
}

/// The `n` farthest rows of a part, the farthest first, ties to the lowest row.
pub fn farthest(part: &Part, rows: &Rows<'_>, centroids: &[f64], track: &mut Track, n: usize) -> Vec<FarRow> {
    let squares = track.squares(part, centroids);
    let labels = track.labels(part, centroids);
    let mut far: Vec<usize> = (0..squares.len()).filter(|&index| squares[index] > 0.0).collect();
    let farther = |a: &usize, b: &usize| squares[*b].total_cmp(&squares[*a]).then(a.cmp(b));
    if far.len() > n {
        far.select_nth_unstable_by(n, farther);
        far.truncate(n);
    }
    far.sort_unstable_by(farther);
    far.into_iter()
        .map(|index| FarRow {
            square: squares[index],
            row: rows.number(index),
            segment: labels[index / LANES][index % LANES] as usize,
            point: part.row(index).into(),
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
pub fn fill_empty(tally: &mut Tally, mut far: Vec<FarRow>, grid: &Grid) {
    far.sort_by(|a, b| b.square.total_cmp(&a.square).then(a.row.cmp(&b.row)));
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

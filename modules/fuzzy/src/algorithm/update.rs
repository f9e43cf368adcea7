//! From memberships to centres, and whether the memberships still move.

use fuzzy_kernel::{Change, Memberships, Part, tally};
use gridfolk_numeric::fixed::Grid;
use gridfolk_space::{Scan, Space};

use super::state::State;
/// The range of each column's coordinates.
pub fn ranges(space: &Space, scan: &Scan) -> Vec<(f64, f64)> {
    let range = |j: usize| {
        let axis = space.axis(j);
        (axis.coordinate(scan.extents[j].least), axis.coordinate(scan.extents[j].greatest))
    };
    (0..space.n_columns()).map(range).collect()
}

/// The grids of the sums of u^m and of u^m x_j.
fn grids(space: &Space, scan: &Scan) -> Vec<Grid> {
    let grid = |(least, greatest): (f64, f64)| Grid::new(least.abs().max(greatest.abs()), scan.n_used);
    let mut grids = vec![Grid::new(1.0, scan.n_used)];
    grids.extend(ranges(space, scan).into_iter().map(grid));
    grids
}

/// The grid of the squared change. What is cut off at tol^2 decides nothing: one such square is enough to
/// go on.
fn change_grid(state: &State) -> Grid {
    Grid::new(state.settings.tol * state.settings.tol, state.scan.n_used.saturating_mul(state.settings.c as u64))
}

/// Of each group the units of the sum of u^m and of those of u^m x_j by column; last those of the squared
/// change since `before`, each square cut at tol^2, where it is given.
pub fn sums_of(state: &State, part: &Part, memberships: Memberships<'_>, before: Option<Memberships<'_>>) -> Vec<u64> {
    let magics: Vec<f64> = grids(&state.space, &state.scan).iter().map(|grid| grid.magic()).collect();
    let (cap, magic) = (state.settings.tol * state.settings.tol, change_grid(state).magic());
    tally(part, state.settings.c, memberships, before.map(|before| Change { before, cap, magic }), &magics)
}

/// Whether the memberships moved by less than the tolerance: the last of the sums.
pub fn is_at_rest(state: &State, sums: &[u64]) -> bool {
    let change = sums.last().map_or(0, |units| *units as i64);
    change_grid(state).value(change).max(0.0).sqrt() < state.settings.tol
}

/// The centres of the memberships, and the sum of u^m of each. A group without any weight stays where it
/// was.
pub fn centres(state: &State, sums: &[u64]) -> (Vec<f64>, Vec<f64>) {
    let d = state.space.n_columns();
    let (grids, ranges) = (grids(&state.space, &state.scan), ranges(&state.space, &state.scan));
    let (mut centres, mut weights) = (Vec::new(), Vec::new());
    for (k, sums) in sums.chunks_exact(d + 1).enumerate() {
        let weight = grids[0].value(sums[0] as i64);
        for (j, &(least, greatest)) in ranges.iter().enumerate() {
            let mean = grids[j + 1].value(sums[j + 1] as i64) / weight;
            let old = state.centroids.get(k * d + j).copied().unwrap_or(0.0);
            // A mean lies between the extremes, whatever a sum of next to no weight is rounded to.
            centres.push(if weight > 0.0 { mean.max(least).min(greatest) } else { old });
        }
        weights.push(weight);
    }
    (centres, weights)
}

/// Whether the memberships must have moved by more than the tolerance, since the centres moved so far: then
/// their change need not be summed.
///
/// Both sets of centres are means: c_k under the memberships before, c'_k under those now. So with S'_k the
/// sum of u'^m,
///
/// ```text
/// c'_k - c_k = sum of (u'^m - u^m) (x - c_k) / S'_k
/// |c'_k - c_k| S'_k <= m |u'_k - u_k| sqrt(sum of |x - c_k|^2)        (Cauchy-Schwarz; u <= 1)
/// ```
///
/// and the sum of |x - c_k|^2 is n (sum of variances + |c_k|^2), since the coordinates' mean is 0.
pub fn must_have_moved(state: &State, next: &[f64], weights: &[f64]) -> bool {
    let (d, n, variance) = (state.space.n_columns(), state.scan.n_used as f64, state.space.variance());
    let mut square = 0.0;
    let centres = state.centroids.chunks_exact(d).zip(next.chunks_exact(d));
    for ((centre, next), weight) in centres.zip(weights) {
        let length = centre.iter().fold(0.0, |sum, c| sum + c * c);
        let step = centre.iter().zip(next).fold(0.0, |sum, (a, b)| sum + (a - b) * (a - b)).sqrt();
        let spread = (variance + length).sqrt();
        // Less what rounding may have moved the centres by.
        let step = (step - 1e-12 * spread).max(0.0);
        let least = if spread > 0.0 { step * weight / (state.settings.m * n.sqrt() * spread) } else { 0.0 };
        square += least * least;
    }
    square.sqrt() > 1.001 * state.settings.tol
}

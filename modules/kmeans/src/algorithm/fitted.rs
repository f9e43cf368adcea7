//! The result of a fit.

use super::finish::Profile;
use super::space::Space;
use super::state::{Course, State};

/// A finished fit, without what belongs to single rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The space that distances are measured in.
    pub space: Space,
    /// Coordinates, centroid after centroid, in the order of the answer.
    pub centroids: Vec<f64>,
    /// Sum of squared distances to the own centroid.
    pub inertia: f64,
    /// Updates that moved a centroid.
    pub n_iter: u32,
    /// Whether the centroids came to rest within `max_iter` updates.
    pub converged: bool,
    /// All rows.
    pub n_rows: u64,
    /// Rows that took part.
    pub n_used: u64,
    /// Rows by segment.
    pub sizes: Vec<u64>,
    /// By segment, then column; none for an empty segment.
    pub facts: Vec<Option<Vec<Facts>>>,
}

/// One column within one segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Facts {
    /// Mean, in the column's unit.
    pub mean: f64,
    /// Population standard deviation, in the column's unit.
    pub sd: f64,
    /// The segment's part of the column's sum over all used rows; none where that sum is 0.
    pub share: Option<f64>,
    /// By how many standard deviations of the whole column the mean stands off the overall mean; none
    /// for a constant column.
    pub stands_out: Option<f64>,
}

impl Fitted {
    /// Describes the segments.
    pub(super) fn new(mut state: State, profile: &Profile) -> Self {
        let candidate = state.candidates.swap_remove(0);
        Fitted {
            inertia: profile.inertia.value(),
            n_iter: candidate.n_iter,
            converged: candidate.course == Course::Converged,
            n_rows: state.scan.n_rows,
            n_used: state.scan.n_used,
            sizes: profile.counts.clone(),
            facts: facts(&state.space, &candidate.centroids, profile),
            centroids: candidate.centroids.to_vec(),
            space: state.space,
        }
    }
}

fn facts(space: &Space, centroids: &[f64], profile: &Profile) -> Vec<Option<Vec<Facts>>> {
    let d = space.n_columns();
    let points: Vec<Vec<f64>> = centroids.chunks_exact(d).map(|centroid| space.to_units(centroid)).collect();
    let total_of = |k: usize, j: usize| points[k][j] * profile.counts[k] as f64 + profile.sums(k, j, d).0;
    let totals: Vec<f64> = (0..d).map(|j| (0..points.len()).map(|k| total_of(k, j)).sum()).collect();
    let of_column = |k: usize, j: usize| {
        let n = profile.counts[k] as f64;
        let (first, second) = profile.sums(k, j, d);
        let mean = points[k][j] + first / n;
        Facts {
            mean,
            sd: ((second - first * first / n).max(0.0) / n).sqrt(),
            share: (totals[j] != 0.0).then(|| total_of(k, j) / totals[j]),
            stands_out: (space.sd[j] > 0.0).then(|| (mean - space.mean[j]) / space.sd[j]),
        }
    };
    (0..points.len()).map(|k| (profile.counts[k] > 0).then(|| (0..d).map(|j| of_column(k, j)).collect())).collect()
}

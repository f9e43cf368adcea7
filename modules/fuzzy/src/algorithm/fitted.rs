//! The result of a fit.

use gridfolk_space::Space;

use super::fold::outcome_grids;
use super::grades::values;
use super::limits::COINCIDENT_SHARE;
use super::state::{Course, State};

/// A finished fit, without what belongs to single rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The space that distances are measured in.
    pub space: Space,
    /// The fuzzifier.
    pub m: f64,
    /// Coordinates, centre after centre, in the order of the answer.
    pub centroids: Vec<f64>,
    /// What each column weighs in the value; none where groups are not graded.
    pub weights: Option<Vec<f64>>,
    /// From which share of the first membership on the second one counts.
    pub between: f64,
    /// The value of each group.
    pub values: Vec<f64>,
    /// Updates of the centres.
    pub n_iter: u32,
    /// Whether the memberships came to rest within `max_iter` updates.
    pub converged: bool,
    /// All rows.
    pub n_rows: u64,
    /// Rows that took part.
    pub n_used: u64,
    /// Rows by the group of their largest membership.
    pub sizes: Vec<u64>,
    /// Rows between two groups, by their first.
    pub n_between: Vec<u64>,
    /// Of each group the sum of memberships.
    pub cardinalities: Vec<f64>,
    /// The sum of u^m times the squared distance.
    pub objective: f64,
    /// The mean over rows of the sum of u^2.
    pub partition_coefficient: f64,
    /// The mean over rows of the sum of -u ln u.
    pub partition_entropy: f64,
    /// The objective over n times the least squared distance of two centres; none where that is 0.
    pub xie_beni: Option<f64>,
    /// Centres that coincide.
    pub coincident: Vec<Coincident>,
}

/// Two centres that coincide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coincident {
    /// Both groups, the lower index first.
    pub groups: [usize; 2],
    /// The distance of their centres.
    pub distance: f64,
}

impl Fitted {
    /// Describes the groups by the sums of [`fuzzy_kernel::outcome`].
    pub(super) fn new(state: State, sums: &[u64]) -> Self {
        let c = state.settings.c;
        let grids = outcome_grids(&state);
        let n = state.scan.n_used as f64;
        let total = |index: usize| sums[3 * c + index] as i64;
        let objective = grids.objective.value(total(2));
        let pairs = pairs(&state.space, &state.centroids);
        let nearest = pairs.iter().fold(f64::INFINITY, |least, (_, square)| least.min(*square));
        let limit = COINCIDENT_SHARE * COINCIDENT_SHARE * state.space.variance();
        let coincident = pairs
            .into_iter()
            .filter(|(_, square)| *square <= limit)
            .map(|(groups, square)| Coincident { groups, distance: square.sqrt() });
        Fitted {
            m: state.settings.m,
            between: state.settings.between,
            values: values(&state.space, state.weights.as_deref(), &state.centroids),
            n_iter: state.n_iter,
            converged: state.course == Course::Converged,
            n_rows: state.scan.n_rows,
            n_used: state.scan.n_used,
            sizes: sums[..c].to_vec(),
            n_between: sums[c..2 * c].to_vec(),
            cardinalities: sums[2 * c..3 * c].iter().map(|&sum| grids.shares.value(sum as i64)).collect(),
            objective,
            partition_coefficient: grids.shares.value(total(0)) / n,
            partition_entropy: grids.entropy.value(total(1)) / n,
            xie_beni: (nearest > 0.0).then(|| objective / (n * nearest)),
            coincident: coincident.collect(),
            centroids: state.centroids,
            weights: state.weights,
            space: state.space,
        }
    }
}

/// Every two centres, and the square of their distance.
fn pairs(space: &Space, centroids: &[f64]) -> Vec<([usize; 2], f64)> {
    let centres: Vec<&[f64]> = centroids.chunks_exact(space.n_columns()).collect();
    let mut pairs = Vec::new();
    for (k, a) in centres.iter().enumerate() {
        for (l, b) in centres.iter().enumerate().skip(k + 1) {
            pairs.push(([k, l], a.iter().zip(*b).fold(0.0, |sum, (a, b)| sum + (a - b) * (a - b))));
        }
    }
    pairs
}

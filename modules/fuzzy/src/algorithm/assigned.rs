//! The rows of a table by the centres of a fit.

use fuzzy_kernel::{Assigned, Centres, NO_GROUP, Part, Ranking};
use gridfolk_space::{Rows, Space};

use super::grades::values;
use super::memory::{Memory, place};

/// What rows are assigned by.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    /// The space that distances are measured in.
    pub space: Space,
    /// The fuzzifier.
    pub m: f64,
    /// Coordinates, centre after centre.
    pub centroids: Vec<f64>,
    /// What each column weighs in the value; none where groups are not graded.
    pub weights: Option<Vec<f64>>,
    /// From which share of the first membership on the second one counts.
    pub between: f64,
}

impl Scheme {
    /// Number of groups.
    pub fn n_groups(&self) -> usize {
        self.centroids.len() / self.space.n_columns()
    }
}

/// Assigns rows. `columns` are those of the space, finite and within the limit; a missing value where that
/// is refused counts as the mean.
pub fn predict<'a>(scheme: &Scheme, columns: &[&[f64]], memory: &'a mut Memory) -> &'a Assigned {
    memory.assigned(scheme, |memory| {
        let rows = Rows::new(columns.to_vec(), &[], 0, scheme.space.missing);
        assign(scheme, memory.part(&scheme.space, columns), &rows)
    })
}

/// Assigns rows that nothing is remembered of.
pub fn predict_anew(scheme: &Scheme, columns: &[&[f64]]) -> Assigned {
    let rows = Rows::new(columns.to_vec(), &scheme.space.logs, 0, scheme.space.missing);
    assign(scheme, &place(&scheme.space, &rows), &rows)
}

fn assign(scheme: &Scheme, part: &Part, rows: &Rows<'_>) -> Assigned {
    let values = values(&scheme.space, scheme.weights.as_deref(), &scheme.centroids);
    let ranking = Ranking { between: scheme.between, values: &values };
    let centres = Centres { coordinates: &scheme.centroids, m: scheme.m };
    Assigned::of(part, rows.n_rows(), rows.kept(), centres, ranking)
}

const _: () = assert!(NO_GROUP == gridfolk_contract::MISSING_CODE);

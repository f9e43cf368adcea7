//! The rows of a table by the centres of a fit.

use fuzzy_kernel::{Centres, Lane, NO_GROUP, ROWS, Ranking, ZERO};
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

/// What a scheme says of each row of a part; NaN and [`NO_GROUP`] for a dropped row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assigned {
    /// Group of the largest membership.
    pub first: Vec<u32>,
    /// Group of the second membership, where the row is between both.
    pub second: Vec<u32>,
    /// The largest membership.
    pub membership: Vec<f64>,
    /// The second membership, where the row is between both.
    pub membership_second: Vec<f64>,
    /// The mean of the groups' values, weighted by membership.
    pub value: Vec<f64>,
    /// By group.
    pub memberships: Vec<Vec<f64>>,
}

impl Assigned {
    /// Rows by the group of their largest membership.
    pub fn sizes(&self) -> Vec<u64> {
        let mut sizes = vec![0; self.memberships.len()];
        for &first in self.first.iter().filter(|&&first| first != NO_GROUP) {
            sizes[first as usize] += 1;
        }
        sizes
    }

    /// Rows between two groups.
    pub fn n_between(&self) -> u64 {
        self.second.iter().filter(|&&second| second != NO_GROUP).count() as u64
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

fn assign(scheme: &Scheme, part: &fuzzy_kernel::Part, rows: &Rows<'_>) -> Assigned {
    let (n, c) = (rows.n_rows(), scheme.n_groups());
    let values = values(&scheme.space, scheme.weights.as_deref(), &scheme.centroids);
    let ranking = Ranking { between: scheme.between, values: &values };
    let centres = Centres { coordinates: &scheme.centroids, m: scheme.m };
    let mut assigned = Assigned {
        first: vec![NO_GROUP; n],
        second: vec![NO_GROUP; n],
        membership: vec![f64::NAN; n],
        membership_second: vec![f64::NAN; n],
        value: vec![f64::NAN; n],
        memberships: vec![vec![f64::NAN; n]; c],
    };
    let (mut u, mut powers) = (vec![ZERO; c], vec![ZERO; c]);
    for block in 0..part.n_blocks() {
        centres.memberships(part, block, &mut u, &mut powers);
        let positions = (block * ROWS..block * ROWS + part.n_rows_of(block)).map(|index| rows.position(index));
        assigned.write(&ranking, &u, positions);
    }
    assigned
}

impl Assigned {
    fn write(&mut self, ranking: &Ranking<'_>, u: &[Lane], positions: impl Iterator<Item = usize>) {
        let ranked = ranking.of_block(u);
        for (row, position) in positions.enumerate() {
            let ranked = &ranked[row];
            let is_between = ranked.second != NO_GROUP;
            self.first[position] = ranked.first;
            self.second[position] = ranked.second;
            self.membership[position] = ranked.membership;
            self.membership_second[position] = if is_between { ranked.membership_second } else { f64::NAN };
            self.value[position] = ranked.value;
            for (memberships, lane) in self.memberships.iter_mut().zip(u) {
                memberships[position] = lane[row];
            }
        }
    }
}

const _: () = assert!(NO_GROUP == gridfolk_contract::MISSING_CODE);

//! What centres say of each row.

use crate::memberships::Centres;
use crate::part::{Part, ROWS, ZERO};
use crate::rank::{NO_GROUP, Ranked, Ranking};

/// What is said of each row of a part; NaN and [`NO_GROUP`] for a row that was dropped.
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
    /// Of `n_rows` rows, of which those of `part` stand at the positions `kept`, or are all.
    #[inline(never)]
    pub fn of(part: &Part, n_rows: usize, kept: Option<&[u32]>, centres: Centres<'_>, ranking: Ranking<'_>) -> Self {
        let c = ranking.values.len();
        let mut assigned = Assigned {
            first: vec![NO_GROUP; n_rows],
            second: vec![NO_GROUP; n_rows],
            membership: vec![f64::NAN; n_rows],
            membership_second: vec![f64::NAN; n_rows],
            value: vec![f64::NAN; n_rows],
            memberships: vec![vec![f64::NAN; n_rows]; c],
        };
        let (mut u, mut powers) = (vec![ZERO; c], vec![ZERO; c]);
        for block in 0..part.n_blocks() {
            centres.memberships(part, block, &mut u, &mut powers);
            let ranked = ranking.of_block(&u);
            for row in 0..part.n_rows_of(block) {
                let index = block * ROWS + row;
                let position = kept.map_or(index, |kept| kept[index] as usize);
                assigned.set(position, &ranked, row);
                for (memberships, lane) in assigned.memberships.iter_mut().zip(&u) {
                    memberships[position] = lane[row];
                }
            }
        }
        assigned
    }

    #[inline(always)]
    fn set(&mut self, position: usize, ranked: &Ranked, row: usize) {
        let is_between = ranked.second[row] != NO_GROUP;
        self.first[position] = ranked.first[row];
        self.second[position] = ranked.second[row];
        self.membership[position] = ranked.membership[row];
        self.membership_second[position] = if is_between { ranked.membership_second[row] } else { f64::NAN };
        self.value[position] = ranked.value[row];
    }

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

    /// How much of each row's membership is in other groups under `after`, 0 to 1.
    #[inline(never)]
    pub fn moved(&self, after: &Assigned) -> Vec<f64> {
        let mut moved = vec![0.0; self.first.len()];
        for (before, after) in self.memberships.iter().zip(&after.memberships) {
            for ((moved, before), after) in moved.iter_mut().zip(before).zip(after) {
                *moved += 0.5 * (after - before).abs();
            }
        }
        moved
    }
}

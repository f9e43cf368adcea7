//! Which group a row belongs to most, and which comes second.

use gridfolk_numeric::lanes::Pair;

use crate::part::{Lane, PAIRS, ROWS, ZERO, pair};

/// No group.
pub const NO_GROUP: u32 = u32::MAX;

/// How rows are ranked.
#[derive(Debug, Clone, Copy)]
pub struct Ranking<'a> {
    /// A row is between two groups where its second membership is at least this share of its first.
    pub between: f64,
    /// The value of each group.
    pub values: &'a [f64],
}

/// What is said of the rows of a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// The group of the largest membership, ties to the lowest index.
    pub first: [u32; ROWS],
    /// The group of the second membership, where the row is between both; else [`NO_GROUP`].
    pub second: [u32; ROWS],
    /// The largest membership.
    pub membership: Lane,
    /// The second membership.
    pub membership_second: Lane,
    /// The mean of the groups' values, weighted by membership.
    pub value: Lane,
}

impl Ranking<'_> {
    /// Ranks a block of rows with the memberships `u`. Indices are doubles on the way.
    #[inline(never)]
    pub fn of_block(&self, u: &[Lane]) -> Ranked {
        let (mut first, mut second) = ([NO_GROUP; ROWS], [NO_GROUP; ROWS]);
        let (mut membership, mut membership_second, mut value) = (ZERO, ZERO, ZERO);
        for index in 0..PAIRS {
            let top = self.of_pair(u, index);
            set(&mut membership, index, top.most);
            set(&mut membership_second, index, top.next);
            set(&mut value, index, top.value);
            let (groups, others) = (top.first.to_array(), top.second.to_array());
            for lane in 0..2 {
                let row = 2 * index + lane;
                first[row] = groups[lane] as u32;
                if membership_second[row] >= self.between * membership[row] {
                    second[row] = others[lane] as u32;
                }
            }
        }
        Ranked { first, second, membership, membership_second, value }
    }

    #[inline(always)]
    fn of_pair(&self, u: &[Lane], index: usize) -> Top {
        let (none, zero) = (Pair::splat(-1.0), Pair::splat(0.0));
        let mut top = Top { most: none, next: none, first: zero, second: zero, value: zero };
        for ((group, lane), value) in u.iter().enumerate().zip(self.values) {
            let (membership, group) = (pair(lane, index), Pair::splat(group as f64));
            top.value = top.value.plus(membership.times(Pair::splat(*value)));
            // The best of the others, unless this is the best of all: then it is the best so far.
            let others = membership.if_above(top.next, group, top.second);
            top.second = membership.if_above(top.most, top.first, others);
            top.next = membership.if_above(top.most, top.most, top.next.greatest(membership));
            top.first = membership.if_above(top.most, group, top.first);
            top.most = top.most.greatest(membership);
        }
        top
    }
}

/// What is known of two rows after some groups.
struct Top {
    most: Pair,
    next: Pair,
    first: Pair,
    second: Pair,
    value: Pair,
}

#[inline(always)]
fn set(lane: &mut Lane, index: usize, pair: Pair) {
    lane[2 * index..2 * index + 2].copy_from_slice(&pair.to_array());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_between_where_the_second_is_close() {
        let lane = |value: f64| [value; ROWS];
        let u = [lane(0.35), lane(0.4), lane(0.25)];
        let ranked = |between: f64| Ranking { between, values: &[3.0, 1.0, -1.0] }.of_block(&u);
        assert_eq!((ranked(0.8).first[5], ranked(0.8).second[5]), (1, 0));
        assert_eq!((ranked(0.9).first[5], ranked(0.9).second[5]), (1, NO_GROUP));
        assert_eq!((ranked(0.9).membership[5], ranked(0.9).membership_second[5]), (0.4, 0.35));
        assert!((ranked(0.9).value[5] - 1.2).abs() < 1e-15);
    }

    #[test]
    fn ties_go_to_the_lowest_index() {
        let u = [[0.25; ROWS], [0.375; ROWS], [0.375; ROWS], [0.375; ROWS]];
        let ranked = Ranking { between: 1.0, values: &[0.0; 4] }.of_block(&u);
        assert_eq!((ranked.first[0], ranked.second[0]), (1, 2));
    }
}

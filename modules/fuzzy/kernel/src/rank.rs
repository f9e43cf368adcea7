//! Which group a row belongs to most, and which comes second.

use crate::part::{Lane, ROWS};

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

/// What is said of one row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// The group of the largest membership, ties to the lowest index.
    pub first: u32,
    /// The group of the second membership, where the row is between both; else [`NO_GROUP`].
    pub second: u32,
    /// The largest membership.
    pub membership: f64,
    /// The second membership.
    pub membership_second: f64,
    /// The mean of the groups' values, weighted by membership.
    pub value: f64,
}

impl Ranking<'_> {
    /// Ranks a block of rows with the memberships `u`.
    #[inline(never)]
    pub fn of_block(&self, u: &[Lane]) -> [Ranked; ROWS] {
        let nothing =
            Ranked { first: NO_GROUP, second: NO_GROUP, membership: -1.0, membership_second: -1.0, value: 0.0 };
        let mut ranked = [nothing; ROWS];
        for ((index, lane), value) in (0..).zip(u).zip(self.values) {
            for (ranked, &membership) in ranked.iter_mut().zip(lane) {
                ranked.value += membership * value;
                if membership > ranked.membership {
                    ranked.second = ranked.first;
                    ranked.membership_second = ranked.membership;
                    ranked.first = index;
                    ranked.membership = membership;
                } else if membership > ranked.membership_second {
                    ranked.second = index;
                    ranked.membership_second = membership;
                }
            }
        }
        for ranked in &mut ranked {
            let is_between = ranked.membership_second >= self.between * ranked.membership;
            ranked.second = if is_between { ranked.second } else { NO_GROUP };
        }
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_between_where_the_second_is_close() {
        let lane = |value: f64| [value; ROWS];
        let u = [lane(0.35), lane(0.4), lane(0.25)];
        let ranked = |between: f64| Ranking { between, values: &[3.0, 1.0, -1.0] }.of_block(&u)[5];
        assert_eq!((ranked(0.8).first, ranked(0.8).second), (1, 0));
        assert_eq!((ranked(0.9).first, ranked(0.9).second), (1, NO_GROUP));
        assert_eq!((ranked(0.9).membership, ranked(0.9).membership_second), (0.4, 0.35));
        assert!((ranked(0.9).value - 1.2).abs() < 1e-15);
    }

    #[test]
    fn ties_go_to_the_lowest_index() {
        let u = [[0.25; ROWS], [0.375; ROWS], [0.375; ROWS]];
        let ranked = Ranking { between: 1.0, values: &[0.0; 3] }.of_block(&u)[0];
        assert_eq!((ranked.first, ranked.second), (1, 2));
    }
}

//! The best cut of a node's groups in two.
//!
//! A cut is better when it leaves more purity ([`crate::criterion`]) on its two sides. Differences within
//! 1e-12 of the node's weight are rounding and no difference: the cut that was tried first stays.

use crate::criterion::Measure;
use crate::groups::Groups;

/// Gains that differ by less than this share of the node's weight are equal.
const SLACK: f64 = 1e-12;
/// Up to so many groups all subsets are tried.
pub const SUBSET_GROUPS_MAX: usize = 10;

/// The node that is cut.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// Weights by class.
    pub sums: &'a [f64],
    /// Rows.
    pub n_rows: u64,
    /// The least number of rows of a side.
    pub min_leaf: u64,
    /// How mixture is measured.
    pub measure: Measure<'a>,
}

/// A cut: what is inside, and the purity that it leaves on both sides together.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// Purity of both sides.
    pub purity: f64,
    /// The places of the groups of one side, in the order in which they were tried.
    pub inside: Vec<u32>,
}

impl Node<'_> {
    /// Whether a purity is larger than another one, beyond rounding.
    pub fn is_better(&self, purity: f64, than: f64) -> bool {
        purity > than + SLACK * self.measure.weight(self.sums)
    }

    /// Purity of both sides when `inside` is cut off; none where a side has too few rows.
    #[inline]
    fn judge(&self, n_inside: u64, inside: &[f64], outside: &mut [f64]) -> Option<f64> {
        if n_inside < self.min_leaf || self.n_rows - n_inside < self.min_leaf {
            return None;
        }
        for ((outside, node), inside) in outside.iter_mut().zip(self.sums).zip(inside) {
            *outside = node - inside;
        }
        Some(self.measure.purity(inside) + self.measure.purity(outside))
    }
}

/// The best cut between two neighbours of an order of groups. The group `rest`, which is not in the order,
/// is tried on both sides of each cut, and alone.
#[inline(never)]
pub fn best_prefix(node: &Node<'_>, groups: &Groups, order: &[u32], rest: Option<u32>) -> Option<Cut> {
    let n_classes = node.sums.len();
    let mut inside = vec![0.0; n_classes];
    let mut with_rest = vec![0.0; n_classes];
    let mut outside = vec![0.0; n_classes];
    let mut n_inside = 0;
    let mut best: Option<(f64, usize, bool)> = None;
    let slack = SLACK * node.measure.weight(node.sums);
    for (place, &group) in order.iter().enumerate() {
        let group = group as usize;
        n_inside += groups.counts[group];
        inside.iter_mut().zip(groups.sums_of(group)).for_each(|(inside, sum)| *inside += sum);
        let is_last = place + 1 == order.len();
        let mut note = |purity: Option<f64>, takes_rest: bool| {
            if let Some(purity) = purity
                && best.is_none_or(|(best, ..)| purity > best + slack)
            {
                best = Some((purity, place + 1, takes_rest));
            }
        };
        if !is_last || rest.is_some() {
            note(node.judge(n_inside, &inside, &mut outside), false);
        }
        if let Some(rest) = rest
            && !is_last
        {
            let rest = rest as usize;
            let sums = inside.iter().zip(groups.sums_of(rest));
            with_rest.iter_mut().zip(sums).for_each(|(both, (inside, rest))| *both = inside + rest);
            note(node.judge(n_inside + groups.counts[rest], &with_rest, &mut outside), true);
        }
    }
    best.map(|(purity, n, takes_rest)| {
        let mut inside = order[..n].to_vec();
        inside.extend(rest.filter(|_| takes_rest));
        Cut { purity, inside }
    })
}

/// The best subset of at most [`SUBSET_GROUPS_MAX`] groups; the first group is never inside.
#[inline(never)]
pub fn best_subset(node: &Node<'_>, groups: &Groups) -> Option<Cut> {
    let n_classes = node.sums.len();
    let mut inside = vec![0.0; n_classes];
    let mut outside = vec![0.0; n_classes];
    let mut best: Option<(f64, u32)> = None;
    let slack = SLACK * node.measure.weight(node.sums);
    let members = |mask: u32| (0..groups.len() as u32).filter(move |group| mask >> group & 1 == 1);
    for mask in (2..1u32 << groups.len()).step_by(2) {
        inside.fill(0.0);
        let mut n_inside = 0;
        for group in members(mask) {
            n_inside += groups.counts[group as usize];
            inside.iter_mut().zip(groups.sums_of(group as usize)).for_each(|(inside, sum)| *inside += sum);
        }
        if let Some(purity) = node.judge(n_inside, &inside, &mut outside)
            && best.is_none_or(|(best, _)| purity > best + slack)
        {
            best = Some((purity, mask));
        }
    }
    best.map(|(purity, mask)| Cut { purity, inside: members(mask).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criterion::Criterion;

    fn groups(sums: &[[u64; 2]]) -> Groups {
        let n_bins = sums.len();
        let counts: Vec<u64> = (0..2).flat_map(|class| sums.iter().map(move |bin| bin[class])).collect();
        let mut groups = Groups::default();
        groups.of_bins(&counts, &[], n_bins);
        groups
    }

    fn node(sums: &[f64], min_leaf: u64) -> Node<'_> {
        let n_rows = sums.iter().sum::<f64>() as u64;
        Node { sums, n_rows, min_leaf, measure: Measure { criterion: Criterion::Gini, factors: &[1.0, 1.0] } }
    }

    #[test]
    fn the_cut_between_pure_sides_is_found() {
        let groups = groups(&[[2, 0], [3, 0], [0, 4]]);
        let cut = best_prefix(&node(&[5.0, 4.0], 1), &groups, &[0, 1, 2], None).expect("a cut");
        assert_eq!((cut.inside, cut.purity), (vec![0, 1], 9.0));
    }

    #[test]
    fn a_side_keeps_its_least_rows_and_ties_stay_with_the_first() {
        let groups = groups(&[[1, 0], [1, 1], [1, 1], [0, 1]]);
        let of = |min_leaf| best_prefix(&node(&[3.0, 3.0], min_leaf), &groups, &[0, 1, 2, 3], None);
        assert_eq!(of(1).expect("a cut").inside, [0]);
        assert_eq!(of(3).expect("a cut").inside, [0, 1]);
        assert_eq!(of(4), None);
    }

    #[test]
    fn missing_rows_go_where_they_fit_or_stand_alone() {
        let fits_left = groups(&[[4, 0], [0, 4], [2, 0]]);
        let cut = best_prefix(&node(&[6.0, 4.0], 1), &fits_left, &[0, 1], Some(2)).expect("a cut");
        assert_eq!(cut.inside, [0, 2]);
        let alone = groups(&[[4, 0], [4, 0], [0, 2]]);
        let cut = best_prefix(&node(&[8.0, 2.0], 1), &alone, &[0, 1], Some(2)).expect("a cut");
        assert_eq!((cut.inside, cut.purity), (vec![0, 1], 10.0));
    }

    #[test]
    fn the_best_subset_is_found_where_no_order_has_it() {
        let sums = [[3, 0], [0, 3], [3, 0], [0, 3]];
        let cut = best_subset(&node(&[6.0, 6.0], 1), &groups(&sums)).expect("a cut");
        assert_eq!((cut.inside, cut.purity), (vec![1, 3], 12.0));
    }
}

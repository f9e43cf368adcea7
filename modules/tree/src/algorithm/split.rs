//! The best split of one node by one column.

use gridfolk_contract::wire::{packed, packed_enum};
use gridfolk_numeric::sort::{sort_key, sort_pairs};
use tree_kernel::cut::{Cut, Node, SUBSET_GROUPS_MAX, best_prefix, best_subset};
use tree_kernel::groups::Groups;

use super::coding::Coding;

/// What a node asks of a code.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// A number: is it at most the threshold, which is the last of these codes?
    AtMost {
        /// In the column's unit.
        threshold: f64,
        /// The largest code of yes.
        code: u32,
    },
    /// A level: is it one of these?
    Among(Vec<u32>),
    /// Is the value missing?
    Missing,
}

/// Rows on one side of a split.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Side {
    /// How many.
    pub n_rows: u64,
    /// Their weights by class.
    pub sums: Vec<f64>,
}

/// A split that could be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The place of the column.
    pub column: usize,
    /// The question.
    pub test: Test,
    /// Where rows without a value go.
    pub missing_goes_yes: bool,
    /// Purity of both sides together.
    pub purity: f64,
    /// Rows that answer yes.
    pub yes: Side,
    /// Rows that answer no.
    pub no: Side,
}

packed_enum!(Test { 0 => AtMost { threshold, code }, 1 => Among(codes), 2 => Missing });
packed!(Side { n_rows, sums });

/// The best split by a column; none where no cut leaves both sides enough rows.
///
/// Numbers are cut between neighbours, with missing values tried on both sides and alone. Levels are cut
/// in the order of their share of the second class, which for two classes holds the best of all subsets
/// (Breiman et al. 1984, theorem 4.5); for more classes all subsets of up to ten levels are tried, and
/// above that the orders by the share of each class. A missing level is a level of its own.
pub fn propose(node: &Node<'_>, column: usize, coding: &Coding, groups: &Groups) -> Option<Proposal> {
    let has_missing = groups.codes.last() == Some(&(coding.missing() as u32));
    match coding {
        Coding::Values(_) | Coding::Edges(_) => {
            let n_present = (groups.len() - usize::from(has_missing)) as u32;
            let order: Vec<u32> = (0..n_present).collect();
            let cut = best_prefix(node, groups, &order, has_missing.then_some(n_present))?;
            Some(of_numbers(node, column, coding, groups, cut, n_present))
        }
        Coding::Levels(_) => Some(of_levels(node, column, groups, cut_levels(node, groups)?, has_missing)),
    }
}

fn of_numbers(node: &Node<'_>, column: usize, coding: &Coding, groups: &Groups, cut: Cut, n_present: u32) -> Proposal {
    let has_missing = groups.len() as u32 > n_present;
    let takes_missing = cut.inside.last() == Some(&n_present);
    let n_below = cut.inside.len() - usize::from(takes_missing);
    let (inside, outside) = sides(node, groups, &cut);
    if n_below == n_present as usize {
        return Proposal {
            column,
            test: Test::Missing,
            missing_goes_yes: true,
            purity: cut.purity,
            yes: outside,
            no: inside,
        };
    }
    let (below, above) = (groups.codes[n_below - 1], groups.codes[n_below]);
    // What the fit never saw goes with the larger side.
    let missing_goes_yes = if has_missing { takes_missing } else { weight(&inside) >= weight(&outside) };
    let test = Test::AtMost { threshold: coding.threshold(below, above), code: below };
    Proposal { column, test, missing_goes_yes, purity: cut.purity, yes: inside, no: outside }
}

fn of_levels(node: &Node<'_>, column: usize, groups: &Groups, cut: Cut, has_missing: bool) -> Proposal {
    let missing = groups.len() as u32 - 1;
    let (inside, outside) = sides(node, groups, &cut);
    let is_inside = |group: &u32| cut.inside.contains(group);
    let (members, others): (Vec<u32>, Vec<u32>) = (0..=missing).partition(is_inside);
    let is_missing = |members: &[u32]| has_missing && *members == [missing];
    // The lighter side is listed; levels that the node does not have go with the other one.
    let lists_inside = is_missing(&members) || (!is_missing(&others) && weight(&inside) <= weight(&outside));
    let (listed, yes, no) = if lists_inside { (members, inside, outside) } else { (others, outside, inside) };
    let missing_goes_yes = has_missing && listed.contains(&missing);
    let codes = listed.iter().filter(|&&group| !(has_missing && group == missing));
    let test = match is_missing(&listed) {
        true => Test::Missing,
        false => Test::Among(codes.map(|&group| groups.codes[group as usize]).collect()),
    };
    Proposal { column, test, missing_goes_yes, purity: cut.purity, yes, no }
}

fn cut_levels(node: &Node<'_>, groups: &Groups) -> Option<Cut> {
    let n_classes = node.sums.len();
    if n_classes > 2 && groups.len() <= SUBSET_GROUPS_MAX {
        return best_subset(node, groups);
    }
    let classes = if n_classes == 2 { 1..2 } else { 0..n_classes };
    let mut best: Option<Cut> = None;
    for class in classes {
        let cut = best_prefix(node, groups, &by_share(node, groups, class), None);
        let Some(cut) = cut else { continue };
        if best.as_ref().is_none_or(|best| node.is_better(cut.purity, best.purity)) {
            best = Some(cut);
        }
    }
    best
}

/// The groups by their share of a class, ties in the order of their levels.
fn by_share(node: &Node<'_>, groups: &Groups, class: usize) -> Vec<u32> {
    let mut pairs: Vec<(u64, f64)> = (0..groups.len())
        .map(|group| {
            let sums = groups.sums_of(group);
            let share = sums[class] * node.measure.factors[class] / node.measure.weight(sums);
            (sort_key(if share.is_nan() { 0.0 } else { share }), group as f64)
        })
        .collect();
    sort_pairs(&mut pairs);
    pairs.into_iter().map(|(_, group)| group as u32).collect()
}

fn sides(node: &Node<'_>, groups: &Groups, cut: &Cut) -> (Side, Side) {
    let mut inside = Side { n_rows: 0, sums: vec![0.0; node.sums.len()] };
    for &group in &cut.inside {
        inside.n_rows += groups.counts[group as usize];
        inside.sums.iter_mut().zip(groups.sums_of(group as usize)).for_each(|(sum, of_group)| *sum += of_group);
    }
    let rest = node.sums.iter().zip(&inside.sums).map(|(node, inside)| node - inside).collect();
    let outside = Side { n_rows: node.n_rows - inside.n_rows, sums: rest };
    (inside, outside)
}

fn weight(side: &Side) -> f64 {
    side.sums.iter().sum()
}

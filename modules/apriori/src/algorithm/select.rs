//! Which of the frequent itemsets are listed.

use apriori_kernel::Lattice;

use super::settings::Kind;
use super::sorted::sorted;

/// Marks the itemsets of a kind, and of these the `top` in most baskets (ties: the first in order). None
/// when all are.
pub fn select(lattice: &Lattice, kind: Kind, top: Option<u64>) -> Option<Vec<bool>> {
    let mut chosen = match kind {
        Kind::All => vec![true; lattice.len()],
        Kind::Closed => without_supersets(lattice, |itemset, superset| itemset == superset),
        Kind::Maximal => without_supersets(lattice, |_, _| true),
    };
    if let Some(top) = top {
        keep_top(lattice, &mut chosen, usize::try_from(top).unwrap_or(usize::MAX));
    }
    chosen.contains(&false).then_some(chosen)
}

/// Marks the itemsets that no itemset with one more item covers, given the counts of both.
fn without_supersets(lattice: &Lattice, covers: impl Fn(u64, u64) -> bool) -> Vec<bool> {
    let mut chosen = vec![true; lattice.len()];
    for superset in lattice.n_items()..lattice.len() {
        let items = lattice.items(superset);
        for left_out in 0..items.len() {
            let subset = items[..left_out].iter().chain(&items[left_out + 1..]);
            if let Some(subset) = lattice.find(subset.copied())
                && covers(lattice.counts()[subset], lattice.counts()[superset])
            {
                chosen[subset] = false;
            }
        }
    }
    chosen
}

fn keep_top(lattice: &Lattice, chosen: &mut [bool], top: usize) {
    let counts = lattice.counts();
    let order = sorted(chosen.len(), &|a, b| counts[b].cmp(&counts[a]));
    let rest: Vec<usize> = order.into_iter().filter(|&itemset| chosen[itemset]).skip(top).collect();
    rest.into_iter().for_each(|itemset| chosen[itemset] = false);
}

//! Level by level: candidates of one length from the frequent itemsets one shorter (R. Agrawal and
//! R. Srikant, 1994), and their counts in rows.

use crate::lattice::Lattice;
use crate::rows::Rows;

/// Itemsets one longer than the lattice's last level, all of whose subsets are frequent, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidates {
    /// By number: the frequent itemset without the last item.
    pub parents: Vec<u32>,
    /// By number: the last item.
    pub lasts: Vec<u16>,
}

impl Candidates {
    /// The candidates below the last level; none where they are more than `n_max`.
    pub fn new(lattice: &Lattice, n_max: usize) -> Option<Self> {
        let mut candidates = Candidates::default();
        let Some(last_level) = lattice.levels().last() else { return Some(candidates) };
        let is_pairs = last_level.start == 0;
        for a in last_level.clone() {
            let siblings = if is_pairs { last_level.clone() } else { lattice.children(lattice.parents()[a] as usize) };
            let items = lattice.items(a);
            for b in a + 1..siblings.end {
                let last = lattice.lasts()[b];
                if is_pairs || all_subsets_are_frequent(lattice, &items, last) {
                    if candidates.parents.len() == n_max {
                        return None;
                    }
                    candidates.parents.push(a as u32);
                    candidates.lasts.push(last);
                }
            }
        }
        Some(candidates)
    }

    /// Number of candidates.
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.parents.is_empty()
    }
}

/// Of the subsets of `items` and `last` that lack one item, but for the last two: those are known.
fn all_subsets_are_frequent(lattice: &Lattice, items: &[u16], last: u16) -> bool {
    let n_open = items.len() - 1;
    (0..n_open).all(|left_out| {
        let rest = items[..left_out].iter().chain(&items[left_out + 1..]);
        lattice.find(rest.copied().chain([last])).is_some()
    })
}

/// In how many rows each candidate stands.
#[inline(never)]
pub fn count_candidates(lattice: &Lattice, candidates: &Candidates, rows: &Rows) -> Vec<u64> {
    let n = lattice.len();
    // Where the candidates of each parent begin.
    let mut starts = vec![0u32; n + 1];
    for &parent in &candidates.parents {
        starts[parent as usize + 1] += 1;
    }
    // Whether a candidate stands below.
    let mut is_live: Vec<bool> = starts[1..].iter().map(|&count| count > 0).collect();
    for itemset in (lattice.n_items()..n).rev() {
        is_live[lattice.parents()[itemset] as usize] |= is_live[itemset];
    }
    for itemset in 0..n {
        starts[itemset + 1] += starts[itemset];
    }
    let mut walk = Descent { lattice, candidates, starts, is_live, counts: vec![0; candidates.len()] };
    for row in rows.iter() {
        walk.row(row);
    }
    walk.counts
}

struct Descent<'a> {
    lattice: &'a Lattice,
    candidates: &'a Candidates,
    starts: Vec<u32>,
    is_live: Vec<bool>,
    counts: Vec<u64>,
}

impl Descent<'_> {
    fn row(&mut self, row: &[u16]) {
        for (index, &item) in row.iter().enumerate() {
            let itemset = usize::from(item);
            if self.is_live[itemset] {
                self.below(itemset, &row[index + 1..]);
            }
        }
    }

    /// Counts the candidates below an itemset of the row; `rest` are the row's items after its last.
    fn below(&mut self, itemset: usize, rest: &[u16]) {
        let (lattice, candidates) = (self.lattice, self.candidates);
        let own = self.starts[itemset] as usize..self.starts[itemset + 1] as usize;
        let counts = &mut self.counts[own.clone()];
        for_each_common(&candidates.lasts[own], rest, |index, _| counts[index] += 1);
        let children = lattice.children(itemset);
        for_each_common(&lattice.lasts()[children.clone()], rest, |index, place| {
            let child = children.start + index;
            if self.is_live[child] {
                self.below(child, &rest[place + 1..]);
            }
        });
    }
}

/// Calls `each` with the places in both lists of each item that both hold; both rise.
fn for_each_common(a: &[u16], b: &[u16], mut each: impl FnMut(usize, usize)) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            each(i, j);
        }
        let (a_is_less, b_is_less) = (a[i] <= b[j], b[j] <= a[i]);
        i += usize::from(a_is_less);
        j += usize::from(b_is_less);
    }
}

//! The search for frequent itemsets over one table, depth first.
//!
//! Pairs are counted in a triangle. Rows then keep the items of triples whose pairs are all frequent, and
//! below each item the rows that hold it are sets of bits, intersected depth first (Eclat: M. J. Zaki,
//! 2000; the rows of an item are found by occurrence deliver as in LCM: T. Uno, T. Asai, Y. Uchida and
//! H. Arimura, 2004). Where the rows are dense, the sets of bits span all rows from the start.
//! An item that stands in every row of a prefix joins each itemset below it without a search of its
//! own (perfect extensions: C. Borgelt, 2003): dense tables have few other itemsets.

use crate::bits::{insert, intersect};
use crate::expand::{Found, expand};
use crate::lattice::Lattice;
use crate::pairs::PairCounts;
use crate::rows::Rows;

/// What to look for.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// The least number of baskets: 1 or more.
    pub min_count: u32,
    /// The most items of an itemset: 1 or more.
    pub max_length: usize,
    /// The most itemsets.
    pub n_max: usize,
}

/// There are more itemsets than the search may find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

/// All frequent itemsets. `counts` are those of the items, each frequent, in rising order; `rows` hold
/// these items; `order_of` gives each item's number in the order of texts, which the result uses.
///
/// # Errors
/// [`TooMany`].
pub fn search(rows: &Rows, counts: &[u32], order_of: &[u16], search: &Search) -> Result<Lattice, TooMany> {
    let mut found = Found::new(counts.len(), search);
    if search.max_length == 1 || rows.is_empty() {
        for (item, &count) in (0..).zip(counts) {
            found.add(&[item], &[], count)?;
        }
    } else if rows.n_entries() > rows.len() * counts.len() / DENSE {
        search_dense(rows, counts, &mut found)?;
    } else {
        search_sparse(rows, counts, &mut found)?;
    }
    Ok(expand(&found, counts.len(), order_of))
}

/// Rows are dense where more than one in so many items stands in a row: then sets of bits over all rows
/// cost less than finding the rows of each item.
const DENSE: usize = 8;

/// Items and their rows as one search over all rows.
fn search_dense(rows: &Rows, counts: &[u32], found: &mut Found) -> Result<(), TooMany> {
    let n_words = rows.len().div_ceil(64);
    let mut sets = vec![0u64; counts.len() * n_words];
    for (index, row) in rows.iter().enumerate() {
        for &item in row {
            let start = usize::from(item) * n_words;
            insert(&mut sets[start..start + n_words], index);
        }
    }
    let class: Vec<Extension> = (0u16..)
        .zip(counts)
        .map(|(item, &count)| Extension { item, count, set: usize::from(item) * n_words })
        .collect();
    // Rows of one item were left out: an item's set may have fewer bits than its count, a pair's has all.
    let mut walk = Walk { found, sets, n_words, prefix: Vec::new(), perfect: Vec::new() };
    walk.branches(&class)
}

/// Pairs from a triangle, longer itemsets below each item that begins one.
fn search_sparse(rows: &Rows, counts: &[u32], found: &mut Found) -> Result<(), TooMany> {
    let m = counts.len();
    let pairs = PairCounts::new(rows, m);
    let min_count = found.min_count();
    let frequent = |a: u16, b: u16| pairs.get(a, b) >= min_count;
    let partners: Vec<Vec<u16>> =
        (0..m as u16).map(|a| (a + 1..m as u16).filter(|&b| frequent(a, b)).collect()).collect();
    let mut is_live = vec![false; m];
    if found.max_length() > 2 {
        mark_triples(&partners, &mut is_live);
    }
    for (a, partners) in (0u16..).zip(&partners) {
        found.add(&[a], &[], counts[usize::from(a)])?;
        for &b in partners {
            found.add(&[a, b], &[], pairs.get(a, b))?;
        }
    }
    if !is_live.contains(&true) {
        return Ok(());
    }
    let live = Live::new(rows, &is_live);
    for a in 0..live.items.len() {
        live.search_below(a, &partners, &pairs, found)?;
    }
    Ok(())
}

/// Marks the items of triples whose pairs are all frequent.
fn mark_triples(partners: &[Vec<u16>], is_live: &mut [bool]) {
    for (a, of_a) in partners.iter().enumerate() {
        for (index, &b) in of_a.iter().enumerate() {
            let of_b = &partners[usize::from(b)];
            for &c in &of_a[index + 1..] {
                if of_b.binary_search(&c).is_ok() {
                    [a, usize::from(b), usize::from(c)].into_iter().for_each(|item| is_live[item] = true);
                }
            }
        }
    }
}

/// The rows of the items that longer itemsets may have, and where each item stands in them.
struct Live {
    /// The items' numbers among all, rising.
    items: Vec<u16>,
    /// The numbers among all by live number, and back.
    live_of: Vec<u16>,
    entries: Vec<u16>,
    /// By live item: where it stands in `entries`, and where that row ends.
    places: Vec<(u32, u32)>,
    starts: Vec<u32>,
}

impl Live {
    #[inline(never)]
    fn new(rows: &Rows, is_live: &[bool]) -> Self {
        let items: Vec<u16> = (0..is_live.len() as u16).filter(|&item| is_live[usize::from(item)]).collect();
        let mut live_of = vec![crate::NO_ITEM; is_live.len()];
        for (live, &item) in (0..).zip(&items) {
            live_of[usize::from(item)] = live;
        }
        let rows = rows.renumbered(&live_of);
        let mut starts = vec![0u32; items.len() + 1];
        for row in rows.iter() {
            row.iter().for_each(|&item| starts[usize::from(item) + 1] += 1);
        }
        for item in 0..items.len() {
            starts[item + 1] += starts[item];
        }
        let mut next = starts.clone();
        let mut places = vec![(0, 0); rows.n_entries()];
        let mut entries = Vec::with_capacity(rows.n_entries());
        for row in rows.iter() {
            let end = (entries.len() + row.len()) as u32;
            for &item in row {
                let slot = &mut next[usize::from(item)];
                places[*slot as usize] = (entries.len() as u32, end);
                *slot += 1;
                entries.push(item);
            }
        }
        Live { items, live_of, entries, places, starts }
    }

    /// The itemsets of three and more items whose first is `a`.
    #[inline(never)]
    fn search_below(
        &self,
        a: usize,
        partners: &[Vec<u16>],
        pairs: &PairCounts,
        found: &mut Found,
    ) -> Result<(), TooMany> {
        let item = self.items[a];
        let of_a = &partners[usize::from(item)];
        let places = &self.places[self.starts[a] as usize..self.starts[a + 1] as usize];
        let n_words = places.len().div_ceil(64);
        // Items that are no partners share one set, the first, which nobody looks at: no branch to guess.
        let mut slots = vec![0; self.items.len()];
        let mut class: Vec<Extension> = Vec::new();
        for &b in of_a {
            let live = self.live_of[usize::from(b)];
            if live != crate::NO_ITEM {
                let set = (class.len() + 1) * n_words;
                slots[usize::from(live)] = set;
                class.push(Extension { item: b, count: pairs.get(item, b), set });
            }
        }
        if class.len() < 2 {
            return Ok(());
        }
        let mut sets = vec![0u64; (class.len() + 1) * n_words];
        for (row, &(place, end)) in places.iter().enumerate() {
            for &live in &self.entries[place as usize + 1..end as usize] {
                let set = slots[usize::from(live)];
                insert(&mut sets[set..set + n_words], row);
            }
        }
        let mut walk = Walk { found, sets, n_words, prefix: vec![item], perfect: Vec::new() };
        walk.below_pairs(&class)
    }
}

/// An item that makes a prefix a longer frequent itemset.
#[derive(Clone, Copy)]
struct Extension {
    item: u16,
    /// Baskets with prefix and item.
    count: u32,
    /// Where the set of their rows begins.
    set: usize,
}

/// The walk through prefixes, depth first.
struct Walk<'f> {
    found: &'f mut Found,
    /// A stack of sets of rows, each `n_words` long.
    sets: Vec<u64>,
    n_words: usize,
    prefix: Vec<u16>,
    /// Items that stand in every row of the prefix.
    perfect: Vec<u16>,
}

impl Walk<'_> {
    /// Each extension as a prefix: it and everything below it.
    fn branches(&mut self, class: &[Extension]) -> Result<(), TooMany> {
        for (index, extension) in class.iter().enumerate() {
            self.prefix.push(extension.item);
            self.node(extension, &class[index + 1..])?;
            self.prefix.pop();
        }
        Ok(())
    }

    /// Like [`Self::branches`] where singles and pairs are found already: no item is perfect here.
    fn below_pairs(&mut self, class: &[Extension]) -> Result<(), TooMany> {
        let n_sets = self.sets.len();
        for (index, extension) in class.iter().enumerate() {
            let below = self.intersections(extension, &class[index + 1..]);
            self.prefix.push(extension.item);
            self.branches_of(&below)?;
            self.prefix.pop();
            self.sets.truncate(n_sets);
        }
        Ok(())
    }

    /// The prefix that ends with `extension`, with the perfect items below it, and everything below.
    fn node(&mut self, extension: &Extension, later: &[Extension]) -> Result<(), TooMany> {
        let (n_sets, n_perfect) = (self.sets.len(), self.perfect.len());
        if self.prefix.len() < self.found.max_length() {
            let mut below = self.intersections(extension, later);
            below.retain(|candidate| {
                let is_perfect = candidate.count == extension.count;
                if is_perfect {
                    self.perfect.push(candidate.item);
                }
                !is_perfect
            });
            self.found.add(&self.prefix, &self.perfect, extension.count)?;
            self.branches_of(&below)?;
        } else {
            self.found.add(&self.prefix, &self.perfect, extension.count)?;
        }
        self.perfect.truncate(n_perfect);
        self.sets.truncate(n_sets);
        Ok(())
    }

    fn branches_of(&mut self, class: &[Extension]) -> Result<(), TooMany> {
        if class.is_empty() { Ok(()) } else { self.branches(class) }
    }

    /// The extensions of the prefix with `extension`, their sets on top of the stack.
    fn intersections(&mut self, extension: &Extension, later: &[Extension]) -> Vec<Extension> {
        let min_count = self.found.min_count();
        let n_words = self.n_words;
        let mut below = Vec::new();
        for other in later {
            let top = self.sets.len();
            self.sets.resize(top + n_words, 0);
            let (sets, into) = self.sets.split_at_mut(top);
            let count =
                intersect(&sets[extension.set..extension.set + n_words], &sets[other.set..other.set + n_words], into);
            if count >= min_count {
                below.push(Extension { item: other.item, count, set: top });
            } else {
                self.sets.truncate(top);
            }
        }
        below
    }
}

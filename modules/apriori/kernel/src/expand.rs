//! What the search found, and the lattice of all itemsets that it means.

use crate::lattice::Lattice;
use crate::rows::sort;
use crate::search::{Search, TooMany};

/// Prefixes with items that may join or not: each stands for all itemsets of the prefix and any of its
/// perfect items, up to the longest length, and all have one count.
pub(crate) struct Found {
    search: Search,
    /// Itemsets of at least two items that all of these stand for, and the items alone.
    n_itemsets: usize,
    entries: Vec<Entry>,
    items: Vec<u16>,
}

struct Entry {
    n_prefix: u16,
    end: u32,
    count: u32,
}

impl Found {
    pub(crate) fn new(m: usize, search: &Search) -> Self {
        Found { search: *search, n_itemsets: 0, entries: Vec::with_capacity(m), items: Vec::with_capacity(m) }
    }

    pub(crate) fn min_count(&self) -> u32 {
        self.search.min_count
    }

    pub(crate) fn max_length(&self) -> usize {
        self.search.max_length
    }

    /// Notes a prefix, its perfect items and its count.
    pub(crate) fn add(&mut self, prefix: &[u16], perfect: &[u16], count: u32) -> Result<(), TooMany> {
        self.n_itemsets = self.n_itemsets.saturating_add(self.n_subsets(prefix.len(), perfect.len()));
        if self.n_itemsets > self.search.n_max {
            return Err(TooMany);
        }
        self.items.extend_from_slice(prefix);
        self.items.extend_from_slice(perfect);
        self.entries.push(Entry { n_prefix: prefix.len() as u16, end: self.items.len() as u32, count });
        Ok(())
    }

    /// How many sets of `n` items are short enough beside a prefix.
    fn n_subsets(&self, n_prefix: usize, n: usize) -> usize {
        let longest = self.search.max_length - n_prefix;
        if longest >= n {
            return 1usize.checked_shl(n as u32).filter(|_| n < 64).unwrap_or(usize::MAX);
        }
        // Binomial coefficients, each from the one before; more than the limit is enough to know.
        let (mut sum, mut binomial) = (1usize, 1usize);
        for k in 1..=longest {
            binomial = binomial.saturating_mul(n + 1 - k) / k;
            sum = sum.saturating_add(binomial);
            if sum > self.search.n_max {
                break;
            }
        }
        sum
    }

    /// Calls `each` with every prefix, its perfect items and its count.
    fn for_each(&self, mut each: impl FnMut(&[u16], &[u16], u32)) {
        let mut start = 0;
        for entry in &self.entries {
            let (prefix, perfect) = self.items[start..entry.end as usize].split_at(usize::from(entry.n_prefix));
            each(prefix, perfect, entry.count);
            start = entry.end as usize;
        }
    }
}

/// Items that fit one word as bits.
const BITS: usize = 64;

/// The lattice of everything found, in the items' order by text.
pub(crate) fn expand(found: &Found, m: usize, order_of: &[u16]) -> Lattice {
    if m <= BITS { expand_bits(found, m, order_of) } else { expand_lists(found, m, order_of) }
}

/// Few items: an itemset is a word whose bit m - 1 is item 0, so that itemsets of one length are in order
/// where their words fall.
#[inline(never)]
fn expand_bits(found: &Found, m: usize, order_of: &[u16]) -> Lattice {
    let word = |items: &[u16]| {
        items.iter().fold(0u64, |word, &item| word | 1 << (m - 1 - usize::from(order_of[usize::from(item)])))
    };
    let mut levels: Vec<Vec<(u64, u32)>> = Vec::new();
    found.for_each(|prefix, perfect, count| {
        let (prefix, perfect) = (word(prefix), word(perfect));
        // All subsets of the perfect items, from none to all.
        let mut subset = 0u64;
        loop {
            let itemset = prefix | subset;
            let length = itemset.count_ones() as usize;
            if length <= found.max_length() {
                if levels.len() < length {
                    levels.resize(length, Vec::new());
                }
                levels[length - 1].push((itemset, count));
            }
            subset = subset.wrapping_sub(perfect) & perfect;
            if subset == 0 {
                break;
            }
        }
    });
    let mut lattice = Lattice::with_capacity(found.n_itemsets);
    let mut before: Vec<(u64, u32)> = Vec::new();
    for mut level in levels {
        sort_words(&mut level, m);
        let mut parent = 0;
        lattice.begin_level();
        for &(itemset, count) in &level {
            // Without its last item it is an itemset of the level before, whose order is the same.
            let rest = itemset & (itemset - 1);
            while before.get(parent).is_some_and(|&(word, _)| word != rest) {
                parent += 1;
            }
            lattice.push(parent, (m - 1 - itemset.trailing_zeros() as usize) as u16, u64::from(count));
        }
        before = level;
    }
    lattice.finish(m)
}

/// Bits of a word that are sorted by in one pass.
const DIGIT: usize = 11;

/// Sorts words of `m` bits, the greatest first: pass by pass from the lowest bits, each stable.
fn sort_words(words: &mut Vec<(u64, u32)>, m: usize) {
    let mut sorted = vec![(0, 0); words.len()];
    for shift in (0..m).step_by(DIGIT) {
        let digit = |word: u64| !(word >> shift) as usize & ((1 << DIGIT) - 1);
        let mut starts = [0usize; (1 << DIGIT) + 1];
        words.iter().for_each(|&(word, _)| starts[digit(word) + 1] += 1);
        for place in 0..1 << DIGIT {
            starts[place + 1] += starts[place];
        }
        for &(word, count) in words.iter() {
            let start = &mut starts[digit(word)];
            sorted[*start] = (word, count);
            *start += 1;
        }
        std::mem::swap(words, &mut sorted);
    }
}

/// Many items: an itemset is a rising list.
#[inline(never)]
fn expand_lists(found: &Found, m: usize, order_of: &[u16]) -> Lattice {
    let mut levels: Vec<Lists> = Vec::new();
    let mut chosen = Vec::new();
    found.for_each(|prefix, perfect, count| {
        chosen.clear();
        chosen.extend(prefix.iter().map(|&item| order_of[usize::from(item)]));
        let perfect: Vec<u16> = perfect.iter().map(|&item| order_of[usize::from(item)]).collect();
        for_each_subset(&perfect, found.max_length(), &mut chosen, &mut |itemset| {
            while levels.len() < itemset.len() {
                levels.push(Lists { length: levels.len() + 1, items: Vec::new(), counts: Vec::new() });
            }
            levels[itemset.len() - 1].push(itemset, count);
        });
    });
    let mut lattice = Lattice::with_capacity(found.n_itemsets);
    let mut before = Lists::default();
    for level in levels {
        let level = level.sorted(m);
        let mut parent = 0;
        lattice.begin_level();
        for (index, &count) in level.counts.iter().enumerate() {
            let itemset = level.list(index);
            let (last, rest) = itemset.split_last().unwrap_or((&0, &[]));
            while parent < before.counts.len() && before.list(parent) != rest {
                parent += 1;
            }
            lattice.push(parent, *last, u64::from(count));
        }
        before = level;
    }
    lattice.finish(m)
}

/// Rising lists of one length, one after the other, and their counts.
#[derive(Default)]
struct Lists {
    length: usize,
    items: Vec<u16>,
    counts: Vec<u32>,
}

impl Lists {
    fn list(&self, index: usize) -> &[u16] {
        &self.items[index * self.length..(index + 1) * self.length]
    }

    fn push(&mut self, itemset: &[u16], count: u32) {
        let start = self.items.len();
        self.items.extend_from_slice(itemset);
        sort(&mut self.items[start..]);
        self.counts.push(count);
    }

    /// In the order of items: place by place from the last, each pass stable.
    fn sorted(&self, m: usize) -> Lists {
        let mut order: Vec<u32> = (0..self.counts.len() as u32).collect();
        let mut next = order.clone();
        for place in (0..self.length).rev() {
            let item = |index: u32| usize::from(self.items[index as usize * self.length + place]);
            let mut starts = vec![0usize; m + 1];
            order.iter().for_each(|&index| starts[item(index) + 1] += 1);
            for item in 0..m {
                starts[item + 1] += starts[item];
            }
            for &index in &order {
                let start = &mut starts[item(index)];
                next[*start] = index;
                *start += 1;
            }
            std::mem::swap(&mut order, &mut next);
        }
        let items = order.iter().flat_map(|&index| self.list(index as usize)).copied().collect();
        Lists { length: self.length, items, counts: order.iter().map(|&index| self.counts[index as usize]).collect() }
    }
}

/// Calls `each` with `chosen` and every subset of `items`, as long as it is not longer than `longest`.
fn for_each_subset(items: &[u16], longest: usize, chosen: &mut Vec<u16>, each: &mut dyn FnMut(&[u16])) {
    each(chosen);
    if chosen.len() == longest {
        return;
    }
    for (index, &item) in items.iter().enumerate() {
        chosen.push(item);
        for_each_subset(&items[index + 1..], longest, chosen, each);
        chosen.pop();
    }
}

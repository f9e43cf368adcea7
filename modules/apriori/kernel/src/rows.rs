//! Baskets as rows of item codes, and as rows of frequent items.

use gridfolk_numeric::lanes::Shorts;

use crate::NO_ITEM;

/// Baskets of frequent items, each rising. Baskets with fewer than two are left out: they hold no pair.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    ends: Vec<u32>,
    items: Vec<u16>,
}

impl Rows {
    /// The baskets in the items' new numbers; [`NO_ITEM`] leaves an item out. Row i of the baskets holds
    /// `codes[ends[i-1]..ends[i]]`, each code once.
    #[inline(never)]
    pub fn new(ends: &[u32], codes: &[u32], number_of: &[u16]) -> Self {
        let mut rows = Rows { ends: Vec::with_capacity(ends.len()), items: vec![0; codes.len()] };
        let (mut start, mut n_entries) = (0, 0);
        let mut few = [NO_ITEM; FEW + TURN];
        for &end in ends {
            let numbers = codes[start..end as usize].iter().map(|&code| number_of[code as usize]);
            start = end as usize;
            let into = &mut rows.items[n_entries..];
            let n = if numbers.len() <= FEW {
                let n = keep(numbers, &mut few);
                put_in_order(&mut few, &mut into[..n]);
                n
            } else {
                let n = keep(numbers, into);
                sort(&mut into[..n]);
                n
            };
            rows.end_row(n, &mut n_entries);
        }
        rows.items.truncate(n_entries);
        rows
    }

    /// The rows with the items that `number_of` keeps, in their new numbers, where at least two are left. The new
    /// numbers rise as the old ones do.
    #[inline(never)]
    pub fn renumbered(&self, number_of: &[u16]) -> Self {
        let mut rows = Rows { ends: Vec::with_capacity(self.ends.len()), items: vec![0; self.items.len()] };
        let mut n_entries = 0;
        for row in self.iter() {
            let n = keep(row.iter().map(|&item| number_of[usize::from(item)]), &mut rows.items[n_entries..]);
            rows.end_row(n, &mut n_entries);
        }
        rows.items.truncate(n_entries);
        rows
    }

    /// A row of so many items, just written behind the entries, if it holds a pair.
    fn end_row(&mut self, n: usize, n_entries: &mut usize) {
        if n >= 2 {
            *n_entries += n;
            self.ends.push(*n_entries as u32);
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no basket has two frequent items.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Items of all rows together.
    pub fn n_entries(&self) -> usize {
        self.items.len()
    }

    /// The rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u16]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let row = &self.items[start..end as usize];
            start = end as usize;
            row
        })
    }
}

/// Writes the numbers that are items to the beginning of `into` and returns how many they are. All are written,
/// and the next one over those that are none: there is no branch to guess.
fn keep(numbers: impl Iterator<Item = u16>, into: &mut [u16]) -> usize {
    let mut n = 0;
    for number in numbers {
        into[n] = number;
        n += usize::from(number != NO_ITEM);
    }
    n
}

/// The items of a row that [`put_in_order`] takes at most.
const FEW: usize = 32;
/// Items whose ranks are raised together: an engine that looks at a clock at every turn looks less often.
const TURN: usize = 4;

/// Writes the first items of `few`, each another, to `into` in rising order, as many as it is long.
fn put_in_order(few: &mut [u16; FEW + TURN], into: &mut [u16]) {
    few[into.len()..into.len() + TURN].fill(NO_ITEM);
    match into.len() {
        0..=8 => put_by_rank::<1>(few, into),
        9..=16 => put_by_rank::<2>(few, into),
        _ => put_by_rank::<{ FEW / 8 }>(few, into),
    }
}

/// An item belongs where as many items are before it as are less. They are counted for `EIGHTS` times eight items
/// at once; what stands behind the row's own is counted, too, and not looked at.
fn put_by_rank<const EIGHTS: usize>(few: &[u16; FEW + TURN], into: &mut [u16]) {
    let others: [Shorts; EIGHTS] = std::array::from_fn(|eight| Shorts::load(&few.as_chunks().0[eight]));
    let mut ranks = [Shorts::splat(0); EIGHTS];
    // No item is less than those that fill up the last turn.
    for turn in few[..into.len().next_multiple_of(TURN)].as_chunks::<TURN>().0 {
        for &item in turn {
            for (rank, &other) in ranks.iter_mut().zip(&others) {
                *rank = rank.plus_less(Shorts::splat(item), other);
            }
        }
    }
    let n = into.len();
    for (ranks, items) in ranks.iter().zip(few[..n].chunks(8)) {
        for (&rank, &item) in ranks.to_array().iter().zip(items) {
            into[usize::from(rank)] = item;
        }
    }
}

/// Shell's sort: long baskets, and itemsets, of which most need the last gap alone, which is insertion.
pub(crate) fn sort(items: &mut [u16]) {
    for gap in [301, 132, 57, 23, 1] {
        for i in gap..items.len() {
            let item = items[i];
            let mut j = i;
            while j >= gap && items[j - gap] > item {
                items[j] = items[j - gap];
                j -= gap;
            }
            items[j] = item;
        }
    }
}

/// In how many baskets each code stands; none where a basket holds a code twice.
#[inline(never)]
pub fn count_items(ends: &[u32], codes: &[u32], n_codes: usize) -> Option<Vec<u32>> {
    let mut counts = vec![0u32; n_codes];
    // The row that a code was last seen in, from 1.
    let mut seen = vec![0u32; n_codes];
    let mut has_repeats = false;
    let mut start = 0;
    for (row, &end) in (1u32..).zip(ends) {
        for &code in &codes[start..end as usize] {
            let code = code as usize;
            has_repeats |= seen[code] == row;
            seen[code] = row;
            counts[code] += 1;
        }
        start = end as usize;
    }
    (!has_repeats).then_some(counts)
}

/// The same baskets with each code once.
pub fn without_repeats(ends: &[u32], codes: &[u32], n_codes: usize) -> (Vec<u32>, Vec<u32>) {
    let mut seen = vec![0u32; n_codes];
    let (mut new_ends, mut new_codes) = (Vec::with_capacity(ends.len()), Vec::with_capacity(codes.len()));
    let mut start = 0;
    for (row, &end) in (1u32..).zip(ends) {
        for &code in &codes[start..end as usize] {
            if seen[code as usize] != row {
                seen[code as usize] = row;
                new_codes.push(code);
            }
        }
        start = end as usize;
        new_ends.push(new_codes.len() as u32);
    }
    (new_ends, new_codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_frequent_items_in_rising_order() {
        let rows = Rows::new(&[3, 4, 4, 7], &[0, 1, 2, 1, 2, 0, 3], &[1, NO_ITEM, 0, 2]);
        assert_eq!(rows.iter().collect::<Vec<_>>(), [&[0, 1][..], &[0, 1, 2]]);
        assert_eq!(rows.renumbered(&[NO_ITEM, 0, 1]).iter().collect::<Vec<_>>(), [&[0, 1]]);
    }

    #[test]
    fn repeats_are_found_and_removed() {
        assert_eq!(count_items(&[2, 3], &[0, 1, 1], 3), Some(vec![1, 2, 0]));
        assert_eq!(count_items(&[2, 3], &[1, 1, 1], 2), None);
        assert_eq!(without_repeats(&[2, 3], &[1, 1, 1], 2), (vec![1, 2], vec![1, 1]));
    }

    #[test]
    fn rows_of_every_length_come_in_order() {
        // 37 and 401 have no common factor: all items differ. Every third item is left out.
        let item = |i: u16| (i * 37) % 401;
        let number_of: Vec<u16> = (0..401).map(|code| if code % 3 == 0 { NO_ITEM } else { 400 - code }).collect();
        for n in 0..=2 * FEW as u16 {
            let codes: Vec<u32> = (0..n).map(|i| u32::from(item(i))).collect();
            let mut expected: Vec<u16> = (0..n).map(|i| number_of[usize::from(item(i))]).collect();
            expected.retain(|&number| number != NO_ITEM);
            expected.sort_unstable();
            // The row before is longer: what it leaves behind must not show.
            let before: Vec<u32> = (0..FEW as u32).collect();
            let ends = [before.len() as u32, before.len() as u32 + u32::from(n)];
            let rows = Rows::new(&ends, &[before, codes].concat(), &number_of);
            assert_eq!(rows.iter().nth(1).unwrap_or_default(), if expected.len() < 2 { &[] } else { &expected[..] });
        }
    }

    #[test]
    fn long_rows_and_itemsets_are_sorted() {
        for n in [2u16, 5, 23, 40, 400] {
            let mut items: Vec<u16> = (0..n).map(|i| (i * 37) % 401).collect();
            let mut expected = items.clone();
            expected.sort_unstable();
            sort(&mut items);
            assert_eq!(items, expected);
        }
    }
}

//! Baskets as rows of item codes, and as rows of frequent items.

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
        let mut rows = Rows { ends: Vec::with_capacity(ends.len()), items: Vec::with_capacity(codes.len()) };
        let mut start = 0;
        for &end in ends {
            let first = rows.items.len();
            for &code in &codes[start..end as usize] {
                let number = number_of[code as usize];
                if number != NO_ITEM {
                    rows.items.push(number);
                }
            }
            start = end as usize;
            rows.end_row(first);
        }
        rows
    }

    /// The rows with the items that `number_of` keeps, in their new numbers, where at least two are left.
    #[inline(never)]
    pub fn renumbered(&self, number_of: &[u16]) -> Self {
        let mut rows = Rows::default();
        for row in self.iter() {
            let first = rows.items.len();
            rows.items.extend(row.iter().map(|&item| number_of[usize::from(item)]).filter(|&item| item != NO_ITEM));
            rows.end_row(first);
        }
        rows
    }

    fn end_row(&mut self, first: usize) {
        if self.items.len() - first < 2 {
            self.items.truncate(first);
            return;
        }
        sort(&mut self.items[first..]);
        self.ends.push(self.items.len() as u32);
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

/// Shell's sort: baskets are short, and most of them need the last gap alone, which is insertion.
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
        assert_eq!(rows.renumbered(&[NO_ITEM, 1, 0]).iter().collect::<Vec<_>>(), [&[0, 1]]);
    }

    #[test]
    fn repeats_are_found_and_removed() {
        assert_eq!(count_items(&[2, 3], &[0, 1, 1], 3), Some(vec![1, 2, 0]));
        assert_eq!(count_items(&[2, 3], &[1, 1, 1], 2), None);
        assert_eq!(without_repeats(&[2, 3], &[1, 1, 1], 2), (vec![1, 2], vec![1, 1]));
    }

    #[test]
    fn long_and_short_rows_are_sorted() {
        for n in [2u16, 5, 23, 40, 400] {
            let mut items: Vec<u16> = (0..n).map(|i| (i * 37) % 401).collect();
            let mut expected = items.clone();
            expected.sort_unstable();
            sort(&mut items);
            assert_eq!(items, expected);
        }
    }
}

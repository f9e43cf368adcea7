//! How often two items stand together: a triangle of counters.

use crate::rows::Rows;

/// Counts of all pairs of m items.
#[derive(Debug, Clone, PartialEq)]
pub struct PairCounts {
    m: usize,
    /// Row a holds the pairs (a, b) with b > a.
    counts: Vec<u32>,
}

impl PairCounts {
    /// Counts the pairs in rows of items below `m`.
    #[inline(never)]
    pub fn new(rows: &Rows, m: usize) -> Self {
        let mut pairs = PairCounts { m, counts: vec![0; PairCounts::n_pairs(m)] };
        // What b is added to for the place of (a, b).
        let starts: Vec<usize> = (0..m).map(|a| pairs.start(a)).collect();
        for row in rows.iter() {
            let mut rest = row;
            while let Some((&a, after)) = rest.split_first() {
                let start = starts[usize::from(a)];
                for &b in after {
                    pairs.counts[start.wrapping_add(usize::from(b))] += 1;
                }
                rest = after;
            }
        }
        pairs
    }

    /// Number of pairs of m items.
    pub fn n_pairs(m: usize) -> usize {
        m * m.saturating_sub(1) / 2
    }

    /// Baskets with both items, `a < b`.
    pub fn get(&self, a: u16, b: u16) -> u32 {
        self.counts[self.start(usize::from(a)).wrapping_add(usize::from(b))]
    }

    /// The counts (a, b) in the order of a, then b.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// What b is added to (wrapping) for the place of (a, b).
    fn start(&self, a: usize) -> usize {
        // a rows before, of m - 1, m - 2 … pairs, less the a + 1 columns that a row lacks.
        (a * (2 * self.m - a - 1) / 2).wrapping_sub(a + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_is_counted() {
        let rows = Rows::new(&[3, 5, 8], &[0, 1, 2, 1, 2, 0, 2, 3], &[0, 1, 2, 3]);
        let pairs = PairCounts::new(&rows, 4);
        assert_eq!(pairs.counts(), [1, 2, 1, 2, 0, 1]);
        assert_eq!((pairs.get(0, 2), pairs.get(1, 2), pairs.get(2, 3)), (2, 2, 1));
    }
}

//! One pass of a fit by bins: the rows of open nodes, counted by class and bin.

use gridfolk_contract::wire::{Packed, Wire};
use tree_kernel::groups::Groups;
use tree_kernel::histogram::{count, weigh};

use super::coding::{Coded, Coding};
use super::limits::CELLS_MAX;
use super::split::Side;

/// Counts of one part: column after column, in each `(slot * n_classes + class) * n_bins + bin`.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Rows.
    pub counts: Vec<u32>,
    /// Their weights; empty: 1 each.
    pub sums: Vec<f64>,
}

/// The counts of all parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    counts: Vec<u64>,
    sums: Vec<f64>,
    /// Where each column begins, and its bins.
    columns: Vec<(usize, usize)>,
    n_classes: usize,
}

/// How many open nodes one pass can count.
pub fn n_slots(n_open: usize, codings: &[Coding], n_classes: usize) -> usize {
    let n_bins: usize = codings.iter().map(Coding::n_bins).sum();
    n_open.min((CELLS_MAX / (n_bins * n_classes)).max(1))
}

fn n_cells(n_slots: usize, codings: &[Coding], n_classes: usize) -> usize {
    n_slots * n_classes * codings.iter().map(Coding::n_bins).sum::<usize>()
}

impl Tally {
    /// Counts the rows of a part; `slots` gives the place of each row's node, or one past the last.
    pub fn of(coded: &Coded, codings: &[Coding], slots: &[u32], n_slots: usize, n_classes: usize) -> Self {
        let n_cells = n_cells(n_slots, codings, n_classes);
        let mut counts = vec![0; n_cells];
        let mut sums = vec![0.0; if coded.weights.is_empty() { 0 } else { n_cells }];
        let place = |(&slot, &class): (&u32, &u8)| slot * n_classes as u32 + u32::from(class);
        let places: Vec<u32> = slots.iter().zip(&coded.classes).map(place).collect();
        let mut start = 0;
        for (codes, coding) in coded.columns.iter().zip(codings) {
            let end = start + n_slots * n_classes * coding.n_bins();
            count(&mut counts[start..end], coding.n_bins(), &places, codes);
            if let Some(sums) = sums.get_mut(start..end) {
                weigh(sums, coding.n_bins(), &places, codes, &coded.weights);
            }
            start = end;
        }
        Tally { counts, sums }
    }
}

impl Whole {
    /// Adds up the parts; the place of one that is not of such cells.
    ///
    /// # Errors
    /// The place of a tally of another shape.
    pub fn of(
        parts: &[Tally],
        codings: &[Coding],
        n_slots: usize,
        n_classes: usize,
        has_weights: bool,
    ) -> Result<Self, usize> {
        let n_cells = n_cells(n_slots, codings, n_classes);
        let n_sums = if has_weights { n_cells } else { 0 };
        let mut whole = Whole { counts: vec![0; n_cells], sums: vec![0.0; n_sums], columns: Vec::new(), n_classes };
        for (index, part) in parts.iter().enumerate() {
            if part.counts.len() != n_cells || part.sums.len() != n_sums {
                return Err(index);
            }
            whole.counts.iter_mut().zip(&part.counts).for_each(|(sum, &count)| *sum += u64::from(count));
            whole.sums.iter_mut().zip(&part.sums).for_each(|(sum, part)| *sum += part);
        }
        let mut start = 0;
        for coding in codings {
            whole.columns.push((start, coding.n_bins()));
            start += n_slots * n_classes * coding.n_bins();
        }
        Ok(whole)
    }

    /// The rows of one node by the codes of one column.
    pub fn groups_of(&self, slot: usize, column: usize, groups: &mut Groups) {
        let (start, n_bins) = self.columns[column];
        let length = self.n_classes * n_bins;
        let cells = start + slot * length..start + (slot + 1) * length;
        groups.of_bins(&self.counts[cells.clone()], self.sums.get(cells).unwrap_or_default(), n_bins);
    }

    /// All rows of one node.
    pub fn rows_of(&self, slot: usize, column: usize) -> Side {
        let mut groups = Groups::default();
        self.groups_of(slot, column, &mut groups);
        let mut sums = vec![0.0; self.n_classes];
        for group in 0..groups.len() {
            sums.iter_mut().zip(groups.sums_of(group)).for_each(|(sum, of_group)| *sum += of_group);
        }
        Side { n_rows: groups.counts.iter().sum(), sums }
    }
}

/// Counts travel seven bits a byte: most are small, and many are 0.
impl Packed for Tally {
    fn blank() -> Self {
        Tally { counts: Vec::new(), sums: Vec::new() }
    }

    fn travel(&mut self, wire: &mut Wire) {
        wire.list(
            &mut self.counts,
            || 0,
            |count, wire| {
                let found = wire.count(u64::from(*count));
                *count = found as u32;
                wire.require(found <= u64::from(u32::MAX));
            },
        );
        self.sums.travel(wire);
    }
}

#[cfg(test)]
mod tests {
    use gridfolk_contract::wire::{pack, unpack};

    use super::*;

    #[test]
    fn counts_travel_in_few_bytes() {
        let tally = Tally { counts: vec![0, 1, 127, 128, 300_000, u32::MAX], sums: vec![0.5] };
        let bytes = pack(tally.clone());
        assert_eq!(bytes.len(), 8 + 1 + 1 + 1 + 2 + 3 + 5 + 8 + 8);
        assert_eq!(unpack::<Tally>(bytes), Some(tally));
        let mut long = vec![1, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 1];
        long.extend([0; 8]);
        assert_eq!(unpack::<Tally>(long), None);
    }
}

//! Pre-bins of a column of numbers: between its quantiles (or its distinct values, where these are few) and
//! the cuts of a small decision tree that tells goods from bads.

use gridfolk_metrics::Entry;

/// Numbers that quantiles and cuts are looked for among; more are joined into as many of equal size.
const CELLS_MAX: usize = 4096;
/// The most splits of the tree one below the other.
const TREE_DEPTH: u32 = 5;

/// Neighbouring numbers, ascending: where each pre-bin begins, its goods and its bads.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prebins {
    /// The least number of each.
    pub from: Vec<f64>,
    /// Goods of each.
    pub goods: Vec<f64>,
    /// Bads of each.
    pub bads: Vec<f64>,
}

impl Prebins {
    fn push(&mut self, entry: &Entry, is_new: bool) {
        if is_new || self.from.is_empty() {
            self.from.push(entry.score);
            self.goods.push(0.0);
            self.bads.push(0.0);
        }
        let last = self.from.len() - 1;
        self.goods[last] += entry.non_events;
        self.bads[last] += entry.events;
    }

    fn n(&self, at: usize) -> f64 {
        self.goods[at] + self.bads[at]
    }

    /// Joined so that a new one begins at each of the marked.
    fn join(&self, begins: &[bool]) -> Prebins {
        let mut joined = Prebins::default();
        for (at, &begins) in begins.iter().enumerate() {
            let entry = Entry { score: self.from[at], non_events: self.goods[at], events: self.bads[at] };
            joined.push(&entry, begins);
        }
        joined
    }

    /// The parts that the column is cut into by `edges`.
    pub fn count(&self, edges: &[f64]) -> Vec<(f64, f64)> {
        let mut counts = vec![(0.0, 0.0); edges.len() + 1];
        for at in 0..self.from.len() {
            let count = &mut counts[edges.partition_point(|edge| *edge <= self.from[at])];
            count.0 += self.goods[at];
            count.1 += self.bads[at];
        }
        counts
    }
}

/// All numbers as pre-bins.
pub fn all_of(entries: &[Entry]) -> Prebins {
    let mut all = Prebins::default();
    entries.iter().for_each(|entry| all.push(entry, true));
    all
}

/// At most `n_max` pre-bins of equal size, and the tree's cuts.
pub fn prebins(entries: &[Entry], n_max: usize) -> Prebins {
    let cells = cells(entries);
    if cells.from.len() <= n_max {
        return cells;
    }
    let total: f64 = (0..cells.from.len()).map(|at| cells.n(at)).sum();
    let mut begins = vec![false; cells.from.len()];
    let mut before = 0.0;
    let mut next = 1.0;
    for (at, begins) in begins.iter_mut().enumerate() {
        // The quantile of rank r lies in the cell that holds the row r: a pre-bin begins there.
        let after = before + cells.n(at);
        while next < n_max as f64 && after > (next * total / n_max as f64).floor() {
            *begins = true;
            next += 1.0;
        }
        before = after;
    }
    // Leaves of half a quantile's size: the bins joined from them may begin within one.
    cut(&cells, 0, cells.from.len(), TREE_DEPTH, total / (2.0 * n_max as f64), &mut begins);
    cells.join(&begins)
}

fn cells(entries: &[Entry]) -> Prebins {
    if entries.len() <= CELLS_MAX {
        return all_of(entries);
    }
    let total: f64 = entries.iter().map(Entry::weight).sum();
    let mut cells = Prebins::default();
    let (mut before, mut last) = (0.0, usize::MAX);
    for entry in entries {
        let index = (before / total * CELLS_MAX as f64) as usize;
        cells.push(entry, index != last);
        last = index;
        before += entry.weight();
    }
    cells
}

/// Marks where the cells from `start` to `end` are best cut, by Gini's impurity, and again on both sides.
fn cut(cells: &Prebins, start: usize, end: usize, depth: u32, leaf_min: f64, begins: &mut [bool]) {
    let sum = |from: &[f64]| from[start..end].iter().sum::<f64>();
    let (goods, bads) = (sum(&cells.goods), sum(&cells.bads));
    if depth == 0 || goods == 0.0 || bads == 0.0 {
        return;
    }
    let (mut goods_left, mut bads_left) = (0.0, 0.0);
    let purity = |goods: f64, bads: f64| (goods * goods + bads * bads) / (goods + bads);
    let mut best = (purity(goods, bads), start);
    for at in start + 1..end {
        goods_left += cells.goods[at - 1];
        bads_left += cells.bads[at - 1];
        let (goods_right, bads_right) = (goods - goods_left, bads - bads_left);
        let is_leaf = |n: f64| n >= leaf_min.max(1.0);
        if is_leaf(goods_left + bads_left) && is_leaf(goods_right + bads_right) {
            let gain = purity(goods_left, bads_left) + purity(goods_right, bads_right);
            if gain > best.0 {
                best = (gain, at);
            }
        }
    }
    let at = best.1;
    if at > start {
        begins[at] = true;
        cut(cells, start, at, depth - 1, leaf_min, begins);
        cut(cells, at, end, depth - 1, leaf_min, begins);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(n: u32, is_bad: impl Fn(u32) -> bool) -> Vec<Entry> {
        let entry = |i| {
            let events = f64::from(u8::from(is_bad(i)));
            Entry { score: f64::from(i), non_events: 1.0 - events, events }
        };
        (0..n).map(entry).collect()
    }

    #[test]
    fn few_numbers_stay_as_they_are() {
        assert_eq!(prebins(&entries(10, |i| i > 3), 10).from.len(), 10);
    }

    #[test]
    fn quantiles_and_the_trees_cut_begin_pre_bins() {
        // Quartiles of 0 to 99, and the cut where all become bad.
        let found = prebins(&entries(100, |i| i >= 40), 4);
        assert_eq!(found.from, [0.0, 25.0, 40.0, 50.0, 75.0]);
        assert_eq!(found.goods, [25.0, 15.0, 0.0, 0.0, 0.0]);
        assert_eq!(found.count(&[40.0]), [(40.0, 0.0), (0.0, 60.0)]);
    }

    #[test]
    fn many_numbers_lose_no_row() {
        let found = prebins(&entries(20_000, |i| i % 7 == 0), 256);
        assert!((256..=256 + 31).contains(&found.from.len()), "{}", found.from.len());
        assert_eq!(found.goods.iter().chain(&found.bads).sum::<f64>(), 20_000.0);
    }
}

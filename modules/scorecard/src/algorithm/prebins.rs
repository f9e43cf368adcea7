//! Pre-bins of a column of numbers: between its quantiles (or its distinct values, where these are few) and
//! the cuts of a small decision tree that tells goods from bads.

use gridfolk_metrics::Entry;

/// Numbers that quantiles and cuts are looked for among; more are joined into as many of equal size.
const CELLS_MAX: usize = 4096;
/// The most splits of the tree one below the other.
const TREE_DEPTH: u32 = 5;

/// Adds an entry to the last one, or after it.
fn push(joined: &mut Vec<Entry>, entry: &Entry, is_new: bool) {
    match joined.last_mut() {
        Some(last) if !is_new => {
            last.non_events += entry.non_events;
            last.events += entry.events;
        }
        _ => joined.push(*entry),
    }
}

/// Goods and bads of all.
fn total(entries: &[Entry]) -> (f64, f64) {
    entries.iter().fold((0.0, 0.0), |(goods, bads), entry| (goods + entry.non_events, bads + entry.events))
}

/// At most `n_max` pre-bins of equal size, and the tree's cuts: where each begins, its goods and its bads.
pub fn prebins(entries: &[Entry], n_max: usize) -> Vec<Entry> {
    let (goods, bads) = total(entries);
    let total = goods + bads;
    let cells = cells(entries, total);
    if cells.len() <= n_max {
        return cells;
    }
    let mut begins = vec![false; cells.len()];
    let (mut before, mut next) = (0.0, 1.0);
    for (cell, begins) in cells.iter().zip(&mut begins) {
        // The quantile of rank r lies in the cell that holds the row r: a pre-bin begins there.
        let after = before + cell.weight();
        while next < n_max as f64 && after > (next * total / n_max as f64).floor() {
            *begins = true;
            next += 1.0;
        }
        before = after;
    }
    // Leaves of half a quantile's size: the bins joined from them may begin within one.
    cut(&cells, TREE_DEPTH, total / (2.0 * n_max as f64), &mut begins);
    let mut joined = Vec::new();
    for (cell, &begins) in cells.iter().zip(&begins) {
        push(&mut joined, cell, begins);
    }
    joined
}

/// Goods and bads of the parts that entries are cut into by `edges`.
pub fn count(entries: &[Entry], edges: &[f64]) -> Vec<(f64, f64)> {
    let mut counts = vec![(0.0, 0.0); edges.len() + 1];
    for entry in entries {
        let count = &mut counts[edges.partition_point(|edge| *edge <= entry.score)];
        count.0 += entry.non_events;
        count.1 += entry.events;
    }
    counts
}

fn cells(entries: &[Entry], total: f64) -> Vec<Entry> {
    let mut cells = Vec::with_capacity(CELLS_MAX);
    let (mut before, mut last) = (0.0, usize::MAX);
    for entry in entries {
        let index = (before / total * CELLS_MAX as f64) as usize;
        push(&mut cells, entry, index != last || entries.len() <= CELLS_MAX);
        last = index;
        before += entry.weight();
    }
    cells
}

/// Marks where cells are best cut, by Gini's impurity, and again on both sides.
fn cut(cells: &[Entry], depth: u32, leaf_min: f64, begins: &mut [bool]) {
    let (goods, bads) = total(cells);
    if depth == 0 || goods == 0.0 || bads == 0.0 {
        return;
    }
    let (mut goods_left, mut bads_left) = (0.0, 0.0);
    let purity = |goods: f64, bads: f64| (goods * goods + bads * bads) / (goods + bads);
    let mut best = (purity(goods, bads), 0);
    for (at, cell) in cells.iter().enumerate() {
        let (goods_right, bads_right) = (goods - goods_left, bads - bads_left);
        let is_leaf = |n: f64| n >= leaf_min.max(1.0);
        if is_leaf(goods_left + bads_left) && is_leaf(goods_right + bads_right) {
            let gain = purity(goods_left, bads_left) + purity(goods_right, bads_right);
            if gain > best.0 {
                best = (gain, at);
            }
        }
        goods_left += cell.non_events;
        bads_left += cell.events;
    }
    let at = best.1;
    if at > 0 {
        begins[at] = true;
        let (left, right) = begins.split_at_mut(at);
        cut(&cells[..at], depth - 1, leaf_min, left);
        cut(&cells[at..], depth - 1, leaf_min, right);
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
        assert_eq!(prebins(&entries(10, |i| i > 3), 10), entries(10, |i| i > 3));
    }

    #[test]
    fn quantiles_and_the_trees_cut_begin_pre_bins() {
        // Quartiles of 0 to 99, and the cut where all become bad.
        let found = prebins(&entries(100, |i| i >= 40), 4);
        let goods = found.iter().map(|entry| (entry.score, entry.non_events)).collect::<Vec<_>>();
        assert_eq!(goods, [(0.0, 25.0), (25.0, 15.0), (40.0, 0.0), (50.0, 0.0), (75.0, 0.0)]);
        assert_eq!(count(&found, &[40.0]), [(40.0, 0.0), (0.0, 60.0)]);
    }

    #[test]
    fn many_numbers_lose_no_row() {
        let found = prebins(&entries(20_000, |i| i % 7 == 0), 256);
        assert!((256..=256 + 31).contains(&found.len()), "{}", found.len());
        assert_eq!(total(&found), (20_000.0 - 2858.0, 2858.0));
    }
}

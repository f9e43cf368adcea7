//! An exact fit: all rows together, cuts between any two neighbouring values.
//!
//! Each column is sorted once. At every level its order is dealt out to the open nodes, which keeps it, and
//! each node reads its groups off (as in SLIQ: Mehta, Agrawal and Rissanen, 1996).

use tree_kernel::coded::lead;
use tree_kernel::groups::Groups;

use super::coding::{Coded, Coding};
use super::growth::Growth;
use super::settings::Settings;
use super::split::Side;

/// Grows a tree over all rows.
pub fn grow(settings: &Settings, coded: &Coded, codings: &[Coding], classes: &[String]) -> Growth {
    let root = Side { n_rows: coded.n_rows() as u64, sums: coded.sums(classes.len()) };
    let mut growth = Growth::start(settings, root, classes);
    let orders: Vec<Vec<u32>> =
        coded.columns.iter().zip(codings).map(|(codes, coding)| by_code(codes, coding.n_bins())).collect();
    let mut at = vec![0; coded.n_rows()];
    let mut groups = Groups::default();
    while !growth.open.is_empty() {
        let open = std::mem::take(&mut growth.open);
        let dealt: Vec<Dealt> = orders.iter().map(|order| Dealt::new(order, &at, &open, growth.nodes.len())).collect();
        for (slot, &index) in open.iter().enumerate() {
            let groups_of = |column: usize, groups: &mut Groups| {
                let (codes, rows) = (&coded.columns[column], dealt[column].rows(slot));
                groups.of_rows(rows, codes, &coded.classes, &coded.weights, classes.len());
            };
            let best = growth.best(settings, index, codings, groups_of, &mut groups);
            growth.settle(settings, index, best);
        }
        lead(&mut at, &growth.to_coded(codings), &coded.columns);
    }
    growth
}

/// Rows in the order of their codes, ties in the order of rows.
fn by_code(codes: &[u16], n_bins: usize) -> Vec<u32> {
    let mut starts = vec![0u32; n_bins + 1];
    codes.iter().for_each(|&code| starts[code as usize + 1] += 1);
    for code in 0..n_bins {
        starts[code + 1] += starts[code];
    }
    let mut order = vec![0; codes.len()];
    for (row, &code) in codes.iter().enumerate() {
        let start = &mut starts[code as usize];
        order[*start as usize] = row as u32;
        *start += 1;
    }
    order
}

/// The rows of each open node, in the order of a column.
struct Dealt {
    rows: Vec<u32>,
    /// Where each slot ends.
    ends: Vec<usize>,
}

impl Dealt {
    fn new(order: &[u32], at: &[u32], open: &[usize], n_nodes: usize) -> Self {
        let mut slots = vec![usize::MAX; n_nodes];
        open.iter().enumerate().for_each(|(slot, &index)| slots[index] = slot);
        let mut ends = vec![0; open.len()];
        for &node in at {
            if let Some(end) = ends.get_mut(slots[node as usize]) {
                *end += 1;
            }
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut rows = vec![0; start];
        for &row in order {
            if let Some(end) = ends.get_mut(slots[at[row as usize] as usize]) {
                rows[*end] = row;
                *end += 1;
            }
        }
        Dealt { rows, ends }
    }

    fn rows(&self, slot: usize) -> &[u32] {
        let start = if slot == 0 { 0 } else { self.ends[slot - 1] };
        &self.rows[start..self.ends[slot]]
    }
}

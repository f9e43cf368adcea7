//! Minimal cost-complexity pruning (Breiman et al. 1984, chapter 3).
//!
//! With R(t) the impurity of node t times its share of the weight, the tree T that is kept minimises
//!
//! ```text
//! sum over leaves of R + alpha * leaves
//! ```
//!
//! and of equal ones it is the smallest. From the leaves upward, a node becomes a leaf where that costs no
//! more than what the subtree below it costs.

use tree_kernel::criterion::Measure;

use super::growth::Growth;

/// Which splits stay. With `alpha` 0 all do.
pub fn kept(growth: &Growth, measure: Measure<'_>, alpha: f64) -> Vec<bool> {
    let mut keep: Vec<bool> = growth.nodes.iter().map(|node| node.split.is_some()).collect();
    if alpha == 0.0 {
        return keep;
    }
    let whole = measure.weight(&growth.nodes[0].rows.sums);
    let mut costs = vec![0.0; growth.nodes.len()];
    for (index, node) in growth.nodes.iter().enumerate().rev() {
        let sums = &node.rows.sums;
        let as_leaf = measure.impurity(sums) * (measure.weight(sums) / whole) + alpha;
        let as_tree = node.split.as_ref().map(|split| costs[split.yes] + costs[split.yes + 1]);
        keep[index] = as_tree.is_some_and(|as_tree| as_tree < as_leaf);
        costs[index] = as_tree.filter(|_| keep[index]).unwrap_or(as_leaf);
    }
    keep
}

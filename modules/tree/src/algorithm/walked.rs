//! The leaf of each customer.

use gridfolk_contract::{Category, Values};
use tree_kernel::walk::{Cells, Step, leaves};

use super::tree::{Test, Tree};

/// Where the customers of a table end.
#[derive(Debug, Clone, PartialEq)]
pub struct Walked {
    /// The node of each customer: a leaf.
    pub leaves: Vec<u32>,
    /// Customers by node; 0 but for leaves.
    pub counts: Vec<u64>,
}

/// Leads customers down a tree. `columns` are those of the tree, of its kinds.
pub fn walk(tree: &Tree, columns: &[&Values], n_rows: usize) -> Walked {
    let cells: Vec<Cells<'_>> = columns.iter().map(|values| cells(values)).collect();
    let leaves = leaves(&steps(tree, columns), &cells, n_rows);
    let mut counts = vec![0; tree.nodes.len()];
    leaves.iter().for_each(|&leaf| counts[leaf as usize] += 1);
    Walked { leaves, counts }
}

fn cells(values: &Values) -> Cells<'_> {
    match values {
        Values::Number(numbers) => Cells::Numbers(numbers),
        Values::Category(category) => Cells::Codes(&category.codes),
        Values::Items(items) => Cells::Codes(&items.ends),
    }
}

fn steps(tree: &Tree, columns: &[&Values]) -> Vec<Step> {
    let step = |(index, node): (usize, &super::tree::Node)| {
        let Some(question) = &node.question else { return leaf(index) };
        let among = match columns[question.column] {
            Values::Category(category) => among(&question.test, category),
            _ => Vec::new(),
        };
        let threshold = match question.test {
            Test::AtMost(threshold) => threshold,
            Test::Among(_) | Test::Missing => f64::NEG_INFINITY,
        };
        Step {
            column: question.column as u32,
            threshold,
            missing_goes_yes: question.missing_goes_yes,
            among,
            children: [question.no as u32, question.yes as u32],
        }
    };
    tree.nodes.iter().enumerate().map(step).collect()
}

fn leaf(index: usize) -> Step {
    let children = [index as u32; 2];
    Step { column: 0, threshold: 0.0, missing_goes_yes: false, among: Vec::new(), children }
}

/// What a question answers to each level of a table.
fn among(test: &Test, category: &Category) -> Vec<bool> {
    match test {
        Test::Among(levels) => category.levels.iter().map(|level| levels.contains(level)).collect(),
        Test::AtMost(_) | Test::Missing => vec![false; category.levels.len()],
    }
}

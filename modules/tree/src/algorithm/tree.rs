//! A finished tree.

use tree_kernel::criterion::Measure;

use super::settings::Measured;

/// A tree, and all that is needed to ask it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// The column whose classes are told.
    pub target: String,
    /// The classes.
    pub classes: Vec<String>,
    /// The class whose probability is answered; none: that of the class that is told.
    pub event: Option<usize>,
    /// How mixture was measured.
    pub criterion: Measured,
    /// What the weight of each class is multiplied by when classes are decided.
    pub factors: Vec<f64>,
    /// The columns that questions ask for.
    pub columns: Vec<TreeColumn>,
    /// Parents before children, yes before no: the order in which a reader goes through the tree.
    pub nodes: Vec<Node>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeColumn {
    /// Its name.
    pub name: String,
    /// Whether it holds numbers; else levels.
    pub is_number: bool,
    /// Rows of the fit without a value.
    pub n_missing: u64,
    /// What a change is measured by: how wide the middle half of the numbers is; 1 for levels.
    pub spread: f64,
}

/// One node.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Rows of the fit that came here.
    pub n_rows: u64,
    /// Their weights by class.
    pub sums: Vec<f64>,
    /// What is asked here; none: a leaf.
    pub question: Option<Question>,
}

/// A question with two answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The place of the column.
    pub column: usize,
    /// What is asked.
    pub test: Test,
    /// Where a missing value goes.
    pub missing_goes_yes: bool,
    /// The node that follows on yes.
    pub yes: usize,
    /// The node that follows on no.
    pub no: usize,
}

/// What is asked of one value.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Is the number at most this?
    AtMost(f64),
    /// Is the level one of these?
    Among(Vec<String>),
    /// Is the value missing?
    Missing,
}

impl Tree {
    /// The place of the class that a node tells: the one that weighs most, ties to the first.
    pub fn class_of(&self, node: usize) -> usize {
        let weights = self.nodes[node].sums.iter().zip(&self.factors).map(|(sum, factor)| sum * factor);
        let mut best = (0, f64::NEG_INFINITY);
        for (class, weight) in weights.enumerate() {
            if weight > best.1 {
                best = (class, weight);
            }
        }
        best.0
    }

    /// The class that probability, rate and lift of a node are about.
    pub fn subject_of(&self, node: usize) -> usize {
        self.event.unwrap_or_else(|| self.class_of(node))
    }

    /// The share of a class in a node, by the weights of rows; 0 without weight. Factors of classes do not enter, so that a
    /// probability is a probability.
    pub fn share(&self, node: usize, class: usize) -> f64 {
        let sums = &self.nodes[node].sums;
        let whole: f64 = sums.iter().sum();
        if whole > 0.0 { sums[class] / whole } else { 0.0 }
    }

    /// The probability that a node answers.
    pub fn probability_of(&self, node: usize) -> f64 {
        self.share(node, self.subject_of(node))
    }

    /// Impurity, with the factors of classes.
    pub fn impurity_of(&self, node: usize) -> f64 {
        self.measure().impurity(&self.nodes[node].sums)
    }

    /// How mixture was measured.
    pub fn measure(&self) -> Measure<'_> {
        Measure { criterion: self.criterion.into(), factors: &self.factors }
    }

    /// The places of the leaves.
    pub fn leaves(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|&index| self.nodes[index].question.is_none()).collect()
    }

    /// The node above each node, and whether it is reached on yes; of the root: itself.
    pub fn parents(&self) -> Vec<(usize, bool)> {
        let mut parents = vec![(0, false); self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate() {
            if let Some(question) = &node.question {
                parents[question.yes] = (index, true);
                parents[question.no] = (index, false);
            }
        }
        parents
    }

    /// Questions on the longest way to a leaf.
    pub fn depth(&self) -> u32 {
        let mut depths = vec![0; self.nodes.len()];
        for (index, (parent, _)) in self.parents().into_iter().enumerate().skip(1) {
            depths[index] = depths[parent] + 1;
        }
        depths.into_iter().max().unwrap_or(0)
    }
}

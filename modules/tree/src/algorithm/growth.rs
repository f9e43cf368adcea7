//! A tree that grows: nodes, and which of them may still be split.

use gridfolk_contract::wire::packed;
use tree_kernel::coded::{CodedNode, CodedTest};
use tree_kernel::criterion::Measure;
use tree_kernel::cut;
use tree_kernel::groups::Groups;

use super::coding::Coding;
use super::limits::{COUNT_MAX, DEPTH_MAX, NODES_MAX};
use super::settings::{ClassWeight, Settings};
use super::split::{Proposal, Side, Test, propose};

/// One node.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Questions above it.
    pub depth: u32,
    /// Its rows.
    pub rows: Side,
    /// How it is split; none: a leaf.
    pub split: Option<Split>,
}

/// How a node is split.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The place of the column.
    pub column: usize,
    /// The question.
    pub test: Test,
    /// Where rows without a value go.
    pub missing_goes_yes: bool,
    /// The node of yes; that of no follows it.
    pub yes: usize,
}

/// A tree on its way.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Growth {
    /// In the order in which they were made: parents before children. Empty before the first split.
    pub nodes: Vec<Node>,
    /// Nodes that may still be split, in order.
    pub open: Vec<usize>,
    /// What the weight of each class is multiplied by.
    pub factors: Vec<f64>,
    /// Whether the tree stopped at the most nodes.
    pub is_limited: bool,
}

packed!(Node { depth, rows, split });
packed!(Split { column, test, missing_goes_yes, yes });
packed!(Growth { nodes, open, factors, is_limited });

impl Growth {
    /// A tree of its root alone.
    pub fn start(settings: &Settings, root: Side, classes: &[String]) -> Self {
        let mut growth = Growth {
            nodes: Vec::new(),
            open: Vec::new(),
            factors: factors(settings, &root, classes),
            is_limited: false,
        };
        growth.add(settings, 0, root);
        growth
    }

    /// How mixture is measured.
    pub fn measure(&self, settings: &Settings) -> Measure<'_> {
        Measure { criterion: settings.criterion.into(), factors: &self.factors }
    }

    /// The best split of a node by any column; `groups_of` gives the node's rows by the codes of a column.
    /// The root of a tree splits by the column that comes first, where columns split it equally well.
    pub fn best(
        &self,
        settings: &Settings,
        index: usize,
        codings: &[Coding],
        mut groups_of: impl FnMut(usize, &mut Groups),
        groups: &mut Groups,
    ) -> Option<Proposal> {
        let node = self.to_cut(settings, index);
        let mut best: Option<Proposal> = None;
        for (column, coding) in codings.iter().enumerate() {
            groups_of(column, groups);
            let Some(proposal) = propose(&node, column, coding, groups) else { continue };
            if best.as_ref().is_none_or(|best| node.is_better(proposal.purity, best.purity)) {
                best = Some(proposal);
            }
        }
        best.filter(|best| self.is_worth(settings, &node, best.purity))
    }

    /// Splits an open node, or leaves it a leaf.
    pub fn settle(&mut self, settings: &Settings, index: usize, best: Option<Proposal>) {
        let Some(best) = best else { return };
        if self.nodes.len() + 2 > NODES_MAX {
            self.is_limited = true;
            return;
        }
        let depth = self.nodes[index].depth + 1;
        let yes = self.nodes.len();
        self.add(settings, depth, best.yes);
        self.add(settings, depth, best.no);
        self.nodes[index].split =
            Some(Split { column: best.column, test: best.test, missing_goes_yes: best.missing_goes_yes, yes });
    }

    fn add(&mut self, settings: &Settings, depth: u32, rows: Side) {
        let is_mixed = self.measure(settings).impurity(&rows.sums) > f64::EPSILON;
        if is_mixed && depth < settings.max_depth && rows.n_rows / 2 >= settings.min_leaf {
            self.open.push(self.nodes.len());
        }
        self.nodes.push(Node { depth, rows, split: None });
    }

    fn to_cut<'a>(&'a self, settings: &Settings, index: usize) -> cut::Node<'a> {
        let rows = &self.nodes[index].rows;
        cut::Node {
            sums: &rows.sums,
            n_rows: rows.n_rows,
            min_leaf: settings.min_leaf,
            measure: self.measure(settings),
        }
    }

    /// A split must lower the impurity, and by at least as much as asked for.
    fn is_worth(&self, settings: &Settings, node: &cut::Node<'_>, purity: f64) -> bool {
        let before = node.measure.purity(node.sums);
        let decrease = (purity - before) / node.measure.weight(&self.nodes[0].rows.sums);
        node.is_better(purity, before) && decrease + f64::EPSILON >= settings.min_impurity_decrease
    }

    /// The tree for rows that are led down by their codes.
    pub fn to_coded(&self, codings: &[Coding]) -> Vec<CodedNode> {
        let leaf = |index: usize| CodedNode {
            column: 0,
            missing: 0,
            missing_goes_yes: false,
            test: CodedTest::Missing,
            children: [index as u32; 2],
        };
        let coded = |(index, node): (usize, &Node)| {
            let Some(split) = &node.split else { return leaf(index) };
            let coding = &codings[split.column];
            let test = match &split.test {
                Test::AtMost { code, .. } => CodedTest::AtMost(*code as u16),
                Test::Among(codes) => {
                    CodedTest::Among((0..coding.missing() as u32).map(|code| codes.contains(&code)).collect())
                }
                Test::Missing => CodedTest::Missing,
            };
            CodedNode {
                column: split.column as u32,
                missing: coding.missing() as u16,
                missing_goes_yes: split.missing_goes_yes,
                test,
                children: [split.yes as u32 + 1, split.yes as u32],
            }
        };
        if self.nodes.is_empty() { vec![leaf(0)] } else { self.nodes.iter().enumerate().map(coded).collect() }
    }

    /// Whether the tree could be one of this module: it has crossed the border.
    pub fn is_sound(&self, settings: &Settings, codings: &[Coding], n_classes: usize) -> bool {
        let n = self.nodes.len();
        let is_split = |index: usize, split: &Split| {
            let Some(coding) = codings.get(split.column) else { return false };
            let test = match &split.test {
                Test::AtMost { threshold, code } => threshold.is_finite() && (*code as usize) < coding.missing(),
                Test::Among(codes) => codes.iter().all(|&code| (code as usize) < coding.missing()),
                Test::Missing => true,
            };
            test && split.yes > index && split.yes < n - 1 && self.nodes[index].depth < DEPTH_MAX
        };
        let is_node = |(index, node): (usize, &Node)| {
            node.rows.sums.len() == n_classes
                && node.rows.sums.iter().all(|sum| sum.is_finite() && *sum >= 0.0)
                && node.rows.n_rows <= COUNT_MAX
                && node.split.as_ref().is_none_or(|split| is_split(index, split))
        };
        if n == 0 {
            return self.open.is_empty() && self.factors.is_empty();
        }
        let is_open = |&index: &usize| {
            index < n && self.nodes[index].split.is_none() && self.nodes[index].depth < settings.max_depth
        };
        n <= NODES_MAX
            && self.factors.len() == n_classes
            && self.factors.iter().all(|factor| factor.is_finite() && *factor >= 0.0)
            && self.nodes.iter().enumerate().all(is_node)
            && self.open.iter().all(is_open)
            && self.open.windows(2).all(|pair| pair[0] < pair[1])
            && has_each_once(&self.nodes)
    }
}

/// Whether every node but the root is the child of one node.
fn has_each_once(nodes: &[Node]) -> bool {
    let mut n_parents = vec![0u32; nodes.len()];
    for split in nodes.iter().filter_map(|node| node.split.as_ref()) {
        n_parents[split.yes] += 1;
        n_parents[split.yes + 1] += 1;
    }
    n_parents[0] == 0 && n_parents[1..].iter().all(|&n| n == 1)
}

fn factors(settings: &Settings, root: &Side, classes: &[String]) -> Vec<f64> {
    match &settings.class_weight {
        ClassWeight::Equal => vec![1.0; classes.len()],
        ClassWeight::Balanced => {
            let weight: f64 = root.sums.iter().sum();
            let balanced = |sum: &f64| if *sum > 0.0 { weight / (classes.len() as f64 * sum) } else { 0.0 };
            root.sums.iter().map(balanced).collect()
        }
        ClassWeight::ByClass(weights) => {
            let factor =
                |class: &String| weights.iter().find(|(name, _)| name == class).map_or(1.0, |(_, weight)| *weight);
            classes.iter().map(factor).collect()
        }
    }
}

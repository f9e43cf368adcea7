//! What an instance remembers of its columns: codes, where each row stands, predictions. All of it is a
//! pure result; without it every call computes it anew, to the same bits.

use gridfolk_whatif::Remembered;
use tree_kernel::coded::{CodedNode, lead};

use super::coding::{Coded, Coding};
use super::rows::Rows;
use super::scan::Scan;
use super::tree::Tree;
use super::walked::Walked;

/// The remembered results of one instance.
#[derive(Debug, Default)]
pub struct Memory {
    part: Option<Part>,
    /// The model that was asked last.
    pub asked: Remembered<Asked>,
}

/// A model that was asked, and what it said of the loaded columns.
#[derive(Debug)]
pub struct Asked {
    /// What it says.
    pub tree: Tree,
    /// Where the customers of the loaded columns end.
    pub walked: Walked,
}

/// The rows of one part by their codes, and the node where each stands.
#[derive(Debug)]
pub struct Part {
    scan: Scan,
    codings: Vec<Coding>,
    weight: Option<String>,
    target: String,
    /// The rows.
    pub coded: Coded,
    nodes: Vec<CodedNode>,
    /// The node of each row.
    pub at: Vec<u32>,
}

impl Memory {
    /// The part's rows by their codes, each led to its leaf.
    pub fn part(
        &mut self,
        rows: &Rows<'_>,
        key: (&str, Option<&str>),
        scan: &Scan,
        codings: &[Coding],
        nodes: Vec<CodedNode>,
    ) -> &Part {
        let (target, weight) = key;
        let is_same = |part: &Part| {
            part.target == target && part.weight.as_deref() == weight && part.codings == codings && part.scan == *scan
        };
        if !self.part.as_ref().is_some_and(is_same) {
            self.part = None;
        }
        let part = self.part.get_or_insert_with(|| {
            let coded = Coded::of_part(rows, scan, codings);
            Part {
                scan: scan.clone(),
                codings: codings.to_vec(),
                weight: weight.map(str::to_owned),
                target: target.to_owned(),
                at: vec![0; coded.n_rows()],
                coded,
                nodes: Vec::new(),
            }
        });
        part.follow(nodes);
        part
    }
}

impl Part {
    /// Leads the rows on from where they stand, or from the root where the tree is not the one that they
    /// stand in, grown further.
    fn follow(&mut self, nodes: Vec<CodedNode>) {
        let is_leaf = |node: &CodedNode, index: usize| node.children[0] as usize == index;
        let grew = self.nodes.len() <= nodes.len()
            && self.nodes.iter().enumerate().all(|(index, node)| is_leaf(node, index) || *node == nodes[index]);
        if !grew {
            self.at.fill(0);
        }
        lead(&mut self.at, &nodes, &self.coded.columns);
        self.nodes = nodes;
    }
}

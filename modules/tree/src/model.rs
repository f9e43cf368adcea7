//! The fitted model: plain JSON that the caller keeps and sends back.

use gridfolk_contract::{FromJson, Problem, ToJson};
use gridfolk_guest::Call;

use crate::algorithm::limits::{CLASSES_MAX, COLUMNS_MAX, COUNT_MAX, NODES_MAX};
use crate::algorithm::tree::{Node, Question, Test, Tree, TreeColumn};
use crate::contract::CriterionName;
use crate::problem;

/// The module's name, in models too.
pub const MODULE: &str = "tree";
/// The schema that models are written under.
pub const SCHEMA: u64 = 1;
/// The schemas that are read.
const SCHEMAS_READ: &[u64] = &[SCHEMA];

/// A tree.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Model {
    /// `tree`.
    pub module: String,
    /// The schema of this model: 1.
    pub schema: u64,
    /// The column whose classes are told.
    pub target: String,
    /// The classes: numbers ascending, levels by text.
    pub classes: Vec<String>,
    /// The class whose probability is answered; null: the class that is told.
    pub event: Option<String>,
    /// How the mixture of classes was measured.
    pub criterion: CriterionName,
    /// What the weight of each class is multiplied by when a class is decided.
    pub class_weights: Vec<f64>,
    /// The columns that questions ask for.
    pub columns: Vec<ModelColumn>,
    /// n0, the root, first: parents before children, yes before no.
    pub nodes: Vec<ModelNode>,
}

/// One column of a model.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelColumn {
    /// Its name.
    pub name: String,
    /// `number` or `category`.
    pub kind: String,
    /// Rows of the fit without a value.
    pub n_missing: u64,
    /// What a change is measured by: the distance between the quartiles of the fit's numbers (their range
    /// where that is 0); 1 for levels.
    pub spread: f64,
}

/// One node: a question, or a leaf without the first six fields.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelNode {
    /// The column that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Yes for numbers up to this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lte: Option<f64>,
    /// Yes for these levels. Without it and `lte` the question is whether the value is missing.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<String>>,
    /// Where a missing value goes: `yes` or `no`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// The place of the node that follows on yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yes: Option<u64>,
    /// The place of the node that follows on no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no: Option<u64>,
    /// Rows of the fit.
    pub n_rows: u64,
    /// Their weights by class: counts, where rows have no weights.
    pub weights: Vec<f64>,
    /// How mixed they are; 0: all of one class.
    pub impurity: f64,
}

/// The name of a node.
pub fn node_name(index: usize) -> String {
    format!("n{index}")
}

/// The place of a node by its name.
///
/// # Errors
/// A name that no node has.
pub fn node_of(tree: &Tree, name: &str, pointer: &str) -> Result<usize, Problem> {
    let index = name.strip_prefix('n').and_then(|index| index.parse().ok());
    index
        .filter(|&index| index < tree.nodes.len() && node_name(index) == name)
        .ok_or_else(|| problem::node_unknown(pointer, name, tree.nodes.len()))
}

impl From<&Tree> for Model {
    fn from(tree: &Tree) -> Self {
        let column = |column: &TreeColumn| ModelColumn {
            name: column.name.clone(),
            kind: crate::columns::kind_name(column.is_number).to_owned(),
            n_missing: column.n_missing,
            spread: column.spread,
        };
        Model {
            module: MODULE.to_owned(),
            schema: SCHEMA,
            target: tree.target.clone(),
            classes: tree.classes.clone(),
            event: tree.event.map(|event| tree.classes[event].clone()),
            criterion: CriterionName::of(tree.criterion),
            class_weights: tree.factors.clone(),
            columns: tree.columns.iter().map(column).collect(),
            nodes: (0..tree.nodes.len()).map(|index| ModelNode::of(tree, index)).collect(),
        }
    }
}

impl ModelNode {
    fn of(tree: &Tree, index: usize) -> Self {
        let node = &tree.nodes[index];
        let mut written = ModelNode {
            column: None,
            lte: None,
            levels: None,
            missing: None,
            yes: None,
            no: None,
            n_rows: node.n_rows,
            weights: node.sums.clone(),
            impurity: tree.impurity_of(index),
        };
        if let Some(question) = &node.question {
            written.column = Some(tree.columns[question.column].name.clone());
            match &question.test {
                Test::AtMost(threshold) => written.lte = Some(*threshold),
                Test::Among(levels) => written.levels = Some(levels.clone()),
                Test::Missing => {}
            }
            written.missing = Some(if question.missing_goes_yes { "yes" } else { "no" }.to_owned());
            (written.yes, written.no) = (Some(question.yes as u64), Some(question.no as u64));
        }
        written
    }
}

/// The model of a call.
///
/// # Errors
/// No model, a model of another module or of an unknown schema, one whose parts do not fit each other.
pub fn model_of(call: &Call<'_>) -> Result<Tree, Problem> {
    call.model::<Model>(MODULE, SCHEMAS_READ)?.check()
}

fn broken<T>(pointer: &str, rule: &str) -> Result<T, Problem> {
    Err(Problem::model_broken(pointer, rule))
}

fn has_repeated(texts: &[String]) -> bool {
    texts.iter().enumerate().any(|(index, text)| texts[..index].contains(text))
}

impl Model {
    /// Checks that the parts fit each other.
    ///
    /// # Errors
    /// `model_broken` with the place.
    pub fn check(self) -> Result<Tree, Problem> {
        let n_classes = self.classes.len();
        if !(2..=CLASSES_MAX).contains(&n_classes) || has_repeated(&self.classes) {
            return broken("/model/classes", "must be 2 to 64 different classes");
        }
        let event = self.event.as_ref().map(|event| self.classes.iter().position(|class| class == event));
        if event == Some(None) {
            return broken("/model/event", "must be one of the classes");
        }
        if self.class_weights.len() != n_classes
            || !self.class_weights.iter().all(|weight| (0.0..=1e60).contains(weight))
        {
            return broken("/model/class_weights", "must be one number a class, from 0");
        }
        let names: Vec<String> = self.columns.iter().map(|column| column.name.clone()).collect();
        if !(1..=COLUMNS_MAX).contains(&names.len()) || has_repeated(&names) {
            return broken("/model/columns", "must be 1 to 256 different columns");
        }
        if !(1..=NODES_MAX).contains(&self.nodes.len()) {
            return broken("/model/nodes", "must be 1 to 20001 nodes");
        }
        let mut columns = Vec::with_capacity(names.len());
        for (index, column) in self.columns.into_iter().enumerate() {
            columns.push(column.check(&format!("/model/columns/{index}"))?);
        }
        let n_nodes = self.nodes.len();
        let mut nodes: Vec<Node> = Vec::with_capacity(n_nodes);
        let mut n_parents = vec![0u32; n_nodes];
        for (index, node) in self.nodes.into_iter().enumerate() {
            let node = node.check(index, n_nodes, &columns, n_classes)?;
            if let Some(question) = &node.question {
                n_parents[question.yes] += 1;
                n_parents[question.no] += 1;
            }
            nodes.push(node);
        }
        if n_parents[1..].iter().any(|&n| n != 1) {
            return broken("/model/nodes", "must each follow on one answer");
        }
        Ok(Tree {
            target: self.target,
            classes: self.classes,
            event: event.flatten(),
            criterion: self.criterion.measured(),
            factors: self.class_weights,
            columns,
            nodes,
        })
    }
}

impl ModelColumn {
    fn check(self, pointer: &str) -> Result<TreeColumn, Problem> {
        let is_number = self.kind == "number";
        if !is_number && self.kind != "category" {
            return broken(pointer, "must have the kind number or category");
        }
        if !(self.spread > 0.0 && self.spread.is_finite()) {
            return broken(pointer, "must have a spread above 0");
        }
        Ok(TreeColumn { name: self.name, is_number, n_missing: self.n_missing, spread: self.spread })
    }
}

impl ModelNode {
    fn check(self, index: usize, n_nodes: usize, columns: &[TreeColumn], n_classes: usize) -> Result<Node, Problem> {
        let pointer = format!("/model/nodes/{index}");
        let are_weights = self.weights.iter().all(|weight| (0.0..=1e80).contains(weight));
        if self.weights.len() != n_classes || !are_weights {
            return broken(&pointer, "must have one weight a class, from 0");
        }
        if self.n_rows > COUNT_MAX {
            return broken(&pointer, "must have fewer rows");
        }
        let question = match (self.column, self.missing, self.yes.zip(self.no)) {
            (None, None, None) if self.lte.is_none() && self.levels.is_none() && self.yes.or(self.no).is_none() => None,
            (Some(name), Some(missing), Some((yes, no))) => {
                let Some(column) = columns.iter().position(|column| column.name == name) else {
                    return broken(&pointer, "must ask for one of the columns");
                };
                let test = match (self.lte, self.levels, columns[column].is_number) {
                    (Some(threshold), None, true) => Test::AtMost(threshold),
                    (None, Some(levels), false) => Test::Among(levels),
                    (None, None, _) => Test::Missing,
                    _ => return broken(&pointer, "must have lte for numbers, in for levels, or neither"),
                };
                let missing_goes_yes = match missing.as_str() {
                    "yes" => true,
                    "no" if test != Test::Missing => false,
                    _ => return broken(&pointer, "must say where a missing value goes: yes or no"),
                };
                let (later, end) = (index as u64 + 1, n_nodes as u64);
                if !(later..end).contains(&yes) || !(later..end).contains(&no) || yes == no {
                    return broken(&pointer, "must be followed by two later nodes");
                }
                let (yes, no) = (yes as usize, no as usize);
                Some(Question { column, test, missing_goes_yes, yes, no })
            }
            _ => return broken(&pointer, "must have column, missing, yes and no, or be a leaf without them"),
        };
        Ok(Node { n_rows: self.n_rows, sums: self.weights, question })
    }
}

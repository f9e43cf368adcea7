//! The operation `predict`, and the per-row columns of replies.

use gridfolk_contract::{Answer, Column, Problem, Table, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::memory::Asked;
use crate::algorithm::{self, Memory, Tree, Walked};
use crate::columns::places;
use crate::contract::NoParams;
use crate::model::{model_of, node_name};

/// The body of a prediction's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PredictReply {
    /// Rows of the table.
    pub n_rows: u64,
    /// How many are told to be of each class.
    pub classes: Vec<ClassCount>,
    /// How many come to each leaf.
    pub leaves: Vec<LeafCount>,
}

/// Customers of one class.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClassCount {
    /// The class.
    pub class: String,
    /// Its rows.
    pub n_rows: u64,
}

/// Customers of one leaf.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeafCount {
    /// The leaf: n and its place among the model's nodes.
    pub leaf: String,
    /// Its rows.
    pub n_rows: u64,
}

/// Leads customers down the tree of a model.
///
/// # Errors
/// Everything that is wrong with model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let NoParams {} = call.params()?;
    let table = call.table()?;
    let Asked { tree, walked } = asked(call, table, memory)?;
    let count = |leaf: usize| LeafCount { leaf: node_name(leaf), n_rows: walked.counts[leaf] };
    let reply = PredictReply {
        n_rows: table.n_rows() as u64,
        classes: class_counts(tree, walked),
        leaves: tree.leaves().into_iter().map(count).collect(),
    };
    Ok(with_rows(Answer::new(&reply), tree, walked))
}

/// The model of a call, and what it says of the table.
///
/// # Errors
/// Everything that is wrong with model and table.
pub fn asked<'m>(call: &Call<'_>, table: &Table, memory: &'m mut Memory) -> Result<&'m Asked, Problem> {
    memory.asked.of(call.raw_model()?, || {
        let tree = model_of(call)?;
        let columns: Vec<_> = places(table, &tree)?.into_iter().map(|place| &table.columns()[place].values).collect();
        let walked = algorithm::walk(&tree, &columns, table.n_rows());
        Ok(Asked { tree, walked })
    })
}

fn class_counts(tree: &Tree, walked: &Walked) -> Vec<ClassCount> {
    let mut counts = vec![0; tree.classes.len()];
    for leaf in tree.leaves() {
        counts[tree.class_of(leaf)] += walked.counts[leaf];
    }
    let count = |(class, n_rows): (&String, u64)| ClassCount { class: class.clone(), n_rows };
    tree.classes.iter().zip(counts).map(count).collect()
}

/// Adds `class`, `probability` and `leaf` to an answer.
pub fn with_rows(answer: Answer, tree: &Tree, walked: &Walked) -> Answer {
    answer
        .with_column(class_column("class", tree, &classes(tree, walked)))
        .with_column(Column::number("probability", probabilities(tree, walked)))
        .with_column(leaf_column("leaf", tree, walked))
}

/// The place of the class that each customer is told to be of.
pub fn classes(tree: &Tree, walked: &Walked) -> Vec<u32> {
    let of_node: Vec<u32> = (0..tree.nodes.len()).map(|node| tree.class_of(node) as u32).collect();
    walked.leaves.iter().map(|&leaf| of_node[leaf as usize]).collect()
}

/// The probability of each customer.
pub fn probabilities(tree: &Tree, walked: &Walked) -> Vec<f64> {
    let of_node: Vec<f64> = (0..tree.nodes.len()).map(|node| tree.probability_of(node)).collect();
    walked.leaves.iter().map(|&leaf| of_node[leaf as usize]).collect()
}

/// A column of classes.
pub fn class_column(name: &str, tree: &Tree, classes: &[u32]) -> Column {
    Column::category(name, classes.to_vec(), tree.classes.clone())
}

/// A column of the names of leaves.
pub fn leaf_column(name: &str, tree: &Tree, walked: &Walked) -> Column {
    let leaves = tree.leaves();
    let mut places = vec![0; tree.nodes.len()];
    leaves.iter().enumerate().for_each(|(place, &leaf)| places[leaf] = place as u32);
    let codes = walked.leaves.iter().map(|&leaf| places[leaf as usize]).collect();
    Column::category(name, codes, leaves.into_iter().map(node_name).collect())
}

//! The operation `what_if`: classes and probabilities before and after edits of columns, of thresholds, or
//! both; and the smallest change that takes one customer elsewhere.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Answer, Column, FromJson, Problem, Table, ToJson, Values};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::{Distribution, Edited, GroupChange, Scenario, ScoreChange, edited_number, largest};

use crate::algorithm::memory::Asked;
use crate::algorithm::tree::Test;
use crate::algorithm::{self, Memory, Tree, Walked};
use crate::columns::places;
use crate::model::{Model, node_name, node_of};
use crate::predict::{asked, class_column, classes, leaf_column, probabilities};
use crate::problem;
use crate::reverse::{self, ReverseReply, ReverseRequest};

/// Customers that are listed as having moved most.
const N_MOVERS: usize = 10;

/// Parameters of `what_if`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfRequest {
    /// Edits of columns, applied in order.
    #[serde(default)]
    pub scenario: Scenario,
    /// Edits of the tree's thresholds, applied in order.
    #[serde(default)]
    pub thresholds: Vec<ThresholdEdit>,
    /// The smallest change that takes a customer elsewhere; asked of the columns and the model before all
    /// edits.
    #[serde(default)]
    pub reverse: Option<ReverseRequest>,
}

/// One edit of the threshold that a node asks for. Exactly one of `set`, `add`, `scale`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThresholdEdit {
    /// Which node: n0, n1 …
    pub node: String,
    /// The new threshold, in the column's unit.
    #[serde(default)]
    pub set: Option<f64>,
    /// Added to it, in the column's unit.
    #[serde(default)]
    pub add: Option<f64>,
    /// It is multiplied by this.
    #[serde(default)]
    pub scale: Option<f64>,
}

/// The body of the reply.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfReply {
    /// Customers of each class before and after, and who moved from where to where.
    pub classes: GroupChange,
    /// Customers of each leaf before and after.
    pub leaves: Vec<LeafChange>,
    /// The probability before and after.
    pub probability: ScoreChange,
    /// The customers whose probability changed most, at most ten.
    pub movers: Vec<Mover>,
    /// The answer to the reverse question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverse: Option<ReverseReply>,
    /// The model with its edited thresholds; absent where none was edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
}

/// One leaf.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeafChange {
    /// Its name.
    pub leaf: String,
    /// Its customers before.
    pub n_before: u64,
    /// Its customers after.
    pub n_after: u64,
}

/// A customer that went to another leaf.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mover {
    /// Its row, from 0.
    pub row: u64,
    /// Its leaf before.
    pub leaf_before: String,
    /// Its leaf after.
    pub leaf_after: String,
    /// Its probability before.
    pub probability_before: f64,
    /// Its probability after.
    pub probability_after: f64,
}

/// Compares before and after.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params: WhatIfRequest = call.params()?;
    let table = call.table()?;
    let Asked { tree, walked: before } = asked(call, table, memory)?;
    let places = places(table, tree)?;
    let edited_tree = edit_thresholds(tree, &params.thresholds)?;
    let after = walk_edited(table, &places, &params.scenario, &edited_tree)?;
    let reverse = match &params.reverse {
        Some(request) => {
            let columns: Vec<&Values> = places.iter().map(|&place| &table.columns()[place].values).collect();
            Some(reverse::answer(tree, &columns, before, request)?)
        }
        None => None,
    };
    let model = (!params.thresholds.is_empty()).then(|| Model::from(&edited_tree));
    Ok(answer(tree, before, &after, reverse, model))
}

fn walk_edited(table: &Table, places: &[usize], scenario: &Scenario, tree: &Tree) -> Result<Walked, Problem> {
    let edited = Edited::new(table, scenario, "/params/scenario")?;
    let columns: Vec<&Values> = places.iter().map(|&place| edited.column(place)).collect();
    Ok(algorithm::walk(tree, &columns, table.n_rows()))
}

fn answer(tree: &Tree, before: &Walked, after: &Walked, reverse: Option<ReverseReply>, model: Option<Model>) -> Answer {
    let (classes_before, classes_after) = (classes(tree, before), classes(tree, after));
    let (probability_before, probability_after) = (probabilities(tree, before), probabilities(tree, after));
    let leaf_change =
        |leaf: usize| LeafChange { leaf: node_name(leaf), n_before: before.counts[leaf], n_after: after.counts[leaf] };
    let reply = WhatIfReply {
        classes: GroupChange::new(tree.classes.clone(), &classes_before, &classes_after),
        leaves: tree.leaves().into_iter().map(leaf_change).collect(),
        probability: score_change(tree, before, after),
        movers: movers(before, after, &probability_before, &probability_after),
        reverse,
        model,
    };
    Answer::new(&reply)
        .with_column(class_column("class_before", tree, &classes_before))
        .with_column(class_column("class_after", tree, &classes_after))
        .with_column(Column::number("probability_before", probability_before))
        .with_column(Column::number("probability_after", probability_after))
        .with_column(leaf_column("leaf_before", tree, before))
        .with_column(leaf_column("leaf_after", tree, after))
}

fn score_change(tree: &Tree, before: &Walked, after: &Walked) -> ScoreChange {
    let (before, after) = (distribution(tree, before), distribution(tree, after));
    let mean_change = before.mean.zip(after.mean).map(|(before, after)| after - before);
    ScoreChange { before, after, mean_change }
}

/// The distribution of the probability, which is the same for all customers of a leaf: its figures are
/// those of [`Distribution::of`] without a look at every customer.
fn distribution(tree: &Tree, walked: &Walked) -> Distribution {
    let mut values: Vec<(f64, u64)> = Vec::new();
    for leaf in tree.leaves().into_iter().filter(|&leaf| walked.counts[leaf] > 0) {
        let value = (tree.probability_of(leaf), walked.counts[leaf]);
        let place = values.partition_point(|other| other.0 < value.0);
        values.insert(place, value);
    }
    let n: u64 = walked.leaves.len() as u64;
    if n == 0 {
        return Distribution::default();
    }
    let quantile = |percent: u64| {
        let rank = (n * percent).div_ceil(100).max(1);
        let mut n_below = 0;
        let found = values.iter().find(|(_, count)| {
            n_below += count;
            n_below >= rank
        });
        found.map(|(value, _)| *value)
    };
    let sum = values.iter().fold(0.0, |sum, (value, count)| sum + value * *count as f64);
    Distribution {
        n,
        mean: Some(sum / n as f64),
        min: quantile(0),
        p10: quantile(10),
        p25: quantile(25),
        p50: quantile(50),
        p75: quantile(75),
        p90: quantile(90),
        max: quantile(100),
    }
}

fn movers(before: &Walked, after: &Walked, p_before: &[f64], p_after: &[f64]) -> Vec<Mover> {
    let changes: Vec<f64> = p_before.iter().zip(p_after).map(|(before, after)| (after - before).abs()).collect();
    let mover = |row: usize| Mover {
        row: row as u64,
        leaf_before: node_name(before.leaves[row] as usize),
        leaf_after: node_name(after.leaves[row] as usize),
        probability_before: p_before[row],
        probability_after: p_after[row],
    };
    largest(&changes, N_MOVERS).into_iter().map(mover).collect()
}

fn edit_thresholds(tree: &Tree, edits: &[ThresholdEdit]) -> Result<Tree, Problem> {
    let mut tree = tree.clone();
    for (index, edit) in edits.iter().enumerate() {
        let pointer = format!("/params/thresholds/{index}");
        let node = node_of(&tree, &edit.node, &pointer_join(&pointer, "node"))?;
        let question = tree.nodes[node].question.as_mut();
        let Some(Test::AtMost(threshold)) = question.map(|question| &mut question.test) else {
            let pointer = pointer_join(&pointer, "node");
            return Err(problem::node_without_threshold(&pointer, &edit.node));
        };
        *threshold = edit.of(*threshold, &pointer)?;
    }
    Ok(tree)
}

impl ThresholdEdit {
    fn of(&self, threshold: f64, pointer: &str) -> Result<f64, Problem> {
        let new = edited_number(threshold, [self.set, self.add, self.scale], pointer)?;
        if new.is_finite() { Ok(new) } else { Err(problem::edit_not_a_number(pointer)) }
    }
}

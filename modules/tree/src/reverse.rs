//! The reverse question: the smallest change of one customer that brings another leaf, class or
//! probability. On a tree the answer is exact: the values that lead to a leaf are a range a column
//! ([`crate::region`]), so the smallest move into each leaf is found column by column, and the cheapest
//! leaf is the answer.
//!
//! A move of a number costs its size over the column's spread; another level costs 1, and so does a value
//! where one was missing. A value cannot be made missing.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{FromJson, Problem, ToJson, Values};
use gridfolk_whatif::Scalar;

use crate::algorithm::tree::{Test, Tree};
use crate::algorithm::{Walked, tree::TreeColumn};
use crate::model::{node_name, node_of};
use crate::problem;
use crate::region::{Region, regions};

/// Whom the question is about, where the customer should come, and what may change.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReverseRequest {
    /// The customer's row, from 0.
    pub row: u64,
    /// Where to: exactly one of its fields.
    pub goal: Goal,
    /// What may not change, and in which ranges; other columns may change freely.
    #[serde(default)]
    pub columns: Vec<Freedom>,
}

/// Where a customer should come.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Goal {
    /// To this leaf.
    #[serde(default)]
    pub leaf: Option<String>,
    /// To a leaf that tells this class.
    #[serde(default)]
    pub class: Option<String>,
    /// To a leaf of at most this probability.
    #[serde(default)]
    pub probability_lte: Option<f64>,
    /// To a leaf of at least this probability.
    #[serde(default)]
    pub probability_gte: Option<f64>,
}

/// How one column may change.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Freedom {
    /// Which column.
    pub column: String,
    /// Whether it must stay as it is.
    #[serde(default)]
    pub fixed: bool,
    /// The least new number.
    #[serde(default)]
    pub min: Option<f64>,
    /// The greatest new number.
    #[serde(default)]
    pub max: Option<f64>,
    /// New numbers are multiples of this, above 0: 1 for counts.
    #[serde(default)]
    pub step: Option<f64>,
    /// The levels that it may take.
    #[serde(rename = "in", default)]
    pub levels: Option<Vec<String>>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReverseReply {
    /// The customer's row.
    pub row: u64,
    /// Where the customer is.
    pub before: Place,
    /// Where the change leads; null where no allowed change leads to the goal.
    pub after: Option<Place>,
    /// The sum of the costs of all changes.
    pub cost: Option<f64>,
    /// What changes, in the order of the tree's questions.
    pub changes: Vec<Change>,
}

/// A leaf, and what it says.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The leaf.
    pub leaf: String,
    /// The class that it tells.
    pub class: String,
    /// Its probability.
    pub probability: f64,
}

/// The change of one column.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// The column.
    pub column: String,
    /// The value now; null: missing.
    pub before: Option<Scalar>,
    /// The value that it must take.
    pub after: Scalar,
    /// What that costs: for a number its move over the column's spread, else 1.
    pub cost: f64,
}

/// Answers the question for a customer whose leaf is known.
///
/// # Errors
/// A row, leaf, class or column that there is not; no goal, or several; a range that holds nothing.
pub fn answer(
    tree: &Tree,
    columns: &[&Values],
    walked: &Walked,
    request: &ReverseRequest,
) -> Result<ReverseReply, Problem> {
    let n_rows = walked.leaves.len() as u64;
    if request.row >= n_rows {
        return Err(Problem::row_out_of_range("/params/reverse/row", request.row, n_rows));
    }
    let row = request.row as usize;
    let freedoms = freedoms(tree, &request.columns)?;
    let goals = goals(tree, &request.goal)?;
    let parents = tree.parents();
    let mut best: Option<(f64, usize, Vec<Change>)> = None;
    for leaf in goals {
        let regions = regions(tree, &parents, leaf);
        let changes = regions.iter().map(|region| {
            let value = value_of(columns[region.column], row);
            enter(tree, region, value, &freedoms[region.column])
        });
        let Some(changes) = changes.collect::<Option<Vec<_>>>() else { continue };
        let changes: Vec<Change> = changes.into_iter().flatten().collect();
        let cost = changes.iter().fold(0.0, |sum, change| sum + change.cost);
        if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            best = Some((cost, leaf, changes));
        }
    }
    let (cost, leaf, changes) = match best {
        Some((cost, leaf, changes)) => (Some(cost), Some(leaf), changes),
        None => (None, None, Vec::new()),
    };
    Ok(ReverseReply {
        row: request.row,
        before: place(tree, walked.leaves[row] as usize),
        after: leaf.map(|leaf| place(tree, leaf)),
        cost,
        changes,
    })
}

fn place(tree: &Tree, leaf: usize) -> Place {
    Place {
        leaf: node_name(leaf),
        class: tree.classes[tree.class_of(leaf)].clone(),
        probability: tree.probability_of(leaf),
    }
}

/// The leaves that meet the goal.
fn goals(tree: &Tree, goal: &Goal) -> Result<Vec<usize>, Problem> {
    let leaves = tree.leaves();
    let all = |meets: &dyn Fn(usize) -> bool| Ok(leaves.iter().copied().filter(|&leaf| meets(leaf)).collect());
    match (&goal.leaf, &goal.class, goal.probability_lte, goal.probability_gte) {
        (Some(name), None, None, None) => {
            let node = node_of(tree, name, "/params/reverse/goal/leaf")?;
            all(&|leaf| leaf == node)
        }
        (None, Some(class), None, None) => {
            let place = tree.classes.iter().position(|other| other == class);
            let place =
                place.ok_or_else(|| problem::class_unknown("/params/reverse/goal/class", class, &tree.classes))?;
            all(&|leaf| tree.class_of(leaf) == place)
        }
        (None, None, Some(most), None) => all(&|leaf| tree.probability_of(leaf) <= most),
        (None, None, None, Some(least)) => all(&|leaf| tree.probability_of(leaf) >= least),
        _ => Err(problem::goal_needs_one()),
    }
}

/// What each column of the tree may do.
fn freedoms(tree: &Tree, given: &[Freedom]) -> Result<Vec<Freedom>, Problem> {
    let free = |column: &TreeColumn| Freedom {
        column: column.name.clone(),
        fixed: false,
        min: None,
        max: None,
        step: None,
        levels: None,
    };
    let mut freedoms: Vec<Freedom> = tree.columns.iter().map(free).collect();
    for (index, freedom) in given.iter().enumerate() {
        let pointer = format!("/params/reverse/columns/{index}");
        let place = tree.columns.iter().position(|column| column.name == freedom.column);
        let place =
            place.ok_or_else(|| Problem::not_a_model_column(&pointer_join(&pointer, "column"), &freedom.column))?;
        if freedom.min.zip(freedom.max).is_some_and(|(min, max)| min > max) {
            return Err(problem::range_empty(&pointer));
        }
        if let Some(step) = freedom.step.filter(|step| *step <= 0.0) {
            let pointer = pointer_join(&pointer, "step");
            return Err(Problem::out_of_range(&pointer, step, f64::MIN_POSITIVE, f64::MAX));
        }
        freedoms[place] = freedom.clone();
    }
    Ok(freedoms)
}

fn value_of(values: &Values, row: usize) -> Option<Scalar> {
    match values {
        Values::Number(numbers) => Some(numbers[row]).filter(|number| !number.is_nan()).map(Scalar::Number),
        Values::Category(category) => category.level(row).map(|level| Scalar::Text(level.to_owned())),
        Values::Items(_) => None,
    }
}

/// The smallest change of a value that leads into a region: some change or none; or there is no way.
fn enter(tree: &Tree, region: &Region, value: Option<Scalar>, freedom: &Freedom) -> Option<Option<Change>> {
    let column = &tree.columns[region.column];
    let stays = match &value {
        None => region.takes_missing,
        Some(Scalar::Number(number)) => region.takes_present && *number > region.above && *number <= region.at_most,
        Some(Scalar::Text(level)) => region.takes_present && region.levels.contain(level),
    };
    if stays {
        return Some(None);
    }
    if freedom.fixed || !region.takes_present {
        return None;
    }
    let (after, cost) = match (&value, column.is_number) {
        (Some(Scalar::Number(number)), true) => {
            let new = nearest(region, freedom, *number)?;
            (Scalar::Number(new), (new - number).abs() / column.spread)
        }
        (_, true) => (Scalar::Number(nearest(region, freedom, 0.0)?), 1.0),
        (_, false) => (Scalar::Text(first_level(tree, region, freedom)?), 1.0),
    };
    Some(Some(Change { column: column.name.clone(), before: value, after, cost }))
}

/// The number nearest to `number` in the region, the allowed range and on the steps.
fn nearest(region: &Region, freedom: &Freedom, number: f64) -> Option<f64> {
    let (min, max) = (freedom.min.unwrap_or(f64::NEG_INFINITY), freedom.max.unwrap_or(f64::INFINITY));
    let least = min.max(if region.above > f64::NEG_INFINITY { region.above.next_up() } else { region.above });
    let most = max.min(region.at_most);
    let (least, most) = match freedom.step {
        Some(step) => (libm::ceil(least / step) * step, libm::floor(most / step) * step),
        None => (least, most),
    };
    let snapped = match freedom.step {
        Some(step) => libm::rint(number / step) * step,
        None => number,
    };
    let new = snapped.max(least).min(most) + 0.0;
    // A step may have no multiple in the range, or miss its end by rounding.
    let is_inside = new > region.above && new <= region.at_most && new >= min && new <= max;
    (is_inside && new.is_finite()).then_some(new)
}

/// The first level by text that the region and the request allow, of those that the tree knows.
fn first_level(tree: &Tree, region: &Region, freedom: &Freedom) -> Option<String> {
    let mut known: Vec<&String> = match &freedom.levels {
        Some(levels) => levels.iter().collect(),
        None => Vec::new(),
    };
    if freedom.levels.is_none() {
        for question in tree.nodes.iter().filter_map(|node| node.question.as_ref()) {
            if let (true, Test::Among(levels)) = (question.column == region.column, &question.test) {
                known.extend(levels);
            }
        }
    }
    known.into_iter().filter(|level| region.levels.contain(level)).min().cloned()
}

//! The reverse question: the smallest change that brings one customer's probability across a line.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{FromJson, Problem, ToJson};

use crate::algorithm::score::{Kind, probabilities_of};
use crate::algorithm::{Cells, Change, Goal, Lever, reverse};
use crate::contract::check_range;
use crate::model::CheckedModel;
use crate::problem;

/// The most probability that can be asked for, and 1 less it the least.
const PROBABILITY_MOST: f64 = 0.999_999;

/// One customer, and where its probability is to come.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReverseRequest {
    /// The customer's row, from 0.
    pub row: u64,
    /// The probability to be reached, from wherever it is now: 0.000001 to 0.999999.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.000_001, max = 0.999_999)))]
    pub probability: f64,
    /// Columns that may not change.
    #[serde(default)]
    pub fixed: Vec<String>,
    /// Ranges that must hold, of columns of numbers; those of the fit where none is given.
    #[serde(default)]
    pub ranges: Vec<RangeRequest>,
}

/// The range of a column of numbers; it holds the row's value.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RangeRequest {
    /// Which column.
    pub column: String,
    /// The least that it may become; the row's value when absent.
    pub least: Option<f64>,
    /// The greatest that it may become; the row's value when absent.
    pub greatest: Option<f64>,
    /// What it must become a multiple of, above 0: 1 for counts; any number when absent.
    pub step: Option<f64>,
}

/// The answer.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReverseReply {
    /// The customer's row.
    pub row: u64,
    /// Its probability now.
    pub probability: f64,
    /// Its probability with the changes.
    pub probability_after: f64,
    /// Whether the changes are enough; otherwise they are the most that can be done.
    pub reached: bool,
    /// Sum of the sizes of the changes: standard deviations of numbers, 1 for each category.
    pub size: f64,
    /// The changes.
    pub changes: Vec<ChangeReply>,
    /// The columns that could do it alone, and how.
    pub alone: Vec<ChangeReply>,
}

/// A column's change.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangeReply {
    /// Which column.
    pub column: String,
    /// The number now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The number after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_after: Option<f64>,
    /// The level now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The level after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level_after: Option<String>,
}

/// Answers the reverse question.
///
/// # Errors
/// A row that is not there or has no probability; columns that the model does not use; a range that does
/// not hold the row's value; a step that is not above 0.
pub(super) fn answer(
    request: &ReverseRequest,
    model: &CheckedModel,
    cells: &[Cells<'_>],
    log_odds: &[f64],
) -> Result<ReverseReply, Problem> {
    let row = usize::try_from(request.row).ok().filter(|&row| row < log_odds.len());
    let pointer = "/params/reverse/row";
    let row = row.ok_or_else(|| Problem::row_out_of_range(pointer, request.row, log_odds.len() as u64))?;
    let wanted = request.probability;
    check_range("/params/reverse/probability", wanted, 1.0 - PROBABILITY_MOST, PROBABILITY_MOST)?;
    let from = log_odds[row];
    if !from.is_finite() {
        return Err(problem::row_without_score(pointer, request.row));
    }
    check_columns(request, model)?;
    let mut levers = Vec::with_capacity(cells.len());
    for (j, cells) in cells.iter().enumerate() {
        levers.push(lever(request, model, j, cells, row)?);
    }
    let goal = Goal { from, to: gridfolk_numeric::log(wanted / (1.0 - wanted)) };
    let found = reverse(&model.predictor, &levers, goal);
    let after = from + effect(model, &levers, &found.changes);
    let p = probabilities_of(&[from, after]);
    let list = |changes: &[Option<Change>]| {
        let changed = changes.iter().enumerate().filter_map(|(j, change)| Some((j, change.as_ref()?)));
        changed.map(|(j, change)| reply_of(model, j, &levers[j], change)).collect()
    };
    Ok(ReverseReply {
        row: request.row,
        probability: p[0],
        probability_after: p[1],
        reached: found.is_reached,
        size: found.size,
        changes: list(&found.changes),
        alone: list(&found.alone),
    })
}

/// Refuses names of columns that the model does not use.
fn check_columns(request: &ReverseRequest, model: &CheckedModel) -> Result<(), Problem> {
    let is_used = |name: &String| model.predictor.columns.iter().any(|column| column.name == *name);
    if let Some(index) = request.fixed.iter().position(|name| !is_used(name)) {
        let pointer = format!("/params/reverse/fixed/{index}");
        return Err(Problem::not_a_model_column(&pointer, &request.fixed[index]));
    }
    match request.ranges.iter().position(|range| !is_used(&range.column)) {
        None => Ok(()),
        Some(index) => {
            let pointer = format!("/params/reverse/ranges/{index}/column");
            Err(Problem::not_a_model_column(&pointer, &request.ranges[index].column))
        }
    }
}

fn lever(
    request: &ReverseRequest,
    model: &CheckedModel,
    j: usize,
    cells: &Cells<'_>,
    row: usize,
) -> Result<Lever, Problem> {
    let column = &model.predictor.columns[j];
    let index = request.ranges.iter().position(|range| range.column == column.name);
    let range = index.map(|index| &request.ranges[index]);
    let pointer = || format!("/params/reverse/ranges/{}", index.unwrap_or_default());
    let found = match (&column.kind, cells) {
        (Kind::Number(number), Cells::Number(values)) => {
            let value = values[row];
            let (least, greatest) = match range {
                Some(range) => (range.least.unwrap_or(value), range.greatest.unwrap_or(value)),
                None => (number.least.min(value), number.greatest.max(value)),
            };
            let step = range.and_then(|range| range.step);
            if let Some(step) = step.filter(|step| *step <= 0.0) {
                let pointer = pointer_join(&pointer(), "step");
                return Err(Problem::out_of_range(&pointer, step, f64::MIN_POSITIVE, f64::MAX));
            }
            match () {
                () if value.is_nan() => Lever::Fixed,
                () if least <= value && value <= greatest => Lever::Number { value, least, greatest, step },
                () => return Err(problem::range_without_value(&pointer(), value)),
            }
        }
        (Kind::Category(_), Cells::Level { codes, texts }) => {
            if range.is_some() {
                return Err(problem::value_not_of_column(&pointer(), &column.name));
            }
            texts.get(codes[row] as usize).map_or(Lever::Fixed, |text| Lever::Level(text.clone()))
        }
        _ => Lever::Fixed,
    };
    Ok(if request.fixed.contains(&column.name) { Lever::Fixed } else { found })
}

/// What the changes add to the log odds.
fn effect(model: &CheckedModel, levers: &[Lever], changes: &[Option<Change>]) -> f64 {
    let mut sum = 0.0;
    for ((column, lever), change) in model.predictor.columns.iter().zip(levers).zip(changes) {
        sum += match (&column.kind, lever, change) {
            (Kind::Number(number), Lever::Number { value, .. }, Some(Change::Number(after))) => {
                (after - value) * number.factor
            }
            (Kind::Category(levels), Lever::Level(now), Some(Change::Level(after))) => {
                let of = |text: &String| levels.iter().find(|level| level.text == *text).map_or(0.0, |l| l.coefficient);
                of(after) - of(now)
            }
            _ => 0.0,
        };
    }
    sum
}

fn reply_of(model: &CheckedModel, j: usize, lever: &Lever, change: &Change) -> ChangeReply {
    let column = model.predictor.columns[j].name.clone();
    let mut reply = ChangeReply { column, value: None, value_after: None, level: None, level_after: None };
    match (lever, change) {
        (Lever::Number { value, .. }, Change::Number(after)) => {
            (reply.value, reply.value_after) = (Some(*value), Some(*after));
        }
        (Lever::Level(now), Change::Level(after)) => {
            (reply.level, reply.level_after) = (Some(now.clone()), Some(after.clone()));
        }
        _ => {}
    }
    reply
}

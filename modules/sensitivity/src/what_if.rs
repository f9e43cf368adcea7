//! The operation `what_if`: probabilities before and after edits of columns and moves of the threshold,
//! and what would bring one customer across it.

mod reverse;

use gridfolk_contract::{Answer, Column, FromJson, MISSING_CODE, Problem, Table, ToJson, Values};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::{Edited, GroupChange, Scenario, ScoreChange, largest};
use std::borrow::Cow;

use crate::algorithm::score::probabilities_of;
use crate::algorithm::{Cells, Memory, cells_of};
use crate::contract::check_range;
use crate::model::{CheckedModel, model_of};
use crate::predict::{cells_for, check_cells, check_gaps, sum};
use reverse::{ReverseReply, ReverseRequest};

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
    /// The probability from which a customer counts as sensitive, 0 to 1.
    #[serde(default = "threshold_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub threshold: f64,
    /// The threshold after; the same when absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub threshold_after: Option<f64>,
    /// The reverse question, for one customer after the scenario.
    pub reverse: Option<ReverseRequest>,
}

fn threshold_default() -> f64 {
    0.5
}

/// The body of the reply.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfReply {
    /// Sum of the probabilities before.
    pub expected_events_before: f64,
    /// Sum of the probabilities after.
    pub expected_events_after: f64,
    /// Customers below the threshold and at or above it, before and after, and who crossed it.
    pub groups: GroupChange,
    /// The probability before and after.
    pub probability: ScoreChange,
    /// The customers whose probability moved most, at most ten.
    pub movers: Vec<Mover>,
    /// The answer to the reverse question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverse: Option<ReverseReply>,
}

/// A customer whose probability moved.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mover {
    /// Its row, from 0.
    pub row: u64,
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
    check_range("/params/threshold", params.threshold, 0.0, 1.0)?;
    let threshold_after = params.threshold_after.unwrap_or(params.threshold);
    check_range("/params/threshold_after", threshold_after, 0.0, 1.0)?;
    let (model, table) = (model_of(call)?, call.table()?);
    let cells = cells_for(&model, table)?;
    let scored = memory.scored(call.raw_model()?, || model.predictor.log_odds(&cells));
    check_gaps(&model, &cells, &scored.log_odds)?;
    let (before, distribution) = scored.probabilities();
    let edited = Edited::new(table, &params.scenario, "/params/scenario")?;
    let cells = edited_cells(&edited, table, &model)?;
    let log_odds = model.predictor.log_odds(&cells);
    check_gaps(&model, &cells, &log_odds)?;
    let after = probabilities_of(&log_odds);
    let reverse = params.reverse.map(|request| reverse::answer(&request, &model, &cells, &log_odds)).transpose()?;
    let reply = WhatIfReply {
        expected_events_before: sum(before),
        expected_events_after: sum(&after),
        groups: GroupChange::new(
            vec!["below".to_owned(), "above".to_owned()],
            &sides(before, params.threshold),
            &sides(&after, threshold_after),
        ),
        probability: ScoreChange::since(distribution.clone(), before, &after),
        movers: movers(before, &after),
        reverse,
    };
    Ok(Answer::new(&reply)
        .with_column(Column::number("probability_before", before.clone()))
        .with_column(Column::number("probability_after", after)))
}

/// The model's columns after the scenario.
fn edited_cells<'a>(edited: &'a Edited<'_>, table: &'a Table, model: &CheckedModel) -> Result<Vec<Cells<'a>>, Problem> {
    let mut all = Vec::new();
    for (j, column) in model.predictor.columns.iter().enumerate() {
        let index = table.columns().iter().position(|other| other.name == column.name);
        let cells = match index.map(|index| edited.column(index)) {
            Some(Values::Number(values)) => Cells::Number(Cow::Borrowed(values)),
            Some(Values::Category(category)) => {
                Cells::Level { codes: Cow::Borrowed(&category.codes), texts: &category.levels }
            }
            _ => cells_of(table, &column.name, &format!("/model/columns/{j}"))?,
        };
        check_cells(model, j, &cells)?;
        all.push(cells);
    }
    Ok(all)
}

/// 0 below the threshold, 1 from it on.
fn sides(probabilities: &[f64], threshold: f64) -> Vec<u32> {
    let side = |&p: &f64| if p.is_nan() { MISSING_CODE } else { u32::from(p >= threshold) };
    probabilities.iter().map(side).collect()
}

fn movers(before: &[f64], after: &[f64]) -> Vec<Mover> {
    let moves: Vec<f64> = before.iter().zip(after).map(|(before, after)| (after - before).abs()).collect();
    let mover = |row: usize| Mover { row: row as u64, probability_before: before[row], probability_after: after[row] };
    largest(&moves, N_MOVERS).into_iter().map(mover).collect()
}

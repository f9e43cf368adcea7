//! The operation `what_if`: the segments before and after edits of columns, of centroids, or both.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Answer, Column, FromJson, Problem, Table, ToJson, Values};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::{Edited, GroupChange, Scenario, ScoreChange, edited_number, largest};

use crate::algorithm::limits::VALUE_MAX;
use crate::algorithm::{self, Assigned, Known, Memory, Space};
use crate::columns::{Columns, check_values, select, select_for};
use crate::model::{CheckedModel, Model, model_of};
use crate::predict::{segment_column, segment_name};
use crate::problem;

/// Customers that are listed as having moved most.
const N_MOVERS: usize = 10;

/// Parameters of `what_if`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WhatIfRequest {
    /// Edits of columns, applied in order.
    #[serde(default)]
    pub scenario: Scenario,
    /// Edits of centroids, applied in order.
    #[serde(default)]
    pub centroids: Vec<CentroidEdit>,
    /// The per-row results that are asked for; all of them when absent.
    #[serde(default)]
    pub columns: Option<Vec<ResultColumn>>,
}

/// A per-row result of `what_if`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResultColumn {
    /// The segment before.
    SegmentBefore,
    /// The segment after.
    SegmentAfter,
    /// The distance to the own centroid before.
    DistanceBefore,
    /// The distance to the own centroid after.
    DistanceAfter,
}

/// One edit of one coordinate of a centroid. Exactly one of `set`, `add`, `scale`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CentroidEdit {
    /// Which segment: s1, s2 …
    pub segment: String,
    /// Which column of the model.
    pub column: String,
    /// The new value, in the column's unit.
    #[serde(default)]
    pub set: Option<f64>,
    /// Added to the value, in the column's unit.
    #[serde(default)]
    pub add: Option<f64>,
    /// The value is multiplied by it.
    #[serde(default)]
    pub scale: Option<f64>,
}

/// The body of the reply.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfReply {
    /// Sizes of the segments before and after, and who moved from where to where.
    pub segments: GroupChange,
    /// The distance to the own centroid, where distances are measured.
    pub distance: ScoreChange,
    /// The customers that moved most, at most ten.
    pub movers: Vec<Mover>,
    /// The model with its edited centroids; absent where none was edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
}

/// A customer that went to another segment.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mover {
    /// Its row, from 0.
    pub row: u64,
    /// Its segment before.
    pub segment_before: String,
    /// Its segment after.
    pub segment_after: String,
    /// By how much nearer, after, the new centroid is than that of the segment before.
    pub nearer_by: f64,
}

/// Compares before and after.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params: WhatIfRequest = call.params()?;
    let (model, table) = (model_of(call)?, call.table()?);
    let columns = own_columns(table, &model, memory)?;
    let before = memory.known(&model.space, &model.centroids, columns.values.clone());
    let edited = Edited::new(table, &params.scenario, "/params/scenario")?;
    let values = edited_values(&edited, table, &model.space)?;
    check_edited(&model.space, &columns.values, &values)?;
    let moved = edit_centroids(&model, &params.centroids)?;
    let mut anew = Memory::default();
    let after = algorithm::predict(&model.space, &moved, values.clone(), &mut anew);
    let gains = algorithm::gains(&model.space, &moved, values, &mut anew, &before.assigned.labels, &after);
    let reply = reply(&model, &moved, before, &after, &gains);
    Ok(with_columns(Answer::new(&reply), &before.assigned, after, params.columns.as_deref()))
}

/// The columns of the model's space, which are checked once.
fn own_columns<'a>(table: &'a Table, model: &CheckedModel, memory: &Memory) -> Result<Columns<'a>, Problem> {
    if memory.knows(&model.space, &model.centroids) {
        return select(table, Some(&model.space.columns), "/model/columns");
    }
    select_for(table, &model.space)
}

/// Refuses columns that cannot be assigned any more; those that are as they were can.
fn check_edited(space: &Space, own: &[&[f64]], values: &[&[f64]]) -> Result<(), Problem> {
    let is_edited = |&j: &usize| !std::ptr::eq(own[j], values[j]);
    let edited = (0..values.len()).filter(is_edited).map(|j| (space.columns[j].clone(), values[j]));
    let (names, values): (Vec<_>, Vec<_>) = edited.unzip();
    if names.is_empty() { Ok(()) } else { check_values(space.missing, &Columns { names, values }) }
}

fn reply(model: &CheckedModel, moved: &[f64], before: &Known, after: &Assigned, gains: &[f64]) -> WhatIfReply {
    let Known { assigned: before, distances, .. } = before;
    let k = before.sizes.len();
    let groups = (0..k).map(segment_name).collect();
    WhatIfReply {
        segments: GroupChange::new(groups, &before.labels, &after.labels),
        distance: ScoreChange::since(distances.clone(), &before.distances, &after.distances),
        movers: movers(before, after, gains),
        model: (moved != model.centroids).then(|| Model::new(&model.space, moved)),
    }
}

/// The answer with the per-row results that are asked for, in the same order whatever theirs is.
fn with_columns(mut answer: Answer, before: &Assigned, after: Assigned, wanted: Option<&[ResultColumn]>) -> Answer {
    let k = before.sizes.len();
    let wants = |column| wanted.is_none_or(|wanted| wanted.contains(&column));
    if wants(ResultColumn::SegmentBefore) {
        answer = answer.with_column(segment_column("segment_before", &before.labels, k));
    }
    if wants(ResultColumn::SegmentAfter) {
        answer = answer.with_column(segment_column("segment_after", &after.labels, k));
    }
    if wants(ResultColumn::DistanceBefore) {
        answer = answer.with_column(Column::number("distance_before", before.distances.clone()));
    }
    if wants(ResultColumn::DistanceAfter) {
        answer = answer.with_column(Column::number("distance_after", after.distances));
    }
    answer
}

/// The model's columns after the scenario.
fn edited_values<'a>(edited: &'a Edited<'_>, table: &Table, space: &Space) -> Result<Vec<&'a [f64]>, Problem> {
    let values = space.columns.iter().enumerate().map(|(j, name)| {
        let index = table.columns().iter().position(|column| column.name == *name);
        match index.map(|index| edited.column(index)) {
            Some(Values::Number(numbers)) => Ok(numbers.as_slice()),
            _ => Err(Problem::column_not_found(&format!("/model/columns/{j}"), name)),
        }
    });
    values.collect()
}

/// The centroids after the edits, where distances are measured.
fn edit_centroids(model: &CheckedModel, edits: &[CentroidEdit]) -> Result<Vec<f64>, Problem> {
    let d = model.space.n_columns();
    let mut centroids = model.centroids.clone();
    for (index, edit) in edits.iter().enumerate() {
        let pointer = format!("/params/centroids/{index}");
        let k = (0..centroids.len() / d).find(|&k| segment_name(k) == edit.segment);
        let k = k.ok_or_else(|| {
            problem::segment_unknown(&pointer_join(&pointer, "segment"), &edit.segment, centroids.len() / d)
        })?;
        let j = model.space.columns.iter().position(|column| *column == edit.column);
        let j = j.ok_or_else(|| Problem::not_a_model_column(&pointer_join(&pointer, "column"), &edit.column))?;
        let value = model.space.to_units(&centroids[k * d..(k + 1) * d])[j];
        let new = edit.of(value, &pointer)?;
        centroids[k * d + j] = model.space.axis(j).coordinate(new);
    }
    Ok(centroids)
}

impl CentroidEdit {
    fn of(&self, value: f64, pointer: &str) -> Result<f64, Problem> {
        let new = edited_number(value, [self.set, self.add, self.scale], pointer)?;
        if new.abs() <= VALUE_MAX { Ok(new) } else { Err(Problem::number_too_large(pointer, new, VALUE_MAX)) }
    }
}

fn movers(before: &Assigned, after: &Assigned, gains: &[f64]) -> Vec<Mover> {
    let mover = |row: usize| Mover {
        row: row as u64,
        segment_before: segment_name(before.labels[row] as usize),
        segment_after: segment_name(after.labels[row] as usize),
        nearer_by: gains[row],
    };
    largest(gains, N_MOVERS).into_iter().map(mover).collect()
}

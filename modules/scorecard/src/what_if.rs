//! The operation `what_if`: what changes when columns, points or the cut-off change; and the reverse question.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Answer, Column, FromJson, Problem, Table, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_numeric::sum::Quantum;
use gridfolk_whatif::{Edited, GroupChange, Scenario, ScoreChange, largest};
use scorecard_kernel::count_and_sum_from;

use crate::algorithm::Card;
use crate::algorithm::card::{By, Worth};
use crate::contract::check_points;
use crate::model::{Model, model_of};
use crate::problem;
use crate::reach::{ReachReply, ReachRequest, reach};
use crate::score::{Kept, Memory, Scored, codes_of, grade_names};

/// Customers that are listed as having moved most.
const N_MOVERS: usize = 10;

/// Parameters of `what_if`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct WhatIfRequest {
    /// Edits of columns, applied in order.
    #[serde(default)]
    pub scenario: Scenario,
    /// Edits of points, applied in order.
    #[serde(default)]
    pub points: Vec<PointsEdit>,
    /// Least points of those who are accepted.
    #[serde(default)]
    pub cut_off: Option<f64>,
    /// The same after; `cut_off` when absent.
    #[serde(default)]
    pub cut_off_after: Option<f64>,
    /// The reverse question: what brings this customer over the cut-off?
    #[serde(default)]
    pub reach: Option<ReachRequest>,
}

/// One edit of points. Exactly one of `set`, `add`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct PointsEdit {
    /// The column or rule; the points that everyone begins with when absent.
    #[serde(default)]
    pub column: Option<String>,
    /// The bin, from 0 in the order of the model; of a rule 0 is the bin of those who do not meet it and 1 that of
    /// those who do. All bins when absent.
    #[serde(default)]
    pub bin: Option<u64>,
    /// The new points.
    #[serde(default)]
    pub set: Option<i64>,
    /// Added to the points.
    #[serde(default)]
    pub add: Option<i64>,
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfReply<'a> {
    /// The points.
    pub points: ScoreChange,
    /// Grades before and after, and who moved from where to where.
    pub grades: GroupChange,
    /// Expected bads, the sum of the probabilities; null for a card of rules.
    pub bads_before: Option<f64>,
    /// Expected bads after.
    pub bads_after: Option<f64>,
    /// Who is accepted; null without a cut-off.
    pub accepted: Option<Accepted>,
    /// The customers whose points change most, at most ten.
    pub movers: Vec<Mover<'a>>,
    /// The model with its edited points, as `fit` writes it; absent where none were edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub model: Option<&'a Model>,
    /// The answer to the reverse question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<ReachReply<'a>>,
}

/// Who is accepted.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Accepted {
    /// The cut-off before.
    pub cut_off_before: f64,
    /// The cut-off after.
    pub cut_off_after: f64,
    /// Customers accepted before.
    pub n_before: u64,
    /// Customers accepted after.
    pub n_after: u64,
    /// Customers who are accepted after and were not before.
    pub n_gained: u64,
    /// Customers who were accepted before and are not after.
    pub n_lost: u64,
    /// Expected share of bads among those accepted before.
    pub bad_rate_before: Option<f64>,
    /// Expected share of bads among those accepted after.
    pub bad_rate_after: Option<f64>,
}

/// A customer whose points change.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mover<'a> {
    /// Its row, from 0.
    pub row: u64,
    /// Its points before.
    pub points_before: f64,
    /// Its points after.
    pub points_after: f64,
    /// Its grade before.
    pub grade_before: &'a str,
    /// Its grade after.
    pub grade_after: &'a str,
}

impl WhatIfRequest {
    fn check(&self) -> Result<(), Problem> {
        if let Some(reach) = &self.reach {
            reach.check()?;
        }
        check_points(self.cut_off.unwrap_or_default(), "/params/cut_off")?;
        check_points(self.cut_off_after.unwrap_or_default(), "/params/cut_off_after")
    }

    fn cut_offs(&self) -> Option<(f64, f64)> {
        let before = self.cut_off.or(self.cut_off_after)?;
        Some((before, self.cut_off_after.unwrap_or(before)))
    }
}

/// Compares before and after.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let request: WhatIfRequest = call.params()?;
    request.check()?;
    let (mut card, mut model) = model_of(call)?;
    compare(call, &request, &mut card, &mut model, memory)
}

fn compare(
    call: &Call<'_>,
    request: &WhatIfRequest,
    card: &mut Card,
    model: &mut Model,
    memory: &mut Memory,
) -> Result<Answer, Problem> {
    let table = call.table()?;
    let kept = memory.scored.of(call.raw_model()?, || Kept::new(card, table))?;
    let before = &kept.scored;
    let edited = Edited::new(table, &request.scenario, "/params/scenario")?;
    // From here on the card has its points after the edits.
    edit_points(card, &request.points)?;
    give_points(model, card);
    let after = score_edited(card, table, &edited, before)?;
    let cut_offs = request.cut_offs();
    let reached = match &request.reach {
        Some(asked) => Some(reach(card, &edited, &after, asked, cut_offs.map(|cut_offs| cut_offs.1))?),
        None => None,
    };
    let reply = WhatIfReply {
        points: ScoreChange::since(kept.points.clone(), &before.points, &after.points),
        grades: GroupChange::new(grade_names(card), &before.grades, &after.grades),
        bads_before: before.accepted_from(f64::NEG_INFINITY).1,
        bads_after: after.accepted_from(f64::NEG_INFINITY).1,
        accepted: cut_offs.map(|cut_offs| accepted(before, &after, cut_offs)),
        movers: movers(card, before, &after),
        model: (!request.points.is_empty()).then_some(model),
        reach: reached,
    };
    let names = grade_names(card);
    Ok(Answer::new(&reply)
        .with_column(Column::number("points_before", before.points.clone()))
        .with_column(Column::number("points_after", after.points.clone()))
        .with_column(Column::category("grade_before", before.grades.clone(), names.clone()))
        .with_column(Column::category("grade_after", after.grades, names)))
}

impl Scored {
    /// Rows with at least these points, and how many bads are expected among them.
    fn accepted_from(&self, least: f64) -> (u64, Option<f64>) {
        let values = self.probability.as_deref().unwrap_or_default();
        let magic = Quantum::new(1.0, self.points.len() as u64).magic();
        let (n, bads) = count_and_sum_from(&self.points, least, values, magic);
        (n, self.probability.is_some().then_some(bads))
    }
}

/// Scores after the edits; bins of columns that no edit names stay what they were.
fn score_edited(card: &Card, table: &Table, edited: &Edited<'_>, before: &Scored) -> Result<Scored, Problem> {
    let changed: Vec<&str> = edited.changed().map(|index| table.columns()[index].name.as_str()).collect();
    let mut codes = Vec::with_capacity(card.parts.len());
    for (at, part) in card.parts.iter().enumerate() {
        let is_same = match &part.by {
            By::Split(_) => !changed.contains(&part.name.as_str()),
            By::Condition(_) => changed.is_empty(),
        };
        codes.push(if is_same { before.codes[at].clone() } else { codes_of(card, at, edited)? });
    }
    Ok(Scored::of_codes(card, codes, table.n_rows()))
}

fn edit_points(card: &mut Card, edits: &[PointsEdit]) -> Result<(), Problem> {
    for (index, edit) in edits.iter().enumerate() {
        let pointer = pointer_join("/params/points", index);
        let worths: &mut [Worth] = match &edit.column {
            None => std::slice::from_mut(&mut card.base),
            Some(name) => match card.parts.iter_mut().find(|part| part.name == *name) {
                Some(part) => &mut part.worths,
                None => return Err(problem::part_unknown(&pointer_join(&pointer, "column"), name)),
            },
        };
        let chosen = match edit.bin {
            None => worths,
            Some(bin) => match usize::try_from(bin).ok().and_then(|bin| worths.get_mut(bin)) {
                Some(worth) => std::slice::from_mut(worth),
                None => return Err(problem::part_unknown(&pointer_join(&pointer, "bin"), &bin.to_string())),
            },
        };
        for worth in chosen {
            let points = match (edit.set, edit.add) {
                (Some(points), None) => points as f64,
                (None, Some(points)) => worth.points + points as f64,
                _ => return Err(problem::edit_needs_one_change(&pointer)),
            };
            check_points(points, &pointer)?;
            *worth = Worth::of(points);
        }
    }
    Ok(())
}

fn accepted(before: &Scored, after: &Scored, (cut_off_before, cut_off_after): (f64, f64)) -> Accepted {
    let ((n_before, bads_before), (n_after, bads_after)) =
        (before.accepted_from(cut_off_before), after.accepted_from(cut_off_after));
    let is_gained = |(before, after): &(&f64, &f64)| **before < cut_off_before && **after >= cut_off_after;
    let n_gained = before.points.iter().zip(&after.points).filter(is_gained).count() as u64;
    let rate = |bads: Option<f64>, n: u64| bads.filter(|_| n > 0).map(|bads| bads / n as f64);
    Accepted {
        cut_off_before,
        cut_off_after,
        n_before,
        n_after,
        n_gained,
        n_lost: n_before + n_gained - n_after,
        bad_rate_before: rate(bads_before, n_before),
        bad_rate_after: rate(bads_after, n_after),
    }
}

fn movers<'a>(card: &'a Card, before: &Scored, after: &Scored) -> Vec<Mover<'a>> {
    let moves: Vec<f64> =
        before.points.iter().zip(&after.points).map(|(before, after)| (after - before).abs()).collect();
    let grade =
        |scored: &Scored, row: usize| card.grades.get(scored.grades[row] as usize).map_or("", |grade| &grade.grade);
    let mover = |&row: &usize| Mover {
        row: row as u64,
        points_before: before.points[row],
        points_after: after.points[row],
        grade_before: grade(before, row),
        grade_after: grade(after, row),
    };
    largest(&moves, N_MOVERS).iter().map(mover).collect()
}

/// Gives the model the points of the card.
fn give_points(model: &mut Model, card: &Card) {
    model.base_points = card.base.points as i64;
    model.base_points_raw = card.base.raw;
    let n_columns = model.columns.len();
    for (column, part) in model.columns.iter_mut().zip(&card.parts) {
        column.set_points(&part.worths);
    }
    for (rule, part) in model.rules.iter_mut().zip(&card.parts[n_columns..]) {
        rule.points = part.worths[1].points as i64;
    }
}

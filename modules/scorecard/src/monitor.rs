//! The operation `monitor`: whether scores and columns still lie as they did.

use gridfolk_contract::{Answer, FromJson, Problem};
use gridfolk_guest::{Call, Part};
use gridfolk_metrics::psi;
use gridfolk_whatif::evaluate::Truth;
use gridfolk_whatif::{Condition, Scalar, Test};
use serde::Serialize;

use crate::contract::check_edges;
use crate::model::model_of;
use crate::problem::Mistake;
use crate::score::Scored;

/// Parameters of `monitor`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct MonitorRequest {
    /// Where the table holds both periods; when absent, its rows are compared with those of the fit.
    #[serde(default)]
    pub period: Option<Period>,
    /// Where each interval of points but the first begins, rising; tenths of the fit when absent.
    #[serde(default)]
    pub edges: Option<Vec<f64>>,
}

/// Which rows are of which period.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct Period {
    /// The column that says it.
    pub column: String,
    /// Its value in the period that is compared with.
    pub expected: Scalar,
    /// Its value in the period that is looked at.
    pub actual: Scalar,
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonitorReply {
    /// What the rows are compared with: `fit`, or `period`.
    pub compared_with: &'static str,
    /// Where each interval of points but the first begins.
    pub edges: Vec<f64>,
    /// The points, in these intervals.
    pub points: Shift,
    /// The columns, in the bins of the card; rules, in those that do not and do meet them, where periods are
    /// compared.
    pub columns: Vec<Shift>,
}

/// How a distribution shifted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shift {
    /// The column; `points` for the score.
    pub column: String,
    /// Population stability index; null where there are no rows to compare with.
    pub psi: Option<f64>,
    /// `stable` below 0.1, `shifting` below 0.25, `shifted` from there on.
    pub verdict: &'static str,
    /// Rows that were expected in each interval or bin.
    pub expected: Vec<u64>,
    /// Rows that are there.
    pub actual: Vec<u64>,
    /// What each adds to the index.
    pub parts: Vec<f64>,
}

impl Shift {
    fn new(column: &str, expected: Vec<u64>, actual: Vec<u64>) -> Self {
        let found = psi(&expected, &actual);
        let verdict = match found {
            Some((index, _)) if index >= 0.25 => "shifted",
            Some((index, _)) if index >= 0.1 => "shifting",
            _ => "stable",
        };
        let (psi, parts) = found.map_or((None, Vec::new()), |(index, parts)| (Some(index), parts));
        Shift { column: column.to_owned(), psi, verdict, expected, actual, parts }
    }
}

/// Compares two periods.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let request: MonitorRequest = call.params()?;
    check_edges(request.edges.as_deref().unwrap_or_default(), "/params/edges")?;
    let checked = model_of(call)?;
    let (card, model, table) = (&checked.card, &checked.model, call.table()?);
    if table.n_rows() == 0 {
        return Err(Mistake::NoRows.into());
    }
    let scored = Scored::new(card, table)?;
    let edges = request.edges.clone().unwrap_or_else(|| model.reference.edges.clone());
    let interval = |points: &f64| edges.partition_point(|edge| edge <= points);
    let intervals: Vec<usize> = scored.points.iter().map(interval).collect();
    let rows = |of: &str, value: Scalar| -> Result<Vec<bool>, Problem> {
        let Some(period) = &request.period else { return Ok(vec![true; table.n_rows()]) };
        let period_name = match &value {
            Scalar::Number(number) => gridfolk_contract::problem::plain_number(*number),
            Scalar::Text(text) => text.clone(),
        };
        let condition = Condition::Column(period.column.clone(), Test::Eq(value));
        let rows: Vec<bool> =
            condition.evaluate(table, "/params/period")?.iter().map(|truth| *truth == Truth::True).collect();
        match rows.contains(&true) {
            true => Ok(rows),
            false => Err(Mistake::PeriodEmpty { pointer: format!("/params/period/{of}"), period: period_name }.into()),
        }
    };
    let periods = match &request.period {
        None => None,
        Some(period) => Some((rows("expected", period.expected.clone())?, rows("actual", period.actual.clone())?)),
    };
    let actual = periods.as_ref().map(|periods| &periods.1);
    let expected_points = match &periods {
        Some((expected, _)) => count(&intervals, Some(expected), edges.len() + 1),
        // Counts of the fit are of its own intervals; others are made of theirs by where they begin.
        None => regrouped(&model.reference.edges, &model.reference.counts, &edges),
    };
    let points = Shift::new("points", expected_points, count(&intervals, actual, edges.len() + 1));
    let mut columns = Vec::new();
    for (at, (part, codes)) in card.parts.iter().zip(&scored.codes).enumerate() {
        let bins: Vec<usize> = codes.iter().map(|&code| code as usize).collect();
        let n_bins = part.worths.len();
        let expected = match (&periods, model.columns.get(at)) {
            (Some((expected, _)), _) => count(&bins, Some(expected), n_bins),
            (None, Some(column)) => column.bins.iter().map(|bin| bin.n_rows).collect(),
            (None, None) => continue,
        };
        columns.push(Shift::new(&part.name, expected, count(&bins, actual, n_bins)));
    }
    let compared_with = if periods.is_some() { "period" } else { "fit" };
    Ok(Answer::new(&MonitorReply { compared_with, edges, points, columns }))
}

fn count(groups: &[usize], rows: Option<&Vec<bool>>, n: usize) -> Vec<u64> {
    let mut counts = vec![0; n];
    for (row, &group) in groups.iter().enumerate() {
        counts[group] += u64::from(rows.is_none_or(|rows| rows[row]));
    }
    counts
}

/// Counts of intervals joined into those of other edges.
fn regrouped(edges: &[f64], counts: &[u64], others: &[f64]) -> Vec<u64> {
    let mut joined = vec![0_u64; others.len() + 1];
    for (at, count) in counts.iter().enumerate() {
        let from = at.checked_sub(1).map_or(f64::NEG_INFINITY, |at| edges[at]);
        let group = &mut joined[others.partition_point(|edge| *edge <= from)];
        *group = group.saturating_add(*count);
    }
    joined
}

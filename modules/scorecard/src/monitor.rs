//! The operation `monitor`: whether scores and columns still lie as they did.

use gridfolk_contract::problem::plain_number;
use gridfolk_contract::{Answer, FromJson, Problem, Table, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_metrics::psi;
use gridfolk_whatif::{Condition, Scalar, Test};

use crate::algorithm::Card;
use crate::algorithm::card::codes_of_truths;
use crate::contract::check_edges;
use crate::model::{Model, model_of};
use crate::problem;
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
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonitorReply<'a> {
    /// What the rows are compared with: `fit`, or `period`.
    pub compared_with: &'static str,
    /// Where each interval of points but the first begins.
    pub edges: Vec<f64>,
    /// The points, in these intervals.
    pub points: Shift<'a>,
    /// The columns, in the bins of the card; rules, in those that do not and do meet them, where periods are
    /// compared.
    pub columns: Vec<Shift<'a>>,
}

/// How a distribution shifted.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shift<'a> {
    /// The column; `points` for the score.
    pub column: &'a str,
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

impl<'a> Shift<'a> {
    fn new(column: &'a str, expected: Vec<u64>, actual: Vec<u64>) -> Self {
        let found = psi(&expected, &actual);
        let verdict = match found {
            Some((index, _)) if index >= 0.25 => "shifted",
            Some((index, _)) if index >= 0.1 => "shifting",
            _ => "stable",
        };
        let (psi, parts) = found.map_or((None, Vec::new()), |(index, parts)| (Some(index), parts));
        Shift { column, psi, verdict, expected, actual, parts }
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
    let (card, model) = model_of(call)?;
    shifts(&request, &card, &model, call.table()?)
}

fn shifts(request: &MonitorRequest, card: &Card, model: &Model, table: &Table) -> Result<Answer, Problem> {
    let scored = Scored::new(card, table)?;
    let edges = request.edges.clone().unwrap_or_else(|| model.reference.edges.clone());
    let periods = match &request.period {
        Some(period) => Some([
            rows_of(table, period, &period.expected, "/params/period/expected")?,
            rows_of(table, period, &period.actual, "/params/period/actual")?,
        ]),
        None => None,
    };
    let [expected, actual] = match &periods {
        Some([expected, actual]) => [Some(expected.as_slice()), Some(actual.as_slice())],
        None => [None, None],
    };
    let n_rows = table.n_rows();
    let interval = |row: usize| edges.partition_point(|edge| *edge <= scored.points[row]);
    let count_points = |rows| count(&interval, rows, n_rows, edges.len() + 1);
    let expected_points = match expected {
        Some(_) => count_points(expected),
        // Counts of the fit are of its own intervals; others are made of theirs by where they begin.
        None => regrouped(&model.reference.edges, &model.reference.counts, &edges),
    };
    let points = Shift::new("points", expected_points, count_points(actual));
    let mut columns = Vec::new();
    for (at, (part, codes)) in card.parts.iter().zip(&scored.codes).enumerate() {
        let count_bins = |rows| count(&|row| codes[row] as usize, rows, n_rows, part.worths.len());
        let expected = match (expected, model.columns.get(at)) {
            (Some(_), _) => count_bins(expected),
            (None, Some(column)) => column.bins.iter().map(|bin| bin.n_rows).collect(),
            (None, None) => continue,
        };
        columns.push(Shift::new(&part.name, expected, count_bins(actual)));
    }
    let compared_with = if periods.is_some() { "period" } else { "fit" };
    Ok(Answer::new(&MonitorReply { compared_with, edges, points, columns }))
}

/// Whether each row is of a period: 1, or else 0.
fn rows_of(table: &Table, period: &Period, value: &Scalar, pointer: &str) -> Result<Vec<u8>, Problem> {
    let condition = Condition::Column(period.column.clone(), Test::Eq(value.clone()));
    let rows = codes_of_truths(&condition.evaluate(table, "/params/period")?);
    if rows.contains(&1) {
        return Ok(rows);
    }
    let name = match value {
        Scalar::Number(number) => plain_number(*number),
        Scalar::Text(text) => text.clone(),
    };
    Err(problem::period_empty(pointer, &name))
}

/// Rows of each group; of all rows, or of those that are marked.
fn count(group: &dyn Fn(usize) -> usize, rows: Option<&[u8]>, n_rows: usize, n_groups: usize) -> Vec<u64> {
    let mut counts = vec![0; n_groups];
    for row in 0..n_rows {
        counts[group(row)] += u64::from(rows.is_none_or(|rows| rows[row] == 1));
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

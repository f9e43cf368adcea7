//! The operation `fit`, and the body of its reply.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Answer, Problem, Table, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_metrics::Way;

use crate::algorithm::card::codes_of_truths;
use crate::algorithm::fold::outcome;
use crate::algorithm::merge::card_of;
use crate::algorithm::selection::{LeftOut, Reason};
use crate::algorithm::{FitMemory, Fitted, Partial, State, fold, merge};
use crate::columns::part_of;
use crate::contract::{FitRequest, Grade};
use crate::measures::Measures;
use crate::model::{BinnedColumn, MODULE, Model, Reference, SCHEMA};
use crate::problem;
use crate::score::{Memory, Scored, with_rows};

/// Grades where the caller gives none.
const GRADES: [&str; 5] = ["A", "B", "C", "D", "E"];
/// Intervals of points that `monitor` compares.
const N_REFERENCE: usize = 10;

/// The body of a fit's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitReply<'a> {
    /// Keep it: the other operations take it.
    pub model: Model,
    /// Rows of the table.
    pub n_rows: u64,
    /// Out of what the bins of numbers are made: `exact` or `quantiles`, as in `bin`.
    pub way: &'static str,
    /// How well the card does on these rows; null for a card of rules.
    pub measures: Option<Measures>,
    /// The regression; null for a card of rules.
    pub regression: Option<Regression>,
    /// The most by which rounding to whole points can move any customer's score.
    pub rounding_error_max: f64,
    /// Columns that did not enter the card, and why.
    pub left_out: Vec<LeftOutReply<'a>>,
    /// Rows that meet each rule, in their order.
    pub n_met: &'a [u64],
}

/// The regression of goods on WOE.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Regression {
    /// Log odds of goods where all WOE are 0.
    pub intercept: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Whether goods and bads are told apart without error, so that Firth's correction was used.
    pub is_firth: bool,
    /// Whether the maximum was reached.
    pub converged: bool,
}

/// A column that did not enter the card.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOutReply<'a> {
    /// Its name.
    pub column: &'a str,
    /// `low_iv`, `constant` (all rows in one bin), `correlated` (with `with`), `wrong_sign` (of the coefficient) or
    /// `collinear` (with columns that were kept).
    pub reason: &'static str,
    /// Its IV.
    pub iv: f64,
    /// The correlation, or the coefficient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The column that it correlates with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<&'a str>,
}

/// Fits the table.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    fit(call, &call.params()?, memory)
}

fn fit(call: &Call<'_>, request: &FitRequest, memory: &mut Memory) -> Result<Answer, Problem> {
    request.check()?;
    let table = call.table()?;
    let mut state = State::begin(request);
    let fitted = loop {
        let partial = fold_table(&state, request, table, 0, &mut memory.fit)?;
        if let Some(fitted) = merge(&mut state, request, vec![partial])? {
            break fitted;
        }
    };
    let reply = reply_of(&fitted, &state, request);
    let card = reply.model.card()?;
    let scored = Scored::new(&card, table)?;
    Ok(with_rows(Answer::new(&reply), &card, &scored, true))
}

/// One pass over a table, which is a part.
///
/// # Errors
/// Columns that it does not have, or of another kind than before.
pub fn fold_table(
    state: &State,
    request: &FitRequest,
    table: &Table,
    first_row: u64,
    memory: &mut FitMemory,
) -> Result<Partial, Problem> {
    let Some(target) = &request.target else {
        let card = card_of(state, request);
        let mut codes = Vec::new();
        for (at, rule) in request.rules.iter().enumerate() {
            codes.push(codes_of_truths(
                &rule.when.evaluate(table, &pointer_join(&pointer_join("/params/rules", at), "when"))?,
            ));
        }
        return Ok(outcome(&card, &codes, None, table.n_rows(), 0));
    };
    let scanned: Vec<String> = state.scan.columns.iter().map(|column| column.name.clone()).collect();
    let names = if scanned.is_empty() { request.columns.as_deref() } else { Some(&*scanned) };
    let part = part_of(table, target, names, first_row)?;
    for (scan, (name, values)) in state.scan.columns.iter().zip(&part.columns) {
        if scan.is_number != (values.kind() == "number") {
            return Err(problem::column_of_other_kind(name, values.kind()));
        }
    }
    Ok(fold(state, request, &part, memory))
}

/// The body of the reply of a finished fit.
pub fn reply_of<'a>(fitted: &'a Fitted, state: &'a State, request: &FitRequest) -> FitReply<'a> {
    let has_target = request.target.is_some();
    let way = Way::of_rows(fitted.n_rows);
    let estimate = &state.estimate;
    FitReply {
        model: model_of(fitted, state, request),
        n_rows: fitted.n_rows,
        way: crate::bin::way(fitted.n_rows),
        measures: has_target
            .then(|| Measures::new(&fitted.risk, Some(&fitted.losses), fitted.card.scale.as_ref(), way)),
        regression: has_target.then(|| Regression {
            intercept: estimate.coefficients[0],
            standard_error: estimate.standard_errors[0],
            is_firth: estimate.is_firth,
            converged: estimate.converged,
        }),
        rounding_error_max: fitted.card.rounding_error_max(),
        left_out: state.left_out.iter().map(|left_out| left_out_reply(left_out, state, request)).collect(),
        n_met: &fitted.met,
    }
}

fn left_out_reply<'a>(left_out: &LeftOut, state: &'a State, request: &FitRequest) -> LeftOutReply<'a> {
    let name = |column: usize| state.attributes[column].column.as_str();
    let (reason, value, with) = match left_out.reason {
        Reason::LowIv => ("low_iv", None, None),
        Reason::Constant => ("constant", None, None),
        Reason::Correlated((with, value)) => ("correlated", Some(value), Some(name(with))),
        Reason::WrongSign(value) => ("wrong_sign", Some(value), None),
        Reason::Collinear => ("collinear", None, None),
    };
    let iv = state.attributes[left_out.column].iv(state.scan.all, request.binning.zero_cell);
    LeftOutReply { column: name(left_out.column), reason, iv, value, with }
}

fn model_of(fitted: &Fitted, state: &State, request: &FitRequest) -> Model {
    let card = &fitted.card;
    let mut columns = Vec::with_capacity(state.kept.len());
    for (at, &column) in state.kept.iter().enumerate() {
        let attribute = &state.attributes[column];
        let mut binned = BinnedColumn::new(attribute, state.scan.all, request.binning.zero_cell);
        binned.coefficient = Some(state.estimate.coefficients[at + 1]);
        binned.standard_error = Some(state.estimate.standard_errors[at + 1]);
        binned.set_points(&card.parts[at].worths);
        columns.push(binned);
    }
    let mut reference = Reference::default();
    for (at, group) in fitted.points.groups(N_REFERENCE).iter().enumerate() {
        if at > 0 {
            reference.edges.push(group.score_min);
        }
        reference.counts.push(group.weight as u64);
    }
    Model {
        module: MODULE.to_owned(),
        schema: SCHEMA,
        target: request.target.clone(),
        base_points: card.base.points as i64,
        base_points_raw: card.base.raw,
        scale: card.scale.clone(),
        unknown_level: request.binning.unknown_level,
        columns,
        rules: request.rules.clone(),
        grades: request.grades.clone().unwrap_or_else(|| grades_of(fitted)),
        reference,
    }
}

/// Fifths of the rows, the one with the most points first.
fn grades_of(fitted: &Fitted) -> Vec<Grade> {
    let groups = fitted.points.groups(GRADES.len());
    let n = groups.len();
    let mut grades = Vec::new();
    for (at, name) in GRADES.iter().enumerate().take(n) {
        let from = (at + 1 < n).then(|| groups[n - 1 - at].score_min);
        grades.push(Grade { grade: (*name).to_owned(), from });
    }
    grades
}

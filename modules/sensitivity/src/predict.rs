//! The operation `predict`, and the per-row columns of replies.

use gridfolk_contract::problem::{column_pointer, pointer_join};
use gridfolk_contract::{Answer, Column, FromJson, Problem, Table, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::score::probabilities_of;
use crate::algorithm::{Cells, Memory, Missing, Predictor, Unknown, cells_of};
use crate::model::{CheckedModel, model_of};
use crate::problem;

/// Parameters of `predict`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PredictRequest {
    /// Whether each column's share in the log odds is answered, too: a column `share_…` for each.
    #[serde(default)]
    pub shares: bool,
}

/// The body of a prediction's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PredictReply {
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows with a probability: fewer where rows are dropped.
    pub n_rows_used: u64,
    /// Sum of the probabilities.
    pub expected_events: f64,
    /// Log odds of the average row of the fit: a row's log odds are this and its shares.
    pub average_log_odds: f64,
}

/// Scores the rows.
///
/// # Errors
/// Everything that is wrong with model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params: PredictRequest = call.params()?;
    let (model, table) = (model_of(call)?, call.table()?);
    let cells = cells_for(&model, table)?;
    let log_odds = memory.scored(call.raw_model()?, || model.predictor.log_odds(&cells)).log_odds.clone();
    check_gaps(&model, &cells, &log_odds)?;
    let probabilities = probabilities_of(&log_odds);
    let reply = PredictReply {
        n_rows: probabilities.len() as u64,
        n_rows_used: probabilities.iter().filter(|p| !p.is_nan()).count() as u64,
        expected_events: sum(&probabilities),
        average_log_odds: model.predictor.average_log_odds(),
    };
    let mut answer = with_rows(Answer::new(&reply), probabilities, log_odds);
    if params.shares {
        for (j, cells) in cells.iter().enumerate() {
            answer = answer.with_column(shares(&model.predictor, j, cells));
        }
    }
    Ok(answer)
}

/// What a column adds to each row's log odds beyond what it adds for the average row.
fn shares(predictor: &Predictor, j: usize, cells: &Cells<'_>) -> Column {
    let average = predictor.columns[j].average();
    let mut parts = predictor.parts(j, cells);
    parts.iter_mut().for_each(|part| *part -= average);
    Column::number(format!("share_{}", predictor.columns[j].name), parts)
}

/// Adds `probability` and `log_odds` to an answer.
pub fn with_rows(answer: Answer, probabilities: Vec<f64>, log_odds: Vec<f64>) -> Answer {
    answer.with_column(Column::number("probability", probabilities)).with_column(Column::number("log_odds", log_odds))
}

/// The sum of the numbers that are there.
pub fn sum(values: &[f64]) -> f64 {
    values.iter().filter(|value| !value.is_nan()).sum()
}

/// The model's columns in a table.
///
/// # Errors
/// No rows; a column that is not there or of another kind; a level that the fit did not know, where that
/// is refused.
pub fn cells_for<'a>(model: &CheckedModel, table: &'a Table) -> Result<Vec<Cells<'a>>, Problem> {
    if table.n_rows() == 0 {
        return Err(Problem::no_rows(0));
    }
    let mut all = Vec::new();
    for (j, column) in model.predictor.columns.iter().enumerate() {
        let cells = cells_of(table, &column.name, &format!("/model/columns/{j}"))?;
        check_cells(model, j, &cells)?;
        all.push(cells);
    }
    Ok(all)
}

/// Refuses cells of another kind, and levels that the fit did not know where that is asked for.
///
/// # Errors
/// `column_kind_differs`, `level_not_in_model`.
pub fn check_cells(model: &CheckedModel, j: usize, cells: &Cells<'_>) -> Result<(), Problem> {
    let column = &model.predictor.columns[j];
    if cells.is_number() != column.is_number() {
        let kind = if cells.is_number() { "number" } else { "category" };
        return Err(problem::column_kind_differs(&column.name, kind));
    }
    match column.first_unknown(cells) {
        Some((row, level)) if model.unknown == Unknown::Refuse => {
            let pointer = pointer_join(&column_pointer(&column.name), row);
            Err(problem::level_unknown(&pointer, &column.name, &level))
        }
        _ => Ok(()),
    }
}

/// Refuses a missing value where the model asks for that: such a row has no log odds.
///
/// # Errors
/// `missing_value`.
pub fn check_gaps(model: &CheckedModel, cells: &[Cells<'_>], log_odds: &[f64]) -> Result<(), Problem> {
    if model.missing != Missing::Refuse || !log_odds.iter().any(|value| value.is_nan()) {
        return Ok(());
    }
    let gaps = cells.iter().zip(&model.predictor.columns);
    let gap = gaps.filter_map(|(cells, column)| Some((cells.first_gap()?, &column.name))).min_by_key(|gap| gap.0);
    match gap {
        Some((row, column)) => Err(Problem::missing_value(column, row as u64)),
        None => Ok(()),
    }
}

//! The operation `evaluate`: how well a card tells goods from bads on the rows of a table.

use gridfolk_contract::{Answer, FromJson, Problem, Table};
use gridfolk_guest::{Call, Part};
use gridfolk_metrics::{Ranking, Way};

use crate::algorithm::Card;
use crate::algorithm::scan::first_not_binary;
use crate::columns::target_of;
use crate::measures::{Measures, losses_of};
use crate::model::model_of;
use crate::problem;
use crate::score::Scored;

/// Parameters of `evaluate`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct EvaluateRequest {
    /// The column of the event; that of the fit when absent.
    #[serde(default)]
    pub target: Option<String>,
}

/// Evaluates the model.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let request: EvaluateRequest = call.params()?;
    let (card, model) = model_of(call)?;
    let name = request.target.as_deref().or(model.target.as_deref());
    measures(&card, call.table()?, name)
}

fn measures(card: &Card, table: &Table, target: Option<&str>) -> Result<Answer, Problem> {
    let name = target.ok_or_else(problem::target_missing)?;
    let target = target_of(table, name)?;
    if let Some(row) = first_not_binary(target) {
        return Err(problem::target_not_binary(name, row as u64));
    }
    let scored = Scored::new(card, table)?;
    let scores = scored.probability.as_ref().unwrap_or(&scored.points);
    let n_rows = target.len() as u64;
    let way = Way::of_rows(n_rows);
    let losses = scored.probability.as_ref().map(|probability| losses_of(probability, target, n_rows));
    let ranking = Ranking::of_outcomes(scores, target, way);
    Ok(Answer::new(&Measures::new(&ranking, losses.as_ref(), card.scale.as_ref(), way)))
}

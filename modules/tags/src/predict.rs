//! The operation `predict`: labels by a model whose thresholds are known.

use gridfolk_contract::{Answer, Date, FromJson, Problem};
use gridfolk_guest::{Call, Part};

use crate::algorithm::trace::trace;
use crate::contract::check_trace_rows;
use crate::definition::Tag;
use crate::label::{summary, with_labels};
use crate::model::Model;
use crate::tagged::{conditions, labels};

/// Parameters of `predict`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PredictRequest {
    /// Another day than the model's.
    #[serde(default)]
    pub as_of: Option<Date>,
    /// Row numbers, from 0, at most 100: the reply says for each tag why that customer has it or not.
    #[serde(default)]
    pub trace_rows: Vec<u64>,
}

/// Labels the rows by a model.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params: PredictRequest = call.params()?;
    check_trace_rows(&params.trace_rows)?;
    let (model, table) = (Model::of(call)?, call.table()?);
    if table.n_rows() == 0 {
        return Err(Problem::no_rows(0));
    }
    let as_of = params.as_of.as_ref().unwrap_or(&model.as_of);
    let (labels, conditions) = (labels(&model, as_of, table)?, conditions(&model));
    let mut counts = labels.counts(model.tags.len());
    for &row in &params.trace_rows {
        if row < table.n_rows() as u64 {
            counts.traces.push(trace(row, row as usize, &labels, &conditions, table));
        }
    }
    let tags: Vec<&Tag> = model.tags.iter().map(|tag| &tag.definition).collect();
    let kept: Vec<usize> = (0..tags.len()).collect();
    let reply = summary(as_of, &tags, &conditions, &kept, counts);
    Ok(with_labels(Answer::new(&reply), &model, &labels))
}

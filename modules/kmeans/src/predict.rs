//! The operation `predict`, and the per-row columns of replies.

use gridfolk_contract::{Answer, Column, MISSING_CODE, Problem, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{self, Assigned, Memory};
use crate::columns::select_for;
use crate::contract::NoParams;
use crate::model::model_of;

/// The body of a prediction's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PredictReply {
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows with a segment: fewer where rows are dropped.
    pub n_rows_used: u64,
    /// Rows of each segment, s1 first.
    pub sizes: Vec<u64>,
}

/// Assigns the rows to the segments of a model.
///
/// # Errors
/// Everything that is wrong with model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let NoParams {} = call.params()?;
    let model = model_of(call)?;
    let columns = select_for(call.table()?, &model.space)?;
    let assigned = algorithm::predict(&model.space, &model.centroids, columns.values, memory);
    let reply = PredictReply {
        n_rows: assigned.labels.len() as u64,
        n_rows_used: assigned.sizes.iter().sum(),
        sizes: assigned.sizes.clone(),
    };
    Ok(with_rows(Answer::new(&reply), assigned))
}

/// The name of the segment with this index: s1 is 0.
pub fn segment_name(index: usize) -> String {
    format!("s{}", index + 1)
}

/// A column of segments; a row without one is missing.
pub fn segment_column(name: &str, labels: &[u32], k: usize) -> Column {
    Column::category(name, labels.to_vec(), (0..k).map(segment_name).collect())
}

/// Adds `segment` and `distance` to an answer.
pub fn with_rows(answer: Answer, assigned: Assigned) -> Answer {
    let k = assigned.sizes.len();
    answer
        .with_column(segment_column("segment", &assigned.labels, k))
        .with_column(Column::number("distance", assigned.distances))
}

const _: () = assert!(algorithm::assigned::NO_SEGMENT == MISSING_CODE);

//! The operation `predict`: assigns by a model whose cuts are known.

use gridfolk_contract::{Answer, FromJson, Problem, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::Cells;
use crate::assign::{Matrix, class_names, matrix, with_rows};
use crate::model::Model;

/// An operation without parameters.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoParams {}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PredictReply {
    /// Rows of the table.
    pub n_rows: u64,
    /// Classes by levels.
    pub matrix: Matrix,
}

/// Assigns the rows by a model.
///
/// # Errors
/// Everything that is wrong with model and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let NoParams {} = call.params()?;
    let ((model, assigner), table) = (Model::of(call)?, call.table()?);
    if table.n_rows() == 0 {
        return Err(Problem::no_rows(0));
    }
    let assigned = assigner.assign(table)?;
    let cells = Cells::count(&assigned);
    let reply = PredictReply { n_rows: cells.n_rows, matrix: matrix(&model.classes, &cells) };
    Ok(with_rows(Answer::new(&reply), &class_names(&model.classes), &assigner, assigned))
}

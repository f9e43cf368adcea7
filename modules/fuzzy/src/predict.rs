//! The operation `predict`, and the per-row columns of replies.

use gridfolk_contract::{Answer, Column, FromJson, Problem, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_space::select_for;

use crate::algorithm::grades::group_name;
use crate::algorithm::{self, Assigned, Memory};
use crate::model::scheme_of;

/// `predict` has no parameters.
#[derive(Debug, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PredictRequest {}

/// The body of a prediction's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PredictReply {
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows with a grade: fewer where rows are dropped.
    pub n_rows_used: u64,
    /// Customers between two grades.
    pub n_between: u64,
    /// Customers by their first group, the best grade first.
    pub sizes: Vec<u64>,
}

/// Grades the rows by a model.
///
/// # Errors
/// Everything that is wrong with model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let PredictRequest {} = call.params()?;
    let scheme = scheme_of(call)?;
    let columns = select_for(call.table()?, &scheme.space)?;
    let assigned = algorithm::predict(&scheme, &columns.values, memory);
    let sizes = assigned.sizes();
    let reply = PredictReply {
        n_rows: assigned.first.len() as u64,
        n_rows_used: sizes.iter().sum(),
        n_between: assigned.n_between(),
        sizes,
    };
    Ok(with_rows(Answer::new(&reply), assigned, scheme.weights.is_some()))
}

/// A column of groups; a row without one is missing.
pub fn grade_column(name: &str, groups: &[u32], c: usize, is_graded: bool) -> Column {
    Column::category(name, groups.to_vec(), (0..c).map(|group| group_name(group, is_graded)).collect())
}

/// Adds what is said of each row to an answer.
pub fn with_rows(answer: Answer, assigned: &Assigned, is_graded: bool) -> Answer {
    let c = assigned.memberships.len();
    let mut answer = answer
        .with_column(grade_column("grade", &assigned.first, c, is_graded))
        .with_column(grade_column("grade_second", &assigned.second, c, is_graded))
        .with_column(Column::number("membership", assigned.membership.clone()))
        .with_column(Column::number("membership_second", assigned.membership_second.clone()));
    if is_graded {
        answer = answer.with_column(Column::number("value", assigned.value.clone()));
    }
    for (group, memberships) in assigned.memberships.iter().enumerate() {
        let name = format!("membership_{}", group_name(group, is_graded));
        answer = answer.with_column(Column::number(name, memberships.clone()));
    }
    answer
}

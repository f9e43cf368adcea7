//! The operation `predict`: the index of customers by a model; and the per-row columns of replies.

use gridfolk_contract::{Answer, Column, MISSING_CODE, Problem, Table, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::Distribution;

use crate::algorithm::scored::NO_CHANNEL;
use crate::algorithm::{Memory, Scale, Scored, memory::Asked};
use crate::columns::select;
use crate::contract::NoParams;
use crate::model::model_of;
use crate::problem;

/// The body of a prediction's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PredictReply {
    /// Rows of the table.
    pub n_rows: u64,
    /// The index over these customers.
    pub activity: Distribution,
}

/// Tells the index of customers.
///
/// # Errors
/// Everything that is wrong with model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let NoParams {} = call.params()?;
    let table = call.table()?;
    let asked = asked(call, table, memory)?;
    let reply = PredictReply { n_rows: table.n_rows() as u64, activity: asked.distribution.clone() };
    Ok(with_rows(Answer::new(&reply), &asked.scale, &asked.scored))
}

/// The model of a call, and what it says of the table.
///
/// # Errors
/// Everything that is wrong with model and table.
pub fn asked<'m>(call: &Call<'_>, table: &Table, memory: &'m mut Memory) -> Result<&'m Asked, Problem> {
    memory.asked.of(call.raw_model()?, || {
        let scale = model_of(call)?;
        let values = |name: &str| table.column(name).map(|column| &column.values);
        let rows = select(values, Some(&scale.channels), "/model/channels", table.n_rows(), 0)?;
        check_cells(&rows)?;
        let scored = scale.score(&rows, &mut crate::algorithm::rows::Known::new(&scale.settings, &rows));
        Ok(Asked::new(scale, scored))
    })
}

/// Refuses cells that cannot be.
///
/// # Errors
/// `cell_out_of_range`.
pub fn check_cells(rows: &crate::algorithm::Rows<'_>) -> Result<(), Problem> {
    match crate::algorithm::scan::wrong_cell(rows) {
        None => Ok(()),
        Some(wrong) => Err(problem::cell_out_of_range(&wrong.column, wrong.row, wrong.value)),
    }
}

/// Adds `activity`, `top_channel`, and of each channel its index and points.
pub fn with_rows(answer: Answer, scale: &Scale, scored: &Scored) -> Answer {
    let mut answer = answer.with_column(Column::number("activity", scored.index.clone())).with_column(channel_column(
        "top_channel",
        scale,
        &scored.top,
    ));
    for (place, channel) in scale.channels.iter().enumerate() {
        answer = answer
            .with_column(Column::number(format!("{}_index", channel.name), scored.channel_index(place).collect()))
            .with_column(Column::number(format!("{}_points", channel.name), scored.points(place).collect()));
    }
    answer
}

/// A column of channels; who is active nowhere has none.
pub fn channel_column(name: &str, scale: &Scale, codes: &[u32]) -> Column {
    Column::category(name, codes.to_vec(), scale.channels.iter().map(|channel| channel.name.clone()).collect())
}

const _: () = assert!(NO_CHANNEL == MISSING_CODE);

//! The operations `begin`, `fold` and `merge`: an index part by part.

use gridfolk_contract::wire::{Progress, Sealed};
use gridfolk_contract::{Answer, Problem, fold};
use gridfolk_guest::{Call, Part};

use crate::algorithm::state::Phase;
use crate::algorithm::{self, Memory, Partial, State, Step};
use crate::columns::select;
use crate::contract::IndexRequest;
use crate::index::IndexReply;

/// The state before the first pass.
///
/// # Errors
/// Everything that is wrong with params.
pub fn begin(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params])?;
    let settings = call.params::<IndexRequest>()?.check()?;
    Ok(fold::begun(seal(State::begin(settings))))
}

/// One pass over the loaded part.
///
/// # Errors
/// A state that `begin` or `merge` did not write; columns that the part does not have.
pub fn fold(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Table, Part::FirstRow])?;
    let state = sound_state(call)?;
    let first_row = call.first_row()?;
    let table = call.table()?;
    let values = |name: &str| table.column(name).map(|column| &column.values);
    let channels = match state.phase {
        Phase::Scan => state.settings.channels.as_deref(),
        _ => Some(&*state.scan.channels),
    };
    let rows = select(values, channels, "/params/channels", table.n_rows(), first_row)?;
    let partial = algorithm::fold(&state, &rows, memory);
    Ok(fold::folded(partial))
}

/// The parts' findings put together: the next state, or the reply.
///
/// # Errors
/// A state or a partial that this module did not write, or that do not belong together; what the table
/// is refused for.
pub fn merge(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Partials])?;
    let state = sound_state(call)?;
    let partials: Vec<Partial> = call.opened_partials()?;
    Ok(match algorithm::merge(state, partials)? {
        Step::Next(state) => fold::merged(progress(&state), seal(*state)),
        Step::Done(fitted) => fold::done(&IndexReply::from(&*fitted)),
    })
}

fn sound_state(call: &Call<'_>) -> Result<State, Problem> {
    call.opened_state(State::is_sound)
}

fn seal(state: State) -> Sealed {
    Sealed::new(Some(progress(&state)), state)
}

fn progress(state: &State) -> Progress {
    Progress::new(state.progress(), state.phase.name())
}

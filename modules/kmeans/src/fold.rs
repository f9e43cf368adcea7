//! The operations `begin`, `fold` and `merge`: a fit part by part.

use gridfolk_contract::{Answer, Problem, fold};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{self, Memory, Partial, State, Step};
use crate::columns::select;
use crate::contract::FitRequest;
use crate::fit::FitReply;
use crate::wire::{Progress, Sealed};

/// The state before the first pass.
///
/// # Errors
/// Everything that is wrong with params.
pub fn begin(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params])?;
    let settings = call.params::<FitRequest>()?.check()?;
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
    let named =
        if state.scan.columns.is_empty() { state.settings.columns.as_deref() } else { Some(&*state.scan.columns) };
    let columns = select(call.table()?, named, "/params/columns")?;
    let partial = algorithm::fold(&state, &columns.names, columns.values, first_row, memory);
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
    let opened: Vec<Partial> = call.opened_partials()?;
    Ok(match algorithm::merge(state, &opened)? {
        Step::Next(state) => fold::merged(progress(&state), seal(*state)),
        Step::Done(fitted) => fold::done(&FitReply::from(&*fitted)),
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

//! The operations `begin`, `fold` and `merge`: a fit part by part.

use gridfolk_contract::request::INTEGER_MAX;
use gridfolk_contract::wire::{Progress, Sealed};
use gridfolk_contract::{Answer, Problem, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{self, Memory, Partial, State, Step};
use crate::contract::FitRequest;
use crate::fit::FitReply;

#[derive(ToJson)]
struct BeginReply {
    state: Sealed,
}

#[derive(ToJson)]
struct FoldReply {
    partial: Sealed,
}

#[derive(ToJson)]
struct MergeReply {
    state: Sealed,
    progress: Progress,
}

#[derive(ToJson)]
struct DoneReply {
    reply: FitReply,
}

/// The state before the first pass.
///
/// # Errors
/// Everything that is wrong with params.
pub fn begin(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params])?;
    let settings = call.params::<FitRequest>()?.check()?;
    Ok(Answer::new(&BeginReply { state: seal(State::begin(settings)) }))
}

/// One pass over the loaded part.
///
/// # Errors
/// A state that `begin` or `merge` did not write; columns that the part does not have.
pub fn fold(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Table, Part::FirstRow])?;
    let state = sound_state(call)?;
    let first_row = call.first_row();
    if first_row > INTEGER_MAX - u64::from(u32::MAX) {
        return Err(Problem::first_row_too_large(first_row));
    }
    let partial = algorithm::fold(&state, call.table()?, first_row, memory)?;
    Ok(Answer::new(&FoldReply { partial: Sealed::new(None, partial) }))
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
        Step::Next(state) => Answer::new(&MergeReply { progress: progress(&state), state: seal(*state) }),
        Step::Done(fit) => Answer::new(&DoneReply { reply: FitReply::from(&*fit) }),
    })
}

fn sound_state(call: &Call<'_>) -> Result<State, Problem> {
    let state: Option<State> = call.state::<Sealed>()?.open();
    state.filter(State::is_sound).ok_or_else(Problem::state_broken)
}

fn seal(state: State) -> Sealed {
    Sealed::new(Some(progress(&state)), state)
}

fn progress(state: &State) -> Progress {
    Progress { share: state.progress(), phase: state.phase().to_owned() }
}

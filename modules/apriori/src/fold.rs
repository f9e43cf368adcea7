//! The operations `begin`, `fold` and `merge`: a mining part by part.

use gridfolk_contract::request::parse_object;
use gridfolk_contract::wire::{Progress, Sealed};
use gridfolk_contract::{Answer, Problem, fold};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{self, Partial, Phase, Settings, State, Step};
use crate::contract::MineRequest;
use crate::reply::answer;

/// The state before the first pass.
///
/// # Errors
/// Everything that is wrong with params.
pub fn begin(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params])?;
    let params = call.raw_params();
    settings_of(params)?;
    Ok(fold::begun(seal(State::begin(params.to_owned()))))
}

/// One pass over the loaded part.
///
/// # Errors
/// A state that `begin` or `merge` did not write; what is wrong with the part's columns.
pub fn fold(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Table, Part::FirstRow])?;
    let (state, settings) = sound_state(call)?;
    let partial = algorithm::fold(&state, &settings, call.table()?)?;
    Ok(fold::folded(partial))
}

/// The parts' findings put together: the next state, or the reply.
///
/// # Errors
/// A state or a partial that this module did not write, or that do not belong together; a result that
/// is too large.
pub fn merge(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Partials])?;
    let (state, settings) = sound_state(call)?;
    let partials: Vec<Partial> = call.opened_partials()?;
    Ok(match algorithm::merge(state, settings, partials)? {
        Step::Next(state) => fold::merged(progress(&state), seal(*state)),
        Step::Done(done) => answer(&done.0, &done.1, true)?,
    })
}

fn settings_of(params: &str) -> Result<Settings, Problem> {
    parse_object::<MineRequest>(params, "/params")?.check()
}

fn sound_state(call: &Call<'_>) -> Result<(State, Settings), Problem> {
    let state = call.opened_state(State::is_sound)?;
    let settings = settings_of(&state.params).map_err(|_| Problem::state_broken())?;
    Ok((state, settings))
}

fn seal(state: State) -> Sealed {
    Sealed::new(Some(progress(&state)), state)
}

fn progress(state: &State) -> Progress {
    let phase = match state.phase {
        Phase::Items => "items",
        Phase::Alone => "itemsets",
        Phase::Candidates => "candidates",
    };
    Progress::new(state.progress(), phase)
}

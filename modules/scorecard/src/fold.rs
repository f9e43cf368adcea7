//! The operations `begin`, `fold` and `merge`: a fit part by part.

use gridfolk_contract::request::{INTEGER_MAX, parse_object};
use gridfolk_contract::wire::{Progress, Sealed};
use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Part};
use serde::Serialize;

use crate::algorithm::{Partial, State, Step, merge};
use crate::contract::FitRequest;
use crate::fit::{FitReply, fold_table, reply_of};
use crate::problem::Mistake;
use crate::score::Memory;

#[derive(Serialize)]
struct StateReply {
    state: Sealed,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<Progress>,
}

#[derive(Serialize)]
struct FoldReply {
    partial: Sealed,
}

#[derive(Serialize)]
struct DoneReply {
    reply: FitReply,
}

/// The state before the first pass: the request as it came, and what is known.
///
/// # Errors
/// Everything that is wrong with params.
pub fn begin(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params])?;
    let request = call.params::<FitRequest>()?.check()?;
    let state = seal(call.raw_params(), State::begin(&request));
    Ok(Answer::new(&StateReply { state, progress: None }))
}

/// One pass over the loaded part.
///
/// # Errors
/// A state that `begin` or `merge` did not write; columns that the part does not have.
pub fn fold(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Table, Part::FirstRow])?;
    let (_, request, state) = open(call)?;
    let first_row = call.first_row();
    if first_row > INTEGER_MAX - u64::from(u32::MAX) {
        return Err(Mistake::FirstRowTooLarge { first_row }.into());
    }
    let partial = fold_table(&state, &request, call.table()?, first_row, &mut memory.fit)?;
    Ok(Answer::new(&FoldReply { partial: Sealed::new(None, &partial) }))
}

/// The parts' findings put together: the next state, or the reply.
///
/// # Errors
/// A state or a partial that this module did not write, or that do not belong together; what the table is
/// refused for.
pub fn merge_parts(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Partials])?;
    let (params, request, state) = open(call)?;
    let sealed: Vec<Sealed> = call.partials()?;
    let mut partials: Vec<Partial> = Vec::new();
    for (index, sealed) in sealed.iter().enumerate() {
        partials.push(sealed.open().ok_or(Mistake::PartialNotOfState { index })?);
    }
    Ok(match merge(state, &request, partials)? {
        Step::Next(state) => {
            let progress = Some(progress(&state));
            Answer::new(&StateReply { state: seal(&params, *state), progress })
        }
        Step::Done(fitted) => Answer::new(&DoneReply { reply: reply_of(&fitted, &request) }),
    })
}

fn open(call: &Call<'_>) -> Result<(String, FitRequest, State), Problem> {
    let opened: Option<(String, State)> = call.state::<Sealed>()?.open();
    let Some((params, state)) = opened else { return Err(Mistake::StateBroken.into()) };
    let request = parse_object::<FitRequest>(&params, "/params").ok().and_then(|request| request.check().ok());
    match request {
        Some(request) if state.is_sound(&request) => Ok((params, request, state)),
        _ => Err(Mistake::StateBroken.into()),
    }
}

fn seal(params: &str, state: State) -> Sealed {
    let progress = progress(&state);
    Sealed::new(Some(progress), &(params.to_owned(), state))
}

fn progress(state: &State) -> Progress {
    Progress { share: state.progress(), phase: state.phase.name().to_owned() }
}

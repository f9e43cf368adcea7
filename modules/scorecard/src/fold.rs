//! The operations `begin`, `fold` and `merge`: a fit part by part.

use gridfolk_contract::request::{INTEGER_MAX, parse_object};
use gridfolk_contract::wire::{Progress, Sealed, packed};
use gridfolk_contract::{Answer, Problem, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{Partial, State, merge};
use crate::contract::FitRequest;
use crate::fit::{FitReply, fold_table, reply_of};
use crate::score::Memory;

#[derive(ToJson)]
struct StateReply {
    state: Sealed,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<Progress>,
}

#[derive(ToJson)]
struct FoldReply {
    partial: Sealed,
}

#[derive(ToJson)]
struct DoneReply<'a> {
    reply: FitReply<'a>,
}

/// The state before the first pass: the request as it came, and what is known.
///
/// # Errors
/// Everything that is wrong with params.
pub fn begin(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params])?;
    let request: FitRequest = call.params()?;
    request.check()?;
    let begun = Begun { params: call.raw_params().to_owned(), state: State::begin(&request) };
    Ok(Answer::new(&StateReply { state: begun.seal(), progress: None }))
}

/// One pass over the loaded part.
///
/// # Errors
/// A state that `begin` or `merge` did not write; columns that the part does not have.
pub fn fold(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Table, Part::FirstRow])?;
    let (begun, request) = open(call)?;
    let first_row = call.first_row();
    if first_row > INTEGER_MAX - u64::from(u32::MAX) {
        return Err(Problem::first_row_too_large(first_row));
    }
    let partial = fold_table(&begun.state, &request, call.table()?, first_row, &mut memory.fit)?;
    Ok(Answer::new(&FoldReply { partial: Sealed::new(None, partial) }))
}

/// The parts' findings put together: the next state, or the reply.
///
/// # Errors
/// A state or a partial that this module did not write, or that do not belong together; what the table is
/// refused for.
pub fn merge_parts(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Partials])?;
    let (mut begun, request) = open(call)?;
    let sealed: Vec<Sealed> = call.partials()?;
    let mut partials: Vec<Partial> = Vec::new();
    for (index, sealed) in sealed.iter().enumerate() {
        partials.push(sealed.open().ok_or_else(|| Problem::partial_not_of_state(index))?);
    }
    Ok(match merge(&mut begun.state, &request, partials)? {
        None => Answer::new(&StateReply { progress: Some(begun.progress()), state: begun.seal() }),
        Some(fitted) => Answer::new(&DoneReply { reply: reply_of(&fitted, &begun.state, &request) }),
    })
}

/// What travels between passes: the request as it came, and what is known.
struct Begun {
    params: String,
    state: State,
}

packed!(Begun { params, state });

fn open(call: &Call<'_>) -> Result<(Begun, FitRequest), Problem> {
    let sealed: Sealed = call.state()?;
    let opened = sealed.open().and_then(|begun: Begun| {
        let request: FitRequest = parse_object(&begun.params, "/params").ok()?;
        request.check().ok()?;
        let is_sound = match begun.state.is_begun(&request) {
            true => begun.again(&request).seal().data == sealed.data,
            false => begun.state.is_sound(),
        };
        is_sound.then_some((begun, request))
    });
    opened.ok_or_else(Problem::state_broken)
}

impl Begun {
    /// What travels before the first pass, or after it of a card of rules.
    fn again(&self, request: &FitRequest) -> Begun {
        let state = State { n_passes: self.state.n_passes, ..State::begin(request) };
        Begun { params: self.params.clone(), state }
    }

    fn seal(self) -> Sealed {
        Sealed::new(Some(self.progress()), self)
    }

    fn progress(&self) -> Progress {
        Progress { share: self.state.progress(), phase: self.state.phase.name().to_owned() }
    }
}

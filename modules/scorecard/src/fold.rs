//! The operations `begin`, `fold` and `merge`: a fit part by part.

use gridfolk_contract::request::parse_object;
use gridfolk_contract::wire::{Progress, Sealed, packed};
use gridfolk_contract::{Answer, Problem, fold};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{Partial, State, merge};
use crate::contract::FitRequest;
use crate::fit::{fold_table, reply_of};
use crate::score::Memory;

/// The state before the first pass: the request as it came, and what is known.
///
/// # Errors
/// Everything that is wrong with params.
pub fn begin(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params])?;
    let request: FitRequest = call.params()?;
    request.check()?;
    let begun = Begun { params: call.raw_params().to_owned(), state: State::begin(&request) };
    Ok(fold::begun(begun.seal()))
}

/// One pass over the loaded part.
///
/// # Errors
/// A state that `begin` or `merge` did not write; columns that the part does not have.
pub fn fold(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Table, Part::FirstRow])?;
    let (begun, request) = open(call)?;
    let first_row = call.first_row()?;
    let partial = fold_table(&begun.state, &request, call.table()?, first_row, &mut memory.fit)?;
    Ok(fold::folded(partial))
}

/// The parts' findings put together: the next state, or the reply.
///
/// # Errors
/// A state or a partial that this module did not write, or that do not belong together; what the table is
/// refused for.
pub fn merge_parts(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Partials])?;
    let (mut begun, request) = open(call)?;
    let partials: Vec<Partial> = call.opened_partials()?;
    Ok(match merge(&mut begun.state, &request, partials)? {
        None => fold::merged(begun.progress(), begun.seal()),
        Some(fitted) => fold::done(&reply_of(&fitted, &begun.state, &request)),
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
        Progress::new(self.state.progress(), self.state.phase.name())
    }
}

//! The operations `begin`, `fold` and `merge`: a fit part by part.

use gridfolk_contract::request::parse_object;
use gridfolk_contract::{Answer, Problem, fold};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{self, Memory, Partial, Settings, State, Step};
use crate::contract::FitRequest;
use crate::fit::{FitReply, view};
use crate::wire::{Packed, Progress, Sealed, Wire};

/// The state before the first pass.
///
/// # Errors
/// Everything that is wrong with params.
pub fn begin(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params])?;
    let settings = call.params::<FitRequest>()?.check()?;
    let letter = Letter { params: call.raw_params().to_owned(), state: State::begin(settings) };
    Ok(fold::begun(letter.seal()))
}

/// One pass over the loaded part.
///
/// # Errors
/// A state that `begin` or `merge` did not write; columns that the part does not have.
pub fn fold(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Table, Part::FirstRow])?;
    let Letter { state, .. } = open(call)?;
    let first_row = call.first_row()?;
    let names = if state.scan.columns.is_empty() { None } else { Some(&*state.scan.columns) };
    let view = view(call.table()?, &state.settings, names, first_row)?;
    let partial = algorithm::fold(&state, &view, memory)?;
    Ok(fold::folded(partial))
}

/// The parts' findings put together: the next state, or the reply.
///
/// # Errors
/// A state or a partial that this module did not write, or that do not belong together; what the table
/// is refused for.
pub fn merge(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Partials])?;
    let Letter { params, state } = open(call)?;
    let partials: Vec<Partial> = call.opened_partials()?;
    Ok(match algorithm::merge(state, partials)? {
        Step::Next(state) => {
            let letter = Letter { params, state: *state };
            fold::merged(letter.progress(), letter.seal())
        }
        Step::Done(fitted) => fold::done(&FitReply::from(&*fitted)),
    })
}

fn open(call: &Call<'_>) -> Result<Letter, Problem> {
    // Soundness is seen to where it is read.
    call.opened_state(|_| true)
}

/// A state as it travels: the params as they came, read and checked anew on arrival, and what the passes
/// found out.
struct Letter {
    params: String,
    state: State,
}

impl Packed for Letter {
    fn blank() -> Self {
        Letter { params: String::new(), state: State::begin(Settings::default()) }
    }

    fn travel(&mut self, wire: &mut Wire) {
        self.params.travel(wire);
        if wire.reads() {
            match parse_object::<FitRequest>(&self.params, "/params").map(FitRequest::check) {
                Ok(Ok(settings)) => self.state = State::begin(settings),
                _ => return wire.require(false),
            }
        }
        self.state.travel(wire);
    }
}

impl Letter {
    fn seal(self) -> Sealed {
        Sealed::new(Some(self.progress()), self)
    }

    fn progress(&self) -> Progress {
        Progress::new(self.state.progress(), self.state.phase.name())
    }
}

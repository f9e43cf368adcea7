//! The operations `begin`, `fold` and `merge`: assigning part by part.

use gridfolk_contract::fold::Sent;
use gridfolk_contract::{Answer, Problem, fold};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{self, Partial, State, Step};
use crate::assign;
use crate::contract::{AssignRequest, Checked};
use crate::wire::Progress;

/// The state before the first pass.
///
/// # Errors
/// Everything that is wrong with params.
pub fn begin(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params])?;
    let params: AssignRequest = call.params()?;
    params.clone().check()?;
    Ok(fold::begun(send(params, State::begin())))
}

/// One pass over the loaded part.
///
/// # Errors
/// A state that `begin` or `merge` did not write; columns of a kind that does not suit.
pub fn fold(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Table, Part::FirstRow])?;
    let (_, checked, state) = received(call)?;
    let partial = algorithm::fold(&checked.plan, &state, call.table()?)?;
    Ok(fold::folded(partial))
}

/// The parts' findings put together: the next state, or the reply.
///
/// # Errors
/// A state or a partial that this module did not write, or that do not belong together; what the table
/// is refused for.
pub fn merge(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::State, Part::Partials])?;
    let (params, checked, state) = received(call)?;
    let partials: Vec<Partial> = call.opened_partials()?;
    Ok(match algorithm::merge(&checked.plan, state, partials)? {
        Step::Next(state) => fold::merged(progress(&state), send(params, state)),
        Step::Done(fitted) => fold::done(&assign::reply(&checked, &fitted)),
    })
}

fn received(call: &Call<'_>) -> Result<(AssignRequest, Checked, State), Problem> {
    let sent: Sent<AssignRequest> = call.state()?;
    let checked = sent.params.clone().check().map_err(|_| Problem::state_broken())?;
    let state: Option<State> = sent.found.open();
    let state = state.filter(|state| state.is_sound(&checked.plan)).ok_or_else(Problem::state_broken)?;
    Ok((sent.params, checked, state))
}

fn send(params: AssignRequest, state: State) -> Sent<AssignRequest> {
    Sent::new(progress(&state), params, state)
}

fn progress(state: &State) -> Progress {
    let (share, phase) = state.progress();
    Progress::new(share, phase)
}

//! What the parts found out, put together: the next state, or the fit.

use gridfolk_contract::Problem;
use gridfolk_contract::fold::taken;
use gridfolk_logistic::{Fitted, Refusal, VALUE_MAX};

use super::coding::{Coded, terms};
use super::fitted::Fit;
use super::quality::{Quality, Ranked};
use super::scan::Scan;
use super::state::{Partial, Stage, State, Step};
use crate::problem;

/// Puts together what the parts found out, in any order.
///
/// # Errors
/// What the table is refused for, found by a pass; and partials that do not belong to the state.
pub fn merge(mut state: State, partials: Vec<Partial>) -> Result<Step, Problem> {
    if partials.is_empty() {
        return Err(Problem::no_partials());
    }
    state.stage = match std::mem::replace(&mut state.stage, Stage::Levels) {
        Stage::Levels => merge_scans(&mut state, partials)?,
        Stage::Solve(solver) => merge_solver(&state, solver, partials)?,
        Stage::Quality(fitted) => return merge_ranked(state, fitted, partials),
    };
    Ok(Step::Next(Box::new(state)))
}

fn merge_scans(state: &mut State, partials: Vec<Partial>) -> Result<Stage, Problem> {
    let scans = taken(partials, |partial| match partial {
        Partial::Scan(scan) => Some(scan),
        _ => None,
    })?;
    let mut scans = scans.into_iter();
    let mut whole: Scan = scans.next().unwrap_or_default();
    scans.try_for_each(|scan| whole.merge(scan))?;
    state.coding = whole.coding(&state.settings)?;
    state.n_rows = whole.n_rows;
    let solver = gridfolk_logistic::State::begin(state.settings.options, state.units());
    Ok(Stage::Solve(solver.map_err(|refusal| problem_of(refusal, state))?))
}

fn merge_solver(state: &State, mut solver: gridfolk_logistic::State, partials: Vec<Partial>) -> Result<Stage, Problem> {
    let partials = taken(partials, |partial| match partial {
        Partial::Solver(partial) => Some(partial),
        _ => None,
    })?;
    let refused = |refusal| problem_of(refusal, state);
    Ok(match solver.merge(&partials).map_err(refused)? {
        true => Stage::Quality(Fitted::new(solver).map_err(refused)?),
        false => Stage::Solve(solver),
    })
}

fn merge_ranked(state: State, fitted: Fitted, partials: Vec<Partial>) -> Result<Step, Problem> {
    let parts: Vec<Ranked> = taken(partials, |partial| match partial {
        Partial::Ranked(ranked) => Some(ranked),
        _ => None,
    })?;
    let quality = Quality::new(&parts, &fitted).map_err(Problem::partial_not_of_state)?;
    let State { settings, coding, n_rows, .. } = state;
    Ok(Step::Done(Box::new(Fit { settings, coding, n_rows, fitted, quality })))
}

/// The solver's refusal in the words of the table.
fn problem_of(refusal: Refusal, state: &State) -> Problem {
    let target = &state.settings.target;
    let column = |term: usize| column_of(&state.coding, term).0;
    match refusal {
        Refusal::NoRows => Problem::no_rows(state.n_rows),
        Refusal::NoEvents { n_rows } => problem::one_outcome(target, 0, n_rows),
        Refusal::OnlyEvents { n_rows } => problem::one_outcome(target, 1, n_rows),
        Refusal::TooManyTerms { n_terms } => problem::too_many_terms(n_terms, gridfolk_logistic::TERMS_MAX),
        Refusal::MoreTermsThanRows { n_terms, n_rows } => problem::more_terms_than_rows(n_terms, n_rows),
        Refusal::AllMissing(term) => problem::column_all_missing(&column(term)),
        Refusal::ValueTooLarge(term) => Problem::value_too_large(&column(term), VALUE_MAX),
        Refusal::Constant(term) => problem::column_constant(&column(term)),
        Refusal::Collinear(term) => {
            let (column, level) = column_of(&state.coding, term);
            problem::column_collinear(&column, level.as_deref())
        }
        Refusal::NoPartials => Problem::no_partials(),
        Refusal::PartialNotOfState { index } => Problem::partial_not_of_state(index),
        // The first pass has looked at every target and weight: the parts have changed since.
        Refusal::TargetNotBinary | Refusal::WeightNotPositive => Problem::partial_not_of_state(0),
    }
}

fn column_of(coding: &[Coded], term: usize) -> (String, Option<String>) {
    match terms(coding).get(term) {
        Some((j, level)) => (coding[*j].name.clone(), level.map(str::to_owned)),
        None => (String::new(), None),
    }
}

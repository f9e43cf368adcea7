//! What the parts found out, put together: the next state, or the fit.

use gridfolk_contract::Problem;
use gridfolk_space::Moments;

use super::fitted::Fitted;
use super::grades::{order, reorder, values, weights};
use super::settings::Start;
use super::state::{Course, Looked, Partial, Phase, State};
use super::update::{centres, is_at_rest, must_have_moved};
use crate::problem;

/// What follows a pass.
#[derive(Debug)]
pub enum Step {
    /// Another pass.
    Next(Box<State>),
    /// The fit is done.
    Done(Box<Fitted>),
}

/// Puts together what the parts found out, in any order.
///
/// # Errors
/// What the table is refused for, found by a pass; and partials that do not belong to the state.
pub fn merge(mut state: State, partials: Vec<Partial>) -> Result<Step, Problem> {
    let mut whole: Option<Partial> = None;
    for (index, partial) in partials.into_iter().enumerate() {
        if !partial.is_of(&state) {
            return Err(Problem::partial_not_of_state(index));
        }
        match &mut whole {
            None => whole = Some(partial),
            Some(whole) => {
                whole.merge(partial)?;
            }
        }
    }
    state.n_passes = state.n_passes.saturating_add(1);
    match (whole, state.phase) {
        (None, _) => return Err(Problem::no_partials()),
        (Some(Partial::Scan(looked)), _) => merge_scan(&mut state, looked)?,
        (Some(Partial::Moments(moments)), _) => merge_moments(&mut state, &moments),
        (Some(Partial::Sums(sums)), Phase::Outcome) => return Ok(Step::Done(Box::new(describe(state, &sums)))),
        (Some(Partial::Sums(sums)), _) => merge_sums(&mut state, &sums),
    }
    Ok(Step::Next(Box::new(state)))
}

fn merge_scan(state: &mut State, looked: Looked) -> Result<(), Problem> {
    let Looked { scan, bad_start } = looked;
    scan.check()?;
    let settings = &state.settings;
    if settings.c as u64 > scan.n_used {
        return Err(problem::c_out_of_range(settings.c as u64, scan.n_used, "rows"));
    }
    if let Some(row) = bad_start {
        return Err(problem::memberships_not_valid(row));
    }
    if let Start::Centroids(points) = &settings.start {
        let n_columns = scan.columns.len();
        if let Some(index) = points.iter().position(|point| point.len() != n_columns) {
            return Err(problem::start_centroid_length(index, points[index].len(), n_columns));
        }
    }
    state.weights = weights(&settings.value, &scan.columns, "/params/value/weights")?;
    state.space.columns = scan.columns.clone();
    state.space.logs = scan.logs.clone();
    state.scan = scan;
    state.phase = Phase::Moments;
    Ok(())
}

fn merge_moments(state: &mut State, moments: &Moments) {
    (state.space.mean, state.space.sd) = moments.finish(&state.scan);
    state.phase = Phase::Start;
    if let Start::Centroids(points) = &state.settings.start {
        state.centroids = points.iter().flat_map(|point| state.space.to_coordinates(point)).collect();
        state.phase = Phase::Update;
    }
}

fn merge_sums(state: &mut State, sums: &[u64]) {
    if state.measures && is_at_rest(state, sums) {
        finish(state, Course::Converged);
        return;
    }
    let (next, weights) = centres(state, sums);
    let is_moving = state.n_iter == 0 || state.measures || must_have_moved(state, &next, &weights);
    if !is_moving {
        // From here on the change is near the tolerance: it is summed, for this update again.
        state.measures = true;
        return;
    }
    let is_from_start = state.phase == Phase::Start;
    let centroids = std::mem::replace(&mut state.centroids, next);
    state.previous = (!is_from_start).then_some(centroids);
    state.n_iter = state.n_iter.saturating_add(1);
    state.phase = Phase::Update;
    if state.n_iter >= state.settings.max_iter {
        finish(state, Course::Stopped);
    }
}

/// Ends the updates: groups take the order of their grades.
fn finish(state: &mut State, course: Course) {
    state.course = course;
    state.phase = Phase::Outcome;
    if state.weights.is_none() {
        return;
    }
    let d = state.space.n_columns();
    let order = order(&values(&state.space, state.weights.as_deref(), &state.centroids));
    state.centroids = reorder(&state.centroids, d, &order);
    state.previous = state.previous.take().map(|previous| reorder(&previous, d, &order));
}

/// Describes the groups by the sums of the last pass.
fn describe(mut state: State, sums: &[u64]) -> Fitted {
    if state.course == Course::Stopped && is_at_rest(&state, sums) {
        state.course = Course::Converged;
    }
    Fitted::new(state, sums)
}

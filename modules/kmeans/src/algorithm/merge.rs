//! What the parts found out, put together: the next state, or the fit.

use super::farthest::{FarRow, fill_empty};
use super::finish::{Outcome, Profile};
use super::fitted::Fitted;
use super::limits::COORDINATE_MAX;
use super::moments::Moments;
use super::order::ordered;
use super::scan::Scan;
use super::settings::{Order, Settings, Start};
use super::start::{FoundRow, Winner};
use super::state::{Candidate, Course, Partial, Phase, State};
use super::tally::{Grid, Tally};
use crate::problem;
use gridfolk_contract::Problem;

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
pub fn merge(mut state: State, partials: &[Partial]) -> Result<Step, Problem> {
    if partials.is_empty() {
        return Err(Problem::no_partials());
    }
    if let Some(index) = partials.iter().position(|partial| !belongs(&state, partial)) {
        return Err(Problem::partial_not_of_state(index));
    }
    state.n_passes += 1;
    match state.phase {
        Phase::Scan => merge_scan(&mut state, partials)?,
        Phase::Moments => merge_moments(&mut state, partials),
        Phase::Start => merge_start(&mut state, partials)?,
        Phase::Update => merge_tallies(&mut state, partials),
        Phase::Farthest => merge_farthest(&mut state, partials),
        Phase::Outcome => merge_outcomes(&mut state, partials),
        Phase::Profile => return Ok(Step::Done(Box::new(merge_profile(state, partials)))),
    }
    Ok(Step::Next(Box::new(state)))
}

/// Whether a partial is what the state asks for: of its phase, of its lengths, with figures on which no arithmetic
/// fails.
fn belongs(state: &State, partial: &Partial) -> bool {
    let (k, d, n) = (state.settings.k, state.scan.columns.len(), state.candidates.len());
    match (state.phase, partial) {
        (Phase::Scan, Partial::Scan(scan)) => scan.is_sound(),
        (Phase::Moments, Partial::Moments(moments)) => moments.is_sound(d),
        (Phase::Start, found) => is_start(&state.settings.start, found, n, d),
        (Phase::Update, Partial::Tallies(tallies)) => {
            tallies.len() == state.moving().len() && tallies.iter().all(|tally| tally.is_sound(k, d))
        }
        (Phase::Farthest, Partial::Farthest(far)) => {
            far.len() == state.waiting().len() && far.iter().flatten().all(|row| row.is_sound(k, d))
        }
        (Phase::Outcome, Partial::Outcomes(outcomes)) => {
            outcomes.len() == n && outcomes.iter().all(|outcome| outcome.is_sound(k))
        }
        (Phase::Profile, Partial::Profile(profile)) => profile.is_sound(k, d),
        _ => false,
    }
}

fn is_start(start: &Start, partial: &Partial, n: usize, d: usize) -> bool {
    let is_point = |point: &[f64]| point.len() == d && point.iter().all(|c| c.abs() <= COORDINATE_MAX);
    match (start, partial) {
        (Start::Rows(named), Partial::FoundRows(found)) => found
            .iter()
            .all(|found| found.place < named.len() && found.point.as_ref().is_none_or(|point| is_point(point))),
        (Start::PlusPlus { .. }, Partial::Winners(winners)) => {
            winners.len() == n && winners.iter().flatten().all(|winner| is_point(&winner.point))
        }
        _ => false,
    }
}

fn merge_scan(state: &mut State, partials: &[Partial]) -> Result<(), Problem> {
    let k = state.settings.k;
    let mut whole: Option<Scan> = None;
    for partial in partials {
        let Partial::Scan(scan) = partial else { continue };
        match &mut whole {
            None => whole = Some(scan.clone()),
            Some(whole) => whole.merge(scan, k)?,
        }
    }
    let mut whole = whole.unwrap_or_default();
    whole.check(k)?;
    check_named_rows(&state.settings, &whole)?;
    whole.different.clear();
    state.space.columns = whole.columns.clone();
    state.scan = whole;
    state.phase = Phase::Moments;
    Ok(())
}

/// Refuses rows outside of the table, and points and earlier centroids of another length.
fn check_named_rows(settings: &Settings, scan: &Scan) -> Result<(), Problem> {
    let n_columns = scan.columns.len();
    let wrong = |points: &[Vec<f64>]| points.iter().position(|point| point.len() != n_columns);
    match &settings.start {
        Start::Rows(rows) => {
            if let Some(index) = rows.iter().position(|&row| row >= scan.n_rows) {
                return Err(problem::start_row_out_of_range(index, rows[index], scan.n_rows));
            }
        }
        Start::Centroids(points) => {
            if let Some(index) = wrong(points) {
                return Err(problem::start_centroid_length(index, points[index].len(), n_columns));
            }
        }
        Start::PlusPlus { .. } => {}
    }
    match &settings.order {
        Order::Like { columns, .. } if *columns != scan.columns => Err(problem::like_columns_differ(columns)),
        _ => Ok(()),
    }
}

fn merge_moments(state: &mut State, partials: &[Partial]) {
    let mut whole = Moments::none(state.scan.columns.len());
    for partial in partials {
        let Partial::Moments(part) = partial else { continue };
        whole.merge(part);
    }
    (state.space.mean, state.space.sd) = whole.finish(&state.scan);
    let candidate = Candidate { centroids: Vec::new(), n_iter: 0, course: Course::Moving, waiting: None };
    state.candidates = vec![candidate; state.settings.n_init()];
    state.phase = Phase::Start;
    if let Start::Centroids(points) = &state.settings.start {
        for point in points {
            let coordinates = state.space.to_coordinates(point);
            state.candidates[0].centroids.extend_from_slice(&coordinates);
        }
        state.phase = Phase::Update;
    }
}

fn merge_start(state: &mut State, partials: &[Partial]) -> Result<(), Problem> {
    let (k, d) = (state.settings.k, state.scan.columns.len());
    match &state.settings.start {
        Start::Rows(named) => state.candidates[0].centroids = place_rows(named, partials)?,
        Start::PlusPlus { .. } | Start::Centroids(_) => draw_winners(state, partials),
    }
    if state.candidates.iter().all(|candidate| candidate.centroids.len() == k * d) {
        state.phase = Phase::Update;
    }
    Ok(())
}

fn draw_winners(state: &mut State, partials: &[Partial]) {
    let d = state.scan.columns.len();
    for (start, candidate) in state.candidates.iter_mut().enumerate() {
        let mut best: Option<&Winner> = None;
        for partial in partials {
            let Partial::Winners(winners) = partial else { continue };
            let Some(winner) = &winners[start] else { continue };
            if best.is_none_or(|best| winner.beats(best)) {
                best = Some(winner);
            }
        }
        // Where no row is away from the centroids drawn so far, the first is drawn again; its segment
        // stays empty.
        let point = match best {
            Some(winner) => winner.point.clone(),
            None => candidate.centroids.get(..d).map_or_else(|| vec![0.0; d], <[f64]>::to_vec),
        };
        candidate.centroids.extend_from_slice(&point);
    }
}

/// The centroids at the rows that the caller named.
fn place_rows(named: &[u64], partials: &[Partial]) -> Result<Vec<f64>, Problem> {
    let mut points: Vec<&[f64]> = vec![&[]; named.len()];
    for partial in partials {
        let Partial::FoundRows(found) = partial else { continue };
        for FoundRow { place, point } in found {
            let index = *place;
            let Some(point) = point else { return Err(problem::start_row_dropped(index, named[index])) };
            points[index] = point;
        }
    }
    // The scan counted the rows: a named row that no part holds is a part that did not answer.
    match points.iter().position(|point| point.is_empty()) {
        Some(index) => Err(problem::start_row_not_found(index, named[index])),
        None => Ok(points.concat()),
    }
}

fn merge_tallies(state: &mut State, partials: &[Partial]) {
    let (k, d) = (state.settings.k, state.scan.columns.len());
    for (place, &start) in state.moving().iter().enumerate() {
        let mut whole = Tally::none(k, d);
        for partial in partials {
            let Partial::Tallies(tallies) = partial else { continue };
            whole.merge(&tallies[place]);
        }
        if whole.counts.contains(&0) {
            state.candidates[start].waiting = Some(whole);
        } else {
            update(state, start, &whole);
        }
    }
    choose_phase(state);
}

fn merge_farthest(state: &mut State, partials: &[Partial]) {
    let grid = Grid::new(&state.space, &state.scan);
    for (place, &start) in state.waiting().iter().enumerate() {
        let mut far: Vec<&FarRow> = Vec::new();
        for partial in partials {
            let Partial::Farthest(found) = partial else { continue };
            found[place].iter().for_each(|row| far.push(row));
        }
        if let Some(mut tally) = state.candidates[start].waiting.take() {
            fill_empty(&mut tally, &far, &grid);
            update(state, start, &tally);
        }
    }
    choose_phase(state);
}

/// Moves the centroids of one start to the means of their rows; an empty segment's stays.
fn update(state: &mut State, start: usize, tally: &Tally) {
    let d = state.scan.columns.len();
    let n_varying = state.space.sd.iter().filter(|&&sd| sd > 0.0).count() as f64;
    let variance = match state.space.standardize {
        true => n_varying / d as f64,
        false => state.space.sd.iter().map(|sd| sd * sd).sum::<f64>() / d as f64,
    };
    let settings = &state.settings;
    let candidate = &mut state.candidates[start];
    let (mut moved, mut shift) = (false, 0.0);
    for (index, centroid) in candidate.centroids.iter_mut().enumerate() {
        let count = tally.counts[index / d];
        let mean = if count == 0 { *centroid } else { tally.sums[index] / count as f64 };
        moved |= mean != *centroid;
        shift += (mean - *centroid) * (mean - *centroid);
        *centroid = mean;
    }
    candidate.n_iter += u32::from(moved);
    if !moved || (settings.tol > 0.0 && shift <= settings.tol * variance) {
        candidate.course = Course::Converged;
    } else if candidate.n_iter >= settings.max_iter {
        candidate.course = Course::Stopped;
    }
}

fn choose_phase(state: &mut State) {
    state.phase = if !state.waiting().is_empty() {
        Phase::Farthest
    } else if !state.moving().is_empty() {
        Phase::Update
    } else if state.candidates.len() == 1 && state.settings.order == Order::Start {
        Phase::Profile
    } else {
        Phase::Outcome
    };
}

fn merge_outcomes(state: &mut State, partials: &[Partial]) {
    let (k, d, n) = (state.settings.k, state.scan.columns.len(), state.candidates.len());
    let mut outcomes = vec![Outcome::none(k); n];
    for partial in partials {
        let Partial::Outcomes(parts) = partial else { continue };
        outcomes.iter_mut().zip(parts).for_each(|(whole, part)| whole.merge(part));
    }
    // The least inertia, the first of equal ones.
    let mut best = 0;
    for start in 1..n {
        if outcomes[start].inertia.value().total_cmp(&outcomes[best].inertia.value()).is_lt() {
            best = start;
        }
    }
    let mut candidate = state.candidates.swap_remove(best);
    let segments = ordered(&state.settings.order, &state.space, &candidate.centroids, &outcomes[best]);
    let mut reordered = Vec::with_capacity(k * d);
    segments.iter().for_each(|&k| reordered.extend_from_slice(&candidate.centroids[k * d..(k + 1) * d]));
    candidate.centroids = reordered;
    state.candidates = vec![candidate];
    state.best = best;
    state.phase = Phase::Profile;
}

fn merge_profile(state: State, partials: &[Partial]) -> Fitted {
    let mut whole = Profile::none(state.settings.k, state.scan.columns.len());
    for partial in partials {
        let Partial::Profile(profile) = partial else { continue };
        whole.merge(profile);
    }
    Fitted::new(state, &whole)
}

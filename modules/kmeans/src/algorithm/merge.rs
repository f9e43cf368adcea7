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
use crate::problem::Mistake;

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
pub fn merge(mut state: State, partials: Vec<Partial>) -> Result<Step, Mistake> {
    if partials.is_empty() {
        return Err(Mistake::NoPartials);
    }
    state.n_passes += 1;
    match state.phase {
        Phase::Scan => merge_scan(&mut state, partials)?,
        Phase::Moments => merge_moments(&mut state, partials)?,
        Phase::Start => merge_start(&mut state, partials)?,
        Phase::Update => merge_tallies(&mut state, partials)?,
        Phase::Farthest => merge_farthest(&mut state, partials)?,
        Phase::Outcome => merge_outcomes(&mut state, partials)?,
        Phase::Profile => return merge_profile(state, partials).map(|fitted| Step::Done(Box::new(fitted))),
    }
    Ok(Step::Next(Box::new(state)))
}

/// Takes the partials of one kind, each checked.
fn take<T>(partials: Vec<Partial>, mut check: impl FnMut(Partial) -> Option<T>) -> Result<Vec<T>, Mistake> {
    let mut taken = Vec::with_capacity(partials.len());
    for (index, partial) in partials.into_iter().enumerate() {
        taken.push(check(partial).ok_or(Mistake::PartialNotOfState { index })?);
    }
    Ok(taken)
}

fn merge_scan(state: &mut State, partials: Vec<Partial>) -> Result<(), Mistake> {
    let k = state.settings.k;
    let scans = take(partials, |partial| match partial {
        Partial::Scan(scan) if scan.is_sound() => Some(scan),
        _ => None,
    })?;
    let mut scans = scans.into_iter();
    let mut whole = scans.next().unwrap_or_default();
    scans.try_for_each(|scan| whole.merge(scan, k))?;
    whole.check(k)?;
    check_named_rows(&state.settings, &whole)?;
    whole.different.clear();
    state.space.columns = whole.columns.clone();
    state.scan = whole;
    state.phase = Phase::Moments;
    Ok(())
}

/// Refuses rows outside of the table, and points and earlier centroids of another length.
fn check_named_rows(settings: &Settings, scan: &Scan) -> Result<(), Mistake> {
    let n_columns = scan.columns.len();
    let wrong = |points: &[Vec<f64>]| points.iter().position(|point| point.len() != n_columns);
    match &settings.start {
        Start::Rows(rows) => {
            if let Some(index) = rows.iter().position(|&row| row >= scan.n_rows) {
                return Err(Mistake::StartRowOutOfRange { index, row: rows[index], n_rows: scan.n_rows });
            }
        }
        Start::Centroids(points) => {
            if let Some(index) = wrong(points) {
                return Err(Mistake::StartCentroidLength { index, n: points[index].len(), n_columns });
            }
        }
        Start::PlusPlus { .. } => {}
    }
    match &settings.order {
        Order::Like { columns, .. } if *columns != scan.columns => {
            Err(Mistake::LikeColumnsDiffer { columns: columns.clone() })
        }
        _ => Ok(()),
    }
}

fn merge_moments(state: &mut State, partials: Vec<Partial>) -> Result<(), Mistake> {
    let d = state.scan.columns.len();
    let sums = take(partials, |partial| match partial {
        Partial::Moments(moments) if moments.is_sound(d) => Some(moments),
        _ => None,
    })?;
    let whole = sums.into_iter().reduce(|mut whole: Moments, part| {
        whole.merge(&part);
        whole
    });
    (state.space.mean, state.space.sd) = whole.unwrap_or_default().finish(&state.scan);
    let candidate = Candidate { centroids: Vec::new(), n_iter: 0, course: Course::Moving, waiting: None };
    state.candidates = vec![candidate; state.settings.n_init()];
    state.phase = Phase::Start;
    if let Start::Centroids(points) = &state.settings.start {
        let coordinates: Vec<f64> = points.iter().flat_map(|point| state.space.to_coordinates(point)).collect();
        state.candidates[0].centroids = coordinates;
        state.phase = Phase::Update;
    }
    Ok(())
}

fn merge_start(state: &mut State, partials: Vec<Partial>) -> Result<(), Mistake> {
    let (k, d) = (state.settings.k, state.scan.columns.len());
    match state.settings.start.clone() {
        Start::Rows(named) => place_rows(state, &named, partials)?,
        Start::PlusPlus { .. } | Start::Centroids(_) => draw_winners(state, partials)?,
    }
    if state.candidates.iter().all(|candidate| candidate.centroids.len() == k * d) {
        state.phase = Phase::Update;
    }
    Ok(())
}

fn draw_winners(state: &mut State, partials: Vec<Partial>) -> Result<(), Mistake> {
    let (n, d) = (state.candidates.len(), state.scan.columns.len());
    let sound = |winner: &Winner| winner.point.len() == d && are_coordinates(&winner.point);
    let parts = take(partials, |partial| match partial {
        Partial::Winners(winners) if winners.len() == n && winners.iter().flatten().all(sound) => Some(winners),
        _ => None,
    })?;
    for (start, candidate) in state.candidates.iter_mut().enumerate() {
        let winners = parts.iter().filter_map(|winners| winners[start].as_ref());
        let winner = winners.reduce(|best, other| if other.beats(best) { other } else { best });
        // Where no row is away from the centroids drawn so far, the first is drawn again; its segment
        // stays empty.
        let point = match winner {
            Some(winner) => winner.point.clone(),
            None => candidate.centroids.get(..d).map_or_else(|| vec![0.0; d], <[f64]>::to_vec),
        };
        candidate.centroids.extend(point);
    }
    Ok(())
}

fn place_rows(state: &mut State, named: &[u64], partials: Vec<Partial>) -> Result<(), Mistake> {
    let d = state.scan.columns.len();
    let sound = |found: &FoundRow| {
        let point = found.point.as_ref().is_none_or(|point| point.len() == d && are_coordinates(point));
        found.place < named.len() && point
    };
    let parts = take(partials, |partial| match partial {
        Partial::FoundRows(found) if found.iter().all(sound) => Some(found),
        _ => None,
    })?;
    let mut points: Vec<Option<Vec<f64>>> = vec![None; named.len()];
    for found in parts.into_iter().flatten() {
        let point = found.point.ok_or(Mistake::StartRowDropped { index: found.place, row: named[found.place] })?;
        points[found.place] = Some(point);
    }
    let mut centroids = Vec::with_capacity(named.len() * d);
    for (index, point) in points.into_iter().enumerate() {
        // The scan counted the rows: a named row that no part holds is a part that did not answer.
        let point = point.ok_or(Mistake::StartRowNotFound { index, row: named[index] })?;
        centroids.extend_from_slice(&point);
    }
    state.candidates[0].centroids = centroids;
    Ok(())
}

fn are_coordinates(point: &[f64]) -> bool {
    point.iter().all(|c| c.abs() <= COORDINATE_MAX)
}

fn merge_tallies(state: &mut State, partials: Vec<Partial>) -> Result<(), Mistake> {
    let (k, d) = (state.settings.k, state.scan.columns.len());
    let moving = state.moving();
    let parts = take(partials, |partial| match partial {
        Partial::Tallies(tallies) => {
            let sound = tallies.len() == moving.len() && tallies.iter().all(|tally| tally.is_sound(k, d));
            sound.then_some(tallies)
        }
        _ => None,
    })?;
    for (place, &start) in moving.iter().enumerate() {
        let mut whole = Tally::none(k, d);
        parts.iter().for_each(|tallies| whole.merge(&tallies[place]));
        if whole.counts.contains(&0) {
            state.candidates[start].waiting = Some(whole);
        } else {
            update(state, start, &whole);
        }
    }
    choose_phase(state);
    Ok(())
}

fn merge_farthest(state: &mut State, partials: Vec<Partial>) -> Result<(), Mistake> {
    let (k, d) = (state.settings.k, state.scan.columns.len());
    let waiting = state.waiting();
    let parts = take(partials, |partial| match partial {
        Partial::Farthest(far) if far.len() == waiting.len() => {
            far.iter().flatten().all(|row: &FarRow| row.is_sound(k, d)).then_some(far)
        }
        _ => None,
    })?;
    let grid = Grid::new(&state.space, &state.scan);
    for (place, &start) in waiting.iter().enumerate() {
        let far = parts.iter().flat_map(|part| part[place].iter().cloned()).collect();
        if let Some(mut tally) = state.candidates[start].waiting.take() {
            fill_empty(&mut tally, far, &grid);
            update(state, start, &tally);
        }
    }
    choose_phase(state);
    Ok(())
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

fn merge_outcomes(state: &mut State, partials: Vec<Partial>) -> Result<(), Mistake> {
    let (k, d, n) = (state.settings.k, state.scan.columns.len(), state.candidates.len());
    let parts = take(partials, |partial| match partial {
        Partial::Outcomes(outcomes) => {
            let sound = outcomes.len() == n && outcomes.iter().all(|outcome| outcome.is_sound(k));
            sound.then_some(outcomes)
        }
        _ => None,
    })?;
    let whole = |start: usize| {
        let mut whole: Outcome = parts[0][start].clone();
        parts[1..].iter().for_each(|outcomes| whole.merge(&outcomes[start]));
        whole
    };
    let outcomes: Vec<Outcome> = (0..n).map(whole).collect();
    // The least inertia; `min_by` keeps the first of equal ones.
    let inertia = |start: &usize| outcomes[*start].inertia.value();
    let best = (0..n).min_by(|a, b| inertia(a).total_cmp(&inertia(b))).unwrap_or(0);
    let mut candidate = state.candidates.swap_remove(best);
    let segments = ordered(&state.settings.order, &state.space, &candidate.centroids, &outcomes[best]);
    let reordered: Vec<f64> =
        segments.iter().flat_map(|&k| &candidate.centroids[k * d..(k + 1) * d]).copied().collect();
    candidate.centroids = reordered;
    state.candidates = vec![candidate];
    state.best = best;
    state.phase = Phase::Profile;
    Ok(())
}

fn merge_profile(state: State, partials: Vec<Partial>) -> Result<Fitted, Mistake> {
    let (k, d) = (state.settings.k, state.scan.columns.len());
    let parts = take(partials, |partial| match partial {
        Partial::Profile(profile) if profile.is_sound(k, d) => Some(profile),
        _ => None,
    })?;
    let whole = parts.into_iter().reduce(|mut whole: Profile, part| {
        whole.merge(&part);
        whole
    });
    let whole = whole.ok_or(Mistake::NoPartials)?;
    Ok(Fitted::new(state, &whole))
}

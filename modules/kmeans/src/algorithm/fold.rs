//! One pass over the rows of one part.

use super::farthest::{enough, farthest};
use super::finish::{Bounds, Outcome, Profile};
use super::memory::Memory;
use super::moments::Moments;
use super::rows::Rows;
use super::scan::Scan;
use super::settings::Start;
use super::start::{find_rows, race};
use super::state::{Partial, Phase, State};
use super::tally::Grid;

/// Finds out what the state asks for. `columns` are those of `names`, resolved against the table; their
/// lengths are equal and below 2^32. `memory` is of the same columns, or new.
pub fn fold(state: &State, names: &[String], columns: Vec<&[f64]>, first_row: u64, memory: &mut Memory) -> Partial {
    let rows = Rows::new(columns, first_row, state.settings.missing);
    match state.phase {
        Phase::Scan => Partial::Scan(Scan::of(names, &rows, state.settings.missing, state.settings.k)),
        Phase::Moments => Partial::Moments(Moments::of(&state.scan, &rows)),
        Phase::Start => fold_start(state, &rows, memory),
        Phase::Update => fold_update(state, &rows, memory),
        Phase::Farthest => fold_farthest(state, &rows, memory),
        Phase::Outcome => fold_outcome(state, &rows, memory),
        Phase::Profile => {
            let (part, track) = memory.part(&state.space, &rows, state.best);
            Partial::Profile(Profile::of(part, &rows, &bounds(state), &state.candidates[0].centroids, track))
        }
    }
}

fn bounds(state: &State) -> Bounds<'_> {
    Bounds { scan: &state.scan, space: &state.space }
}

fn fold_start(state: &State, rows: &Rows<'_>, memory: &mut Memory) -> Partial {
    let mut draw = |start: usize, seed: u64| {
        let (part, track) = memory.part(&state.space, rows, start);
        race(part, rows, &state.candidates[start].centroids, track, seed, start)
    };
    match &state.settings.start {
        Start::PlusPlus { seed, .. } => {
            Partial::Winners((0..state.candidates.len()).map(|start| draw(start, *seed)).collect())
        }
        Start::Rows(named) => Partial::FoundRows(find_rows(memory.part(&state.space, rows, 0).0, rows, named)),
        Start::Centroids(_) => Partial::FoundRows(Vec::new()),
    }
}

fn fold_update(state: &State, rows: &Rows<'_>, memory: &mut Memory) -> Partial {
    let grid = Grid::new(&state.space, &state.scan);
    let mut tally = |start: usize| {
        let (part, track) = memory.part(&state.space, rows, start);
        track.tally(part, &state.candidates[start].centroids, &grid).clone()
    };
    Partial::Tallies(state.moving().into_iter().map(&mut tally).collect())
}

fn fold_farthest(state: &State, rows: &Rows<'_>, memory: &mut Memory) -> Partial {
    let mut far = |start: usize| {
        let (part, track) = memory.part(&state.space, rows, start);
        farthest(part, rows, &state.candidates[start].centroids, track, enough(state.settings.k))
    };
    Partial::Farthest(state.waiting().into_iter().map(&mut far).collect())
}

fn fold_outcome(state: &State, rows: &Rows<'_>, memory: &mut Memory) -> Partial {
    let mut outcome = |start: usize| {
        let (part, track) = memory.part(&state.space, rows, start);
        let centroids = &state.candidates[start].centroids;
        let outcome = Outcome::of(part, rows, centroids, track);
        if state.candidates.len() == 1 { outcome } else { outcome.with_inertia(part, &bounds(state), centroids, track) }
    };
    Partial::Outcomes((0..state.candidates.len()).map(&mut outcome).collect())
}

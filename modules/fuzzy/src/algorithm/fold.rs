//! One pass over the rows of one part.

use fuzzy_kernel::{Centres, Lane, Memberships, OutcomeGrids, Part, Ranking, outcome};
use gridfolk_contract::Problem;
use gridfolk_numeric::fixed::Grid;
use gridfolk_space::{Moments, Rows, Scan};

use super::grades::values;
use super::limits::ENTROPY_MAX;
use super::memory::Memory;
use super::start::{first_bad, with_start};
use super::state::{Course, Looked, Partial, Phase, State};
use super::update::{ranges, sums_of};

/// A part of the table, as a fit sees it.
#[derive(Debug, Clone)]
pub struct View<'a> {
    /// Names of the used columns.
    pub names: Vec<String>,
    /// Their values: of equal lengths, below 2^32.
    pub columns: Vec<&'a [f64]>,
    /// The columns of start memberships, where the settings name some.
    pub starts: Vec<&'a [f64]>,
    /// Position of the part's first row in the whole table.
    pub first_row: u64,
}

/// Finds out what the state asks for. `memory` is of the same columns, or new.
///
/// # Errors
/// A logarithm of a column that is not used.
pub fn fold(state: &State, view: &View<'_>, memory: &mut Memory) -> Result<Partial, Problem> {
    let missing = state.settings.basis.missing;
    let rows = |logs: &[bool]| Rows::new(view.columns.clone(), logs, view.first_row, missing);
    Ok(match state.phase {
        Phase::Scan => {
            let logs = state.settings.basis.logs(&view.names)?;
            let rows = rows(&logs);
            let bad_start = first_bad(&rows, &view.starts);
            Partial::Scan(Looked { scan: Scan::of(&view.names, &logs, &rows, missing), bad_start })
        }
        Phase::Moments => Partial::Moments(Moments::of(&state.scan, &rows(&state.scan.logs))),
        Phase::Start => {
            let part = memory.part(&state.space, &view.columns);
            with_start(&state.settings, &rows(&[]), &view.starts, |start| {
                Partial::Sums(sums_of(state, part, start, None))
            })
        }
        Phase::Update => Partial::Sums(fold_update(state, view, memory)),
        Phase::Outcome => Partial::Sums(fold_outcome(state, view, memory)),
    })
}

fn fold_update(state: &State, view: &View<'_>, memory: &mut Memory) -> Vec<u64> {
    let part = memory.part(&state.space, &view.columns);
    let now = centres(state, &state.centroids);
    let memberships = |block: usize, u: &mut [Lane], powers: &mut [Lane]| now.memberships(part, block, u, powers);
    if !state.measures {
        return sums_of(state, part, &memberships, None);
    }
    with_previous(state, view, part, |before| sums_of(state, part, &memberships, Some(before)))
}

fn centres<'a>(state: &State, coordinates: &'a [f64]) -> Centres<'a> {
    Centres { coordinates, m: state.settings.m }
}

/// The memberships one update before.
fn with_previous<T>(state: &State, view: &View<'_>, part: &Part, then: impl FnOnce(Memberships<'_>) -> T) -> T {
    match &state.previous {
        Some(previous) => {
            let before = centres(state, previous);
            then(&|block, u, powers| before.memberships(part, block, u, powers))
        }
        None => {
            let rows = Rows::new(view.columns.clone(), &[], view.first_row, state.settings.basis.missing);
            with_start(&state.settings, &rows, &view.starts, then)
        }
    }
}

fn fold_outcome(state: &State, view: &View<'_>, memory: &mut Memory) -> Vec<u64> {
    let part = memory.part(&state.space, &view.columns);
    let now = centres(state, &state.centroids);
    let values = values(&state.space, state.weights.as_deref(), &state.centroids);
    let ranking = Ranking { between: state.settings.between, values: &values };
    let mut found = outcome(part, now, ranking, &outcome_grids(state));
    // A fit that was stopped may have come to rest with its last update.
    let mut change = 0;
    if state.course == Course::Stopped {
        let memberships = |block: usize, u: &mut [Lane], powers: &mut [Lane]| now.memberships(part, block, u, powers);
        let sums = with_previous(state, view, part, |before| sums_of(state, part, &memberships, Some(before)));
        change = sums.last().copied().unwrap_or(0);
    }
    found.push(change);
    found
}

/// The grids of the last pass: a row's memberships sum to 1, its entropy is at most ln c, its part of the
/// objective at most its largest squared distance.
pub fn outcome_grids(state: &State) -> OutcomeGrids {
    let n = state.scan.n_used;
    let d = state.space.n_columns();
    let mut bound = 0.0;
    for (j, (least, greatest)) in ranges(&state.space, &state.scan).into_iter().enumerate() {
        let reach = |c: f64| (greatest - c).abs().max((least - c).abs());
        let longest =
            state.centroids.iter().skip(j).step_by(d).fold(0.0, |reach_most: f64, &c| reach_most.max(reach(c)));
        bound += longest * longest;
    }
    OutcomeGrids { shares: Grid::new(1.0, n), entropy: Grid::new(ENTROPY_MAX, n), objective: Grid::new(bound, n) }
}

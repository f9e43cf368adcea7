//! One pass over one part; and a whole fit over one.

use gridfolk_contract::{Problem, Table};

use super::fitted::predictor_of;
use super::memory::Memory;
use super::merge::merge;
use super::quality::Ranked;
use super::rows::Rows;
use super::scan::Scan;
use super::score::probabilities_of;
use super::settings::Settings;
use super::state::{Partial, Stage, State, Step};
use super::{Coded, Fit};

/// Finds out what the state asks for. `memory` is of the same columns, or new.
///
/// # Errors
/// Columns that the part does not have, or other ones than the parts before.
pub fn fold(state: &State, table: &Table, first_row: u64, memory: &mut Memory) -> Result<Partial, Problem> {
    pass(state, first_row, memory, || Rows::new(table, &state.settings))
}

/// Fits a table that is there as a whole: the same code over one part, and so the same bits.
///
/// # Errors
/// What is wrong with the table.
pub fn fit(settings: Settings, table: &Table, memory: &mut Memory) -> Result<Fit, Problem> {
    let mut state = State::begin(settings);
    loop {
        let partial = fold(&state, table, 0, memory)?;
        match merge(state, vec![partial])? {
            Step::Next(next) => state = *next,
            Step::Done(fit) => return Ok(*fit),
        }
    }
}

fn pass<'t>(
    state: &State,
    first_row: u64,
    memory: &mut Memory,
    rows: impl FnOnce() -> Result<Rows<'t>, Problem>,
) -> Result<Partial, Problem> {
    match &state.stage {
        Stage::Levels => Ok(Partial::Scan(Scan::of(&rows()?, &state.settings, first_row))),
        Stage::Solve(solver) => {
            let blocks = memory.blocks(&state.settings, &state.coding);
            if let Some(partial) = solver.fold_remembered(blocks) {
                return Ok(Partial::Solver(partial));
            }
            let rows = known(rows()?, &state.coding)?;
            Ok(Partial::Solver(solver.fold(&rows.design(&state.coding), blocks)))
        }
        Stage::Quality(fitted) => {
            let rows = known(rows()?, &state.coding)?;
            let predictor = predictor_of(fitted, &state.coding, &state.settings);
            let log_odds = predictor.log_odds(&rows.columns);
            let ranked =
                Ranked::of(&rows, &probabilities_of(&log_odds), fitted.scan().n_rows, fitted.scan().weight_most);
            if rows.n_used() == rows.n_rows {
                memory.keep(predictor, log_odds);
            }
            Ok(Partial::Ranked(ranked))
        }
    }
}

/// Refuses rows of other columns than those of the fit.
fn known<'t>(rows: Rows<'t>, coding: &[Coded]) -> Result<Rows<'t>, Problem> {
    let mut pairs = rows.columns.iter().zip(&rows.names).zip(coding);
    let agree = rows.columns.len() == coding.len()
        && pairs.all(|((cells, name), coded)| *name == coded.name && cells.is_number() == coded.levels.is_none());
    if agree {
        return Ok(rows);
    }
    let columns: Vec<String> = coding.iter().map(|coded| coded.name.clone()).collect();
    Err(Problem::columns_differ(&columns, &rows.names))
}

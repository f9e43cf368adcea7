//! A fit on its way: what is known after each pass, and what the next pass is to find out.

use gridfolk_contract::wire::{packed, packed_enum};
use gridfolk_logistic::{Fitted, Unit};

use super::coding::Coded;
use super::fitted::Fit;
use super::quality::Ranked;
use super::scan::Scan;
use super::settings::Settings;

/// All that is known of a fit between two passes.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What is asked for.
    pub settings: Settings,
    /// The columns of the fit; empty before the first pass.
    pub coding: Vec<Coded>,
    /// Rows, dropped ones too.
    pub n_rows: u64,
    /// Where the fit stands.
    pub stage: Stage,
}

/// What the next pass finds out.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Levels, and rows that cannot be used.
    Levels,
    /// What the solver asks for.
    Solve(gridfolk_logistic::State),
    /// How good the fit is.
    Quality(Fitted),
}

/// What one part finds out in one pass.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// Of [`Stage::Levels`].
    Scan(Scan),
    /// Of [`Stage::Solve`].
    Solver(gridfolk_logistic::Partial),
    /// Of [`Stage::Quality`].
    Ranked(Ranked),
}

/// What follows a pass.
#[derive(Debug)]
pub enum Step {
    /// Another pass.
    Next(Box<State>),
    /// The fit is done.
    Done(Box<Fit>),
}

packed!(State { settings, coding, n_rows, stage });
packed_enum!(Stage { 0 => Levels, 1 => Solve(solver), 2 => Quality(fitted) });
packed_enum!(Partial { 0 => Scan(found), 1 => Solver(found), 2 => Ranked(found) });

impl State {
    /// A fit before its first pass.
    pub fn begin(settings: Settings) -> Self {
        State { settings, coding: Vec::new(), n_rows: 0, stage: Stage::Levels }
    }

    /// What the next pass finds out, in a word.
    pub fn phase(&self) -> &'static str {
        match &self.stage {
            Stage::Levels => "levels",
            Stage::Solve(solver) => solver.phase(),
            Stage::Quality(_) => "quality",
        }
    }

    /// A guess at how much is done, 0 to 1; it never falls.
    pub fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Levels => 0.0,
            Stage::Solve(solver) => 0.05 + 0.9 * solver.progress(),
            Stage::Quality(_) => 0.95,
        }
    }

    /// What the coefficients are to be of: numbers as the settings say, levels as they are.
    pub fn units(&self) -> Vec<Unit> {
        let of_number = if self.settings.standardize { Unit::StandardDeviation } else { Unit::AsGiven };
        let units = |coded: &Coded| match coded.levels {
            None => vec![of_number],
            Some(_) => vec![Unit::AsGiven; coded.n_terms()],
        };
        self.coding.iter().flat_map(units).collect()
    }

    /// Whether the state is such that a pass over rows cannot fail: it has crossed the border, and the
    /// caller may have changed it.
    pub fn is_sound(&self) -> bool {
        let n_terms = self.coding.iter().map(Coded::n_terms).fold(0, usize::saturating_add);
        self.settings.is_sound()
            && self.coding.iter().all(Coded::is_sound)
            && match &self.stage {
                Stage::Levels => self.coding.is_empty(),
                Stage::Solve(solver) => solver.is_sound() && solver.n_terms() == n_terms,
                Stage::Quality(fitted) => {
                    let most = fitted.scan().weight_most;
                    fitted.n_terms() == n_terms && (1e-60..=1e60).contains(&most)
                }
            }
    }
}

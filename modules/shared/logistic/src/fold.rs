//! One pass over one part; and a whole fit over one.

use crate::blocks::Memory;
use crate::design::Design;
use crate::evaluate::sums;
use crate::fitted::Fitted;
use crate::options::{Options, Unit};
use crate::refusal::Refusal;
use crate::scan::scan;
use crate::state::{Partial, Phase, State, Sums};

impl State {
    /// One pass over the rows that `memory` holds as this pass reads them; none where it does not, and
    /// the design is needed. Most passes of a fit need none.
    pub fn fold_remembered(&self, memory: &mut Memory) -> Option<Partial> {
        let is_there = !matches!(self.phase, Phase::Scan | Phase::Means) && memory.is_of(&self.space);
        let none = Design { terms: Vec::new(), target: &[], weights: None };
        is_there.then(|| partial_of(sums(self, &none, memory)))
    }

    /// One pass over the rows of one part. `memory` is of the same rows, or new; with it a pass does not
    /// place the columns anew.
    ///
    /// # Panics
    /// When the design has another number of columns than the fit, or columns of different lengths: the
    /// caller has made it for this fit.
    pub fn fold(&self, design: &Design<'_>, memory: &mut Memory) -> Partial {
        assert!(design.terms.len() == self.n_terms(), "a design has the columns of its fit");
        let n_rows = design.n_rows();
        let lengths_agree = design.terms.iter().all(|term| term.n_rows() == n_rows)
            && design.weights.is_none_or(|weights| weights.len() == n_rows);
        assert!(lengths_agree, "the columns of a design are of equal length");
        match self.phase {
            Phase::Scan => scan(design),
            _ => partial_of(sums(self, design, memory)),
        }
    }
}

fn partial_of(Sums { units, least, greatest }: Sums) -> Partial {
    Partial { units, least: vec![least], greatest: vec![greatest] }
}

/// Fits rows that are there as a whole: the same code over one part, and so the same bits.
///
/// # Errors
/// What is wrong with the rows.
///
/// # Panics
/// As [`State::fold`].
pub fn fit(options: &Options, units: &[Unit], design: &Design<'_>) -> Result<Fitted, Refusal> {
    let mut memory = Memory::default();
    let mut state = State::begin(*options, units.to_vec())?;
    loop {
        let partial = state.fold_remembered(&mut memory).unwrap_or_else(|| state.fold(design, &mut memory));
        if state.merge(&[partial])? {
            return Fitted::new(state);
        }
    }
}

//! One pass over one part; and a whole fit over one.

use crate::blocks::Memory;
use crate::design::Rows;
use crate::evaluate::{sums_for_means, sums_of_blocks};
use crate::fitted::Fitted;
use crate::options::{Options, Unit};
use crate::refusal::Refusal;
use crate::scan::scan;
use crate::state::{Partial, Phase, State, Sums};

impl State {
    /// One pass over the rows that `memory` holds as this pass reads them; none where it does not, and
    /// the rows are needed. Most passes of a fit need none.
    pub fn fold_remembered(&self, memory: &Memory) -> Option<Partial> {
        let is_there = !matches!(self.phase, Phase::Scan | Phase::Means) && memory.is_of(&self.space);
        is_there.then(|| partial_of(sums_of_blocks(self, memory)))
    }

    /// One pass over the rows of one part. `memory` is of the same rows, or new; with it a pass does not
    /// place the columns anew.
    ///
    /// # Panics
    /// When the rows have another number of columns than the fit, or columns of different lengths: the
    /// caller has made them for this fit.
    pub fn fold(&self, rows: &impl Rows, memory: &mut Memory) -> Partial {
        assert!(rows.n_terms() == self.n_terms(), "rows have the columns of their fit");
        match self.phase {
            Phase::Scan => scan(rows),
            Phase::Means => partial_of(sums_for_means(self, rows)),
            _ => {
                memory.place(rows, &self.space, self.scan.weight_most);
                partial_of(sums_of_blocks(self, memory))
            }
        }
    }
}

fn partial_of(Sums { units, least, greatest }: Sums) -> Partial {
    let units = units.into_iter().map(|units| units as u64).collect();
    Partial { units, least: vec![least], greatest: vec![greatest] }
}

/// Fits rows that are there as a whole: the same code over one part, and so the same bits.
///
/// # Errors
/// What is wrong with the rows.
///
/// # Panics
/// As [`State::fold`].
pub fn fit(options: &Options, units: &[Unit], rows: &impl Rows) -> Result<Fitted, Refusal> {
    let mut memory = Memory::default();
    let mut state = State::begin(*options, units.to_vec())?;
    loop {
        let partial = state.fold_remembered(&memory).unwrap_or_else(|| state.fold(rows, &mut memory));
        if state.merge(&[partial])? {
            return Fitted::new(state);
        }
    }
}

//! The first pass: rows, outcomes, the range of every column.

use gridfolk_contract::wire::packed;
use logistic_kernel::range;

use crate::design::Rows;
use crate::options::{Options, VALUE_MAX};
use crate::refusal::Refusal;
use crate::state::{Partial, Phase};

/// Counts of the pass before those of the columns.
pub(crate) const N_COUNTS: usize = 3;
/// A column whose values are all within this range is constant.
const RANGE_LEAST: f64 = 1e-60;

/// What a part, or the whole table, holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// Rows.
    pub n_rows: u64,
    /// Rows of target 1.
    pub n_events: u64,
    /// Rows of target 0.
    pub n_non_events: u64,
    /// The least weight.
    pub weight_least: f64,
    /// The greatest weight.
    pub weight_most: f64,
    /// Values of each column that are there.
    pub n_present: Vec<u64>,
    /// The least value of each column.
    pub least: Vec<f64>,
    /// The greatest value of each column.
    pub greatest: Vec<f64>,
}

packed!(Scan { n_rows, n_events, n_non_events, weight_least, weight_most, n_present, least, greatest });

impl Scan {
    /// Of no rows, with `n_terms` columns.
    pub fn empty(n_terms: usize) -> Self {
        Scan::of(&Partial::empty(Phase::Scan, n_terms))
    }

    /// What the pass found, in the order of its sums.
    pub(crate) fn of(found: &Partial) -> Self {
        Scan {
            n_rows: found.units[0],
            n_events: found.units[1],
            n_non_events: found.units[2],
            weight_least: found.least[0],
            weight_most: found.greatest[0],
            n_present: found.units[N_COUNTS..].to_vec(),
            least: found.least[1..].to_vec(),
            greatest: found.greatest[1..].to_vec(),
        }
    }

    /// Whether it tells of `n_terms` columns.
    pub fn is_of(&self, n_terms: usize) -> bool {
        self.n_present.len() == n_terms && self.least.len() == n_terms && self.greatest.len() == n_terms
    }

    /// Refuses what cannot be fitted.
    pub fn check(&self, options: &Options) -> Result<(), Refusal> {
        let (n_rows, n_terms) = (self.n_rows, self.least.len());
        if n_rows == 0 {
            return Err(Refusal::NoRows);
        }
        if self.n_events.saturating_add(self.n_non_events) != n_rows {
            return Err(Refusal::TargetNotBinary);
        }
        if !(self.weight_least >= 1.0 / VALUE_MAX
            && self.weight_most <= VALUE_MAX
            && self.weight_least <= self.weight_most)
        {
            return Err(Refusal::WeightNotPositive);
        }
        if self.n_events == 0 {
            return Err(Refusal::NoEvents { n_rows });
        }
        if self.n_non_events == 0 {
            return Err(Refusal::OnlyEvents { n_rows });
        }
        (0..n_terms).try_for_each(|j| self.check_term(j))?;
        if options.ridge == 0.0 && n_terms as u64 >= n_rows {
            return Err(Refusal::MoreTermsThanRows { n_terms, n_rows });
        }
        Ok(())
    }

    fn check_term(&self, j: usize) -> Result<(), Refusal> {
        if self.n_present[j] == 0 {
            return Err(Refusal::AllMissing(j));
        }
        if !(self.least[j] >= -VALUE_MAX && self.greatest[j] <= VALUE_MAX) {
            return Err(Refusal::ValueTooLarge(j));
        }
        if self.greatest[j] - self.least[j] < RANGE_LEAST {
            return Err(Refusal::Constant(j));
        }
        Ok(())
    }
}

/// The pass over one part: counts of rows and outcomes, then the ranges of weights and columns.
pub(crate) fn scan(rows: &impl Rows) -> Partial {
    let n_rows = rows.target().len() as u64;
    let count = |outcome: f64| rows.target().iter().filter(|&&y| y == outcome).count() as u64;
    let (least, greatest) = match rows.weights().map(range) {
        None => (1.0, 1.0),
        // A weight that is missing counts as 0, which is refused.
        Some(found) if found.n_numbers < n_rows => (0.0, 0.0),
        Some(found) => (found.least, found.greatest),
    };
    let units = vec![n_rows, count(1.0), count(0.0)];
    let mut found = Partial { units, least: vec![least], greatest: vec![greatest] };
    for term in 0..rows.n_terms() {
        let of = rows.range(term);
        found.units.push(of.n_numbers);
        found.least.push(of.least);
        found.greatest.push(of.greatest);
    }
    found
}

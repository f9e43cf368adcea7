//! The first pass: rows, outcomes, the range of every column.

use gridfolk_contract::MISSING_CODE;
use gridfolk_contract::wire::packed;
use logistic_kernel::{Range, range};

use crate::design::{Design, Term};
use crate::options::{Options, VALUE_MAX};
use crate::refusal::Refusal;

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
        Scan {
            n_rows: 0,
            n_events: 0,
            n_non_events: 0,
            weight_least: f64::INFINITY,
            weight_most: 0.0,
            n_present: vec![0; n_terms],
            least: vec![f64::INFINITY; n_terms],
            greatest: vec![f64::NEG_INFINITY; n_terms],
        }
    }

    /// Of one part.
    pub fn of(design: &Design<'_>) -> Self {
        let mut scan = Scan::empty(0);
        scan.n_rows = design.n_rows() as u64;
        scan.n_events = design.target.iter().filter(|&&y| y == 1.0).count() as u64;
        scan.n_non_events = design.target.iter().filter(|&&y| y == 0.0).count() as u64;
        match design.weights.map(range) {
            None if scan.n_rows > 0 => (scan.weight_least, scan.weight_most) = (1.0, 1.0),
            // A weight that is missing counts as 0, which is refused.
            Some(found) if found.n_numbers < scan.n_rows => (scan.weight_least, scan.weight_most) = (0.0, 0.0),
            Some(found) if scan.n_rows > 0 => (scan.weight_least, scan.weight_most) = (found.least, found.greatest),
            _ => {}
        }
        for term in &design.terms {
            let found = range_of(*term);
            scan.n_present.push(found.n_numbers);
            scan.least.push(found.least);
            scan.greatest.push(found.greatest);
        }
        scan
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Scan) {
        self.n_rows = self.n_rows.saturating_add(other.n_rows);
        self.n_events = self.n_events.saturating_add(other.n_events);
        self.n_non_events = self.n_non_events.saturating_add(other.n_non_events);
        self.weight_least = self.weight_least.min(other.weight_least);
        self.weight_most = self.weight_most.max(other.weight_most);
        for j in 0..self.least.len() {
            self.n_present[j] = self.n_present[j].saturating_add(other.n_present[j]);
            self.least[j] = self.least[j].min(other.least[j]);
            self.greatest[j] = self.greatest[j].max(other.greatest[j]);
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

fn range_of(term: Term<'_>) -> Range {
    match term {
        Term::Number(values) => range(values),
        Term::Level { codes, code } => {
            let n_numbers = codes.iter().filter(|&&other| other != MISSING_CODE).count() as u64;
            let n_ones = codes.iter().filter(|&&other| other == code && code != MISSING_CODE).count() as u64;
            let least = if n_numbers > n_ones { 0.0 } else { 1.0 };
            let greatest = if n_ones > 0 { 1.0 } else { 0.0 };
            match n_numbers {
                0 => Range { n_numbers, least: f64::INFINITY, greatest: f64::NEG_INFINITY },
                _ => Range { n_numbers, least, greatest },
            }
        }
    }
}

//! What travels between passes.

use gridfolk_numeric::moments::{Extent, Moments};
use gridfolk_numeric::quantile::Refinement;
use gridfolk_whatif::{Condition, Test};

use super::trace::Trace;
use super::{Beyond, Fit, Rule, Settings};
use crate::wire::{packed, packed_enum};

/// What the next pass over the rows finds out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// How many rows there are, which columns, and their extents.
    Scan,
    /// Moments.
    Moments,
    /// Quantiles: as many passes as they need.
    Quantiles,
    /// Who has which tags.
    Count,
}

packed_enum!(Phase { 0 => Scan, 1 => Moments, 2 => Quantiles, 3 => Count });

/// A fit under way. Lists have one entry a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What is next.
    pub phase: Phase,
    /// Rows of the table.
    pub n_rows: u64,
    /// Empty before the scan; then the column for whose absence each tag is skipped.
    pub missing: Vec<Option<String>>,
    /// Extents of statistics' columns.
    pub extents: Vec<Extent>,
    /// Their moments.
    pub moments: Vec<Moments>,
    /// The searches for quantiles, as integers.
    pub searches: Vec<Vec<u64>>,
}

packed!(State { phase, n_rows, missing, extents, moments, searches });

/// What a pass over one part found.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// Rows; of each tag the column that is missing; extents.
    Scan(u64, Vec<Option<String>>, Vec<Extent>),
    /// Moments.
    Moments(Vec<Moments>),
    /// What the searches found.
    Quantiles(Vec<Vec<u64>>),
    /// Who has which tags.
    Count(Counts),
}

packed_enum!(Partial {
    0 => Scan(n_rows, missing, extents), 1 => Moments(moments), 2 => Quantiles(found), 3 => Count(counts),
});

/// Who has which tags. Lists have one entry a tag.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts {
    /// Rows.
    pub n_rows: u64,
    /// Customers with the tag.
    pub n_tagged: Vec<u64>,
    /// Customers of whom a missing value leaves it open.
    pub n_unknown: Vec<u64>,
    /// Customers without any tag.
    pub n_untagged: u64,
    /// Why the traced customers have their tags, in the order of rows.
    pub traces: Vec<Trace>,
}

packed!(Counts { n_rows, n_tagged, n_unknown, n_untagged, traces });

impl State {
    /// Before the first pass.
    pub fn begin() -> Self {
        State {
            phase: Phase::Scan,
            n_rows: 0,
            missing: Vec::new(),
            extents: Vec::new(),
            moments: Vec::new(),
            searches: Vec::new(),
        }
    }

    /// Whether it can be that of a fit with these settings.
    pub fn is_sound(&self, settings: &Settings) -> bool {
        let n = settings.rules.len();
        if self.phase == Phase::Scan {
            return *self == State::begin();
        }
        let lengths = [self.missing.len(), self.extents.len(), self.moments.len(), self.searches.len()];
        let fit_each_other = |(extent, sums): (&Extent, &Moments)| extent.is_within_limit() && sums.n <= extent.n;
        lengths == [n; 4]
            && (1..=1 << 53).contains(&self.n_rows)
            && self.extents.iter().zip(&self.moments).all(fit_each_other)
            && self.searches.iter().all(|words| Refinement::from_words(words).is_some())
    }

    /// The search of a tag; nothing to search where it is no quantile, or its column has no value.
    pub fn search(&self, index: usize) -> Option<Refinement> {
        Refinement::from_words(&self.searches[index]).filter(|search| !search.values().is_empty())
    }

    /// Of each tag its condition, once everything is found.
    pub fn conditions(&self, settings: &Settings) -> Vec<Option<Condition>> {
        let condition = |(index, rule): (usize, &Rule)| match rule {
            _ if self.missing[index].is_some() => None,
            Rule::Given { condition, .. } => Some(condition.clone()),
            Rule::Fitted(fit) => self.fitted_condition(index, fit),
        };
        settings.rules.iter().enumerate().map(condition).collect()
    }

    fn fitted_condition(&self, index: usize, fit: &Fit) -> Option<Condition> {
        let (extent, moments) = (&self.extents[index], &self.moments[index]);
        let test = match (fit.beyond, fit.is_above) {
            (Beyond::Quantile(_), true) => Test::Gt(*self.search(index)?.values().first()?),
            (Beyond::Quantile(_), false) => Test::Lt(*self.search(index)?.values().first()?),
            (Beyond::ZScore(z), is_above) => {
                let sd = moments.sd().filter(|sd| *sd > 0.0)?;
                let threshold = moments.mean(extent)? + z * sd;
                if is_above { Test::Gte(threshold) } else { Test::Lte(threshold) }
            }
            (Beyond::Share(share), is_above) => {
                let sum = Some(moments.sum(extent)).filter(|sum| *sum > 0.0)?;
                if is_above { Test::Gte(share * sum) } else { Test::Lt(share * sum) }
            }
        };
        let is_finite = match &test {
            Test::Gt(at) | Test::Lt(at) | Test::Gte(at) | Test::Lte(at) => at.is_finite(),
            _ => false,
        };
        is_finite.then(|| Condition::Column(fit.column.clone(), test))
    }

    /// Whether any tag needs moments.
    pub fn needs_moments(settings: &Settings) -> bool {
        let needs = |rule: &Rule| matches!(rule, Rule::Fitted(fit) if !matches!(fit.beyond, Beyond::Quantile(_)));
        settings.rules.iter().any(needs)
    }

    /// A guess at how much is done, 0 to 1, and the word for what is next.
    pub fn progress(&self) -> (f64, &'static str) {
        match self.phase {
            Phase::Scan => (0.0, "scan"),
            Phase::Moments => (0.2, "moments"),
            Phase::Quantiles => (0.4, "quantiles"),
            Phase::Count => (0.8, "count"),
        }
    }
}

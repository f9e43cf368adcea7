//! A fit on its way: what is known after each pass, and what the next pass is to find out.

use gridfolk_contract::wire::{packed, packed_enum};
use gridfolk_numeric::quantile::Refinement;

use super::attribute::{Attribute, Count};
use super::limits::{COLUMNS_MAX, POINTS_MAX};
use super::scan::Scan;
use super::selection::{Coded, LeftOut};
use super::values::searched_next;
use crate::contract::{FitRequest, Trend};

/// Limbs of the sums of losses.
pub const N_LOSSES: usize = 6;

/// What the next pass over the rows is to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Rows, bads, what the columns hold.
    Scan,
    /// Quantiles of columns of numbers, where rows are many.
    Quantiles,
    /// Goods and bads of the numbers of each column.
    Values,
    /// Sums of products of WOE, for correlations.
    Products,
    /// A step of the logistic regression.
    Regression,
    /// How well the card does.
    Outcome,
}

/// All that is known of a fit between two passes.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What the next pass finds out.
    pub phase: Phase,
    /// Passes merged so far.
    pub n_passes: u32,
    /// Result of the first pass.
    pub scan: Scan,
    /// The search for quantiles of each column, while there is one.
    pub searches: Vec<Vec<u64>>,
    /// The columns with their bins.
    pub attributes: Vec<Attribute>,
    /// Columns that are in the card so far, by place.
    pub kept: Vec<usize>,
    /// Columns that are not.
    pub left_out: Vec<LeftOut>,
    /// The regression, while it lasts.
    pub regression: Option<gridfolk_logistic::State>,
    /// Its result.
    pub estimate: Estimate,
}

/// Result of the regression: of the log odds of goods.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Estimate {
    /// The intercept, then a coefficient for each kept column.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub standard_errors: Vec<f64>,
    /// Whether goods and bads are told apart without error, so that Firth's correction was used.
    pub is_firth: bool,
    /// Whether the maximum was reached.
    pub converged: bool,
}

/// What one part finds out in one pass: what the pass is not about is empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Partial {
    /// Of [`Phase::Scan`].
    pub scan: Option<Scan>,
    /// Of [`Phase::Quantiles`], by column that is searched.
    pub words: Vec<Vec<u64>>,
    /// Of [`Phase::Values`], by column; of [`Phase::Outcome`] probabilities of the event (none for a card of rules), and
    /// points (all are goods where there is no target).
    pub ranked: Vec<Vec<f64>>,
    /// Of [`Phase::Outcome`]: rows, and rows that meet each rule.
    pub counts: Vec<u64>,
    /// Of [`Phase::Products`], by pair of kept columns; of [`Phase::Outcome`] sums of losses, two limbs each.
    pub sums: Vec<f64>,
    /// Of [`Phase::Regression`].
    pub regression: Option<gridfolk_logistic::Partial>,
}

packed_enum!(Phase { 0 => Scan, 1 => Quantiles, 2 => Values, 3 => Products, 4 => Regression, 5 => Outcome });
packed_enum!(Trend { 0 => Auto, 1 => Ascending, 2 => Descending, 3 => Peak, 4 => Valley, 5 => None });
packed!(Partial { scan, words, ranked, counts, sums, regression });
packed!(State { phase, n_passes, scan, searches, attributes, kept, left_out, regression, estimate });
packed!(Estimate { coefficients, standard_errors, is_firth, converged });

impl Phase {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Scan => "scan",
            Phase::Quantiles => "quantiles",
            Phase::Values => "bins",
            Phase::Products => "correlations",
            Phase::Regression => "regression",
            Phase::Outcome => "outcome",
        }
    }
}

impl State {
    /// A fit before its first pass. A card of rules has its outcome to find out only.
    pub fn begin(request: &FitRequest) -> Self {
        State {
            phase: if request.target.is_some() { Phase::Scan } else { Phase::Outcome },
            n_passes: 0,
            scan: Scan::default(),
            searches: Vec::new(),
            attributes: Vec::new(),
            kept: Vec::new(),
            left_out: Vec::new(),
            regression: None,
            estimate: Estimate { coefficients: vec![0.0], ..Estimate::default() },
        }
    }

    /// A guess at how much is done, 0 to 1; it never falls.
    pub fn progress(&self) -> f64 {
        if self.phase == Phase::Outcome && self.n_passes > 0 {
            return 0.95;
        }
        let n = f64::from(self.n_passes);
        0.9 * n / (n + 6.0)
    }

    /// WOE of each bin of a column.
    pub fn woes(&self, column: usize, request: &FitRequest) -> Vec<f64> {
        let woe = |count: &Count| count.woe_and_iv(self.scan.all, request.binning.zero_cell).0;
        self.attributes[column].counts.iter().map(woe).collect()
    }

    /// The same of the kept columns.
    pub fn woes_kept(&self, request: &FitRequest) -> Vec<Vec<f64>> {
        self.kept.iter().map(|&column| self.woes(column, request)).collect()
    }

    /// The kept columns of rows with these bins, and with the WOE of [`State::woes_kept`].
    pub fn coded<'a>(&self, codes: &'a [Vec<u8>], woes: &'a [Vec<f64>]) -> Vec<Coded<'a>> {
        self.kept.iter().zip(woes).map(|(&column, woes)| Coded { codes: &codes[column], woes }).collect()
    }

    /// Whether a partial is of this pass.
    pub fn is_asked(&self, request: &FitRequest, partial: &Partial) -> bool {
        let n_kept = self.kept.len();
        let lengths = match self.phase {
            Phase::Scan | Phase::Regression => [0, 0, 0, 0],
            Phase::Quantiles => [searched_next(&self.searches).len(), 0, 0, 0],
            Phase::Values => [0, self.scan.columns.len(), 0, 0],
            Phase::Products => [0, 0, 0, n_kept * n_kept.saturating_sub(1) / 2],
            Phase::Outcome => [0, 2, 1 + request.rules.len(), N_LOSSES],
        };
        let Partial { scan, words, ranked, counts, sums, regression } = partial;
        lengths == [words.len(), ranked.len(), counts.len(), sums.len()]
            && sums.iter().all(|sum| sum.is_finite())
            && scan.is_some() == (self.phase == Phase::Scan)
            && regression.is_some() == (self.phase == Phase::Regression)
    }

    /// Whether nothing is known yet but how many passes there were.
    pub fn is_begun(&self, request: &FitRequest) -> bool {
        self.phase == Phase::Scan || request.target.is_none()
    }

    /// Whether the state, if it is not just begun, is such that a pass over rows cannot fail: it has crossed the
    /// border, and the caller may have changed it.
    pub fn is_sound(&self) -> bool {
        let n_columns = self.scan.columns.len();
        let is_past = |phase: Phase| self.phase as u8 > phase as u8;
        let all = self.scan.all;
        let is_scanned = n_columns <= COLUMNS_MAX && all.goods > 0 && all.bads > 0 && all.n() < 1 << 53;
        let is_searched = self.searches.len() == n_columns
            && self.searches.iter().all(|words| Refinement::from_words(words).is_some());
        let are_binned = match is_past(Phase::Values) {
            true => self.attributes.len() == n_columns,
            false => self.attributes.is_empty() && self.kept.is_empty(),
        };
        let are_kept = self.kept.iter().all(|&column| column < self.attributes.len())
            && self.kept.windows(2).all(|pair| pair[0] < pair[1]);
        let is_regression =
            |regression: &gridfolk_logistic::State| regression.is_sound() && regression.n_terms() == self.kept.len();
        let has_regression = self.phase == Phase::Regression;
        is_scanned
            && is_searched
            && are_binned
            && are_kept
            && self.attributes.iter().all(is_sound_attribute)
            && self.regression.is_some() == has_regression
            && self.regression.iter().all(is_regression)
            && (self.phase != Phase::Outcome || self.estimate.is_sound(self.kept.len()))
    }
}

impl Estimate {
    fn is_sound(&self, n_kept: usize) -> bool {
        self.coefficients.len() == n_kept + 1
            && self.standard_errors.len() == n_kept + 1
            && self.coefficients.iter().all(|coefficient| coefficient.abs() <= POINTS_MAX)
    }
}

/// Whether a column's bins are such that values can fall into them.
pub fn is_sound_attribute(attribute: &Attribute) -> bool {
    attribute.split.is_sound() && attribute.counts.len() == attribute.split.n_bins()
}

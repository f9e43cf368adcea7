//! A fit on its way: what is known after each pass, and what the next pass is to find out.

use gridfolk_contract::wire::{packed, packed_enum};
use gridfolk_numeric::quantile::Refinement;
use gridfolk_numeric::sum::TwoLimbs;

use super::attribute::{Attribute, Split};
use super::limits::{COLUMNS_MAX, POINTS_MAX};
use super::scan::Scan;
use super::selection::LeftOut;
use super::values::Counted;
use crate::contract::{FitRequest, Trend};

/// The most bins of a column, so that a bin is a byte.
const BINS_MAX: usize = 250;

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
    /// The trend that each column's bins keep to.
    pub trends: Vec<Option<Trend>>,
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

/// What one part finds out in one pass.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// Of [`Phase::Scan`].
    Scan(Scan),
    /// Of [`Phase::Quantiles`], by column that is searched.
    Words(Vec<Vec<u64>>),
    /// Of [`Phase::Values`], by column.
    Values(Vec<Counted>),
    /// Of [`Phase::Products`], by pair of kept columns.
    Products(Vec<f64>),
    /// Of [`Phase::Regression`].
    Regression(gridfolk_logistic::Partial),
    /// Of [`Phase::Outcome`].
    Outcome(Outcome),
}

/// How a card does on some rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// Rows of the part.
    pub n_rows: u64,
    /// Rows that meet each rule.
    pub met: Vec<u64>,
    /// Probabilities of the event, with goods and bads; none for a card of rules.
    pub risk: Counted,
    /// Points, with goods and bads; all are goods where there is no target.
    pub points: Counted,
    /// Sums of log loss and of squared errors, two limbs each.
    pub losses: Vec<f64>,
}

packed_enum!(Phase { 0 => Scan, 1 => Quantiles, 2 => Values, 3 => Products, 4 => Regression, 5 => Outcome });
packed_enum!(Trend { 0 => Auto, 1 => Ascending, 2 => Descending, 3 => Peak, 4 => Valley, 5 => None });
packed_enum!(Partial {
    0 => Scan(found), 1 => Words(found), 2 => Values(found), 3 => Products(found), 4 => Regression(found),
    5 => Outcome(found),
});
packed!(State { phase, n_passes, scan, searches, attributes, trends, kept, left_out, regression, estimate });
packed!(Estimate { coefficients, standard_errors, is_firth, converged });
packed!(Outcome { n_rows, met, risk, points, losses });

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
            trends: Vec::new(),
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
        let pairs = self.attributes[column].woes_and_ivs(self.scan.all, request.binning.zero_cell);
        pairs.into_iter().map(|(woe, _)| woe).collect()
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
            true => self.attributes.len() == n_columns && self.trends.len() == n_columns,
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
    let split = &attribute.split;
    let is_rising = match split {
        Split::Number { edges, special } => {
            edges.windows(2).all(|pair| pair[0] < pair[1]) && edges.iter().chain(special).all(|edge| edge.is_finite())
        }
        Split::Category { .. } => true,
    };
    is_rising && split.n_bins() <= BINS_MAX && attribute.counts.len() == split.n_bins()
}

/// The limbs of sums of losses.
pub fn limbs(sums: &[TwoLimbs]) -> Vec<f64> {
    sums.iter().flat_map(|sum| [sum.high, sum.low]).collect()
}

//! Labelling: every tag becomes one condition, and a condition is true, false or unknown of a customer.
//!
//! Thresholds of statistics depend on all rows. They are found by a fold: [`State`] says what the next
//! pass over the rows is to find out, [`fold`] finds it out for one part, [`merge`] puts the parts
//! together. Sums are exact in any order and quantiles are exact, so the split of the rows changes no
//! bit. The last pass counts.
//!
//! With n customers that have a value x of the column:
//!
//! ```text
//! quantile q:  the least value that at least a share q of the n do not exceed; beyond it: > or <
//! z-score z:   mean + z sd, sd = sqrt(sum (x - mean)^2 / n);   at it or beyond: >= or <=
//! share s:     s times the sum of x;                           at it or above: >=, below: <
//! ```
//! A statistic of a column without a value, a z-score of a constant column, and a share of a sum that is
//! not positive have no threshold: such a tag is unknown of everybody.

pub mod contrast;
pub mod fold;
pub mod labels;
pub mod merge;
pub mod state;
pub mod threshold;
pub mod trace;

use gridfolk_contract::Problem;
use gridfolk_whatif::{Columns, Condition};

pub use fold::fold;
pub use merge::{Step, merge};
pub use state::{Counts, Partial, State};

/// What is to be labelled, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// One a tag.
    pub rules: Vec<Rule>,
    /// Whether each tag holds on the day.
    pub is_active: Vec<bool>,
    /// Whether tags whose columns are missing are left out, not refused.
    pub skip: bool,
    /// Rows to trace, by their number in the whole table.
    pub trace_rows: Vec<u64>,
}

/// How one tag is made.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// By a condition.
    Given {
        /// The condition.
        condition: Condition,
        /// Where it stands in the request.
        pointer: String,
    },
    /// By a threshold that is found in the rows.
    Fitted(Fit),
}

/// A threshold to find.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// A column of numbers.
    pub column: String,
    /// Which side has the tag.
    pub is_above: bool,
    /// What the threshold is.
    pub beyond: Beyond,
    /// Where it stands in the request.
    pub pointer: String,
}

/// What a threshold is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Beyond {
    /// A quantile.
    Quantile(f64),
    /// Mean plus so many standard deviations.
    ZScore(f64),
    /// A share of the sum.
    Share(f64),
}

impl Rule {
    /// Where it stands in the request.
    pub fn pointer(&self) -> &str {
        match self {
            Rule::Given { pointer, .. } | Rule::Fitted(Fit { pointer, .. }) => pointer,
        }
    }

    /// The first column that it uses and the table lacks.
    pub fn missing_column(&self, table: &dyn Columns) -> Option<String> {
        let is_missing = |name: &str| table.values(name).is_none();
        match self {
            Rule::Given { condition, .. } => {
                let mut names = condition.tests().into_iter().map(|(name, _)| name);
                names.find(|name| is_missing(name)).map(str::to_owned)
            }
            Rule::Fitted(fit) => is_missing(&fit.column).then(|| fit.column.clone()),
        }
    }
}

/// A finished fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Of each tag its condition: none where it is skipped, or has no threshold.
    pub conditions: Vec<Option<Condition>>,
    /// Of each tag the column for whose absence it is skipped.
    pub missing: Vec<Option<String>>,
    /// Who has which tags.
    pub counts: Counts,
}

/// Fits one part that is the whole table.
///
/// # Errors
/// What the table is refused for.
pub fn fit(settings: &Settings, table: &dyn Columns) -> Result<Fitted, Problem> {
    let mut state = State::begin();
    loop {
        let partial = fold(settings, &state, table, 0)?;
        match merge(settings, state, vec![partial])? {
            Step::Next(next) => state = next,
            Step::Done(fitted) => return Ok(fitted),
        }
    }
}

//! The rows of one part.

use gridfolk_contract::MISSING_CODE;

/// A column of the design; the intercept is always there beside them.
#[derive(Debug, Clone, Copy)]
pub enum Term<'a> {
    /// Numbers, within 1e60; NaN counts as the column's mean.
    Number(&'a [f64]),
    /// 1 where the row's code is `code`, else 0; [`gridfolk_contract::MISSING_CODE`] counts as the
    /// column's mean.
    Level {
        /// The codes of the rows.
        codes: &'a [u32],
        /// The code of the level; none of the part's codes where the part does not know the level.
        code: u32,
    },
}

/// The rows of one part: columns of equal length.
#[derive(Debug, Clone)]
pub struct Design<'a> {
    /// The columns.
    pub terms: Vec<Term<'a>>,
    /// 1 where the event happened, 0 where it did not.
    pub target: &'a [f64],
    /// How many rows each row stands for, above 0; none: each for itself.
    pub weights: Option<&'a [f64]>,
}

impl Design<'_> {
    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.target.len()
    }
}

impl Term<'_> {
    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        match self {
            Term::Number(values) => values.len(),
            Term::Level { codes, .. } => codes.len(),
        }
    }

    /// Whether a row has no value.
    pub(crate) fn is_missing(&self, row: usize) -> bool {
        match self {
            Term::Number(values) => values[row].is_nan(),
            Term::Level { codes, .. } => codes[row] == MISSING_CODE,
        }
    }
}

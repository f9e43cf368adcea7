//! The rows of one part.

use std::ops;

use gridfolk_contract::MISSING_CODE;
use logistic_kernel::{Lane, Range, place, range};

/// What a pass reads of the rows of one part. A module whose columns are of one kind has its own, and so no code for
/// the others.
pub trait Rows {
    /// 1 where the event happened, 0 where it did not.
    fn target(&self) -> &[f64];

    /// How many rows each row stands for, above 0; none: each for itself.
    fn weights(&self) -> Option<&[f64]> {
        None
    }

    /// Number of columns; the intercept is always there beside them.
    fn n_terms(&self) -> usize;

    /// The range of a column.
    fn range(&self, term: usize) -> Range;

    /// Whether a row has no value of a column, which then counts as the column's mean.
    fn is_missing(&self, _term: usize, _row: usize) -> bool {
        false
    }

    /// Writes (value - centre) * factor of some rows of a column; 0 for a missing one.
    fn place(&self, term: usize, rows: ops::Range<usize>, centre: f64, factor: f64, lane: &mut Lane);
}

/// A column of the design.
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

/// Rows with columns of numbers and levels, of equal length.
#[derive(Debug, Clone)]
pub struct Design<'a> {
    /// The columns.
    pub terms: Vec<Term<'a>>,
    /// 1 where the event happened, 0 where it did not.
    pub target: &'a [f64],
    /// How many rows each row stands for, above 0; none: each for itself.
    pub weights: Option<&'a [f64]>,
}

impl Rows for Design<'_> {
    fn target(&self) -> &[f64] {
        self.target
    }

    fn weights(&self) -> Option<&[f64]> {
        self.weights
    }

    fn n_terms(&self) -> usize {
        self.terms.len()
    }

    fn range(&self, term: usize) -> Range {
        let term = self.terms[term];
        assert!(term.n_rows() == self.target.len(), "the columns of a design are of equal length");
        term.range()
    }

    fn is_missing(&self, term: usize, row: usize) -> bool {
        match self.terms[term] {
            Term::Number(values) => values[row].is_nan(),
            Term::Level { codes, .. } => codes[row] == MISSING_CODE,
        }
    }

    fn place(&self, term: usize, rows: ops::Range<usize>, centre: f64, factor: f64, lane: &mut Lane) {
        match self.terms[term] {
            Term::Number(values) => place(&values[rows], centre, factor, lane),
            Term::Level { codes, code } => {
                let one_or_zero = [(0.0 - centre) * factor, (1.0 - centre) * factor];
                for (to, &other) in lane.iter_mut().zip(&codes[rows]) {
                    *to = if other == MISSING_CODE { 0.0 } else { one_or_zero[usize::from(other == code)] };
                }
            }
        }
    }
}

impl Term<'_> {
    fn n_rows(self) -> usize {
        match self {
            Term::Number(values) => values.len(),
            Term::Level { codes, .. } => codes.len(),
        }
    }

    fn range(self) -> Range {
        match self {
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
}

//! The rows of one part of the table.

use gridfolk_contract::Values;

/// The columns that a fit uses, of one part.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// Names and values of the columns to bin: numbers and categories.
    pub columns: Vec<(&'a str, &'a Values)>,
    /// 1 for a bad, 0 for a good.
    pub target: &'a [f64],
    /// Position of the part's first row in the whole table.
    pub first_row: u64,
}

impl Part<'_> {
    /// Whether the event happened in a row.
    pub fn is_bad(&self, row: usize) -> bool {
        self.target[row] == 1.0
    }
}

//! The rows of one part of the table, as algorithms see them.

use std::borrow::Cow;

use crate::basis::Missing;
use crate::space::signed_log;

/// The used columns of a part, without the rows that are dropped.
#[derive(Debug)]
pub struct Rows<'a> {
    columns: Vec<Cow<'a, [f64]>>,
    /// Positions in the part of the rows that are kept, where some are dropped.
    kept: Option<Vec<u32>>,
    /// Position of the part's first row in the whole table.
    first_row: u64,
    /// Rows of the part, dropped ones too.
    n_rows: usize,
}

impl<'a> Rows<'a> {
    /// The rows of a part. `columns` have equal lengths, below 2^32; `logs` says of which the signed
    /// logarithm is taken, of none where it is too short.
    pub fn new(columns: Vec<&'a [f64]>, logs: &[bool], first_row: u64, missing: Missing) -> Self {
        let n_rows = columns.first().map_or(0, |column| column.len());
        let has_gap = |column: &&[f64]| column.iter().any(|value| value.is_nan());
        let mut kept = None;
        if missing == Missing::Drop && columns.iter().any(has_gap) {
            let is_whole = |row: &u32| columns.iter().all(|column| !column[*row as usize].is_nan());
            kept = Some((0..n_rows as u32).filter(is_whole).collect::<Vec<u32>>());
        }
        let mut taken = Vec::with_capacity(columns.len());
        for (j, column) in columns.into_iter().enumerate() {
            let mut column = match &kept {
                None => Cow::Borrowed(column),
                Some(kept) => Cow::Owned(kept.iter().map(|&row| column[row as usize]).collect()),
            };
            if logs.get(j) == Some(&true) {
                column.to_mut().iter_mut().for_each(|value| *value = signed_log(*value));
            }
            taken.push(column);
        }
        Rows { columns: taken, kept, first_row, n_rows }
    }

    /// The columns; a missing value is NaN.
    pub fn columns(&self) -> &[Cow<'a, [f64]>] {
        &self.columns
    }

    /// Positions in the part of the rows that are kept, where some are dropped.
    pub fn kept(&self) -> Option<&[u32]> {
        self.kept.as_deref()
    }

    /// Rows that take part.
    pub fn n_used(&self) -> usize {
        self.kept.as_ref().map_or(self.n_rows, Vec::len)
    }

    /// Rows of the part, dropped ones too.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The position in the part of the used row `index`.
    pub fn position(&self, index: usize) -> usize {
        self.kept.as_ref().map_or(index, |kept| kept[index] as usize)
    }

    /// The number in the whole table of the used row `index`.
    pub fn number(&self, index: usize) -> u64 {
        self.first_row + self.position(index) as u64
    }

    /// The first missing value: number of the lowest row, in it the first column.
    pub fn first_gap(&self) -> Option<(u64, usize)> {
        let mut first = None;
        for (j, column) in self.columns.iter().enumerate() {
            if let Some(index) = column.iter().position(|value| value.is_nan()) {
                let gap = (self.number(index), j);
                first = Some(first.map_or(gap, |first: (u64, usize)| first.min(gap)));
            }
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_rows_keep_the_numbers_of_the_others() {
        let (a, b) = ([1.0, f64::NAN, 3.0, 4.0], [1.0, 2.0, 3.0, f64::NAN]);
        let rows = Rows::new(vec![&a, &b], &[], 100, Missing::Drop);
        assert_eq!((rows.n_rows(), rows.n_used()), (4, 2));
        assert_eq!(rows.columns()[1].as_ref(), [1.0, 3.0]);
        assert_eq!((rows.number(1), rows.position(1)), (102, 2));
    }

    #[test]
    fn logarithms_are_taken_of_the_columns_named() {
        let (a, b) = ([0.0, f64::NAN, -1.0], [7.0, 8.0, 9.0]);
        let rows = Rows::new(vec![&a, &b], &[true, false], 0, Missing::Drop);
        assert_eq!(rows.columns()[0].as_ref(), [0.0, -std::f64::consts::LN_2]);
        assert_eq!(rows.columns()[1].as_ref(), [7.0, 9.0]);
    }
}

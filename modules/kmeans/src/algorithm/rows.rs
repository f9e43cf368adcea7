//! The rows of one part of the table, as the algorithm sees them.

use std::borrow::Cow;

use super::limits::VALUE_MAX;
use super::scan::range;
use super::space::Missing;

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
    /// The rows of a part. `columns` have equal lengths, below 2^32.
    pub fn new(columns: Vec<&'a [f64]>, first_row: u64, missing: Missing) -> Self {
        let n_rows = columns.first().map_or(0, |column| column.len());
        let has_gap = |column: &&[f64]| column.iter().any(|value| value.is_nan());
        if missing != Missing::Drop || !columns.iter().any(has_gap) {
            let columns = columns.into_iter().map(Cow::Borrowed).collect();
            return Rows { columns, kept: None, first_row, n_rows };
        }
        let is_whole = |row: &u32| columns.iter().all(|column| !column[*row as usize].is_nan());
        let kept: Vec<u32> = (0..n_rows as u32).filter(is_whole).collect();
        let gather = |column: &&[f64]| Cow::Owned(kept.iter().map(|&row| column[row as usize]).collect());
        let columns = columns.iter().map(gather).collect();
        Rows { columns, kept: Some(kept), first_row, n_rows }
    }

    /// The columns; a missing value is NaN.
    pub fn columns(&self) -> &[Cow<'a, [f64]>] {
        &self.columns
    }

    /// Rows that take part in the fit.
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

    /// The used row with this number in the whole table, if it lies in this part.
    pub fn index_of(&self, number: u64) -> Option<usize> {
        let position = usize::try_from(number.checked_sub(self.first_row)?).ok()?;
        match &self.kept {
            Some(kept) => kept.binary_search(&u32::try_from(position).ok()?).ok(),
            None => (position < self.n_rows).then_some(position),
        }
    }

    /// The first missing value: number of the lowest row, in it the first column.
    pub fn first_gap(&self) -> Option<(u64, usize)> {
        let first_of = |column: &[f64]| column.iter().position(|value| value.is_nan());
        let columns = self.columns.iter().enumerate();
        columns.filter_map(|(j, column)| Some((self.number(first_of(column)?), j))).min()
    }

    /// The first column with a value beyond the limit.
    pub fn first_too_large(&self) -> Option<usize> {
        self.columns.iter().position(|column| {
            let (_, least, greatest) = range(column);
            least < -VALUE_MAX || greatest > VALUE_MAX
        })
    }

    /// Whether this part holds the row with this number, used or dropped.
    pub fn holds(&self, number: u64) -> bool {
        number.checked_sub(self.first_row).is_some_and(|position| position < self.n_rows as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_rows_keep_the_numbers_of_the_others() {
        let (a, b) = ([1.0, f64::NAN, 3.0, 4.0], [1.0, 2.0, 3.0, f64::NAN]);
        let rows = Rows::new(vec![&a, &b], 100, Missing::Drop);
        assert_eq!((rows.n_rows(), rows.n_used()), (4, 2));
        assert_eq!(rows.columns()[1].as_ref(), [1.0, 3.0]);
        assert_eq!((rows.number(1), rows.index_of(102), rows.index_of(101)), (102, Some(1), None));
        assert!(rows.holds(103) && !rows.holds(104) && !rows.holds(99));
    }
}

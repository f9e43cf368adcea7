//! The rows of one part of the table, as the algorithm sees them.

use std::borrow::Cow;

use kmeans_kernel::columns::range;
use kmeans_kernel::numbers::Numbers;

use super::limits::VALUE_MAX;
use super::space::Missing;

/// The used columns of a part, without the rows that are dropped.
#[derive(Debug)]
pub struct Rows<'a> {
    columns: Vec<Cow<'a, [f64]>>,
    numbers: Numbers,
}

impl<'a> Rows<'a> {
    /// The rows of a part. `columns` have equal lengths, below 2^32.
    pub fn new(columns: Vec<&'a [f64]>, first_row: u64, missing: Missing) -> Self {
        let n_rows = columns.first().map_or(0, |column| column.len());
        let has_gap = |column: &&[f64]| column.iter().any(|value| value.is_nan());
        if missing != Missing::Drop || !columns.iter().any(has_gap) {
            let columns = columns.into_iter().map(Cow::Borrowed).collect();
            return Rows { columns, numbers: Numbers { first_row, n_rows, kept: None } };
        }
        let is_whole = |row: &u32| columns.iter().all(|column| !column[*row as usize].is_nan());
        let kept: Vec<u32> = (0..n_rows as u32).filter(is_whole).collect();
        let gather = |column: &&[f64]| Cow::Owned(kept.iter().map(|&row| column[row as usize]).collect());
        let columns = columns.iter().map(gather).collect();
        Rows { columns, numbers: Numbers { first_row, n_rows, kept: Some(kept) } }
    }

    /// The columns; a missing value is NaN.
    pub fn columns(&self) -> &[Cow<'a, [f64]>] {
        &self.columns
    }

    /// Which rows of the table they are.
    pub fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// Rows that take part in the fit.
    pub fn n_used(&self) -> usize {
        self.numbers.n_used()
    }

    /// Rows of the part, dropped ones too.
    pub fn n_rows(&self) -> usize {
        self.numbers.n_rows
    }

    /// The position in the part of the used row `index`.
    pub fn position(&self, index: usize) -> usize {
        self.numbers.position(index)
    }

    /// The number in the whole table of the used row `index`.
    pub fn number(&self, index: usize) -> u64 {
        self.numbers.number(index)
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
        assert_eq!((rows.number(1), rows.numbers().index_of(102), rows.numbers().index_of(101)), (102, Some(1), None));
        assert!(rows.numbers().holds(103) && !rows.numbers().holds(104) && !rows.numbers().holds(99));
    }
}

//! The rows that take part, and where they stand in the whole table.

/// The used rows of one part of a table: all of them, or those that are kept.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// Position of the part's first row in the whole table.
    pub first_row: u64,
    /// Rows of the part, dropped ones too.
    pub n_rows: usize,
    /// Positions in the part of the rows that are kept, ascending, where some are dropped.
    pub kept: Option<Vec<u32>>,
}

impl Numbers {
    /// Rows that take part.
    pub fn n_used(&self) -> usize {
        self.kept.as_ref().map_or(self.n_rows, Vec::len)
    }

    /// The position in the part of the used row `index`.
    #[inline(always)]
    pub fn position(&self, index: usize) -> usize {
        self.kept.as_ref().map_or(index, |kept| kept[index] as usize)
    }

    /// The number in the whole table of the used row `index`.
    #[inline(always)]
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

    /// Whether this part holds the row with this number, used or dropped.
    pub fn holds(&self, number: u64) -> bool {
        number.checked_sub(self.first_row).is_some_and(|position| position < self.n_rows as u64)
    }
}

//! The rows of one part as coordinates.

use gridfolk_numeric::lanes::Pair;

/// Rows in a block.
pub const ROWS: usize = 16;
/// Pairs of rows in a block.
pub(crate) const PAIRS: usize = ROWS / 2;

/// One number for each row of a block.
pub type Lane = [f64; ROWS];

/// Zero for each row.
pub const ZERO: Lane = [0.0; ROWS];

/// Coordinates, block by block, in a block column by column.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    n_rows: usize,
    n_columns: usize,
    /// Of block b and column j at `b * n_columns + j`.
    lanes: Vec<Lane>,
}

impl Part {
    /// `n_rows` points at the origin.
    pub fn new(n_rows: usize, n_columns: usize) -> Self {
        Part { n_rows, n_columns, lanes: vec![ZERO; n_rows.div_ceil(ROWS) * n_columns] }
    }

    /// Makes (x - offset) / divisor the coordinates of column `j`; 0 where x is missing.
    #[inline(never)]
    pub fn place(&mut self, j: usize, values: &[f64], offset: f64, divisor: f64) {
        let lanes = self.lanes.iter_mut().skip(j).step_by(self.n_columns);
        for (lane, values) in lanes.zip(values.chunks(ROWS)) {
            for (coordinate, &value) in lane.iter_mut().zip(values) {
                let placed = (value - offset) / divisor;
                *coordinate = if value.is_nan() { 0.0 } else { placed };
            }
        }
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Number of columns.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Number of blocks; the last may be filled up.
    pub fn n_blocks(&self) -> usize {
        self.n_rows.div_ceil(ROWS)
    }

    /// Rows of a block that are there.
    pub fn n_rows_of(&self, block: usize) -> usize {
        (self.n_rows - block * ROWS).min(ROWS)
    }

    /// The columns of a block.
    #[inline(always)]
    pub(crate) fn block(&self, block: usize) -> &[Lane] {
        &self.lanes[block * self.n_columns..][..self.n_columns]
    }
}

/// Two rows of a lane.
#[inline(always)]
pub(crate) fn pair(lane: &Lane, index: usize) -> Pair {
    Pair::load(&lane.as_chunks::<2>().0[index])
}

/// All rows of a lane.
#[inline(always)]
pub(crate) fn pairs(lane: &Lane) -> [Pair; PAIRS] {
    std::array::from_fn(|index| pair(lane, index))
}

/// Writes all rows of a lane.
#[inline(always)]
pub(crate) fn store(lane: &mut Lane, pairs: [Pair; PAIRS]) {
    for (rows, pair) in lane.as_chunks_mut::<2>().0.iter_mut().zip(pairs) {
        *rows = pair.to_array();
    }
}

//! The rows of one part as coordinates, laid out for the kernels.
//!
//! Twice: exact, row after row; and coarse, in blocks of eight rows, column by column inside the block,
//! so that one instruction works on several rows and none across a row.

use gridfolk_numeric::lanes::Pair;

use crate::axis::Axis;
use crate::lanes::Scores;
use crate::points::{Points, coordinates_of};

/// Rows in a block.
pub const LANES: usize = 8;

/// Coordinates of the used rows of one part.
#[derive(Debug)]
pub struct Part {
    n_rows: usize,
    /// What each column is taken about in single precision.
    centres: Vec<f64>,
    /// Coordinates, row after row.
    exact: Points,
    /// The same less the column's centre, in single precision, for the filter of [`crate::nearest`]: of
    /// block b, column j, lane l at `coarse[b * n_columns + j][l]`. Lanes past the last row repeat it.
    coarse: Vec<[f32; LANES]>,
    /// Of each row in a block at least its length less the centre, before rounding.
    lengths: Vec<[f32; LANES]>,
}

impl Part {
    /// Places rows: each column with its axis; all are `n_rows` long.
    #[inline(never)]
    pub fn new(columns: &[(Axis, &[f64])], n_rows: usize) -> Self {
        let (n_columns, n_blocks) = (columns.len(), n_rows.div_ceil(LANES));
        let mut part = Part {
            n_rows,
            centres: columns.iter().map(|(axis, _)| axis.centre).collect(),
            exact: Points::with_capacity(n_rows, n_columns),
            coarse: Vec::with_capacity(n_blocks * n_columns),
            lengths: Vec::with_capacity(n_blocks),
        };
        // A column of zeros fills up an odd number of them.
        let mut block = vec![[[Pair::splat(0.0); LANES / 2]; 2]; n_columns.div_ceil(2)];
        for b in 0..n_blocks {
            part.push_block(columns, b * LANES, &mut block);
        }
        part
    }

    /// Appends the rows from `first` on, as many as fill a block.
    #[inline(never)]
    fn push_block(&mut self, columns: &[(Axis, &[f64])], first: usize, block: &mut [[[Pair; LANES / 2]; 2]]) {
        let n_lanes = (self.n_rows - first).min(LANES);
        let mut squares = Scores::splat(0.0);
        for ((axis, column), placed) in columns.iter().zip(block.as_flattened_mut()) {
            let values = match column[first..].first_chunk::<LANES>() {
                Some(values) => *values,
                None => std::array::from_fn(|lane| column[first + lane.min(n_lanes - 1)]),
            };
            *placed = axis.coordinates(&values);
            let centre = Pair::splat(axis.centre);
            let coarse = Scores::from_pairs(placed.map(|pair| pair.minus(centre)));
            squares = squares.plus_square(coarse);
            self.coarse.push(coarse.to_array());
        }
        for lane in 0..n_lanes {
            let row = |[a, b]: &[[Pair; LANES / 2]; 2]| {
                let (even, odd) = a[lane / 2].transpose(b[lane / 2]);
                if lane % 2 == 0 { even } else { odd }
            };
            self.exact.push(block.iter().map(row));
        }
        self.lengths.push(squares.lengths().to_array());
    }

    /// Number of used rows.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Number of columns.
    #[inline(always)]
    pub fn n_columns(&self) -> usize {
        self.centres.len()
    }

    /// What each column is taken about in single precision.
    pub(crate) fn centres(&self) -> &[f64] {
        &self.centres
    }

    /// Number of blocks; the last may be filled up with copies.
    pub(crate) fn n_blocks(&self) -> usize {
        self.lengths.len()
    }

    /// One block in single precision.
    #[inline(always)]
    pub(crate) fn coarse(&self, block: usize) -> &[[f32; LANES]] {
        &self.coarse[block * self.n_columns()..][..self.n_columns()]
    }

    /// An upper bound of the length of each row in a block, from the centre.
    #[inline(always)]
    pub(crate) fn lengths(&self, block: usize) -> &[f32; LANES] {
        &self.lengths[block]
    }

    /// Copies rows in single precision side by side into one block; yields their lengths.
    #[inline(never)]
    pub(crate) fn gather(&self, rows: &[usize; LANES], block: &mut [[f32; LANES]]) -> [f32; LANES] {
        let sources = rows.map(|row| self.coarse(row / LANES));
        for (j, column) in block.iter_mut().enumerate() {
            *column = std::array::from_fn(|lane| sources[lane][j][rows[lane] % LANES]);
        }
        rows.map(|row| self.lengths[row / LANES][row % LANES])
    }

    /// One row.
    #[inline(always)]
    pub fn row(&self, index: usize) -> &[Pair] {
        self.exact.get(index)
    }

    /// All rows.
    #[inline(always)]
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[Pair]> {
        self.exact.iter()
    }

    /// One row's coordinates.
    pub fn coordinates(&self, index: usize) -> Vec<f64> {
        coordinates_of(self.row(index), self.n_columns())
    }
}

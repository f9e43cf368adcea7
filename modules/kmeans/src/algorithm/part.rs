//! The rows of one part as coordinates, laid out for the kernels.
//!
//! Twice: exact, row after row; and coarse, in blocks of eight rows, column by column inside the block,
//! so that one instruction works on several rows and none across a row.

use super::rows::Rows;
use super::space::{Axis, Space};

/// Rows in a block.
pub const LANES: usize = 8;

/// More than the square root of what 1024 squares can lose to underflow in single precision.
const UNDERFLOW: f32 = 1e-20;

/// Coordinates of the used rows of one part.
#[derive(Debug)]
pub struct Part {
    /// The space that the coordinates are of.
    pub space: Space,
    n_rows: usize,
    n_columns: usize,
    /// Coordinates, row after row.
    exact: Vec<f64>,
    /// The same less the column's centre, in single precision, for the filter of [`super::nearest`]: of
    /// block b, column j, lane l at `coarse[b * n_columns + j][l]`. Lanes past the last row repeat it.
    coarse: Vec<[f32; LANES]>,
    /// For each block, at least the length of every row of `coarse`, as it was before rounding.
    radius: Vec<f32>,
}

impl Part {
    /// Places the rows in the space.
    pub fn new(space: &Space, rows: &Rows<'_>) -> Self {
        let (n_rows, n_columns) = (rows.n_used(), space.n_columns());
        let n_blocks = n_rows.div_ceil(LANES);
        let mut part = Part {
            space: space.clone(),
            n_rows,
            n_columns,
            exact: Vec::with_capacity(n_rows * n_columns),
            coarse: Vec::with_capacity(n_blocks * n_columns),
            radius: Vec::with_capacity(n_blocks),
        };
        let columns: Vec<(Axis, &[f64])> =
            rows.columns().iter().enumerate().map(|(j, column)| (space.axis(j), column.as_ref())).collect();
        let mut block = vec![[0.0; LANES]; n_columns];
        for b in 0..n_blocks {
            part.push_block(&columns, b * LANES, &mut block);
        }
        part
    }

    /// Appends the rows from `first` on, as many as fill a block.
    #[inline(never)]
    fn push_block(&mut self, columns: &[(Axis, &[f64])], first: usize, block: &mut [[f64; LANES]]) {
        let n_lanes = (self.n_rows - first).min(LANES);
        let mut squares = [0.0f32; LANES];
        for ((axis, column), placed) in columns.iter().zip(block.iter_mut()) {
            let values = match column[first..].first_chunk::<LANES>() {
                Some(values) => *values,
                None => std::array::from_fn(|lane| column[first + lane.min(n_lanes - 1)]),
            };
            *placed = values.map(|value| axis.coordinate(value));
            let coarse = placed.map(|coordinate| (coordinate - axis.centre) as f32);
            (0..LANES).for_each(|lane| squares[lane] += coarse[lane] * coarse[lane]);
            self.coarse.push(coarse);
        }
        for lane in 0..n_lanes {
            self.exact.extend(block.iter().map(|column| column[lane]));
        }
        self.radius.push(radius(squares));
    }

    /// Number of used rows.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Number of columns.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Number of blocks; the last may be filled up with copies.
    pub fn n_blocks(&self) -> usize {
        self.radius.len()
    }

    /// All blocks in single precision, each with its radius.
    #[inline(always)]
    pub fn coarse(&self) -> impl Iterator<Item = (&[[f32; LANES]], f32)> {
        self.coarse.chunks_exact(self.n_columns).zip(self.radius.iter().copied())
    }

    /// One row's coordinates.
    #[inline(always)]
    pub fn row(&self, index: usize) -> &[f64] {
        &self.exact[index * self.n_columns..][..self.n_columns]
    }

    /// All rows' coordinates.
    #[inline(always)]
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.exact.chunks_exact(self.n_columns)
    }
}

/// An upper bound of the rows' lengths. There are at most 1024 columns: rounding of coordinates, squares
/// and sums takes less than 2e-4 of a length away.
fn radius(squares: [f32; LANES]) -> f32 {
    let largest = |most: f32, square: f32| if square > most || square.is_nan() { square } else { most };
    squares.into_iter().fold(0.0, largest).sqrt() * 1.0005 + UNDERFLOW
}

//! The rows of one part as coordinates, laid out for the kernels: blocks of eight rows, column by
//! column inside the block, so that one instruction works on several rows and none across a row.

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
    /// Coordinates: of block b, column j, lane l at `exact[b * n_columns + j][l]`.
    exact: Vec<[f64; LANES]>,
    /// The same, less the column's centre, in single precision: for the filter of [`super::nearest`].
    coarse: Vec<[f32; LANES]>,
    /// For each block, at least the length of every row of `coarse`, as it was before rounding.
    radius: Vec<f32>,
}

impl Part {
    /// Places the rows in the space. Lanes beyond the last row hold copies of it.
    pub fn new(space: &Space, rows: &Rows<'_>) -> Self {
        let (n_rows, n_columns) = (rows.n_used(), space.n_columns());
        let n_blocks = n_rows.div_ceil(LANES);
        let mut part = Part {
            space: space.clone(),
            n_rows,
            n_columns,
            exact: vec![[0.0; LANES]; n_blocks * n_columns],
            coarse: vec![[0.0; LANES]; n_blocks * n_columns],
            radius: vec![0.0; n_blocks],
        };
        (0..n_columns).for_each(|j| part.place_column(j, &rows.columns()[j]));
        part.measure();
        part
    }

    /// Gives one column other values, as a scenario does.
    pub fn replace_column(&mut self, j: usize, values: &[f64]) {
        self.place_column(j, values);
        self.measure();
    }

    #[inline(never)]
    fn place_column(&mut self, j: usize, values: &[f64]) {
        let axis = self.space.axis(j);
        let exact = self.exact.iter_mut().skip(j).step_by(self.n_columns);
        let coarse = self.coarse.iter_mut().skip(j).step_by(self.n_columns);
        let (whole, rest) = values.as_chunks::<LANES>();
        let last = rest.last().map(|&last| std::array::from_fn(|lane| *rest.get(lane).unwrap_or(&last)));
        for ((values, exact), coarse) in whole.iter().chain(&last).zip(exact).zip(coarse) {
            place(axis, values, exact, coarse);
        }
    }

    /// Measures each block's radius.
    #[inline(never)]
    fn measure(&mut self) {
        for (block, radius) in self.coarse.chunks_exact(self.n_columns.max(1)).zip(&mut self.radius) {
            let mut squares = [0.0f32; LANES];
            for column in block {
                for lane in 0..LANES {
                    squares[lane] += column[lane] * column[lane];
                }
            }
            let most = squares
                .iter()
                .fold(0.0f32, |most, &square| if square > most || square.is_nan() { square } else { most });
            // Columns number at most 1024: single-precision rounding of coordinates and squares
            // takes less than 2e-4 of the length away.
            *radius = most.sqrt() * 1.0005 + UNDERFLOW;
        }
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

    /// One block's coordinates, column by column.
    #[inline(always)]
    pub fn exact(&self, block: usize) -> &[[f64; LANES]] {
        &self.exact[block * self.n_columns..(block + 1) * self.n_columns]
    }

    /// All blocks in single precision, each with its radius.
    #[inline(always)]
    pub fn coarse(&self) -> impl Iterator<Item = (&[[f32; LANES]], f32)> {
        self.coarse.chunks_exact(self.n_columns.max(1)).zip(self.radius.iter().copied())
    }

    /// All blocks' coordinates.
    #[inline(always)]
    pub fn blocks(&self) -> impl Iterator<Item = &[[f64; LANES]]> {
        self.exact.chunks_exact(self.n_columns.max(1))
    }

    /// One row's coordinates.
    pub fn row(&self, index: usize) -> Vec<f64> {
        self.exact(index / LANES).iter().map(|column| column[index % LANES]).collect()
    }
}

#[inline(always)]
fn place(axis: Axis, values: &[f64; LANES], exact: &mut [f64; LANES], coarse: &mut [f32; LANES]) {
    for lane in 0..LANES {
        let coordinate = axis.coordinate(values[lane]);
        exact[lane] = coordinate;
        coarse[lane] = (coordinate - axis.centre) as f32;
    }
}

//! The rows of one part as coordinates, laid out for the kernels.
//!
//! Twice: exact, row after row; and coarse, in blocks of eight rows, column by column inside the block,
//! so that one instruction works on several rows and none across a row.

use super::lanes::{Pair, Scores};
use super::rows::Rows;
use super::space::{Axis, Space};

/// Rows in a block.
pub const LANES: usize = 8;

/// Points, two coordinates at a time; an odd number of them is filled up with 0, which adds nothing to
/// distances and sums.
#[derive(Debug)]
pub struct Points {
    pairs: Vec<Pair>,
    n_pairs: usize,
}

impl Points {
    /// Points of `n_columns` coordinates each, one after the other.
    pub fn new(coordinates: &[f64], n_columns: usize) -> Self {
        let mut points = Points::with_capacity(coordinates.len() / n_columns, n_columns);
        for point in coordinates.chunks_exact(n_columns) {
            let (pairs, last) = point.as_chunks::<2>();
            points.pairs.extend(pairs.iter().map(|[a, b]| Pair::new(*a, *b)));
            points.pairs.extend(last.iter().map(|a| Pair::new(*a, 0.0)));
        }
        points
    }

    fn with_capacity(n: usize, n_columns: usize) -> Self {
        let n_pairs = n_columns.div_ceil(2);
        Points { pairs: Vec::with_capacity(n * n_pairs), n_pairs }
    }

    /// One point.
    #[inline(always)]
    pub fn get(&self, index: usize) -> &[Pair] {
        &self.pairs[index * self.n_pairs..][..self.n_pairs]
    }

    /// One point, to be changed.
    #[inline(always)]
    pub fn get_mut(&mut self, index: usize) -> &mut [Pair] {
        &mut self.pairs[index * self.n_pairs..][..self.n_pairs]
    }

    /// All points.
    #[inline(always)]
    pub fn iter(&self) -> impl Iterator<Item = &[Pair]> {
        self.pairs.chunks_exact(self.n_pairs)
    }

    /// The coordinates of one point.
    pub fn coordinates(&self, index: usize, n_columns: usize) -> Vec<f64> {
        self.get(index).iter().flat_map(|pair| pair.to_array()).take(n_columns).collect()
    }
}

/// Coordinates of the used rows of one part.
#[derive(Debug)]
pub struct Part {
    /// The space that the coordinates are of.
    pub space: Space,
    n_rows: usize,
    n_columns: usize,
    /// Coordinates, row after row.
    exact: Points,
    /// The same less the column's centre, in single precision, for the filter of [`super::nearest`]: of
    /// block b, column j, lane l at `coarse[b * n_columns + j][l]`. Lanes past the last row repeat it.
    coarse: Vec<[f32; LANES]>,
    /// Of each row in a block at least its length less the centre, before rounding.
    lengths: Vec<[f32; LANES]>,
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
            exact: Points::with_capacity(n_rows, n_columns),
            coarse: Vec::with_capacity(n_blocks * n_columns),
            lengths: Vec::with_capacity(n_blocks),
        };
        let columns: Vec<(Axis, &[f64])> =
            rows.columns().iter().enumerate().map(|(j, column)| (space.axis(j), column.as_ref())).collect();
        // A column of zeros fills up an odd number of them.
        let mut block = vec![[[Pair::new(0.0, 0.0); LANES / 2]; 2]; n_columns.div_ceil(2)];
        for b in 0..n_blocks {
            part.push_block(&columns, b * LANES, &mut block);
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
            let centre = Pair::new(axis.centre, axis.centre);
            let coarse = Scores::from_pairs(placed.map(|pair| pair.minus(centre)));
            squares = squares.plus_square(coarse);
            self.coarse.push(coarse.to_array());
        }
        for lane in 0..n_lanes {
            let row = |[a, b]: &[[Pair; LANES / 2]; 2]| {
                let (even, odd) = a[lane / 2].transpose(b[lane / 2]);
                if lane % 2 == 0 { even } else { odd }
            };
            self.exact.pairs.extend(block.iter().map(row));
        }
        self.lengths.push(squares.lengths());
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
        self.lengths.len()
    }

    /// One block in single precision.
    #[inline(always)]
    pub fn coarse(&self, block: usize) -> &[[f32; LANES]] {
        &self.coarse[block * self.n_columns..][..self.n_columns]
    }

    /// An upper bound of the length of each row in a block, from the centre.
    #[inline(always)]
    pub fn lengths(&self, block: usize) -> &[f32; LANES] {
        &self.lengths[block]
    }

    /// Copies rows in single precision side by side into one block; yields their lengths.
    #[inline(never)]
    pub fn gather(&self, rows: &[usize; LANES], block: &mut [[f32; LANES]]) -> [f32; LANES] {
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
    pub fn rows(&self) -> impl Iterator<Item = &[Pair]> {
        self.exact.iter()
    }

    /// One row's coordinates.
    pub fn coordinates(&self, index: usize) -> Vec<f64> {
        self.exact.coordinates(index, self.n_columns)
    }
}

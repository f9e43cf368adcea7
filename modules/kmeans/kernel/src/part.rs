//! The rows of one part as coordinates, laid out for the kernels.
//!
//! Twice: exact, row after row; and coarse, in blocks of eight rows, two columns side by side, so that one
//! instruction works on several rows.

use gridfolk_numeric::lanes::Pair;
use gridfolk_numeric::select::{key_of, select, value_of};

use crate::axis::Axis;
use crate::lanes::{TwoColumns, WHOLE};
use crate::points::{Four, Points, coordinates_of};

/// Rows in a block.
pub const LANES: usize = 8;

/// The longest coarse row or centroid, in units: coordinates are then `i16`, and scores `i32`.
pub(crate) const LENGTH_MAX: f64 = 32_000.0;

/// So many rows say how long most rows are.
const N_SAMPLED: usize = 256;

/// Coordinates of the used rows of one part.
#[derive(Debug)]
pub struct Part {
    n_rows: usize,
    /// What each column is taken about where coordinates are coarse.
    centres: Vec<f64>,
    /// How large 1 is where coordinates are coarse.
    unit: f64,
    /// Coordinates, row after row; the last row is repeated until the last block is full.
    exact: Points,
    /// The same less the column's centre, in whole units, for the filter of [`crate::nearest`]: of block b,
    /// columns 4 q to 4 q + 3 at `coarse[b * n_columns / 4 + q]`, n_columns rounded up.
    coarse: Vec<Coarse>,
    /// Of each block.
    reaches: Vec<Reach>,
}

/// How far the rows of a block are from the centre.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    /// At least the longest and half a unit a column, in units; of the rows that are not outside.
    pub(crate) length: i32,
    /// A bit for each row that is too far for coarse coordinates.
    pub(crate) outside: u32,
}

/// Of eight rows four columns, in whole units.
pub(crate) type Coarse = [TwoColumns; 2];

/// Of eight rows one column.
type Placed = [Pair; LANES / 2];

impl Part {
    /// Places rows: each column with its axis; all are `n_rows` long.
    #[inline(never)]
    pub fn new(columns: &[(Axis, &[f64])], n_rows: usize) -> Self {
        let (n_columns, n_blocks) = (columns.len(), n_rows.div_ceil(LANES));
        let n_fours = n_columns.div_ceil(4);
        let mut part = Part {
            n_rows,
            centres: columns.iter().map(|(axis, _)| axis.centre).collect(),
            unit: range(columns, n_rows) / LENGTH_MAX,
            exact: Points::with_capacity(n_blocks * LANES, n_columns),
            coarse: Vec::with_capacity(n_blocks * n_fours),
            reaches: Vec::with_capacity(n_blocks),
        };
        // Columns of zeros fill up to a multiple of four.
        let mut block = vec![[Pair::splat(0.0); LANES / 2]; 4 * n_fours];
        let mut centres = vec![0.0; 4 * n_fours];
        centres[..n_columns].copy_from_slice(&part.centres);
        for b in 0..n_blocks {
            place(columns, n_rows, b * LANES, &mut block);
            part.push_exact(&block);
            part.push_coarse(&block, &centres);
        }
        part
    }

    /// Appends a block of rows as they are.
    #[inline(always)]
    fn push_exact(&mut self, block: &[Placed]) {
        let fours = block.as_chunks::<4>().0;
        for pair in 0..LANES / 2 {
            let both = |[a, b, c, d]: &[Placed; 4]| (a[pair].transpose(b[pair]), c[pair].transpose(d[pair]));
            self.exact.push(fours.iter().map(both).map(|(ab, cd)| [ab.0, cd.0]));
            self.exact.push(fours.iter().map(both).map(|(ab, cd)| [ab.1, cd.1]));
        }
    }

    /// Appends a block of rows in whole units.
    #[inline(always)]
    fn push_coarse(&mut self, block: &[Placed], centres: &[f64]) {
        let (per_unit, whole) = (Pair::splat(1.0 / self.unit), Pair::splat(WHOLE));
        let mut squares = [Pair::splat(0.0); LANES / 2];
        for (four, centres) in block.as_chunks::<4>().0.iter().zip(centres.as_chunks::<4>().0) {
            let rounded = |column: usize| {
                let centre = Pair::splat(centres[column]);
                let scaled = four[column].map(|pair| pair.minus(centre).times(per_unit));
                squares.iter_mut().zip(scaled).for_each(|(sum, z)| *sum = sum.plus(z.times(z)));
                scaled.map(|z| z.plus(whole))
            };
            let [a, b, c, d] = [0, 1, 2, 3].map(rounded);
            self.coarse.push([TwoColumns::new(a, b), TwoColumns::new(c, d)]);
        }
        self.reaches.push(Reach::new(squares, self.n_columns()));
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

    /// Number of columns, four by four.
    pub(crate) fn n_fours(&self) -> usize {
        self.n_columns().div_ceil(4)
    }

    /// How large a coarse 1 is.
    pub(crate) fn unit(&self) -> f64 {
        self.unit
    }

    /// A point less the centre, in units, not rounded.
    pub(crate) fn in_units(&self, point: &[f64]) -> Vec<f64> {
        point.iter().zip(&self.centres).map(|(c, centre)| (c - centre) / self.unit).collect()
    }

    /// Number of blocks; the last may be filled up with copies.
    pub(crate) fn n_blocks(&self) -> usize {
        self.reaches.len()
    }

    /// The blocks in whole units, and how far the rows of each are from the centre.
    #[inline(always)]
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (&[Coarse], &Reach)> {
        self.coarse.chunks_exact(self.n_fours()).zip(&self.reaches)
    }

    /// One row.
    #[inline(always)]
    pub fn row(&self, index: usize) -> &[Four] {
        self.exact.get(index)
    }

    /// All rows.
    #[inline(always)]
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[Four]> {
        self.exact.iter().take(self.n_rows)
    }

    /// One row's coordinates.
    pub fn coordinates(&self, index: usize) -> Vec<f64> {
        coordinates_of(self.row(index), self.n_columns())
    }
}

/// The coordinates of eight rows from `first` on; the last row is repeated.
#[inline(always)]
fn place(columns: &[(Axis, &[f64])], n_rows: usize, first: usize, block: &mut [Placed]) {
    for ((axis, column), placed) in columns.iter().zip(block) {
        let values = match column[first..].first_chunk::<LANES>() {
            Some(values) => *values,
            None => std::array::from_fn(|lane| column[(first + lane).min(n_rows - 1)]),
        };
        *placed = axis.coordinates(&values);
    }
}

impl Reach {
    /// Of the squared lengths of eight rows of `n_columns` columns.
    #[inline(always)]
    fn new(squares: [Pair; LANES / 2], n_columns: usize) -> Self {
        let (mut square, mut outside) = (0.0f64, 0);
        for (lane, of_row) in squares.map(Pair::to_array).as_flattened().iter().enumerate() {
            let is_outside = *of_row > LENGTH_MAX * LENGTH_MAX;
            outside |= u32::from(is_outside) << lane;
            square = if is_outside || *of_row < square { square } else { *of_row };
        }
        Reach { length: (square.sqrt() + 0.5 * (n_columns as f64).sqrt()).ceil() as i32, outside }
    }
}

/// How far from the centre nearly all rows are. Only speed depends on it: rows beyond are computed as defined,
/// and the longer it is the more rows are in doubt.
#[inline(never)]
fn range(columns: &[(Axis, &[f64])], n_rows: usize) -> f64 {
    let square = |row: usize| {
        let coordinate = |(axis, column): &(Axis, &[f64])| axis.coordinate(column[row]) - axis.centre;
        columns.iter().map(coordinate).map(|z| z * z).sum()
    };
    let mut squares: Vec<i64> =
        (0..n_rows).step_by(n_rows.div_ceil(N_SAMPLED).max(1)).map(square).map(key_of).collect();
    if squares.is_empty() {
        return 1.0;
    }
    let rank = squares.len() * 99 / 100;
    let range = 1.25 * value_of(select(&mut squares, rank)).sqrt();
    // Where most rows are one point.
    if range > 1e-150 { range } else { 1.0 }
}

//! One block of rows: placing values, the linear predictor, the gradient.

use gridfolk_numeric::lanes::{Pair, Units};

/// Rows of a block.
pub const ROWS: usize = 64;

/// One column of one block.
pub type Lane = [f64; ROWS];

/// Rows that one turn of a loop takes: engines ask at every turn whether the call may go on.
pub(crate) const UNROLLED: usize = 8;

/// Columns that are added to a sum while it is in a register.
const TOGETHER: usize = 4;

/// A column of zeros.
pub const ZERO: Lane = [0.0; ROWS];

#[inline(always)]
pub(crate) fn pairs(lane: &Lane) -> impl Iterator<Item = Pair> {
    lane.as_chunks::<2>().0.iter().map(Pair::load)
}

#[inline(always)]
pub(crate) fn pair(lane: &Lane, index: usize) -> Pair {
    Pair::load(&lane.as_chunks::<2>().0[index])
}

/// What one column holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Numbers; the others are NaN.
    pub n_numbers: u64,
    /// The least number; infinity where there is none.
    pub least: f64,
    /// The greatest number; minus infinity where there is none.
    pub greatest: f64,
}

/// Counts the numbers of a column and finds their ends.
#[inline(never)]
pub fn range(column: &[f64]) -> Range {
    let (mut least, mut greatest) = (Pair::splat(f64::INFINITY), Pair::splat(f64::NEG_INFINITY));
    let mut n_numbers = 0;
    let mut add = |value: Pair| {
        least = least.least(value);
        greatest = greatest.greatest(value);
        n_numbers += u64::from(value.n_numbers());
    };
    let (two, last) = column.as_chunks::<2>();
    two.iter().for_each(|two| add(Pair::load(two)));
    last.iter().for_each(|&value| add(Pair::new(value, f64::NAN)));
    let ([a, b], [c, d]) = (least.to_array(), greatest.to_array());
    Range { n_numbers, least: a.min(b), greatest: c.max(d) }
}

/// Writes (value - centre) * factor of up to [`ROWS`] values; 0 for NaN and for what fills up the block.
#[inline(never)]
pub fn place(values: &[f64], centre: f64, factor: f64, lane: &mut Lane) {
    let (centre, factor) = (Pair::splat(centre), Pair::splat(factor));
    let zero = Pair::splat(0.0);
    let placed = |two: &[f64; 2]| Pair::load(two).minus(centre).times(factor).or(zero).to_array();
    let (chunks, values) = values.as_chunks::<UNROLLED>();
    let (to, lane) = lane.as_chunks_mut::<UNROLLED>().0.split_at_mut(chunks.len());
    for (to, values) in to.iter_mut().zip(chunks) {
        for (to, two) in to.as_chunks_mut::<2>().0.iter_mut().zip(values.as_chunks::<2>().0) {
            *to = placed(two);
        }
    }
    let (two, last) = values.as_chunks::<2>();
    let (to, rest) = lane.as_flattened_mut().as_chunks_mut::<2>().0.split_at_mut(two.len());
    to.iter_mut().zip(two).for_each(|(to, two)| *to = placed(two));
    rest.fill([0.0; 2]);
    if let ([value], Some(to)) = (last, rest.first_mut()) {
        *to = placed(&[*value, f64::NAN]);
    }
}

/// The linear predictor b0 + b1 z1 + … of each row: `b` holds the intercept and one number a column.
#[inline(never)]
pub fn linear(columns: &[Lane], b: &[f64], eta: &mut Lane) {
    let Some((intercept, slopes)) = b.split_first() else { return };
    eta.fill(*intercept);
    for (columns, slopes) in columns.chunks(TOGETHER).zip(slopes.chunks(TOGETHER)) {
        // Fewer columns are filled up with zeros: they add nothing.
        let columns: [&Lane; TOGETHER] = std::array::from_fn(|index| columns.get(index).unwrap_or(&ZERO));
        let slopes: [f64; TOGETHER] = std::array::from_fn(|index| slopes.get(index).copied().unwrap_or_default());
        for (chunk, to) in eta.as_chunks_mut::<UNROLLED>().0.iter_mut().enumerate() {
            for (half, to) in to.as_chunks_mut::<2>().0.iter_mut().enumerate() {
                let mut sum = Pair::load(to);
                for (column, slope) in columns.iter().zip(slopes) {
                    sum = sum.plus(pair(column, chunk * UNROLLED / 2 + half).times(Pair::splat(slope)));
                }
                *to = sum.to_array();
            }
        }
    }
}

/// Adds to `sums` the units of the sum of r, and of r z for each column.
#[inline(never)]
pub fn gradient(columns: &[Lane], r: &Lane, magic: f64, sums: &mut [i64]) {
    let Some((first, rest)) = sums.split_first_mut() else { return };
    let magic_pair = Pair::splat(magic);
    let total = pairs(r).fold(Units::zero(), |units, r| units.plus_bits(r.plus(magic_pair)));
    *first = first.wrapping_add(total.total(magic, ROWS as u64));
    for (sum, column) in rest.iter_mut().zip(columns) {
        let mut total = [Units::zero(); UNROLLED / 2];
        for chunk in 0..ROWS / UNROLLED {
            for (half, total) in total.iter_mut().enumerate() {
                let index = chunk * UNROLLED / 2 + half;
                let product = pair(column, index).times(pair(r, index));
                *total = total.plus_bits(product.plus(magic_pair));
            }
        }
        let n = (ROWS / total.len()) as u64;
        *sum = total.iter().fold(*sum, |sum, total| sum.wrapping_add(total.total(magic, n)));
    }
}

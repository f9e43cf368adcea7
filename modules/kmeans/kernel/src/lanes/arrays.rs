//! Arrays, where there are no 128-bit instructions to name.

use gridfolk_numeric::lanes::Pair;

use super::FAR;

/// Of eight rows the coordinates in two columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TwoColumns([[i16; 2]; 8]);

impl TwoColumns {
    /// Two columns side by side, from doubles that [`super::WHOLE`] was added to.
    #[inline(always)]
    pub(crate) fn new(even: [Pair; 4], odd: [Pair; 4]) -> Self {
        let whole = |pairs: &[Pair; 4], lane: usize| pairs[lane / 2].to_array()[lane % 2].to_bits() as i16;
        TwoColumns(std::array::from_fn(|lane| [whole(&even, lane), whole(&odd, lane)]))
    }
}

/// Two coordinates of a centroid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FourTimes([i16; 2]);

impl FourTimes {
    /// For four rows at once, where there are instructions for that.
    pub(crate) fn new(two: [i16; 2]) -> Self {
        FourTimes(two)
    }
}

/// One whole number for each of eight rows.
#[derive(Clone, Copy)]
pub(crate) struct Scores([i32; 8]);

impl Scores {
    /// The same number for every row.
    #[inline(always)]
    pub(crate) fn splat(value: i32) -> Self {
        Scores([value; 8])
    }

    /// self + rows . c
    #[inline(always)]
    pub(crate) fn plus_products(mut self, rows: TwoColumns, c: FourTimes) -> Self {
        for (score, row) in self.0.iter_mut().zip(rows.0) {
            let product = |i: usize| i32::from(row[i]) * i32::from(c.0[i]);
            *score = score.wrapping_add(product(0).wrapping_add(product(1)));
        }
        self
    }

    /// A bit for each lane that is not above the limit.
    #[inline(always)]
    pub(crate) fn not_above(self, limit: i32) -> u32 {
        (0..8).fold(0, |bits, lane| bits | u32::from(self.0[lane] <= limit) << lane)
    }

    /// The least of all eight.
    #[inline(always)]
    pub(crate) fn least(self) -> i32 {
        self.0.iter().fold(i32::MAX, |least, &score| least.min(score))
    }
}

/// The least score of each row, whose it is, and the second least.
#[derive(Clone, Copy)]
pub(crate) struct Nearest {
    best: [i32; 8],
    second: [i32; 8],
    index: [u16; 8],
}

impl Nearest {
    /// No score yet.
    #[inline(always)]
    pub(crate) fn none() -> Self {
        Nearest { best: [FAR; 8], second: [FAR; 8], index: [0; 8] }
    }

    /// Takes the scores of the centroid with this index, in ascending order of indices.
    #[inline(always)]
    pub(crate) fn offer(&mut self, score: Scores, index: u32) {
        for lane in 0..8 {
            let (new, best) = (score.0[lane], self.best[lane]);
            self.index[lane] = if new < best { index as u16 } else { self.index[lane] };
            self.second[lane] = self.second[lane].min(best.max(new));
            self.best[lane] = best.min(new);
        }
    }

    /// Whose the least scores are.
    #[inline(always)]
    pub(crate) fn indices(&self) -> [u16; 8] {
        self.index
    }

    /// By how much each row's second score exceeds its least.
    #[inline(always)]
    pub(crate) fn apart(&self) -> Scores {
        Scores(std::array::from_fn(|lane| self.second[lane].wrapping_sub(self.best[lane])))
    }
}

/// A bit for each lane in which the labels differ.
#[inline(always)]
pub(crate) fn differ(a: &[u16; 8], b: &[u16; 8]) -> u32 {
    (0..8).fold(0, |bits, lane| bits | u32::from(a[lane] != b[lane]) << lane)
}

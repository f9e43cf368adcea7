//! 128-bit instructions.

use core::arch::wasm32::*;

use gridfolk_numeric::lanes::Pair;

use super::FAR;

/// Of eight rows the coordinates in two columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TwoColumns(v128, v128);

impl TwoColumns {
    /// Two columns side by side, from doubles that [`super::WHOLE`] was added to.
    #[inline(always)]
    pub(crate) fn new(even: [Pair; 4], odd: [Pair; 4]) -> Self {
        let bits = |pair: Pair| -> v128 { bytemuck::cast(pair.to_array()) };
        let both =
            |pair: usize| v128_or(v128_and(bits(even[pair]), i64x2_splat(0xffff)), i64x2_shl(bits(odd[pair]), 16));
        let four = |a: v128, b: v128| i32x4_shuffle::<0, 2, 4, 6>(a, b);
        TwoColumns(four(both(0), both(1)), four(both(2), both(3)))
    }
}

/// Two coordinates of a centroid, four times: for four rows at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FourTimes(v128);

impl FourTimes {
    /// Four times the same two coordinates.
    pub(crate) fn new(two: [i16; 2]) -> Self {
        FourTimes(bytemuck::cast([two; 4]))
    }
}

/// One whole number for each of eight rows.
#[derive(Clone, Copy)]
pub(crate) struct Scores(v128, v128);

impl Scores {
    /// The same number for every row.
    #[inline(always)]
    pub(crate) fn splat(value: i32) -> Self {
        Scores(i32x4_splat(value), i32x4_splat(value))
    }

    /// self + rows . c
    #[inline(always)]
    pub(crate) fn plus_products(self, rows: TwoColumns, c: FourTimes) -> Self {
        Scores(i32x4_add(self.0, i32x4_dot_i16x8(rows.0, c.0)), i32x4_add(self.1, i32x4_dot_i16x8(rows.1, c.0)))
    }

    /// A bit for each lane that is not above the limit.
    #[inline(always)]
    pub(crate) fn not_above(self, limit: i32) -> u32 {
        let limit = i32x4_splat(limit);
        u32::from(i32x4_bitmask(i32x4_le(self.0, limit)) | i32x4_bitmask(i32x4_le(self.1, limit)) << 4)
    }

    /// The least of all eight.
    #[inline(always)]
    pub(crate) fn least(self) -> i32 {
        let four = i32x4_min(self.0, self.1);
        let two = i32x4_min(four, i32x4_shuffle::<2, 3, 0, 1>(four, four));
        i32x4_extract_lane::<0>(i32x4_min(two, i32x4_shuffle::<1, 0, 3, 2>(two, two)))
    }
}

/// The least score of each row, whose it is, and the second least.
#[derive(Clone, Copy)]
pub(crate) struct Nearest {
    best: [v128; 2],
    second: [v128; 2],
    index: v128,
}

impl Nearest {
    /// No score yet.
    #[inline(always)]
    pub(crate) fn none() -> Self {
        let far = [i32x4_splat(FAR); 2];
        Nearest { best: far, second: far, index: i16x8_splat(0) }
    }

    /// Takes the scores of the centroid with this index, in ascending order of indices.
    #[inline(always)]
    pub(crate) fn offer(&mut self, score: Scores, index: u32) {
        let scores = [score.0, score.1];
        let is_less = |half: usize| i32x4_lt(scores[half], self.best[half]);
        // Indices ascend: the greater is the newer.
        let whose = v128_and(i16x8_narrow_i32x4(is_less(0), is_less(1)), u16x8_splat(index as u16));
        self.index = i16x8_max(self.index, whose);
        for (half, score) in scores.into_iter().enumerate() {
            self.second[half] = i32x4_min(self.second[half], i32x4_max(self.best[half], score));
            self.best[half] = i32x4_min(self.best[half], score);
        }
    }

    /// Whose the least scores are.
    #[inline(always)]
    pub(crate) fn indices(&self) -> [u16; 8] {
        bytemuck::cast(self.index)
    }

    /// By how much each row's second score exceeds its least.
    #[inline(always)]
    pub(crate) fn apart(&self) -> Scores {
        Scores(i32x4_sub(self.second[0], self.best[0]), i32x4_sub(self.second[1], self.best[1]))
    }
}

/// A bit for each lane in which the labels differ.
#[inline(always)]
pub(crate) fn differ(a: &[u16; 8], b: &[u16; 8]) -> u32 {
    u32::from(i16x8_bitmask(i16x8_ne(bytemuck::cast(*a), bytemuck::cast(*b))))
}

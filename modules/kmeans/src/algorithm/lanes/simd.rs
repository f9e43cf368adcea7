//! 128-bit instructions.

use super::{MarginTerms, ROUND_UP};
use core::arch::wasm32::*;

/// Two doubles.
#[derive(Debug, Clone, Copy)]
pub struct Pair(v128);

impl Pair {
    /// Both numbers.
    #[inline(always)]
    pub fn new(a: f64, b: f64) -> Self {
        Pair(f64x2(a, b))
    }

    /// self + other
    #[inline(always)]
    pub fn plus(self, other: Pair) -> Self {
        Pair(f64x2_add(self.0, other.0))
    }

    /// self - other
    #[inline(always)]
    pub fn minus(self, other: Pair) -> Self {
        Pair(f64x2_sub(self.0, other.0))
    }

    /// self * other
    #[inline(always)]
    pub fn times(self, other: Pair) -> Self {
        Pair(f64x2_mul(self.0, other.0))
    }

    /// The lesser of each; a number against NaN.
    #[inline(always)]
    pub fn least(self, value: Pair) -> Self {
        Pair(f64x2_pmin(self.0, value.0))
    }

    /// The greater of each; a number against NaN.
    #[inline(always)]
    pub fn greatest(self, value: Pair) -> Self {
        Pair(f64x2_pmax(self.0, value.0))
    }

    /// Itself, or `other` where it is NaN.
    #[inline(always)]
    pub fn or(self, other: Pair) -> Self {
        Pair(v128_bitselect(self.0, other.0, f64x2_eq(self.0, self.0)))
    }

    /// self / divisor
    #[inline(always)]
    pub fn over(self, divisor: Pair) -> Self {
        Pair(f64x2_div(self.0, divisor.0))
    }

    /// The first numbers of two pairs, and the second ones.
    #[inline(always)]
    pub fn transpose(self, other: Pair) -> (Pair, Pair) {
        (Pair(i64x2_shuffle::<0, 2>(self.0, other.0)), Pair(i64x2_shuffle::<1, 3>(self.0, other.0)))
    }

    /// Both numbers.
    #[inline(always)]
    pub fn to_array(self) -> [f64; 2] {
        [f64x2_extract_lane::<0>(self.0), f64x2_extract_lane::<1>(self.0)]
    }
}

/// One number for each of eight rows.
#[derive(Clone, Copy)]
pub struct Scores(v128, v128);

impl Scores {
    /// The same number for every row.
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Scores(f32x4_splat(value), f32x4_splat(value))
    }

    /// The numbers of eight rows.
    #[inline(always)]
    pub fn load(rows: &[f32; 8]) -> Self {
        Scores(f32x4(rows[0], rows[1], rows[2], rows[3]), f32x4(rows[4], rows[5], rows[6], rows[7]))
    }

    /// Four pairs in single precision.
    #[inline(always)]
    pub fn from_pairs(pairs: [Pair; 4]) -> Self {
        let half = |a: Pair, b: Pair| i64x2_shuffle::<0, 2>(f32x4_demote_f64x2_zero(a.0), f32x4_demote_f64x2_zero(b.0));
        Scores(half(pairs[0], pairs[1]), half(pairs[2], pairs[3]))
    }

    /// self + x * x
    #[inline(always)]
    pub fn plus_square(self, x: Scores) -> Self {
        Scores(f32x4_add(self.0, f32x4_mul(x.0, x.0)), f32x4_add(self.1, f32x4_mul(x.1, x.1)))
    }

    /// Upper bounds of lengths, from their squares: see [`super::LENGTH_SLACK`].
    #[inline(always)]
    pub fn lengths(self) -> [f32; 8] {
        let length = |squares: v128| {
            let length = f32x4_mul(f32x4_sqrt(squares), f32x4_splat(super::LENGTH_SLACK));
            f32x4_add(length, f32x4_splat(super::UNDERFLOW))
        };
        Scores(length(self.0), length(self.1)).to_array()
    }

    /// The numbers of all eight rows.
    #[inline(always)]
    pub fn to_array(self) -> [f32; 8] {
        [
            f32x4_extract_lane::<0>(self.0),
            f32x4_extract_lane::<1>(self.0),
            f32x4_extract_lane::<2>(self.0),
            f32x4_extract_lane::<3>(self.0),
            f32x4_extract_lane::<0>(self.1),
            f32x4_extract_lane::<1>(self.1),
            f32x4_extract_lane::<2>(self.1),
            f32x4_extract_lane::<3>(self.1),
        ]
    }

    /// self - x * c
    #[inline(always)]
    pub fn minus_product(self, x: Scores, c: f32) -> Self {
        let c = f32x4_splat(c);
        Scores(f32x4_sub(self.0, f32x4_mul(x.0, c)), f32x4_sub(self.1, f32x4_mul(x.1, c)))
    }
}

/// The least score of each row, whose it is, and the second least.
#[derive(Clone, Copy)]
pub struct Nearest {
    best: Scores,
    second: Scores,
    index: [v128; 2],
}

impl Nearest {
    /// No score yet.
    #[inline(always)]
    pub fn none() -> Self {
        let far = Scores::splat(f32::INFINITY);
        Nearest { best: far, second: far, index: [i32x4_splat(0); 2] }
    }

    /// Takes the scores of the centroid with this index, in ascending order of indices.
    #[inline(always)]
    pub fn offer(&mut self, score: Scores, index: u32) {
        let whose = u32x4_splat(index);
        self.index[0] = v128_bitselect(whose, self.index[0], f32x4_lt(score.0, self.best.0));
        self.index[1] = v128_bitselect(whose, self.index[1], f32x4_lt(score.1, self.best.1));
        self.second.0 = f32x4_pmin(self.second.0, f32x4_pmax(self.best.0, score.0));
        self.second.1 = f32x4_pmin(self.second.1, f32x4_pmax(self.best.1, score.1));
        self.best.0 = f32x4_pmin(self.best.0, score.0);
        self.best.1 = f32x4_pmin(self.best.1, score.1);
    }

    /// Whose the least scores are.
    #[inline(always)]
    pub fn indices(&self) -> [u16; 8] {
        let packed = u16x8_narrow_i32x4(self.index[0], self.index[1]);
        [
            u16x8_extract_lane::<0>(packed),
            u16x8_extract_lane::<1>(packed),
            u16x8_extract_lane::<2>(packed),
            u16x8_extract_lane::<3>(packed),
            u16x8_extract_lane::<4>(packed),
            u16x8_extract_lane::<5>(packed),
            u16x8_extract_lane::<6>(packed),
            u16x8_extract_lane::<7>(packed),
        ]
    }

    /// By how much each row's second distance exceeds its least, at least; not above 0, or NaN,
    /// where that is in doubt.
    #[inline(always)]
    pub fn margins(&self, lengths: &[f32; 8], terms: &MarginTerms) -> [f32; 8] {
        let lengths = Scores::load(lengths);
        let a = margins(self.best.0, self.second.0, lengths.0, terms);
        let b = margins(self.best.1, self.second.1, lengths.1, terms);
        Scores(a, b).to_array()
    }
}

/// A bit for each lane whose first number is not above its second.
#[inline(always)]
pub fn not_above(a: &[f32; 8], b: &[f32; 8]) -> u32 {
    let (a, b) = (Scores::load(a), Scores::load(b));
    let (low, high) = (i32x4_bitmask(f32x4_gt(a.0, b.0)), i32x4_bitmask(f32x4_gt(a.1, b.1)));
    u32::from((low | high << 4) ^ 0xff)
}

#[inline(always)]
fn margins(best: v128, second: v128, length: v128, terms: &MarginTerms) -> v128 {
    let [gap_0, gap_1, gap_2] = terms.gap.map(|term| f32x4_splat(term));
    let [slack_0, slack_1] = terms.slack.map(|term| f32x4_splat(term));
    let gap = f32x4_add(gap_0, f32x4_mul(length, f32x4_add(gap_1, f32x4_mul(length, gap_2))));
    let base = f32x4_add(f32x4_mul(f32x4_mul(length, length), f32x4_splat(ROUND_UP)), gap);
    let square = f32x4_pmax(f32x4_splat(0.0), f32x4_add(base, f32x4_add(second, second)));
    let distance = f32x4_mul(f32x4_sqrt(square), f32x4_splat(ROUND_UP));
    let apart = f32x4_sub(f32x4_sub(second, best), gap);
    let slack = f32x4_add(slack_0, f32x4_mul(length, slack_1));
    f32x4_sub(f32x4_div(apart, distance), slack)
}

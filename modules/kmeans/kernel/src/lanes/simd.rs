//! 128-bit instructions.

use core::arch::wasm32::*;

use gridfolk_numeric::lanes::Pair;

use super::{MarginTerms, ROUND_UP};

/// One number for each of eight rows.
#[derive(Clone, Copy)]
pub(crate) struct Scores(v128, v128);

impl Scores {
    /// The same number for every row.
    #[inline(always)]
    pub(crate) fn splat(value: f32) -> Self {
        Scores(f32x4_splat(value), f32x4_splat(value))
    }

    /// The numbers of eight rows.
    #[inline(always)]
    pub(crate) fn load(rows: &[f32; 8]) -> Self {
        let [a, b] = bytemuck::cast(*rows);
        Scores(a, b)
    }

    /// Four pairs in single precision.
    #[inline(always)]
    pub(crate) fn from_pairs(pairs: [Pair; 4]) -> Self {
        let singles = |pair: Pair| {
            let [a, b] = pair.to_array();
            f32x4_demote_f64x2_zero(f64x2(a, b))
        };
        let half = |a: Pair, b: Pair| i64x2_shuffle::<0, 2>(singles(a), singles(b));
        Scores(half(pairs[0], pairs[1]), half(pairs[2], pairs[3]))
    }

    /// self + other
    #[inline(always)]
    pub(crate) fn plus(self, other: Scores) -> Self {
        Scores(f32x4_add(self.0, other.0), f32x4_add(self.1, other.1))
    }

    /// self * other
    #[inline(always)]
    pub(crate) fn times(self, other: Scores) -> Self {
        Scores(f32x4_mul(self.0, other.0), f32x4_mul(self.1, other.1))
    }

    /// A bit for each lane that is not above that of the other.
    #[inline(always)]
    pub(crate) fn not_above(self, other: Scores) -> u32 {
        let (low, high) = (i32x4_bitmask(f32x4_gt(self.0, other.0)), i32x4_bitmask(f32x4_gt(self.1, other.1)));
        u32::from((low | high << 4) ^ 0xff)
    }

    /// self + x * x
    #[inline(always)]
    pub(crate) fn plus_square(self, x: Scores) -> Self {
        Scores(f32x4_add(self.0, f32x4_mul(x.0, x.0)), f32x4_add(self.1, f32x4_mul(x.1, x.1)))
    }

    /// Upper bounds of lengths, from their squares: see [`super::LENGTH_SLACK`].
    #[inline(always)]
    pub(crate) fn lengths(self) -> Scores {
        let length = |squares: v128| {
            let length = f32x4_mul(f32x4_sqrt(squares), f32x4_splat(super::LENGTH_SLACK));
            f32x4_add(length, f32x4_splat(super::UNDERFLOW))
        };
        Scores(length(self.0), length(self.1))
    }

    /// The numbers of all eight rows.
    #[inline(always)]
    pub(crate) fn to_array(self) -> [f32; 8] {
        bytemuck::cast([self.0, self.1])
    }

    /// self - x * c
    #[inline(always)]
    pub(crate) fn minus_product(self, x: Scores, c: f32) -> Self {
        let c = f32x4_splat(c);
        Scores(f32x4_sub(self.0, f32x4_mul(x.0, c)), f32x4_sub(self.1, f32x4_mul(x.1, c)))
    }
}

/// The least score of each row, whose it is, and the second least.
#[derive(Clone, Copy)]
pub(crate) struct Nearest {
    best: Scores,
    second: Scores,
    index: [v128; 2],
}

impl Nearest {
    /// No score yet.
    #[inline(always)]
    pub(crate) fn none() -> Self {
        let far = Scores::splat(f32::INFINITY);
        Nearest { best: far, second: far, index: [i32x4_splat(0); 2] }
    }

    /// Takes the scores of the centroid with this index, in ascending order of indices.
    #[inline(always)]
    pub(crate) fn offer(&mut self, score: Scores, index: u32) {
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
    pub(crate) fn indices(&self) -> [u16; 8] {
        bytemuck::cast(u16x8_narrow_i32x4(self.index[0], self.index[1]))
    }

    /// By how much each row's second distance exceeds its least, at least; not above 0, or NaN,
    /// where that is in doubt.
    #[inline(always)]
    pub(crate) fn margins(&self, lengths: Scores, terms: &MarginTerms) -> Scores {
        let a = margins(self.best.0, self.second.0, lengths.0, terms);
        let b = margins(self.best.1, self.second.1, lengths.1, terms);
        Scores(a, b)
    }
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

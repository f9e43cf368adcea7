//! 128-bit instructions.

use core::arch::wasm32::*;

/// Two doubles.
#[derive(Debug, Clone, Copy)]
pub struct Pair(v128);

impl Pair {
    /// One number in each lane.
    #[inline(always)]
    pub fn new(a: f64, b: f64) -> Self {
        Pair(f64x2(a, b))
    }

    /// The same number in both lanes.
    #[inline(always)]
    pub fn splat(value: f64) -> Self {
        Pair(f64x2_splat(value))
    }

    /// Both numbers, from where they lie side by side.
    #[inline(always)]
    pub fn load(numbers: &[f64; 2]) -> Self {
        Pair(bytemuck::cast(*numbers))
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

    /// Itself where `value` is a number, `other` where that is NaN.
    #[inline(always)]
    pub fn if_number(self, value: Pair, other: Pair) -> Self {
        Pair(v128_bitselect(self.0, other.0, f64x2_eq(value.0, value.0)))
    }

    /// How many of the two are numbers.
    #[inline(always)]
    pub fn n_numbers(self) -> u32 {
        i64x2_bitmask(f64x2_eq(self.0, self.0)).count_ones()
    }

    /// -|self|
    #[inline(always)]
    pub fn negative_size(self) -> Self {
        Pair(f64x2_neg(f64x2_abs(self.0)))
    }

    /// 2^k, where self is 1.5 * 2^52 + k, for k from -1022 to 1023.
    #[inline(always)]
    pub fn power_of_two(self) -> Self {
        Pair(i64x2_shl(i64x2_add(self.0, i64x2_splat(1023)), 52))
    }

    /// `then` where self < limit, else `other`.
    #[inline(always)]
    pub fn if_below(self, limit: Pair, then: Pair, other: Pair) -> Self {
        Pair(v128_bitselect(then.0, other.0, f64x2_lt(self.0, limit.0)))
    }

    /// `then` where self > limit, else `other`.
    #[inline(always)]
    pub fn if_above(self, limit: Pair, then: Pair, other: Pair) -> Self {
        Pair(v128_bitselect(then.0, other.0, f64x2_gt(self.0, limit.0)))
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
        bytemuck::cast(self.0)
    }
}

/// Two sums in fixed point (see [`crate::fixed`]): integers that wrap.
#[derive(Debug, Clone, Copy)]
pub struct Units(v128);

impl Units {
    /// Nothing yet.
    #[inline(always)]
    pub fn zero() -> Self {
        Units(i64x2_splat(0))
    }

    /// Adds the bits of a pair of summands, each with its grid's magic number added.
    #[inline(always)]
    pub fn plus_bits(self, pair: Pair) -> Self {
        Units(i64x2_add(self.0, pair.0))
    }

    /// The sum of both lanes in units of the grid, after `n` summands in all.
    #[inline(always)]
    pub fn total(self, magic: f64, n: u64) -> i64 {
        let bits = (magic.to_bits() as i64).wrapping_mul(n as i64);
        i64x2_extract_lane::<0>(self.0).wrapping_add(i64x2_extract_lane::<1>(self.0)).wrapping_sub(bits)
    }
}

/// Eight whole numbers of 16 bits.
#[derive(Debug, Clone, Copy)]
pub struct Shorts(v128);

impl Shorts {
    /// The same number in all lanes.
    #[inline(always)]
    pub fn splat(value: u16) -> Self {
        Shorts(u16x8_splat(value))
    }

    /// Eight numbers, from where they lie side by side.
    #[inline(always)]
    pub fn load(numbers: &[u16; 8]) -> Self {
        Shorts(bytemuck::cast(*numbers))
    }

    /// Itself, and one more where a < b.
    #[inline(always)]
    pub fn plus_less(self, a: Shorts, b: Shorts) -> Self {
        Shorts(i16x8_sub(self.0, u16x8_lt(a.0, b.0)))
    }

    /// All eight.
    #[inline(always)]
    pub fn to_array(self) -> [u16; 8] {
        bytemuck::cast(self.0)
    }
}

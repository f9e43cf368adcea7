//! Two doubles at once: 128-bit instructions in Wasm, arrays elsewhere. Both spellings do the same
//! operations, so that results agree bit for bit.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) use arrays::{Counts, Pair};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use simd::{Counts, Pair};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd {
    use core::arch::wasm32::*;

    /// Two doubles.
    #[derive(Clone, Copy)]
    pub(crate) struct Pair(v128);

    /// Two integers, which wrap.
    #[derive(Clone, Copy)]
    pub(crate) struct Counts(v128);

    impl Pair {
        #[inline(always)]
        pub(crate) fn new(a: f64, b: f64) -> Self {
            Pair(f64x2(a, b))
        }

        #[inline(always)]
        pub(crate) fn splat(a: f64) -> Self {
            Pair(f64x2_splat(a))
        }

        #[inline(always)]
        pub(crate) fn to_array(self) -> [f64; 2] {
            [f64x2_extract_lane::<0>(self.0), f64x2_extract_lane::<1>(self.0)]
        }

        #[inline(always)]
        pub(crate) fn plus(self, other: Pair) -> Self {
            Pair(f64x2_add(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn minus(self, other: Pair) -> Self {
            Pair(f64x2_sub(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn times(self, other: Pair) -> Self {
            Pair(f64x2_mul(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn over(self, other: Pair) -> Self {
            Pair(f64x2_div(self.0, other.0))
        }

        /// -|self|
        #[inline(always)]
        pub(crate) fn negative_size(self) -> Self {
            Pair(f64x2_neg(f64x2_abs(self.0)))
        }

        /// The lesser of each; `self` where either is NaN.
        #[inline(always)]
        pub(crate) fn least(self, other: Pair) -> Self {
            Pair(f64x2_pmin(self.0, other.0))
        }

        /// The greater of each; `self` where either is NaN.
        #[inline(always)]
        pub(crate) fn most(self, other: Pair) -> Self {
            Pair(f64x2_pmax(self.0, other.0))
        }

        /// `then` where self < limit, else `other`.
        #[inline(always)]
        pub(crate) fn if_below(self, limit: Pair, then: Pair, other: Pair) -> Pair {
            Pair(v128_bitselect(then.0, other.0, f64x2_lt(self.0, limit.0)))
        }

        /// Itself, or 0 where it is NaN.
        #[inline(always)]
        pub(crate) fn or_zero(self) -> Pair {
            Pair(v128_and(self.0, f64x2_eq(self.0, self.0)))
        }

        /// Itself where `value` is a number, `fill` where that is NaN.
        #[inline(always)]
        pub(crate) fn or(self, value: Pair, fill: Pair) -> Pair {
            Pair(v128_bitselect(self.0, fill.0, f64x2_eq(value.0, value.0)))
        }

        /// How many of the two are numbers.
        #[inline(always)]
        pub(crate) fn n_numbers(self) -> u32 {
            i64x2_bitmask(f64x2_eq(self.0, self.0)).count_ones()
        }

        /// 2^k, where self is 1.5 * 2^52 + k, for k from -1022 to 1023.
        #[inline(always)]
        pub(crate) fn power_of_two(self) -> Pair {
            Pair(i64x2_shl(i64x2_add(self.0, i64x2_splat(1023)), 52))
        }
    }

    impl Counts {
        #[inline(always)]
        pub(crate) fn zero() -> Self {
            Counts(i64x2_splat(0))
        }

        /// Adds the bits of a pair.
        #[inline(always)]
        pub(crate) fn plus_bits(self, pair: Pair) -> Self {
            Counts(i64x2_add(self.0, pair.0))
        }

        /// The sum of both.
        #[inline(always)]
        pub(crate) fn total(self) -> i64 {
            i64x2_extract_lane::<0>(self.0).wrapping_add(i64x2_extract_lane::<1>(self.0))
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod arrays {
    /// Two doubles.
    #[derive(Clone, Copy)]
    pub(crate) struct Pair([f64; 2]);

    /// Two integers, which wrap.
    #[derive(Clone, Copy)]
    pub(crate) struct Counts([i64; 2]);

    impl Pair {
        #[inline(always)]
        pub(crate) fn new(a: f64, b: f64) -> Self {
            Pair([a, b])
        }

        #[inline(always)]
        pub(crate) fn splat(a: f64) -> Self {
            Pair([a, a])
        }

        #[inline(always)]
        pub(crate) fn to_array(self) -> [f64; 2] {
            self.0
        }

        #[inline(always)]
        fn with(self, other: Pair, f: impl Fn(f64, f64) -> f64) -> Self {
            Pair([f(self.0[0], other.0[0]), f(self.0[1], other.0[1])])
        }

        #[inline(always)]
        pub(crate) fn plus(self, other: Pair) -> Self {
            self.with(other, |a, b| a + b)
        }

        #[inline(always)]
        pub(crate) fn minus(self, other: Pair) -> Self {
            self.with(other, |a, b| a - b)
        }

        #[inline(always)]
        pub(crate) fn times(self, other: Pair) -> Self {
            self.with(other, |a, b| a * b)
        }

        #[inline(always)]
        pub(crate) fn over(self, other: Pair) -> Self {
            self.with(other, |a, b| a / b)
        }

        /// -|self|
        #[inline(always)]
        pub(crate) fn negative_size(self) -> Self {
            Pair(self.0.map(|a| -a.abs()))
        }

        /// The lesser of each; `self` where either is NaN.
        #[inline(always)]
        pub(crate) fn least(self, other: Pair) -> Self {
            self.with(other, |a, b| if b < a { b } else { a })
        }

        /// The greater of each; `self` where either is NaN.
        #[inline(always)]
        pub(crate) fn most(self, other: Pair) -> Self {
            self.with(other, |a, b| if a < b { b } else { a })
        }

        /// `then` where self < limit, else `other`.
        #[inline(always)]
        pub(crate) fn if_below(self, limit: Pair, then: Pair, other: Pair) -> Pair {
            let choose = |lane: usize| if self.0[lane] < limit.0[lane] { then.0[lane] } else { other.0[lane] };
            Pair([choose(0), choose(1)])
        }

        /// Itself, or 0 where it is NaN.
        #[inline(always)]
        pub(crate) fn or_zero(self) -> Pair {
            Pair(self.0.map(|a| if a.is_nan() { 0.0 } else { a }))
        }

        /// Itself where `value` is a number, `fill` where that is NaN.
        #[inline(always)]
        pub(crate) fn or(self, value: Pair, fill: Pair) -> Pair {
            let choose = |lane: usize| if value.0[lane].is_nan() { fill.0[lane] } else { self.0[lane] };
            Pair([choose(0), choose(1)])
        }

        /// How many of the two are numbers.
        #[inline(always)]
        pub(crate) fn n_numbers(self) -> u32 {
            self.0.map(|a| u32::from(!a.is_nan())).iter().sum()
        }

        /// 2^k, where self is 1.5 * 2^52 + k, for k from -1022 to 1023.
        #[inline(always)]
        pub(crate) fn power_of_two(self) -> Pair {
            Pair(self.0.map(|a| f64::from_bits((a.to_bits().wrapping_add(1023)) << 52)))
        }
    }

    impl Counts {
        #[inline(always)]
        pub(crate) fn zero() -> Self {
            Counts([0; 2])
        }

        /// Adds the bits of a pair.
        #[inline(always)]
        pub(crate) fn plus_bits(self, pair: Pair) -> Self {
            let add = |lane: usize| self.0[lane].wrapping_add(pair.0[lane].to_bits() as i64);
            Counts([add(0), add(1)])
        }

        /// The sum of both.
        #[inline(always)]
        pub(crate) fn total(self) -> i64 {
            self.0[0].wrapping_add(self.0[1])
        }
    }
}

//! Several numbers at once: 128-bit instructions in Wasm, arrays elsewhere (and in a Wasm engine without
//! them). Both spellings do the same operations in the same order, so that results agree bit for bit.
//!
//! [`Pair`] is two doubles; [`Scores`] and [`Nearest`] are the filter's arithmetic on eight rows in
//! single precision.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) use arrays::{Nearest, Pair, Scores};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use simd::{Nearest, Pair, Scores};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd {
    use core::arch::wasm32::*;

    /// Two doubles.
    #[derive(Clone, Copy)]
    pub(crate) struct Pair(v128);

    impl Pair {
        #[inline(always)]
        pub(crate) fn new(a: f64, b: f64) -> Self {
            Pair(f64x2(a, b))
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

        /// The lesser of each; a number against NaN.
        #[inline(always)]
        pub(crate) fn least(self, value: Pair) -> Self {
            Pair(f64x2_pmin(self.0, value.0))
        }

        /// The greater of each; a number against NaN.
        #[inline(always)]
        pub(crate) fn greatest(self, value: Pair) -> Self {
            Pair(f64x2_pmax(self.0, value.0))
        }

        /// Itself, or `other` where it is NaN.
        #[inline(always)]
        pub(crate) fn or(self, other: Pair) -> Self {
            Pair(v128_bitselect(self.0, other.0, f64x2_eq(self.0, self.0)))
        }

        #[inline(always)]
        pub(crate) fn to_array(self) -> [f64; 2] {
            [f64x2_extract_lane::<0>(self.0), f64x2_extract_lane::<1>(self.0)]
        }
    }

    /// One number for each of eight rows.
    #[derive(Clone, Copy)]
    pub(crate) struct Scores(v128, v128);

    impl Scores {
        #[inline(always)]
        pub(crate) fn splat(value: f32) -> Self {
            Scores(f32x4_splat(value), f32x4_splat(value))
        }

        #[inline(always)]
        pub(crate) fn load(rows: &[f32; 8]) -> Self {
            Scores(f32x4(rows[0], rows[1], rows[2], rows[3]), f32x4(rows[4], rows[5], rows[6], rows[7]))
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
        #[inline(always)]
        pub(crate) fn none() -> Self {
            let far = Scores::splat(f32::INFINITY);
            Nearest { best: far, second: far, index: [i32x4_splat(0); 2] }
        }

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

        #[inline(always)]
        pub(crate) fn indices(&self) -> [u16; 8] {
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

        /// See [`super::margin`], for each row.
        #[inline(always)]
        pub(crate) fn margins(&self, lengths: &[f32; 8], terms: &[f32; 4]) -> [f32; 8] {
            let lengths = Scores::load(lengths);
            let a = margins(self.best.0, self.second.0, lengths.0, terms);
            let b = margins(self.best.1, self.second.1, lengths.1, terms);
            [
                f32x4_extract_lane::<0>(a),
                f32x4_extract_lane::<1>(a),
                f32x4_extract_lane::<2>(a),
                f32x4_extract_lane::<3>(a),
                f32x4_extract_lane::<0>(b),
                f32x4_extract_lane::<1>(b),
                f32x4_extract_lane::<2>(b),
                f32x4_extract_lane::<3>(b),
            ]
        }
    }

    #[inline(always)]
    fn margins(best: v128, second: v128, length: v128, terms: &[f32; 4]) -> v128 {
        let [constant, linear, square, slack] = terms.map(f32x4_splat);
        let gap = f32x4_add(constant, f32x4_mul(length, f32x4_add(linear, f32x4_mul(length, square))));
        let base = f32x4_add(f32x4_mul(f32x4_mul(length, length), f32x4_splat(super::ROUND_UP)), gap);
        let upper = |score: v128| f32x4_sqrt(f32x4_pmax(f32x4_splat(0.0), f32x4_add(base, f32x4_add(score, score))));
        let apart = f32x4_sub(f32x4_sub(second, best), gap);
        let both = f32x4_mul(f32x4_add(upper(best), upper(second)), f32x4_splat(super::ROUND_UP));
        f32x4_sub(f32x4_div(f32x4_add(apart, apart), both), f32x4_add(slack, f32x4_mul(length, f32x4_splat(super::SLACK))))
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod arrays {
    /// Two doubles.
    #[derive(Clone, Copy)]
    pub(crate) struct Pair([f64; 2]);

    impl Pair {
        #[inline(always)]
        pub(crate) fn new(a: f64, b: f64) -> Self {
            Pair([a, b])
        }

        #[inline(always)]
        pub(crate) fn plus(self, other: Pair) -> Self {
            Pair([self.0[0] + other.0[0], self.0[1] + other.0[1]])
        }

        #[inline(always)]
        pub(crate) fn minus(self, other: Pair) -> Self {
            Pair([self.0[0] - other.0[0], self.0[1] - other.0[1]])
        }

        #[inline(always)]
        pub(crate) fn times(self, other: Pair) -> Self {
            Pair([self.0[0] * other.0[0], self.0[1] * other.0[1]])
        }

        /// The lesser of each; a number against NaN.
        #[inline(always)]
        pub(crate) fn least(self, value: Pair) -> Self {
            let least = |a: f64, b: f64| if b < a { b } else { a };
            Pair([least(self.0[0], value.0[0]), least(self.0[1], value.0[1])])
        }

        /// The greater of each; a number against NaN.
        #[inline(always)]
        pub(crate) fn greatest(self, value: Pair) -> Self {
            let greatest = |a: f64, b: f64| if a < b { b } else { a };
            Pair([greatest(self.0[0], value.0[0]), greatest(self.0[1], value.0[1])])
        }

        /// Itself, or `other` where it is NaN.
        #[inline(always)]
        pub(crate) fn or(self, other: Pair) -> Self {
            let or = |a: f64, b: f64| if a.is_nan() { b } else { a };
            Pair([or(self.0[0], other.0[0]), or(self.0[1], other.0[1])])
        }

        #[inline(always)]
        pub(crate) fn to_array(self) -> [f64; 2] {
            self.0
        }
    }

    /// One number for each of eight rows.
    #[derive(Clone, Copy)]
    pub(crate) struct Scores([f32; 8]);

    impl Scores {
        #[inline(always)]
        pub(crate) fn splat(value: f32) -> Self {
            Scores([value; 8])
        }

        #[inline(always)]
        pub(crate) fn load(rows: &[f32; 8]) -> Self {
            Scores(*rows)
        }

        /// self - x * c
        #[inline(always)]
        pub(crate) fn minus_product(mut self, x: Scores, c: f32) -> Self {
            for lane in 0..8 {
                self.0[lane] -= x.0[lane] * c;
            }
            self
        }
    }

    /// The least score of each row, whose it is, and the second least.
    #[derive(Clone, Copy)]
    pub(crate) struct Nearest {
        best: [f32; 8],
        second: [f32; 8],
        index: [u32; 8],
    }

    impl Nearest {
        #[inline(always)]
        pub(crate) fn none() -> Self {
            Nearest { best: [f32::INFINITY; 8], second: [f32::INFINITY; 8], index: [0; 8] }
        }

        #[inline(always)]
        pub(crate) fn offer(&mut self, score: Scores, index: u32) {
            for lane in 0..8 {
                let (new, best) = (score.0[lane], self.best[lane]);
                let loser = if best < new { new } else { best };
                self.second[lane] = if loser < self.second[lane] { loser } else { self.second[lane] };
                self.index[lane] = if new < best { index } else { self.index[lane] };
                self.best[lane] = if new < best { new } else { best };
            }
        }

        #[inline(always)]
        pub(crate) fn indices(&self) -> [u16; 8] {
            self.index.map(|index| index as u16)
        }

        /// See [`super::margin`], for each row.
        #[inline(always)]
        pub(crate) fn margins(&self, lengths: &[f32; 8], terms: &[f32; 4]) -> [f32; 8] {
            std::array::from_fn(|lane| super::margin(self.best[lane], self.second[lane], lengths[lane], terms))
        }
    }
}

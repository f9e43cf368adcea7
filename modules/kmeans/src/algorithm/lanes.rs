//! Eight rows at once in single precision: the filter's arithmetic.
//!
//! Two spellings of the same operations: 128-bit instructions in Wasm, arrays elsewhere (and in a Wasm
//! engine without them). Neither decides anything alone: the filter only settles what its error bound
//! proves, so that labels are the same with both.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) use arrays::{Nearest, Scores};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use simd::{Nearest, Scores};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd {
    use core::arch::wasm32::*;

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

        /// Whether every row's second least score is more than `gap` above its least.
        #[inline(always)]
        pub(crate) fn is_clear(&self, gap: f32) -> bool {
            let gap = f32x4_splat(gap);
            let clear = v128_and(
                f32x4_gt(f32x4_sub(self.second.0, self.best.0), gap),
                f32x4_gt(f32x4_sub(self.second.1, self.best.1), gap),
            );
            i32x4_all_true(clear)
        }

        /// By how much each row's second least score is above its least.
        #[inline(always)]
        pub(crate) fn gaps(&self) -> [f32; 8] {
            let (a, b) = (f32x4_sub(self.second.0, self.best.0), f32x4_sub(self.second.1, self.best.1));
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
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod arrays {
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

        /// Whether every row's second least score is more than `gap` above its least.
        #[inline(always)]
        pub(crate) fn is_clear(&self, gap: f32) -> bool {
            self.gaps().iter().all(|&difference| difference > gap)
        }

        /// By how much each row's second least score is above its least.
        #[inline(always)]
        pub(crate) fn gaps(&self) -> [f32; 8] {
            std::array::from_fn(|lane| self.second[lane] - self.best[lane])
        }
    }
}

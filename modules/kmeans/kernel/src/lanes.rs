//! The filter's arithmetic on eight rows at once, in whole numbers: 128-bit instructions in Wasm, arrays
//! elsewhere, to the same bits (see [`gridfolk_numeric::lanes`]).

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) use arrays::{FourTimes, Nearest, Scores, TwoColumns, differ};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use simd::{FourTimes, Nearest, Scores, TwoColumns, differ};

/// Above every score, and so little that its difference to one is still an `i32`: see [`super::nearest`].
pub(crate) const FAR: i32 = 1_600_000_000;

/// A double to which it is added has the nearest whole number in its lowest bits.
pub(crate) const WHOLE: f64 = 1.5 * (1_u64 << 52) as f64;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod arrays;

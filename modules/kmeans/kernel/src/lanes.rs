//! The filter's arithmetic on eight rows at once, in single precision: 128-bit instructions in Wasm, arrays
//! elsewhere, to the same bits (see [`gridfolk_numeric::lanes`]).

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) use arrays::{Nearest, Scores};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use simd::{Nearest, Scores};

/// What a margin depends on beside the scores and the row's length r; see [`super::nearest`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct MarginTerms {
    /// The gap that two scores must exceed is gap[0] + gap[1] r + gap[2] r^2.
    pub(crate) gap: [f32; 3],
    /// The slack is slack[0] + slack[1] r.
    pub(crate) slack: [f32; 2],
}

/// A length is the root of a sum of up to 1024 squares: rounding of coordinates, squares and sum to
/// singles takes less than 2e-4 of it away.
const LENGTH_SLACK: f32 = 1.0005;

/// More than the square root of what 1024 squares can lose to underflow in single precision.
const UNDERFLOW: f32 = 1e-20;

/// Covers the rounding of what it multiplies.
const ROUND_UP: f32 = 1.00001;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod arrays;

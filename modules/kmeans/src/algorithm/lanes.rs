//! Several numbers at once: 128-bit instructions in Wasm, arrays elsewhere (and in a Wasm engine without
//! them). Both spellings do the same operations in the same order, so that results agree bit for bit.
//!
//! [`Pair`] is two doubles; [`Scores`] and [`Nearest`] are the filter's arithmetic on eight rows in
//! single precision.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub use arrays::{Nearest, Pair, Scores, not_above};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use simd::{Nearest, Pair, Scores, not_above};

/// What a margin depends on beside the scores and the row's length r; see [`super::nearest`].
#[derive(Debug, Clone, Copy)]
pub struct MarginTerms {
    /// The gap that two scores must exceed is gap[0] + gap[1] r + gap[2] r^2.
    pub gap: [f32; 3],
    /// The slack is slack[0] + slack[1] r.
    pub slack: [f32; 2],
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

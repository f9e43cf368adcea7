//! Two doubles at once: a 128-bit instruction in Wasm, an array elsewhere (and in a Wasm engine without
//! them). Both spellings do the same operations in the same order, so that results agree bit for bit.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub use arrays::Pair;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use simd::Pair;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod arrays;

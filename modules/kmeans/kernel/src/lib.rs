//! The hot loops of kmeans: what runs once a row, and nothing else.
//!
//! A crate of its own, because everything else in the `.wasm` is built for size and this for speed. No
//! names, no JSON, no mistakes: callers have checked that lengths are equal, labels are in range and values
//! finite (but for missing ones, which are NaN).
#![forbid(unsafe_code)]

pub mod axis;
pub mod columns;
mod lanes;
pub mod nearest;
pub mod numbers;
pub mod part;
pub mod points;
pub mod quality;
pub mod race;
pub mod tally;

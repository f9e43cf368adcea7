//! JSON texts and the numbers in them, without serde: a crate of its own, because tables as JSON are long, and in
//! the `.wasm` it is built for speed.
//!
//! - [`walk`]: reading a text
//! - [`decimal`]: doubles as texts, and back
#![forbid(unsafe_code)]

pub mod decimal;
pub mod walk;

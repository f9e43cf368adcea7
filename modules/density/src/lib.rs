//! gridfolk module density: who fits no group?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod contract;
pub mod fit;
pub mod grid;
#[cfg(feature = "schema")]
pub mod manifest;
mod module;
pub mod problem;

pub use module::DensityModule;

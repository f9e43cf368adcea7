//! gridfolk module fuzzy: how much value does a customer contribute, in grades without cliffs?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod contract;
pub mod fit;
pub mod fold;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod model;
mod module;
pub mod predict;
pub mod problem;
pub mod what_if;

pub(crate) use gridfolk_contract::wire;
pub use module::FuzzyModule;

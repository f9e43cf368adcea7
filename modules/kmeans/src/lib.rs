//! gridfolk module kmeans: which customers are alike?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod choose;
pub mod columns;
pub mod contract;
#[cfg(feature = "linfa")]
pub mod estimator;
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
pub use module::KmeansModule;

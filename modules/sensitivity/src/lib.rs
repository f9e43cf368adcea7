//! gridfolk module sensitivity: what drives the chance of an event?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod contract;
pub mod curve;
pub mod fit;
pub mod fold;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod model;
mod module;
pub mod predict;
pub mod problem;
pub mod what_if;

pub use module::SensitivityModule;

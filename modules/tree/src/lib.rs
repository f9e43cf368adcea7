//! gridfolk module tree: which sites to inspect?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod columns;
pub mod contract;
pub mod explain;
pub mod fit;
pub mod fold;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod model;
mod module;
pub mod predict;
pub mod problem;
pub mod region;
pub mod reverse;
pub mod rules;
pub mod what_if;

pub use module::TreeModule;

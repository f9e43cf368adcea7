//! gridfolk module segment: customers in two dimensions, and what is done for each group.
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod assign;
pub mod compare;
pub mod contract;
pub mod definition;
pub mod fold;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod model;
mod module;
pub mod predict;
pub mod problem;
pub mod strategy;
pub mod what_if;

pub(crate) use gridfolk_contract::wire;
pub use module::SegmentModule;

//! gridfolk module tags: label customers, select by tags, and tell what sets a group apart.
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod contract;
pub mod definition;
pub mod fold;
pub mod label;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod model;
mod module;
pub mod predict;
pub mod problem;
pub mod profile;
pub mod select;
mod tagged;

pub(crate) use gridfolk_contract::wire;
pub use module::TagsModule;

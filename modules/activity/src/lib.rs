//! gridfolk module activity: how active is a customer, on which channel?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod columns;
pub mod contract;
pub mod fold;
pub mod index;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod model;
mod module;
pub mod predict;
pub mod problem;
pub mod what_if;

pub use module::ActivityModule;

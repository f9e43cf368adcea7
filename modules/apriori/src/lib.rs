//! gridfolk module apriori: what goes together?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod baskets;
pub mod contract;
pub mod fold;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod mine;
pub mod model;
mod module;
pub mod problem;
pub mod reply;

pub use module::AprioriModule;

//! gridfolk module apriori: what goes together?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod baskets;
pub mod contract;
pub mod fold;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod memory;
pub mod mine;
pub mod model;
mod module;
pub mod problem;
pub mod recommend;
pub mod reply;
pub mod what_if;

pub use module::AprioriModule;

//! gridfolk module scorecard: how many points does a customer score, and why?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod bin;
pub mod columns;
pub mod contract;
pub mod evaluate;
pub mod export;
pub mod fit;
pub mod fold;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod measures;
pub mod model;
mod module;
pub mod monitor;
pub mod problem;
pub mod reach;
pub mod score;
pub mod what_if;

pub use module::ScorecardModule;

//! Analytics put together as JSON: inputs with units, steps, outputs.
//!
//! - [`definition`]: what a pipeline says
//! - [`mapping`]: which of the caller's columns is which input, in which [`units`]
//! - [`run`](mod@run): the steps, one after the other
//! - [`live`]: what if, across all steps
//!
//! What a table lacks makes the steps that need it be skipped, and that is said; nothing is made up.

pub mod definition;
pub mod live;
pub mod mapping;
pub mod run;
mod template;
pub mod units;

pub use definition::{Block, Explained, Field, Input, Kind, Output, Pipeline, Step};
pub use live::{Changes, Live, Scenario};
pub use mapping::{Inputs, Mapping};
pub use run::{Done, Models, Outcome, RunOptions, State, run};

#[cfg(test)]
mod tests;

//! Analytics put together as JSON: inputs with units, steps, outputs.
//!
//! - [`definition`]: what a pipeline says; [`block`]: the parts of its report
//! - [`mapping`]: which of the caller's columns is which input, in which [`units`]
//! - [`run`](mod@run): the steps, one after the other; `step`: one of them
//! - [`counts`]: what the parts of a report count
//! - [`record`](mod@record): one customer's values
//! - [`sample`]: steps that look at a drawn part of a large table
//! - [`live`]: what if, across all steps
//!
//! What a table lacks makes the steps that need it be skipped, and that is said; nothing is made up.

pub mod block;
pub mod counts;
pub mod definition;
pub mod live;
pub mod mapping;
pub mod record;
mod request;
pub mod run;
pub mod sample;
mod step;
mod template;
pub mod units;

pub use block::{Block, Calibrated, Field, Score, Share};
pub use counts::{Counts, Groups, Moments, Sizes, Source};
pub use definition::{Explained, Input, Kind, Output, Pipeline, Step};
pub use live::{Changes, Live, Scenario};
pub use mapping::{Inputs, Mapping};
pub use record::{record, value_of};
pub use run::{Done, Models, Outcome, Run, RunOptions, Setting, State, run};
pub use sample::{Sample, Sampled};

#[cfg(test)]
mod tests;

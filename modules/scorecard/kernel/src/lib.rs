//! The hot loops of the module scorecard: a crate of its own, so that it can be built for speed and all
//! else for size.
#![forbid(unsafe_code)]

pub mod codes;
mod intervals;
pub mod partition;

pub use codes::{
    add_by_code, codes_of_numbers, count_and_sum_from, count_by_code, probabilities, range_of_first, sum_by_pair,
};
pub use partition::{Limits, PREBINS_MAX, Partition, Trend, partition};

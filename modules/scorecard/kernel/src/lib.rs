//! The hot loops of the module scorecard: a crate of its own, so that it can be built for speed and all
//! else for size.
#![forbid(unsafe_code)]

pub mod codes;
pub mod intervals;

pub use codes::{
    Worth, codes_of_numbers, count_and_sum_from, count_by_code, probabilities, range_of_first, sum_by_pair, totals,
};
pub use intervals::{BEFORE_TURN, Intervals, Limits, Order, PREBINS_MAX};

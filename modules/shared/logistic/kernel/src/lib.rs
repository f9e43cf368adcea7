//! The loops over rows of logistic regression, in 128-bit instructions where there are some.
//!
//! Rows come in blocks of [`ROWS`], column by column: a [`Lane`] is one column of one block. Rows that
//! fill up the last block have weight 0 and values 0, and add nothing to any sum.
//!
//! Only +, -, *, / and comparisons of IEEE 754 are used, in one order of operations, so that native
//! code and every Wasm engine agree on every bit. Sums over rows are sums of integers (fixed point, see
//! `gridfolk_numeric::fixed`): the caller gives the magic number that puts summands on the grid, and
//! adds up what comes back with wrapping additions.
#![forbid(unsafe_code)]

mod block;
mod firth;
mod hessian;
mod likelihood;
mod score;
mod transcendental;

pub use block::{Lane, ROWS, Range, ZERO, gradient, linear, place, range};
pub use firth::firth_residuals;
pub use hessian::hessian;
pub use likelihood::{Residuals, residuals};
pub use score::add_numbers;
pub use transcendental::{exp_of_negative, probabilities};

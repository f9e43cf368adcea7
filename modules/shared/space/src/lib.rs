//! Columns of numbers as points of a space in which distances mean something: which columns, what is done
//! with missing values, logarithms of columns with long tails, and standardising.
//!
//! Finding the space takes two passes over the rows, each the same for any split of them into parts: a
//! [`Scan`] (how many rows, between which values) and the [`Moments`] (mean and standard deviation).
#![forbid(unsafe_code)]

mod basis;
mod columns;
pub mod limits;
mod moments;
mod rows;
mod scan;
mod space;

pub use basis::{Basis, Missing};
pub use columns::{Columns, check_values, select, select_for};
pub use moments::Moments;
pub use rows::Rows;
pub use scan::Scan;
pub use space::{Axis, Scaler, Space, signed_exp, signed_log};

pub(crate) use gridfolk_contract::wire;

//! Maths that several modules need, equal bit for bit on every machine.
//!
//! - [`fixed`]: sums over rows in fixed point, that do not depend on the order either
//! - [`lanes`]: two doubles at once
//! - [`assignment`]: minimum-cost assignment
//! - [`moments`]: extent, mean and standard deviation of a column that lies in parts
//! - [`normal`]: the standard normal distribution and its quantiles
//! - [`quantile`]: exact quantiles of a column that lies in parts
//! - [`random`]: random numbers keyed by seed, stream and row: no state, so any split of the rows draws the same
//! - [`select`]: the value at a rank, for quantiles
//! - [`sort`]: sorting numbers that carry a payload
//! - [`sum`]: sums over rows that do not depend on the order

pub mod assignment;
pub mod fixed;
pub mod lanes;
pub mod moments;
pub mod normal;
pub mod quantile;
pub mod random;
pub mod select;
pub mod sort;
pub mod sum;

/// The natural logarithm, once in a module: compilers put `libm::log` itself in the place of its calls.
#[inline(never)]
pub fn log(number: f64) -> f64 {
    libm::log(number)
}

//! The most of everything that a space takes.

/// The most columns.
pub const COLUMNS_MAX: usize = 1024;
/// The largest size of a value: so neither coordinates nor squares, summed over all rows, overflow.
pub const VALUE_MAX: f64 = gridfolk_numeric::moments::Extent::VALUE_MAX;
/// A column whose standard deviation is below this counts as constant.
pub const SD_MIN: f64 = 1e-60;
/// The largest size of a coordinate: what the two limits above allow.
pub const COORDINATE_MAX: f64 = 2e120;

//! The most of everything that one fit takes.

/// The most segments.
pub const K_MAX: usize = 1024;
/// The most columns.
pub const COLUMNS_MAX: usize = 1024;
/// The most starts of one fit.
pub const N_INIT_MAX: u32 = 100;
/// The most updates of the centroids.
pub const MAX_ITER_MAX: u32 = 10_000;
/// The largest size of a value: so neither coordinates nor squares, summed over all rows, overflow.
pub const VALUE_MAX: f64 = 1e60;
/// A column whose standard deviation is below this counts as constant.
pub const SD_MIN: f64 = 1e-60;
/// The largest size of a coordinate: what the two limits above allow.
pub const COORDINATE_MAX: f64 = 2e120;
/// Silhouettes are exact up to so many rows, and of so many sampled rows above.
pub const SILHOUETTE_ROWS_MAX: usize = 20_000;

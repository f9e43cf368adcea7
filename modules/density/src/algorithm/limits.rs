//! The most of everything that one call takes.

/// The most rows: at worst every two of them are compared.
pub const ROWS_MAX: u64 = 20_000;
/// How near a neighbour may be said to be.
pub const EPS_RANGE: (f64, f64) = (1e-9, 1e9);
/// How many neighbours may be asked for.
pub const MIN_POINTS_RANGE: (u64, u64) = (2, 1000);
/// The most unusual customers that are listed.
pub const TOP_MAX: u64 = 1000;
/// The most reasons of one unusual customer.
pub const REASONS_MAX: usize = 3;
/// The most cells of one axis of a grid.
pub const N_CELLS_MAX: u64 = 500;
/// The most cells of a grid, each level's counted.
pub const N_COUNTS_MAX: u64 = 4_000_000;
/// Where a logarithmic axis may begin.
pub const POSITIVE_MIN: f64 = 1e-60;

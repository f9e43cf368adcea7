//! The most of everything that one fit takes.

/// Up to so many rows of a table, splits are exact; above, they are cuts between bins. Rows are held
/// together for an exact fit: so many of so many columns are 40 MB.
pub const EXACT_ROWS_MAX: u64 = 20_000;
/// Bins of a column of numbers, above [`EXACT_ROWS_MAX`].
pub const N_BINS: usize = 256;
/// The most columns.
pub const COLUMNS_MAX: usize = 256;
/// The most classes of a target.
pub const CLASSES_MAX: usize = 64;
/// The most levels of a category column.
pub const LEVELS_MAX: usize = 1024;
/// The deepest tree.
pub const DEPTH_MAX: u32 = 30;
/// The most nodes: a tree that reaches it grows no further, and the reply says so.
pub const NODES_MAX: usize = 20_001;
/// Histogram cells of one pass: nodes that need more wait for another pass.
pub const CELLS_MAX: usize = 1 << 22;
/// Columns whose quantiles one pass looks for: counts of each may take half a megabyte.
pub const SEARCHES_MAX: usize = 32;
/// The largest weight of a row.
pub const WEIGHT_MAX: f64 = 1e60;
/// The largest factor of a class.
pub const FACTOR_MAX: f64 = 1e9;
/// The largest number of rows, and of anything that is counted.
pub const COUNT_MAX: u64 = 1 << 53;

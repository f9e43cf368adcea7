//! The most of everything that the module takes.

/// Columns of a table that are binned.
pub const COLUMNS_MAX: usize = 200;
/// Ordinary bins of a column.
pub const BINS_MAX: u64 = 64;
/// Bins of a column that the caller gives.
pub const BINS_GIVEN_MAX: usize = 128;
/// Special codes of a column.
pub const SPECIAL_MAX: usize = 32;
/// Pre-bins by quantiles or distinct values.
pub const PREBINS_MAX: u64 = 256;
/// Levels of a category column.
pub const LEVELS_MAX: usize = 4096;
/// Expert rules of a card.
pub const RULES_MAX: usize = 200;
/// Grades of a card.
pub const GRADES_MAX: usize = 50;
/// Size of points, log odds and edits of them.
pub const POINTS_MAX: f64 = 1e9;
/// Size of an edge, a special code or another number of the request.
pub const VALUE_MAX: f64 = 1e300;

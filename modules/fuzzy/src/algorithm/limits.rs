//! The most of everything that one fit takes.

/// The most groups: as many as there are letters for grades.
pub const C_MAX: usize = 26;
/// A row's entropy is below: ln 26 is 3.26.
pub const ENTROPY_MAX: f64 = 4.0;
/// The least and the largest fuzzifier.
pub const M_RANGE: (f64, f64) = (1.05, 10.0);
/// The most updates of the centres.
pub const MAX_ITER_MAX: u32 = 10_000;
/// The least and the largest tolerance. Below the least, rounding alone moves memberships.
pub const TOL_RANGE: (f64, f64) = (1e-12, 1000.0);
/// The largest weight of a column in the value.
pub const WEIGHT_MAX: f64 = 1e6;
/// Two centres coincide when their distance is below this share of the rows' own spread: the root of the
/// sum over columns of the variances.
pub const COINCIDENT_SHARE: f64 = 0.1;

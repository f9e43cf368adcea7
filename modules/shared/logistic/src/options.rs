//! What a fit is asked for, and the most of everything that it takes.

use gridfolk_contract::wire::{packed, packed_enum};

/// The most columns of a design.
pub const TERMS_MAX: usize = 256;
/// The most passes that try a point.
pub const MAX_ITER_MAX: u32 = 1000;
/// The largest size of a value.
pub const VALUE_MAX: f64 = 1e60;
/// The largest ridge penalty.
pub(crate) const RIDGE_MAX: f64 = 1e60;

/// When Firth's correction is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firth {
    /// Not at all: a separated fit ends unconverged, and says so.
    Never,
    /// Where the plain likelihood has no maximum.
    WhenSeparated,
    /// From the start.
    Always,
}

/// What a coefficient is the change of the log odds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// One unit of the column.
    AsGiven,
    /// One population standard deviation of the column, which is centred at its mean.
    StandardDeviation,
}

/// All that a fit needs to know beside the rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The penalty: 1 / C of scikit-learn, 0 for none, on coefficients of the columns' [`Unit`]s. The
    /// intercept is not penalised.
    pub ridge: f64,
    /// Firth's correction; not beside a penalty.
    pub firth: Firth,
    /// The most passes that try a point: 1 to [`MAX_ITER_MAX`].
    pub max_iter: u32,
}

packed_enum!(Firth { 0 => Never, 1 => WhenSeparated, 2 => Always });
packed_enum!(Unit { 0 => AsGiven, 1 => StandardDeviation });
packed!(Options { ridge, firth, max_iter });

impl Default for Options {
    /// Maximum likelihood; Firth's correction where that does not exist.
    fn default() -> Self {
        Options { ridge: 0.0, firth: Firth::WhenSeparated, max_iter: 200 }
    }
}

impl Options {
    /// Whether every option is in its range.
    pub fn is_sound(&self) -> bool {
        (0.0..=RIDGE_MAX).contains(&self.ridge)
            && (1..=MAX_ITER_MAX).contains(&self.max_iter)
            && (self.ridge == 0.0 || self.firth != Firth::Always)
    }
}

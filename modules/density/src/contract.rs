//! What a caller sends. `check` turns it into what the algorithm takes.

use gridfolk_contract::FromJson;
use gridfolk_space::{Basis, Missing};

use crate::algorithm::Settings;
use crate::algorithm::limits::{EPS_RANGE, MIN_POINTS_RANGE, TOP_MAX};
use crate::problem::Mistake;

/// Parameters of `fit`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitRequest {
    /// Columns of numbers to use; all of them when absent.
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    /// Those of the columns that are taken as sign(x) ln(1 + |x|), for long tails.
    #[serde(default)]
    pub log: Vec<String>,
    /// How near a neighbour is, where distances are measured: 1e-9 to 1e9; suggested from the table when absent.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1e-9, max = 1e9)))]
    pub eps: Option<f64>,
    /// How many neighbours, itself counted, make a customer one of a group: 2 to 1000; twice the number of
    /// columns, and at least 4, when absent.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 1000)))]
    pub min_points: Option<u64>,
    /// Whether columns are made comparable: (x - mean) / population standard deviation.
    #[serde(default = "standardize_default")]
    pub standardize: bool,
    /// What is done with rows that lack a value.
    #[serde(default)]
    pub missing: Missing,
    /// At most so many unusual customers are listed with their reasons: 0 to 1000.
    #[serde(default = "top_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1000)))]
    pub top: u64,
}

fn standardize_default() -> bool {
    true
}

fn top_default() -> u64 {
    50
}

impl FitRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; columns named twice; a logarithm of a column that is not used.
    pub fn check(self) -> Result<Settings, Mistake> {
        if let Some(eps) = self.eps {
            check_number("eps", eps, EPS_RANGE.0, EPS_RANGE.1)?;
        }
        if let Some(min_points) = self.min_points {
            check_number("min_points", min_points as f64, MIN_POINTS_RANGE.0 as f64, MIN_POINTS_RANGE.1 as f64)?;
        }
        check_number("top", self.top as f64, 0.0, TOP_MAX as f64)?;
        let basis =
            Basis { columns: self.columns, log: self.log, standardize: self.standardize, missing: self.missing };
        basis.check()?;
        Ok(Settings {
            basis,
            eps: self.eps,
            min_points: self.min_points.map(|min_points| min_points as usize),
            top: self.top as usize,
        })
    }
}

fn check_number(field: &'static str, value: f64, least: f64, most: f64) -> Result<(), Mistake> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Mistake::OutOfRange { field, value, least, most })
}

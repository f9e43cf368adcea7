//! What a caller sends. `check` turns it into what the algorithm takes.

use gridfolk_contract::problem::param_pointer;
use gridfolk_contract::{FromJson, Problem, ToJson};
use gridfolk_space::limits::VALUE_MAX;
use gridfolk_space::{Basis, Missing};

use crate::algorithm::Settings;
use crate::algorithm::limits::{EPS_RANGE, MIN_POINTS_RANGE, N_CELLS_MAX, POSITIVE_MIN, TOP_MAX};
use crate::problem;

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
    pub fn check(self) -> Result<Settings, Problem> {
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

/// Parameters of `grid`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GridRequest {
    /// What lies from left to right.
    pub x: AxisRequest,
    /// What lies from below upwards.
    pub y: AxisRequest,
    /// A column of categories, such as segments: customers are counted by its levels.
    pub by: Option<String>,
}

/// One axis of a grid.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AxisRequest {
    /// A column of numbers.
    pub column: String,
    /// Whether cells are equally wide, or each is wider than the one before by the same factor.
    #[serde(default)]
    pub scale: Scale,
    /// How many cells: 1 to 500.
    #[serde(default = "n_cells_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 500)))]
    pub n_cells: u64,
    /// Where the axis begins, in the column's unit, above 0 on a logarithmic one: the least value when absent.
    pub least: Option<f64>,
    /// Where it ends: the greatest value when absent.
    pub greatest: Option<f64>,
}

/// How an axis is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToJson, FromJson)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum Scale {
    /// Into cells of equal width.
    #[default]
    Linear,
    /// Into cells of equal ratio; values of 0 and below are on no cell.
    Log,
}

fn n_cells_default() -> u64 {
    100
}

impl GridRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; an axis that ends before it begins.
    pub fn check(&self) -> Result<(), Problem> {
        self.x.check("x")?;
        self.y.check("y")
    }
}

impl AxisRequest {
    fn check(&self, name: &str) -> Result<(), Problem> {
        check_number(&format!("{name}/n_cells"), self.n_cells as f64, 1.0, N_CELLS_MAX as f64)?;
        let least = match self.scale {
            Scale::Linear => -VALUE_MAX,
            Scale::Log => POSITIVE_MIN,
        };
        for (field, value) in [("least", self.least), ("greatest", self.greatest)] {
            let Some(value) = value else { continue };
            check_number(&format!("{name}/{field}"), value, least, VALUE_MAX)?;
        }
        match (self.least, self.greatest) {
            (Some(least), Some(greatest)) if least >= greatest => Err(problem::axis_empty(name, least, greatest)),
            _ => Ok(()),
        }
    }
}

fn check_number(field: &str, value: f64, least: f64, most: f64) -> Result<(), Problem> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Problem::out_of_range(&param_pointer(field), value, least, most))
}

//! What a caller sends. `check` turns each request into what the algorithm takes.

use gridfolk_contract::problem::{param_pointer, pointer_join};
use gridfolk_contract::read::ByName;
use gridfolk_contract::request::INTEGER_MAX;
use gridfolk_contract::{FromJson, Problem};
use gridfolk_space::limits::VALUE_MAX;
use gridfolk_space::{Basis, Missing};

use crate::algorithm::limits::{C_MAX, M_RANGE, MAX_ITER_MAX, TOL_RANGE, WEIGHT_MAX};
use crate::algorithm::{Settings, Start, Value};
use crate::problem;

/// Parameters of `fit` and `begin`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitRequest {
    /// Number of groups: 2 to the number of rows, at most 26.
    #[serde(default = "c_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 26)))]
    pub c: u64,
    /// The fuzzifier: 1.05 (nearly one group a customer) to 10 (all alike); 2 is usual.
    #[serde(default = "m_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1.05, max = 10)))]
    pub m: f64,
    /// Columns of numbers to use; all of them when absent.
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    /// Those of the columns that are taken as sign(x) ln(1 + |x|), for long tails.
    #[serde(default)]
    pub log: Vec<String>,
    /// How the fit starts.
    #[serde(default)]
    pub init: InitRequest,
    /// Of the random start memberships: the same seed gives the same groups.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 9_007_199_254_740_991_u64)))]
    pub seed: u64,
    /// Whether columns are made comparable: (x - mean) / population standard deviation.
    #[serde(default = "standardize_default")]
    pub standardize: bool,
    /// The most updates of the centres: 1 to 10000.
    #[serde(default = "max_iter_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    pub max_iter: u64,
    /// The fit ends when the memberships of all customers change by less than this in all (root of the sum
    /// of squares): 1e-12 to 1000.
    #[serde(default = "tol_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1e-12, max = 1000)))]
    pub tol: f64,
    /// What is done with rows that lack a value.
    #[serde(default)]
    pub missing: Missing,
    /// What makes one group better than another.
    #[serde(default)]
    pub value: ValueRequest,
    /// A customer is between two grades when the second membership is at least this share of the first:
    /// 0 to 1.
    #[serde(default = "between_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub between: f64,
}

/// How a fit starts.
#[derive(Debug, Clone, Default, PartialEq, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum InitRequest {
    /// Memberships drawn at random.
    #[default]
    Random,
    /// c columns of the table that hold memberships, 0 or more; each row's are divided by their sum.
    Memberships(Vec<String>),
    /// c points, each with one value a column, in the columns' order and units.
    Centroids(Vec<Vec<f64>>),
}

/// What makes one group better than another.
#[derive(Debug, Clone, Default, PartialEq, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum ValueRequest {
    /// The default weights of the contribution's usual columns, of those that are used.
    #[default]
    Default,
    /// Nothing: groups are called g1, g2 … in the order of the start.
    None,
    /// What a standard deviation of a column adds to the value.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, f64>"))]
    Weights(ByName<f64>),
}

fn c_default() -> u64 {
    5
}

fn m_default() -> f64 {
    2.0
}

fn standardize_default() -> bool {
    true
}

fn max_iter_default() -> u64 {
    300
}

fn tol_default() -> f64 {
    1e-3
}

fn between_default() -> f64 {
    0.8
}

impl FitRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; starts that are not c; columns named twice; a logarithm of a column that is
    /// not used.
    pub fn check(self) -> Result<Settings, Problem> {
        if !(2..=C_MAX as u64).contains(&self.c) {
            return Err(problem::c_out_of_range(self.c, C_MAX as u64, "limit"));
        }
        let c = self.c as usize;
        check_number("seed", self.seed as f64, 0.0, INTEGER_MAX as f64)?;
        check_number("max_iter", self.max_iter as f64, 1.0, f64::from(MAX_ITER_MAX))?;
        check_number("m", self.m, M_RANGE.0, M_RANGE.1)?;
        check_number("tol", self.tol, TOL_RANGE.0, TOL_RANGE.1)?;
        check_between(self.between)?;
        let basis =
            Basis { columns: self.columns, log: self.log, standardize: self.standardize, missing: self.missing };
        basis.check()?;
        Ok(Settings {
            start: check_init(self.init, c, self.seed, &basis)?,
            value: check_value(self.value)?,
            basis,
            c,
            m: self.m,
            tol: self.tol,
            max_iter: self.max_iter as u32,
            between: self.between,
        })
    }
}

fn check_number(field: &'static str, value: f64, least: f64, most: f64) -> Result<(), Problem> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Problem::out_of_range(&param_pointer(field), value, least, most))
}

/// Refuses a rule of being between two grades that is none.
///
/// # Errors
/// `out_of_range`.
pub fn check_between(between: f64) -> Result<(), Problem> {
    check_number("between", between, 0.0, 1.0)
}

fn check_init(init: InitRequest, c: usize, seed: u64, basis: &Basis) -> Result<Start, Problem> {
    let check_count = |field: &'static str, n: usize| match n == c {
        true => Ok(()),
        false => Err(problem::start_count(field, n, c)),
    };
    match init {
        InitRequest::Random => Ok(Start::Random { seed }),
        InitRequest::Memberships(names) => {
            check_count("memberships", names.len())?;
            for (index, name) in names.iter().enumerate() {
                let is_used = basis.columns.as_ref().is_some_and(|columns| columns.contains(name));
                if is_used || names[..index].contains(name) {
                    let pointer = format!("/params/init/memberships/{index}");
                    return Err(Problem::column_twice(&pointer, name));
                }
            }
            Ok(Start::Memberships(names))
        }
        InitRequest::Centroids(points) => {
            check_count("centroids", points.len())?;
            for (i, point) in points.iter().enumerate() {
                if let Some(j) = point.iter().position(|value| value.is_nan() || value.abs() > VALUE_MAX) {
                    let pointer = format!("/params/init/centroids/{i}/{j}");
                    return Err(Problem::number_too_large(&pointer, point[j], VALUE_MAX));
                }
            }
            Ok(Start::Centroids(points))
        }
    }
}

fn check_value(value: ValueRequest) -> Result<Value, Problem> {
    match value {
        ValueRequest::Default => Ok(Value::Default),
        ValueRequest::None => Ok(Value::None),
        ValueRequest::Weights(weights) => Ok(Value::Weights(check_weights(weights, "/params/value/weights")?)),
    }
}

/// Refuses weights that are too large.
///
/// # Errors
/// `number_too_large`.
pub fn check_weights(ByName(weights): ByName<f64>, pointer: &str) -> Result<Vec<(String, f64)>, Problem> {
    match weights.iter().find(|(_, weight)| weight.is_nan() || weight.abs() > WEIGHT_MAX) {
        None => Ok(weights),
        Some((column, weight)) => Err(Problem::number_too_large(&pointer_join(pointer, column), *weight, WEIGHT_MAX)),
    }
}

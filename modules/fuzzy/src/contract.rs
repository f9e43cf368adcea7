//! What a caller sends. `check` turns each request into what the algorithm takes.

use gridfolk_contract::Problem;
use gridfolk_contract::fields::Fields;
use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::request::INTEGER_MAX;
use gridfolk_space::limits::VALUE_MAX;
use gridfolk_space::{Basis, Missing, Refusal};

use crate::algorithm::limits::{C_MAX, M_RANGE, MAX_ITER_MAX, TOL_RANGE, WEIGHT_MAX};
use crate::algorithm::{Settings, Start, Value};
use crate::problem::Mistake;

/// Parameters of `fit` and `begin`.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct FitRequest {
    /// Number of groups: 2 to the number of rows, at most 26.
    #[cfg_attr(feature = "schema", schemars(default = "c_default", range(min = 2, max = 26)))]
    pub c: u64,
    /// The fuzzifier: 1.05 (nearly one group a customer) to 10 (all alike); 2 is usual.
    #[cfg_attr(feature = "schema", schemars(default = "m_default", range(min = 1.05, max = 10)))]
    pub m: f64,
    /// Columns of numbers to use; all of them when absent.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub columns: Option<Vec<String>>,
    /// Those of the columns that are taken as sign(x) ln(1 + |x|), for long tails.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub log: Vec<String>,
    /// How the fit starts.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub init: InitRequest,
    /// Of the random start memberships: the same seed gives the same groups.
    #[cfg_attr(feature = "schema", schemars(default, range(min = 0, max = 9_007_199_254_740_991_u64)))]
    pub seed: u64,
    /// Whether columns are made comparable: (x - mean) / population standard deviation.
    #[cfg_attr(feature = "schema", schemars(default = "standardize_default"))]
    pub standardize: bool,
    /// The most updates of the centres: 1 to 10000.
    #[cfg_attr(feature = "schema", schemars(default = "max_iter_default", range(min = 1, max = 10_000)))]
    pub max_iter: u64,
    /// The fit ends when the memberships of all customers change by less than this in all (root of the sum
    /// of squares): 1e-12 to 1000.
    #[cfg_attr(feature = "schema", schemars(default = "tol_default", range(min = 1e-12, max = 1000)))]
    pub tol: f64,
    /// What is done with rows that lack a value.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub missing: Missing,
    /// What makes one group better than another.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub value: ValueRequest,
    /// A customer is between two grades when the second membership is at least this share of the first:
    /// 0 to 1.
    #[cfg_attr(feature = "schema", schemars(default = "between_default", range(min = 0, max = 1)))]
    pub between: f64,
}

/// How a fit starts.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize), schemars(rename_all = "snake_case"))]
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
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize), schemars(rename_all = "snake_case"))]
pub enum ValueRequest {
    /// The default weights of the contribution's usual columns, of those that are used.
    #[default]
    Default,
    /// Nothing: groups are called g1, g2 … in the order of the start.
    None,
    /// What a standard deviation of a column adds to the value.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, f64>"))]
    Weights(Vec<(String, f64)>),
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
    /// Reads the params.
    ///
    /// # Errors
    /// Those of [`Fields`].
    pub fn read(mut fields: Fields) -> Result<Self, Problem> {
        let request = FitRequest {
            c: fields.whole("c")?.unwrap_or_else(c_default),
            m: fields.number("m")?.unwrap_or_else(m_default),
            columns: fields.texts("columns")?,
            log: fields.texts("log")?.unwrap_or_default(),
            init: read_init(&mut fields)?,
            seed: fields.whole("seed")?.unwrap_or_default(),
            standardize: fields.flag("standardize")?.unwrap_or_else(standardize_default),
            max_iter: fields.whole("max_iter")?.unwrap_or_else(max_iter_default),
            tol: fields.number("tol")?.unwrap_or_else(tol_default),
            missing: Missing::read(&mut fields)?.unwrap_or_default(),
            value: read_value(&mut fields)?,
            between: fields.number("between")?.unwrap_or_else(between_default),
        };
        fields.end()?;
        Ok(request)
    }

    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; starts that are not c; columns named twice; a logarithm of a column that is
    /// not used.
    pub fn check(self) -> Result<Settings, Mistake> {
        if !(2..=C_MAX as u64).contains(&self.c) {
            return Err(Mistake::COutOfRange { c: self.c, max: C_MAX as u64, of: "limit" });
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

fn read_init(fields: &mut Fields) -> Result<InitRequest, Problem> {
    if !fields.is_object("init") {
        fields.one_of("init", &["random"])?;
        return Ok(InitRequest::Random);
    }
    let mut init = fields.need("init", Fields::object)?;
    let (names, points) = (init.texts("memberships")?, init.typed("centroids")?);
    init.end()?;
    Ok(match (names, points) {
        (Some(names), _) => InitRequest::Memberships(names),
        (None, Some(points)) => InitRequest::Centroids(points),
        (None, None) => InitRequest::Random,
    })
}

fn read_value(fields: &mut Fields) -> Result<ValueRequest, Problem> {
    if !fields.is_object("value") {
        let place = fields.one_of("value", &["default", "none"])?;
        return Ok(if place == Some(1) { ValueRequest::None } else { ValueRequest::Default });
    }
    let mut value = fields.need("value", Fields::object)?;
    let weights = value.need("weights", Fields::numbers_by_name)?;
    value.end()?;
    Ok(ValueRequest::Weights(weights))
}

fn check_number(field: &'static str, value: f64, least: f64, most: f64) -> Result<(), Mistake> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Mistake::OutOfRange { field, value, least, most })
}

/// Refuses a rule of being between two grades that is none.
///
/// # Errors
/// `out_of_range`.
pub fn check_between(between: f64) -> Result<(), Mistake> {
    check_number("between", between, 0.0, 1.0)
}

fn check_init(init: InitRequest, c: usize, seed: u64, basis: &Basis) -> Result<Start, Mistake> {
    let check_count = |field: &'static str, n: usize| match n == c {
        true => Ok(()),
        false => Err(Mistake::StartCount { field, n, c }),
    };
    match init {
        InitRequest::Random => Ok(Start::Random { seed }),
        InitRequest::Memberships(names) => {
            check_count("memberships", names.len())?;
            for (index, name) in names.iter().enumerate() {
                let is_used = basis.columns.as_ref().is_some_and(|columns| columns.contains(name));
                if is_used || names[..index].contains(name) {
                    let pointer = format!("/params/init/memberships/{index}");
                    return Err(Refusal::ColumnTwice { pointer, column: name.clone() }.into());
                }
            }
            Ok(Start::Memberships(names))
        }
        InitRequest::Centroids(points) => {
            check_count("centroids", points.len())?;
            for (i, point) in points.iter().enumerate() {
                if let Some(j) = point.iter().position(|value| value.is_nan() || value.abs() > VALUE_MAX) {
                    let pointer = format!("/params/init/centroids/{i}/{j}");
                    return Err(Mistake::NumberTooLarge { pointer, value: point[j], max: VALUE_MAX });
                }
            }
            Ok(Start::Centroids(points))
        }
    }
}

fn check_value(value: ValueRequest) -> Result<Value, Mistake> {
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
pub fn check_weights(weights: Vec<(String, f64)>, pointer: &str) -> Result<Vec<(String, f64)>, Mistake> {
    match weights.iter().find(|(_, weight)| weight.is_nan() || weight.abs() > WEIGHT_MAX) {
        None => Ok(weights),
        Some((column, weight)) => {
            Err(Mistake::NumberTooLarge { pointer: pointer_join(pointer, column), value: *weight, max: WEIGHT_MAX })
        }
    }
}

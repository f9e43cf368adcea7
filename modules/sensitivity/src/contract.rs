//! What a caller sends to `fit`. `check` turns it into what the algorithm takes.

use gridfolk_contract::{FromJson, Problem};
use gridfolk_logistic::{Firth, MAX_ITER_MAX, Options, TERMS_MAX};

use crate::algorithm::{Missing, Settings, Unknown};
use crate::problem;

/// Parameters of `fit` and `begin`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitRequest {
    /// The levels that the other levels of their columns are compared with; the most frequent ones when absent.
    #[serde(default)]
    pub base: Vec<BaseRequest>,
    /// When Firth's correction is used, which gives finite estimates where outcomes are separated.
    #[serde(default)]
    pub firth: FirthRequest,
    /// The column of the event: numbers 1 (it happened) and 0, or a category whose level `event` names.
    pub target: String,
    /// The level of the target that is the event.
    pub event: Option<String>,
    /// Columns of numbers and categories to use; all of them but target and weights when absent.
    pub columns: Option<Vec<String>>,
    /// The column that says how many rows each row stands for, above 0.
    pub weights: Option<String>,
    /// Whether coefficients of numbers are for one standard deviation instead of one unit.
    #[serde(default)]
    pub standardize: bool,
    /// A penalty on the squares of the coefficients, 1 / C of scikit-learn; 0: none.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1e12)))]
    pub ridge: f64,
    /// What is done with rows that lack a value.
    #[serde(default)]
    pub missing: Missing,
    /// What scoring does with a level that the fit did not know.
    #[serde(default)]
    pub unknown: Unknown,
    /// Coverage of the confidence intervals: 0.5 to 0.9999.
    #[serde(default = "confidence_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.5, max = 0.9999)))]
    pub confidence: f64,
    /// The most points that are tried: 1 to 1000.
    #[serde(default = "max_iter_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1000)))]
    pub max_iter: u64,
}

/// A base level.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BaseRequest {
    /// The column of categories.
    pub column: String,
    /// Its base level.
    pub level: String,
}

/// When Firth's correction is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(serde::Serialize, schemars::JsonSchema))]
pub enum FirthRequest {
    /// Where the likelihood has no maximum.
    #[default]
    WhenSeparated,
    /// Always.
    Always,
    /// Never: a separated fit ends unconverged, and says so.
    Never,
}

fn confidence_default() -> f64 {
    0.95
}

fn max_iter_default() -> u64 {
    200
}

const RIDGE_MAX: f64 = 1e12;

impl FitRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; a penalty beside Firth's correction; columns named twice.
    pub fn check(self) -> Result<Settings, Problem> {
        check_range("/params/ridge", self.ridge, 0.0, RIDGE_MAX)?;
        check_range("/params/confidence", self.confidence, 0.5, 0.9999)?;
        check_range("/params/max_iter", self.max_iter as f64, 1.0, f64::from(MAX_ITER_MAX))?;
        if self.ridge > 0.0 && self.firth == FirthRequest::Always {
            return Err(problem::not_beside_ridge());
        }
        if self.weights.as_ref() == Some(&self.target) {
            return Err(Problem::column_twice("/params/weights", &self.target));
        }
        check_names(self.columns.as_deref(), &self.target, self.weights.as_ref())?;
        let firth = match self.firth {
            FirthRequest::Always => Firth::Always,
            FirthRequest::WhenSeparated if self.ridge == 0.0 => Firth::WhenSeparated,
            _ => Firth::Never,
        };
        Ok(Settings {
            options: Options { ridge: self.ridge, firth, max_iter: self.max_iter as u32 },
            target: self.target,
            event: self.event,
            columns: self.columns,
            base: self.base.into_iter().map(|base| (base.column, base.level)).collect(),
            weights: self.weights,
            standardize: self.standardize,
            missing: self.missing,
            unknown: self.unknown,
            confidence: self.confidence,
        })
    }
}

/// Refuses a number outside of its range.
///
/// # Errors
/// `out_of_range`.
pub fn check_range(pointer: &str, value: f64, least: f64, most: f64) -> Result<(), Problem> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Problem::out_of_range(pointer, value, least, most))
}

/// Refuses no names, too many, and columns that have a role already.
fn check_names(names: Option<&[String]>, target: &String, weights: Option<&String>) -> Result<(), Problem> {
    let Some(names) = names else { return Ok(()) };
    if names.is_empty() || names.len() > TERMS_MAX {
        return Err(Problem::too_many_columns(names.len(), TERMS_MAX));
    }
    let is_taken = |index: &usize| {
        let name = &names[*index];
        name == target || Some(name) == weights || names[..*index].contains(name)
    };
    match (0..names.len()).find(is_taken) {
        None => Ok(()),
        Some(index) => Err(Problem::column_twice(&format!("/params/columns/{index}"), &names[index])),
    }
}

//! The fitted model: plain JSON that the caller keeps and sends back.

use gridfolk_contract::{FromJson, Problem, ToJson};
use gridfolk_guest::Call;
use gridfolk_logistic::{TERMS_MAX, VALUE_MAX};

use crate::algorithm::score::{Kind, Level, Number};
use crate::algorithm::{Fit, Missing, Predictor, TermShare, Unknown};

/// The module's name, in models too.
pub const MODULE: &str = "sensitivity";
/// The schema that models are written under.
pub const SCHEMA: u64 = 1;
/// The schemas that are read.
const SCHEMAS_READ: &[u64] = &[SCHEMA];

/// Coefficients, and the columns that they are of.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Model {
    /// `sensitivity`.
    pub module: String,
    /// The schema of this model: 1.
    pub schema: u64,
    /// The column of the event in the fit.
    pub target: String,
    /// The level that is the event, where the target was a category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Whether coefficients of numbers are of (x - mean) / sd, or of x itself.
    pub standardize: bool,
    /// What is done with rows that lack a value: `mean` puts the mean in its place, `drop` leaves the row
    /// without a probability, `refuse` names it.
    pub missing: Missing,
    /// What is done with a level that is not below.
    pub unknown: Unknown,
    /// Log odds where every column adds nothing.
    pub intercept: f64,
    /// In order.
    pub columns: Vec<ModelColumn>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelColumn {
    /// Its name.
    pub column: String,
    /// Of numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<ModelNumber>,
    /// Of a category; the base level has the coefficient 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<ModelLevel>>,
}

/// A column of numbers.
#[derive(Debug, Clone, Copy, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelNumber {
    /// Change of the log odds for one unit, or one standard deviation where standardized.
    pub coefficient: f64,
    /// Mean over the rows of the fit.
    pub mean: f64,
    /// Population standard deviation over the rows of the fit.
    pub sd: f64,
    /// Least value in the fit.
    pub least: f64,
    /// Greatest value in the fit.
    pub greatest: f64,
}

/// A level of a category.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelLevel {
    /// Its text.
    pub level: String,
    /// Log odds against the base level.
    pub coefficient: f64,
    /// Its share of the rows of the fit, 0 to 1.
    pub share: f64,
}

/// A checked model.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedModel {
    /// What scoring needs.
    pub predictor: Predictor,
    /// What is done with missing values.
    pub missing: Missing,
    /// What is done with levels that the fit did not know.
    pub unknown: Unknown,
}

impl Model {
    /// The model of a fit.
    pub fn new(fit: &Fit) -> Self {
        let settings = &fit.settings;
        let predictor = fit.predictor();
        Model {
            module: MODULE.to_owned(),
            schema: SCHEMA,
            target: settings.target.clone(),
            event: settings.event.clone(),
            standardize: settings.standardize,
            missing: settings.missing,
            unknown: settings.unknown,
            intercept: predictor.intercept,
            columns: predictor.columns.into_iter().map(|column| ModelColumn::new(column, fit)).collect(),
        }
    }

    /// Checks that parts fit each other and that no arithmetic on the figures fails.
    ///
    /// # Errors
    /// `model_broken` with the place.
    pub fn check(self) -> Result<CheckedModel, Problem> {
        let broken = |pointer, rule| Err(Problem::model_broken(pointer, rule));
        if !(1..=TERMS_MAX).contains(&self.columns.len()) {
            return broken("/model/columns", "must name 1 to 256 columns");
        }
        let names = self.columns.iter().map(|column| &column.column);
        if names.clone().enumerate().any(|(j, name)| names.clone().take(j).any(|other| other == name)) {
            return broken("/model/columns", "must name each column once");
        }
        if !is_figure(self.intercept) {
            return broken("/model/intercept", "must be within 1e60");
        }
        let mut columns = Vec::new();
        for column in self.columns {
            match column.check(self.standardize) {
                Some(checked) => columns.push(checked),
                None => return broken("/model/columns", "must each have one number or levels, figures within 1e60"),
            }
        }
        let predictor = Predictor { intercept: self.intercept, fills: self.missing == Missing::Mean, columns };
        Ok(CheckedModel { predictor, missing: self.missing, unknown: self.unknown })
    }
}

impl ModelColumn {
    fn new(column: TermShare, fit: &Fit) -> Self {
        let name = column.name;
        match column.kind {
            Kind::Number(Number { factor, mean, sd, least, greatest, .. }) => {
                let coefficient = fit.coefficient_of(&name).unwrap_or(factor);
                let number = ModelNumber { coefficient, mean, sd, least, greatest };
                ModelColumn { column: name, number: Some(number), levels: None }
            }
            Kind::Category(levels) => {
                let levels = levels.into_iter().map(|Level { text, coefficient, share }| ModelLevel {
                    level: text,
                    coefficient,
                    share,
                });
                ModelColumn { column: name, number: None, levels: Some(levels.collect()) }
            }
        }
    }

    fn check(self, standardize: bool) -> Option<TermShare> {
        let kind = match (self.number, self.levels) {
            (Some(ModelNumber { coefficient, mean, sd, least, greatest }), None) => {
                let is_sound = [coefficient, mean, least, greatest].into_iter().all(is_figure)
                    && (1e-70..=VALUE_MAX).contains(&sd)
                    && least <= greatest;
                let (centre, unit) = if standardize { (mean, sd) } else { (0.0, 1.0) };
                let number = Number { centre, factor: coefficient / unit, mean, sd, least, greatest };
                is_sound.then_some(Kind::Number(number))
            }
            (None, Some(levels)) if (1..=TERMS_MAX + 1).contains(&levels.len()) => {
                let is_sound = |level: &ModelLevel| is_figure(level.coefficient) && (0.0..=1.0).contains(&level.share);
                let known = levels.iter().all(is_sound);
                let level =
                    |level: ModelLevel| Level { text: level.level, coefficient: level.coefficient, share: level.share };
                known.then(|| Kind::Category(levels.into_iter().map(level).collect()))
            }
            _ => None,
        };
        kind.map(|kind| TermShare { name: self.column, kind })
    }
}

fn is_figure(value: f64) -> bool {
    value.abs() <= VALUE_MAX
}

/// The model of a call.
///
/// # Errors
/// No model, a model of another module or of an unknown schema, one whose parts do not fit each other.
pub fn model_of(call: &Call<'_>) -> Result<CheckedModel, Problem> {
    call.model::<Model>(MODULE, SCHEMAS_READ)?.check()
}

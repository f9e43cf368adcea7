//! The fitted model: classes, and bands with their cuts.

use gridfolk_contract::{FromJson, Problem, ToJson};
use gridfolk_guest::Call;

use crate::algorithm::bands::result_name;
use crate::algorithm::{Assigner, Cutter, Fitted};
use crate::contract::{check_band, check_classes};
use crate::definition::{Band, Class, RESULTS};

/// The module's name, in models too.
pub const MODULE: &str = "segment";
/// The schema that models are written under.
pub const SCHEMA: u64 = 1;
/// The schemas that are read.
const SCHEMAS_READ: &[u64] = &[SCHEMA];

/// How customers are assigned.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Model {
    /// `segment`.
    pub module: String,
    /// The schema of this model: 1.
    pub schema: u64,
    /// The classes whose columns the table had.
    pub classes: Vec<Class>,
    /// The results that the table had.
    pub results: Vec<FittedResult>,
}

/// A result, its column and its band.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FittedResult {
    /// Which one: `contribution`, `outage_sensitivity`, `arrears_risk`, `channel_activity`,
    /// `inspection_risk`.
    pub result: String,
    /// The column that holds it.
    pub column: String,
    /// As it was asked for.
    pub band: Band,
    /// Where the bands begin, of numbers; null where nobody is in a band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cuts: Option<FittedCuts>,
}

/// Where bands begin.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FittedCuts {
    /// The high band.
    #[serde(default)]
    pub high: Option<f64>,
    /// The medium band.
    #[serde(default)]
    pub medium: Option<f64>,
}

impl Model {
    /// The model of a fit: classes and results that are missing are left out.
    pub fn new(classes: &[Class], fitted: &Fitted) -> Self {
        let kept = classes.iter().zip(&fitted.missing).filter(|(_, missing)| missing.is_none());
        let mut results = Vec::new();
        for (index, result) in fitted.assigner.results.iter().enumerate() {
            if let (Some((column, cutter)), Some(band)) = (result, &fitted.bands[index]) {
                results.push(FittedResult {
                    result: result_name(index).to_owned(),
                    column: column.clone(),
                    band: band.clone(),
                    cuts: match cutter {
                        Cutter::Cuts { cuts: [high, medium], .. } => Some(FittedCuts { high: *high, medium: *medium }),
                        Cutter::Grades(_) => None,
                    },
                });
            }
        }
        let classes = kept.map(|(class, _)| class.clone()).collect();
        Model { module: MODULE.to_owned(), schema: SCHEMA, classes, results }
    }

    /// The model of a call, and how it assigns rows.
    ///
    /// # Errors
    /// No model, a model of another module or of an unknown schema, one whose parts do not fit each other.
    pub fn of(call: &Call<'_>) -> Result<(Model, Assigner), Problem> {
        let model: Model = call.model(MODULE, SCHEMAS_READ)?;
        let rules = check_classes(&model.classes, "/model/classes").map_err(|problem| {
            let rule = "must hold classes that `assign` would take";
            Problem::model_broken(&problem.pointer, rule)
        })?;
        let mut results = [None, None, None, None, None];
        for (index, result) in model.results.iter().enumerate() {
            let broken = |rule| Problem::model_broken(&format!("/model/results/{index}"), rule);
            let place = RESULTS.iter().position(|name| *name == result.result);
            let place = place.ok_or_else(|| broken("must be one of the five results"))?;
            check_band(&result.band, "").map_err(|_| broken("must hold a band that `assign` would take"))?;
            if results[place].is_some() {
                return Err(broken("must not be named twice"));
            }
            let cutter =
                result.cutter().ok_or_else(|| broken("must have cuts for a band of numbers, and only then"))?;
            results[place] = Some((result.column.clone(), cutter));
        }
        Ok((model, Assigner { classes: rules, results }))
    }
}

impl FittedResult {
    fn cutter(&self) -> Option<Cutter> {
        let reverse = match &self.band {
            Band::Levels(levels) => return self.cuts.is_none().then(|| Cutter::Grades(levels.clone())),
            Band::Cuts(cuts) => cuts.reverse,
            Band::TopShares(shares) => shares.reverse,
        };
        let cuts = self.cuts.as_ref()?;
        Some(Cutter::Cuts { cuts: [cuts.high, cuts.medium], reverse })
    }
}

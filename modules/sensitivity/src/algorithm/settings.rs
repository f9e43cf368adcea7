//! What a fit is asked for, checked.

use gridfolk_contract::wire::{packed, packed_enum};
use gridfolk_contract::{FromJson, ToJson};
use gridfolk_logistic::{Options, TERMS_MAX};

/// What is done with rows that lack a value in a used column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// A missing value is a problem that names its row and column.
    #[default]
    Refuse,
    /// The column's mean over the values that are there stands in for it (of a category: the levels'
    /// shares). A missing target or weight is refused.
    Mean,
    /// The row is left out of the fit; its results are missing.
    Drop,
}

/// What is done with a level that the fit did not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(rename_all = "lowercase")]
pub enum Unknown {
    /// It is a problem that names column and level.
    #[default]
    Refuse,
    /// It counts as missing.
    Missing,
}

/// All that a fit needs to know beside the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The column of the event.
    pub target: String,
    /// The level that is the event, where the target is a category.
    pub event: Option<String>,
    /// Columns to use; none: all numbers and categories but target and weights.
    pub columns: Option<Vec<String>>,
    /// Base levels that the caller chose: column and level.
    pub base: Vec<(String, String)>,
    /// The column of weights.
    pub weights: Option<String>,
    /// Whether coefficients of numbers are of standard deviations.
    pub standardize: bool,
    /// What is done with missing values.
    pub missing: Missing,
    /// What scoring does with a level that the fit did not know.
    pub unknown: Unknown,
    /// Coverage of the intervals.
    pub confidence: f64,
    /// What the solver is asked for.
    pub options: Options,
}

packed_enum!(Missing { 0 => Refuse, 1 => Mean, 2 => Drop });
packed_enum!(Unknown { 0 => Refuse, 1 => Missing });
packed!(Settings { target, event, columns, base, weights, standardize, missing, unknown, confidence, options });

impl Settings {
    /// Whether the settings keep to all limits that hold whatever the rows are.
    pub fn is_sound(&self) -> bool {
        self.options.is_sound()
            && self.confidence > 0.0
            && self.confidence < 1.0
            && self.columns.as_ref().is_none_or(|columns| (1..=TERMS_MAX).contains(&columns.len()))
    }
}

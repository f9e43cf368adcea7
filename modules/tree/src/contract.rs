//! What a caller sends. `check` turns each request into what the algorithm takes.

use gridfolk_contract::problem::param_pointer;
use gridfolk_contract::read::ByName;
use gridfolk_contract::request::INTEGER_MAX;
use gridfolk_contract::{FromJson, Problem, ToJson};

use crate::algorithm::limits::{COLUMNS_MAX, DEPTH_MAX, FACTOR_MAX};
use crate::algorithm::{ClassWeight, Measured, Settings};
use crate::problem;

/// Parameters of `fit` and `begin`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitRequest {
    /// The column whose classes are told: levels, or numbers such as 0 and 1. Rows where it is missing
    /// take no part.
    pub target: String,
    /// Columns to split by, of numbers or categories; all of them when absent.
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    /// The class whose probability is answered; of two classes the second when absent.
    #[serde(default)]
    pub event: Option<String>,
    /// The column with the weight of each row, from 0; 1 each when absent.
    #[serde(default)]
    pub weight: Option<String>,
    /// What the classes weigh when splits are chosen and classes decided.
    #[serde(default)]
    pub class_weight: ClassWeightRequest,
    /// How the mixture of classes in a node is measured.
    #[serde(default)]
    pub criterion: CriterionName,
    /// The most questions on the way to a leaf: 1 to 30.
    #[serde(default = "max_depth_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 30)))]
    pub max_depth: u64,
    /// The least number of rows of a leaf.
    #[serde(default = "min_leaf_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 9_007_199_254_740_991_u64)))]
    pub min_leaf: u64,
    /// The least fall of impurity that a split is worth, weighted by the node's share of all rows: 0 to 10.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 10)))]
    pub min_impurity_decrease: f64,
    /// What each leaf costs when the tree is pruned, as impurity weighted by the share of rows: 0 to 10; 0:
    /// nothing is pruned.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 10)))]
    pub ccp_alpha: f64,
}

/// What the classes weigh.
#[derive(Debug, Clone, Default, PartialEq, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum ClassWeightRequest {
    /// 1 each.
    #[default]
    Equal,
    /// So that all classes weigh the same.
    Balanced,
    /// A factor by class, from 0 to 1e9; 1 for those that are not named.
    ByClass(#[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, f64>"))] ByName<f64>),
}

/// How the mixture of classes in a node is measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(rename_all = "snake_case")]
pub enum CriterionName {
    /// 1 - the sum of squared shares.
    #[default]
    Gini,
    /// The bits that tell a row's class.
    Entropy,
}

/// An operation without parameters.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoParams {}

fn max_depth_default() -> u64 {
    4
}

fn min_leaf_default() -> u64 {
    5
}

impl CriterionName {
    /// As the algorithm knows it.
    pub fn measured(self) -> Measured {
        match self {
            CriterionName::Gini => Measured::Gini,
            CriterionName::Entropy => Measured::Entropy,
        }
    }

    /// As people know it.
    pub fn of(measured: Measured) -> Self {
        match measured {
            Measured::Gini => CriterionName::Gini,
            Measured::Entropy => CriterionName::Entropy,
        }
    }
}

impl FitRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; columns named twice, or named for two uses.
    pub fn check(self) -> Result<Settings, Problem> {
        check_names(&self)?;
        let decrease = check_number("min_impurity_decrease", self.min_impurity_decrease, 10.0)?;
        Ok(Settings {
            max_depth: check_whole("max_depth", self.max_depth, u64::from(DEPTH_MAX))? as u32,
            min_leaf: check_whole("min_leaf", self.min_leaf, INTEGER_MAX)?,
            min_impurity_decrease: decrease,
            ccp_alpha: check_number("ccp_alpha", self.ccp_alpha, 10.0)?,
            class_weight: check_class_weight(self.class_weight)?,
            criterion: self.criterion.measured(),
            target: self.target,
            columns: self.columns,
            weight: self.weight,
            event: self.event,
        })
    }
}

fn check_whole(field: &str, value: u64, most: u64) -> Result<u64, Problem> {
    if (1..=most).contains(&value) {
        return Ok(value);
    }
    Err(Problem::out_of_range(&param_pointer(field), value as f64, 1.0, most as f64))
}

fn check_number(field: &str, value: f64, most: f64) -> Result<f64, Problem> {
    if (0.0..=most).contains(&value) {
        return Ok(value);
    }
    Err(Problem::out_of_range(&param_pointer(field), value, 0.0, most))
}

fn check_class_weight(weight: ClassWeightRequest) -> Result<ClassWeight, Problem> {
    Ok(match weight {
        ClassWeightRequest::Equal => ClassWeight::Equal,
        ClassWeightRequest::Balanced => ClassWeight::Balanced,
        ClassWeightRequest::ByClass(ByName(weights)) => {
            if weights.len() > crate::algorithm::limits::CLASSES_MAX {
                return Err(problem::too_many_classes("params.class_weight.by_class"));
            }
            for (class, weight) in &weights {
                if !(0.0..=FACTOR_MAX).contains(weight) {
                    let pointer = gridfolk_contract::problem::pointer_join("/params/class_weight/by_class", class);
                    return Err(Problem::out_of_range(&pointer, *weight, 0.0, FACTOR_MAX));
                }
            }
            ClassWeight::ByClass(weights)
        }
    })
}

/// Refuses no names, too many, names given twice, and the target or the weight among them.
fn check_names(request: &FitRequest) -> Result<(), Problem> {
    if let Some(weight) = request.weight.as_ref().filter(|weight| **weight == request.target) {
        return Err(problem::column_in_two_uses("/params/weight", weight));
    }
    let Some(names) = &request.columns else { return Ok(()) };
    if names.is_empty() || names.len() > COLUMNS_MAX {
        return Err(Problem::too_many_columns(names.len(), COLUMNS_MAX));
    }
    for (index, name) in names.iter().enumerate() {
        let pointer = format!("/params/columns/{index}");
        if *name == request.target || request.weight.as_ref() == Some(name) {
            return Err(problem::column_in_two_uses(&pointer, name));
        }
        if names[..index].contains(name) {
            return Err(Problem::column_twice(&pointer, name));
        }
    }
    Ok(())
}

//! What a caller sends. `check` turns each request into what the algorithm takes.

use gridfolk_contract::Problem;
use gridfolk_contract::fields::Fields;
use gridfolk_contract::request::INTEGER_MAX;
use serde::Serialize;

use crate::algorithm::limits::{COLUMNS_MAX, DEPTH_MAX, FACTOR_MAX};
use crate::algorithm::{ClassWeight, Measured, Settings};
use crate::problem::Mistake;

/// Parameters of `fit` and `begin`.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct FitRequest {
    /// The column whose classes are told: levels, or numbers such as 0 and 1. Rows where it is missing
    /// take no part.
    pub target: String,
    /// Columns to split by, of numbers or categories; all of them when absent.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub columns: Option<Vec<String>>,
    /// The class whose probability is answered; of two classes the second when absent.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub event: Option<String>,
    /// The column with the weight of each row, from 0; 1 each when absent.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub weight: Option<String>,
    /// What the classes weigh when splits are chosen and classes decided.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub class_weight: ClassWeightRequest,
    /// How the mixture of classes in a node is measured.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub criterion: CriterionName,
    /// The most questions on the way to a leaf: 1 to 30.
    #[cfg_attr(feature = "schema", schemars(default = "max_depth_default", range(min = 1, max = 30)))]
    pub max_depth: u64,
    /// The least number of rows of a leaf.
    #[cfg_attr(
        feature = "schema",
        schemars(default = "min_leaf_default", range(min = 1, max = 9_007_199_254_740_991_u64))
    )]
    pub min_leaf: u64,
    /// The least fall of impurity that a split is worth, weighted by the node's share of all rows: 0 to 10.
    #[cfg_attr(feature = "schema", schemars(default, range(min = 0, max = 10)))]
    pub min_impurity_decrease: f64,
    /// What each leaf costs when the tree is pruned, as impurity weighted by the share of rows: 0 to 10; 0:
    /// nothing is pruned.
    #[cfg_attr(feature = "schema", schemars(default, range(min = 0, max = 10)))]
    pub ccp_alpha: f64,
}

/// What the classes weigh.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[cfg_attr(feature = "schema", schemars(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", serde(rename_all = "snake_case"))]
pub enum ClassWeightRequest {
    /// 1 each.
    #[default]
    Equal,
    /// So that all classes weigh the same.
    Balanced,
    /// A factor by class, from 0 to 1e9; 1 for those that are not named.
    ByClass(
        #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, f64>"))] Vec<(String, f64)>,
    ),
}

/// How the mixture of classes in a node is measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CriterionName {
    /// 1 - the sum of squared shares.
    #[default]
    Gini,
    /// The bits that tell a row's class.
    Entropy,
}

/// An operation without parameters.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct NoParams {}

const MAX_DEPTH_DEFAULT: u64 = 4;
const MIN_LEAF_DEFAULT: u64 = 5;

#[cfg(feature = "schema")]
fn max_depth_default() -> u64 {
    MAX_DEPTH_DEFAULT
}

#[cfg(feature = "schema")]
fn min_leaf_default() -> u64 {
    MIN_LEAF_DEFAULT
}

impl NoParams {
    /// Refuses any parameter.
    ///
    /// # Errors
    /// `unknown_field`.
    pub fn read(fields: Fields) -> Result<Self, Problem> {
        fields.end()?;
        Ok(NoParams {})
    }
}

impl CriterionName {
    /// A field that holds one; gini when absent.
    ///
    /// # Errors
    /// `wrong_type`, `wrong_value`.
    pub fn read(fields: &mut Fields, name: &'static str) -> Result<Self, Problem> {
        Ok(match fields.one_of(name, &["gini", "entropy"])? {
            Some(1) => CriterionName::Entropy,
            _ => CriterionName::Gini,
        })
    }

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

impl ClassWeightRequest {
    fn read(fields: &mut Fields, name: &'static str) -> Result<Self, Problem> {
        if !fields.is_object(name) {
            return Ok(match fields.one_of(name, &["equal", "balanced"])? {
                Some(1) => ClassWeightRequest::Balanced,
                _ => ClassWeightRequest::Equal,
            });
        }
        let mut object = fields.need(name, Fields::object)?;
        let weights = object.need("by_class", Fields::numbers_by_name)?;
        object.end()?;
        Ok(ClassWeightRequest::ByClass(weights))
    }
}

impl FitRequest {
    /// Reads the parameters.
    ///
    /// # Errors
    /// Those of [`Fields`].
    pub fn read(mut fields: Fields) -> Result<Self, Problem> {
        let request = FitRequest {
            target: fields.need("target", Fields::text)?,
            columns: fields.texts("columns")?,
            event: fields.text("event")?,
            weight: fields.text("weight")?,
            class_weight: ClassWeightRequest::read(&mut fields, "class_weight")?,
            criterion: CriterionName::read(&mut fields, "criterion")?,
            max_depth: fields.whole("max_depth")?.unwrap_or(MAX_DEPTH_DEFAULT),
            min_leaf: fields.whole("min_leaf")?.unwrap_or(MIN_LEAF_DEFAULT),
            min_impurity_decrease: fields.number("min_impurity_decrease")?.unwrap_or(0.0),
            ccp_alpha: fields.number("ccp_alpha")?.unwrap_or(0.0),
        };
        fields.end()?;
        Ok(request)
    }

    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; columns named twice, or named for two uses.
    pub fn check(self) -> Result<Settings, Mistake> {
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

fn check_whole(field: &str, value: u64, most: u64) -> Result<u64, Mistake> {
    if (1..=most).contains(&value) {
        return Ok(value);
    }
    Err(out_of_range(format!("/params/{field}"), value as f64, 1.0, most as f64))
}

fn check_number(field: &str, value: f64, most: f64) -> Result<f64, Mistake> {
    if (0.0..=most).contains(&value) {
        return Ok(value);
    }
    Err(out_of_range(format!("/params/{field}"), value, 0.0, most))
}

fn out_of_range(pointer: String, value: f64, least: f64, most: f64) -> Mistake {
    Mistake::OutOfRange { pointer, value, least, most }
}

fn check_class_weight(weight: ClassWeightRequest) -> Result<ClassWeight, Mistake> {
    Ok(match weight {
        ClassWeightRequest::Equal => ClassWeight::Equal,
        ClassWeightRequest::Balanced => ClassWeight::Balanced,
        ClassWeightRequest::ByClass(weights) => {
            if weights.len() > crate::algorithm::limits::CLASSES_MAX {
                return Err(Mistake::TooManyClasses { column: "params.class_weight.by_class".to_owned() });
            }
            for (class, weight) in &weights {
                if !(0.0..=FACTOR_MAX).contains(weight) {
                    let pointer = gridfolk_contract::problem::pointer_join("/params/class_weight/by_class", class);
                    return Err(out_of_range(pointer, *weight, 0.0, FACTOR_MAX));
                }
            }
            ClassWeight::ByClass(weights)
        }
    })
}

/// Refuses no names, too many, names given twice, and the target or the weight among them.
fn check_names(request: &FitRequest) -> Result<(), Mistake> {
    let other_use = |pointer: String, column: &String| Mistake::ColumnInTwoUses { pointer, column: column.clone() };
    if let Some(weight) = request.weight.as_ref().filter(|weight| **weight == request.target) {
        return Err(other_use("/params/weight".to_owned(), weight));
    }
    let Some(names) = &request.columns else { return Ok(()) };
    if names.is_empty() || names.len() > COLUMNS_MAX {
        return Err(Mistake::TooManyColumns { n: names.len(), max: COLUMNS_MAX });
    }
    for (index, name) in names.iter().enumerate() {
        let pointer = format!("/params/columns/{index}");
        if *name == request.target || request.weight.as_ref() == Some(name) {
            return Err(other_use(pointer, name));
        }
        if names[..index].contains(name) {
            return Err(Mistake::ColumnTwice { pointer, column: name.clone() });
        }
    }
    Ok(())
}

//! The fitted model: the definitions, each with the condition that it came to.

use gridfolk_contract::{Date, FromJson, Problem, ToJson};
use gridfolk_guest::Call;
use gridfolk_whatif::Condition;

use crate::contract::{Checked, check_definitions};
use crate::definition::{Level1, Tag};

/// The module's name, in models too.
pub const MODULE: &str = "tags";
/// The schema that models are written under.
pub const SCHEMA: u64 = 1;
/// The schemas that are read.
const SCHEMAS_READ: &[u64] = &[SCHEMA];

/// Tags with their thresholds found.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Model {
    /// `tags`.
    pub module: String,
    /// The schema of this model: 1.
    pub schema: u64,
    /// The day for which it was fitted.
    pub as_of: Date,
    /// The two levels above the tags.
    pub taxonomy: Vec<Level1>,
    /// All versions of all tags whose columns the table had.
    pub tags: Vec<FittedTag>,
}

/// A tag and its condition.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FittedTag {
    /// As it was given.
    pub definition: Tag,
    /// What is tested; null where a statistic has no threshold, so that the tag is unknown of everybody.
    pub condition: Option<Condition>,
}

impl Model {
    /// The model of a fit: skipped tags are left out.
    pub fn new(checked: Checked, conditions: Vec<Option<Condition>>, missing: &[Option<String>]) -> Self {
        let fitted = checked.tags.into_iter().zip(conditions).zip(missing);
        let kept = fitted.filter(|(_, missing)| missing.is_none());
        Model {
            module: MODULE.to_owned(),
            schema: SCHEMA,
            as_of: checked.as_of,
            taxonomy: checked.taxonomy,
            tags: kept.map(|((definition, condition), _)| FittedTag { definition, condition }).collect(),
        }
    }

    /// The model of a call.
    ///
    /// # Errors
    /// No model, a model of another module or of an unknown schema, one whose parts do not fit each other.
    pub fn of(call: &Call<'_>) -> Result<Model, Problem> {
        let model: Model = call.model(MODULE, SCHEMAS_READ)?;
        let tags: Vec<Tag> = model.tags.iter().map(|tag| tag.definition.clone()).collect();
        if !tags.is_empty() {
            check_definitions(&model.taxonomy, &tags, "/model").map_err(|problem| {
                let rule = "must hold definitions that `label` would take";
                Problem::model_broken(&problem.pointer, rule)
            })?;
        }
        Ok(model)
    }
}

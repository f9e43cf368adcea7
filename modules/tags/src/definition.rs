//! What a tag is: its place in the taxonomy, how it is made, since when and until when it holds.

use gridfolk_contract::{Date, FromJson, Text, ToJson};
use gridfolk_whatif::Written;

/// Taxonomy and tags, as `defaults.json` holds them.
#[derive(Debug, Clone, PartialEq, FromJson)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    /// The levels above the tags.
    pub taxonomy: Vec<Level1>,
    /// The tags.
    pub tags: Vec<Tag>,
}

/// The first level of the taxonomy: attributes, traits, preferences …
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Level1 {
    /// By which tags name it.
    pub id: String,
    /// For people.
    pub title: Text,
    /// What it divides into.
    pub level_2: Vec<Level2>,
}

/// The second level: consumption, credit, channel … The third level are the tags themselves.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Level2 {
    /// By which tags name it, beside the first level.
    pub id: String,
    /// For people.
    pub title: Text,
}

/// One version of one tag.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tag {
    /// What stands in the column of tags. Versions of a tag share it; their periods do not overlap.
    pub id: String,
    /// For people.
    pub title: Text,
    /// Its place in the taxonomy: the first level …
    pub level_1: String,
    /// … and the second.
    pub level_2: String,
    /// How it is made.
    pub made: Made,
    /// 1, 2, 3 …
    #[serde(default = "first_version")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 9_007_199_254_740_991_u64)))]
    pub version: u64,
    /// The first day on which it holds; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The last day on which it holds; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Where the rule comes from, or that it is an assumption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

fn first_version() -> u64 {
    1
}

/// The four ways to make a tag.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Made {
    /// Taken from a column: one test of it.
    Column(Written),
    /// By how a value stands among those of all customers.
    Statistic(Statistic),
    /// From a result of a model: one test of the column that holds it.
    Model(FromModel),
    /// By an expert's rule on any columns.
    Rule(Written),
}

impl Made {
    /// The word for it in requests and replies.
    pub fn name(&self) -> &'static str {
        match self {
            Made::Column(_) => "column",
            Made::Statistic(_) => "statistic",
            Made::Model(_) => "model",
            Made::Rule(_) => "rule",
        }
    }
}

/// A result of a model.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FromModel {
    /// Which model, for people: a module, or a step of a pipeline.
    pub of: String,
    /// One test of the column with its segment, grade, probability or rules.
    pub when: Written,
}

/// A threshold from all customers with a value. Exactly one of `quantile`, `z_score` and `share`.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statistic {
    /// A column of numbers.
    pub column: String,
    /// Which side of the threshold has the tag.
    #[serde(default)]
    pub side: Side,
    /// The least value that at least this share of the customers does not exceed; the tag is for those
    /// strictly beyond it: so `above` 0.9 is at most a tenth of them. Between 0 and 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub quantile: Option<f64>,
    /// Mean plus so many population standard deviations; those at the threshold have the tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub z_score: Option<f64>,
    /// This share of the sum over all customers; those at the threshold have the tag `above`, not
    /// `below`. Above 0, at most 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub share: Option<f64>,
}

/// A side of a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToJson, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum Side {
    /// The greater values.
    #[default]
    Above,
    /// The smaller values.
    Below,
}

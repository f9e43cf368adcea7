//! What makes a segment: classes by rule, results in bands; and what is done for it.

use gridfolk_contract::{Date, FromJson, Text, ToJson};
use gridfolk_whatif::Written;

/// The five results of the second dimension, in the order of a cell's letters.
pub const RESULTS: [&str; 5] =
    ["contribution", "outage_sensitivity", "arrears_risk", "channel_activity", "inspection_risk"];
/// The levels of a result, in the order of their codes.
pub const LEVELS: [&str; 4] = ["high", "medium", "low", "unknown"];

/// What `defaults.json` holds.
#[derive(Debug, Clone, PartialEq, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct Defaults {
    /// The classes of the first dimension.
    pub classes: Vec<Class>,
    /// The bands of the second.
    pub bands: GivenBands,
    /// What is done.
    pub strategies: Vec<Strategy>,
}

/// A class of the first dimension. The first one whose condition holds takes the customer.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct Class {
    /// What stands in the column.
    pub id: String,
    /// For people.
    pub title: Text,
    /// Who is in it; the last class has no condition and takes everybody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Written>,
    /// Where the rule comes from, or that it is an assumption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// One of something for each of the five results.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct OfResults<T> {
    /// What a customer brings the company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contribution: Option<T>,
    /// The probability that a customer reports, asks or complains after an outage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outage_sensitivity: Option<T>,
    /// The probability that a bill stays unpaid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrears_risk: Option<T>,
    /// How much a customer uses the channels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_activity: Option<T>,
    /// The probability that an inspection finds something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspection_risk: Option<T>,
}

impl<T> OfResults<T> {
    /// In the order of [`RESULTS`].
    pub fn into_array(self) -> [Option<T>; 5] {
        [self.contribution, self.outage_sensitivity, self.arrears_risk, self.channel_activity, self.inspection_risk]
    }

    /// From the order of [`RESULTS`].
    pub fn from_array(array: [Option<T>; 5]) -> Self {
        let [contribution, outage_sensitivity, arrears_risk, channel_activity, inspection_risk] = array;
        OfResults { contribution, outage_sensitivity, arrears_risk, channel_activity, inspection_risk }
    }
}

impl<T> Default for OfResults<T> {
    fn default() -> Self {
        OfResults::from_array([None, None, None, None, None])
    }
}

/// The columns that hold the results.
pub type Columns = OfResults<String>;
/// How the results become levels.
pub type Bands = OfResults<Band>;
/// The same in requests.
pub type GivenBands = OfResults<GivenBand>;

/// How one result becomes high, medium or low.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum Band {
    /// Numbers by fixed cuts.
    Cuts(Cuts),
    /// Numbers by their place among all customers.
    TopShares(TopShares),
    /// Grades by name.
    Levels(Levels),
}

/// A [`Band`] as requests have it: what is none, or several, is told in our words.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(serde::Serialize))]
pub struct GivenBand {
    #[serde(skip_serializing_if = "Option::is_none")]
    cuts: Option<Cuts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_shares: Option<TopShares>,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Levels>,
}

impl GivenBand {
    /// The band, where there is one.
    pub fn only(self) -> Option<Band> {
        match (self.cuts, self.top_shares, self.levels) {
            (Some(cuts), None, None) => Some(Band::Cuts(cuts)),
            (None, Some(shares), None) => Some(Band::TopShares(shares)),
            (None, None, Some(levels)) => Some(Band::Levels(levels)),
            _ => None,
        }
    }
}

/// At `high` or beyond it: high; else at `medium` or beyond it: medium; else low.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct Cuts {
    /// Where the high band begins.
    pub high: f64,
    /// Where the medium band begins.
    pub medium: f64,
    /// Whether small numbers are high: points of which more are better.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
}

/// The share `high` of the customers with the greatest numbers is high, the share `medium` after them is
/// medium. Equal numbers stay together: the nearest share that can be.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct TopShares {
    /// Between 0 and 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub high: f64,
    /// Between 0 and 1, together with `high` at most 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub medium: f64,
    /// Whether small numbers are high.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
}

/// Grades by name; one that is not named is unknown.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct Levels {
    /// The high grades.
    pub high: Vec<String>,
    /// The medium grades.
    pub medium: Vec<String>,
    /// The low grades.
    pub low: Vec<String>,
}

/// What is done for some customers.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct Strategy {
    /// What stands in the column.
    pub id: String,
    /// For people.
    pub name: Text,
    /// When it is used.
    pub scene: Text,
    /// For whom: on columns of the table and of `assign`; `arrears_risk` and its like are the results.
    pub when: Written,
    /// Of several that a customer matches the greatest is chosen, of equal ones the first: 0 to 1 000 000.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1_000_000)))]
    pub priority: u64,
    /// Whether it is used at all.
    #[serde(default)]
    pub status: Status,
    /// The first day on which it holds; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The last day on which it holds; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// What is done, along the five dimensions of service quality.
    pub actions: Actions,
    /// Where it comes from, or that it is an assumption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Whether a strategy is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToJson, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[allow(missing_docs, reason = "the names say it")]
pub enum Status {
    #[default]
    On,
    Off,
}

/// Actions along the dimensions of SERVQUAL (Parasuraman, Zeithaml and Berry, 1988).
#[derive(Debug, Clone, PartialEq, Default, ToJson, FromJson)]
#[serde(deny_unknown_fields, default)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct Actions {
    /// To do what was promised, dependably.
    pub reliability: Vec<Text>,
    /// To help at once.
    pub responsiveness: Vec<Text>,
    /// To inspire trust.
    pub assurance: Vec<Text>,
    /// To care for the single customer.
    pub empathy: Vec<Text>,
    /// What can be seen and held.
    pub tangibles: Vec<Text>,
}

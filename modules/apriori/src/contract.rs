//! What a caller sends. `check` turns each request into what the algorithm takes.

use gridfolk_contract::problem::{param_pointer, pointer_join};
use gridfolk_contract::request::INTEGER_MAX;
use gridfolk_contract::{FromJson, Problem, ToJson};

use crate::algorithm::{Kind, Measure, RuleSettings, Settings, Side, Source, Threshold};
use crate::problem;

/// Parameters of `mine` and `begin`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct MineRequest {
    /// Columns whose items make a basket of each row: of item sets as they are, of categories as
    /// `column=level`. All of these kinds when absent.
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    /// Long form: the column that says which basket a row belongs to. With `item`, not beside `columns`.
    #[serde(default)]
    pub basket: Option<String>,
    /// Long form: the column that says which item a row adds to its basket.
    #[serde(default)]
    pub item: Option<String>,
    /// The least share of the baskets that hold an itemset: above 0, at most 1. This or `min_count`.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub min_support: Option<f64>,
    /// The least number of baskets that hold an itemset, from 1. This or `min_support`.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 9_007_199_254_740_991_u64)))]
    pub min_count: Option<u64>,
    /// The most items of an itemset: 1 to 1000; as many as there are when absent.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1000)))]
    pub max_length: Option<u64>,
    /// Which itemsets are listed.
    #[serde(default)]
    pub kind: Kind,
    /// At most so many itemsets are listed, those in most baskets; all when absent.
    #[serde(default)]
    pub top: Option<u64>,
    /// Which rules are made of the itemsets; none when absent.
    #[serde(default)]
    pub rules: Option<RulesRequest>,
}

/// Which rules are made of all frequent itemsets.
#[derive(Debug, Clone, Default, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Deserialize, serde::Serialize))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct RulesRequest {
    /// The least confidence: 0 to 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub min_confidence: f64,
    /// The least lift: 0 or more; 1 leaves out rules whose right side is rarer where the left side holds.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0)))]
    pub min_lift: f64,
    /// What may stand on the left side.
    #[serde(default)]
    pub left: SideRequest,
    /// What may stand on the right side.
    #[serde(default)]
    pub right: SideRequest,
    /// Which measure rules are listed by, the strongest first.
    #[serde(default)]
    pub by: Measure,
    /// At most so many rules are listed, the strongest; all when absent.
    #[serde(default)]
    pub top: Option<u64>,
    /// Whether redundant rules are left out of the list; they are marked otherwise.
    #[serde(default)]
    pub drop_redundant: bool,
}

/// What may stand on one side of a rule.
#[derive(Debug, Clone, Default, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Deserialize, serde::Serialize))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct SideRequest {
    /// Items that must all stand there.
    #[serde(default)]
    pub required: Vec<String>,
    /// Items that must not stand there.
    #[serde(default)]
    pub forbidden: Vec<String>,
    /// The only items that may stand there; any when absent.
    #[serde(default)]
    pub allowed: Option<Vec<String>>,
    /// The most items: 1 to 1000.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1000)))]
    pub max_items: Option<u64>,
}

impl MineRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; neither or both of `min_support` and `min_count`; both forms of baskets, or
    /// half of one; columns named twice.
    pub fn check(self) -> Result<Settings, Problem> {
        let threshold = match (self.min_support, self.min_count) {
            (Some(support), None) => Threshold::Support(check_support(support)?),
            (None, Some(count)) => Threshold::Count(check_count(count)?),
            (None, None) => return Err(problem::support_missing()),
            (Some(_), Some(_)) => return Err(problem::support_twice()),
        };
        Ok(Settings {
            source: check_source(self.columns, self.basket, self.item)?,
            threshold,
            max_length: check_length("max_length", self.max_length)?,
            kind: self.kind,
            top: self.top,
            rules: self.rules.map(|rules| rules.check("rules")).transpose()?,
        })
    }
}

impl RulesRequest {
    /// Checks what does not depend on the rows; `field` is where the request stands in the params.
    ///
    /// # Errors
    /// A number out of its range.
    pub fn check(self, field: &str) -> Result<RuleSettings, Problem> {
        Ok(RuleSettings {
            min_confidence: check_share(&format!("{field}/min_confidence"), self.min_confidence)?,
            min_lift: check_lift(&format!("{field}/min_lift"), self.min_lift)?,
            left: self.left.check(&format!("{field}/left"))?,
            right: self.right.check(&format!("{field}/right"))?,
            by: self.by,
            top: self.top,
            drop_redundant: self.drop_redundant,
        })
    }
}

impl SideRequest {
    fn check(self, field: &str) -> Result<Side, Problem> {
        let max_items = check_length(&format!("{field}/max_items"), self.max_items)?;
        Ok(Side { required: self.required, forbidden: self.forbidden, allowed: self.allowed, max_items })
    }
}

fn out_of_range(field: &str, value: f64, least: f64, most: f64) -> Problem {
    Problem::out_of_range(&param_pointer(field), value, least, most)
}

/// A support: above 0, at most 1.
///
/// # Errors
/// Any other number.
pub fn check_support(support: f64) -> Result<f64, Problem> {
    if support > 0.0 && support <= 1.0 { Ok(support) } else { Err(problem::support_out_of_range(support)) }
}

/// A share from 0 to 1.
///
/// # Errors
/// Any other number.
pub fn check_share(field: &str, share: f64) -> Result<f64, Problem> {
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err(out_of_range(field, share, 0.0, 1.0)) }
}

/// A lift: 0 or more.
///
/// # Errors
/// Any other number.
pub fn check_lift(field: &str, lift: f64) -> Result<f64, Problem> {
    if lift >= 0.0 { Ok(lift) } else { Err(out_of_range(field, lift, 0.0, f64::MAX)) }
}

/// A number of baskets, from 1.
///
/// # Errors
/// 0, or more than JSON carries safely.
pub fn check_count(count: u64) -> Result<u64, Problem> {
    check_upto("min_count", count, INTEGER_MAX)
}

/// A whole number from 1.
///
/// # Errors
/// 0, or more than `most`.
pub fn check_upto(field: &str, value: u64, most: u64) -> Result<u64, Problem> {
    if (1..=most).contains(&value) { Ok(value) } else { Err(out_of_range(field, value as f64, 1.0, most as f64)) }
}

/// The most items that an itemset, or a side of a rule, may be limited to.
const LENGTH_MAX: u64 = 1000;

fn check_length(field: &str, length: Option<u64>) -> Result<Option<u64>, Problem> {
    length.map(|length| check_upto(field, length, LENGTH_MAX)).transpose()
}

/// Where baskets come from.
///
/// # Errors
/// Both forms, half of long form, columns named twice.
pub fn check_source(
    columns: Option<Vec<String>>,
    basket: Option<String>,
    item: Option<String>,
) -> Result<Source, Problem> {
    match (columns, basket, item) {
        (Some(_), Some(_), _) => Err(problem::not_beside_columns("basket")),
        (Some(_), _, Some(_)) => Err(problem::not_beside_columns("item")),
        (None, Some(basket), Some(item)) if basket == item => Err(Problem::column_twice("/params/item", &item)),
        (None, Some(basket), Some(item)) => Ok(Source::Long { basket, item }),
        (None, Some(_), None) => Err(problem::long_form_incomplete("basket", "item")),
        (None, None, Some(_)) => Err(problem::long_form_incomplete("item", "basket")),
        (None, None, None) => Ok(Source::Wide { columns: None }),
        (Some(columns), None, None) => {
            if let Some(index) = (0..columns.len()).find(|&index| columns[..index].contains(&columns[index])) {
                let pointer = pointer_join("/params/columns", index);
                return Err(Problem::column_twice(&pointer, &columns[index]));
            }
            Ok(Source::Wide { columns: Some(columns) })
        }
    }
}

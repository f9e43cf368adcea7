//! The body of a mining's reply. It is written piece by piece: itemsets may be a million.

use gridfolk_contract::reply::to_json;
use gridfolk_contract::{Answer, Problem, ToJson};

use crate::algorithm::limits::ITEMSETS_BYTES_MAX;
use crate::algorithm::{Frequent, Measures, Rule, Settings, rules, select};
use crate::model::Model;
use crate::problem;

/// What the body says before the lists.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Deserialize))]
pub struct Head {
    /// All baskets.
    pub n_baskets: u64,
    /// The least number of baskets of a frequent itemset.
    pub min_count: u64,
    /// Frequent items.
    pub n_items: u64,
    /// Frequent itemsets, the items alone among them.
    pub n_itemsets: u64,
    /// Frequent itemsets of one item, of two …
    pub n_by_length: Vec<u64>,
    /// Itemsets that are listed.
    pub n_itemsets_listed: u64,
    /// Rules that pass the thresholds; null where none are asked for.
    pub n_rules: Option<u64>,
    /// Of these, the redundant ones.
    pub n_rules_redundant: Option<u64>,
    /// Rules that are listed.
    pub n_rules_listed: Option<u64>,
}

/// A rule as it is told.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Deserialize))]
pub struct RuleReply {
    /// Where these items are …
    pub left: Vec<String>,
    /// … these tend to be, too.
    pub right: Vec<String>,
    /// Baskets with the left side.
    pub n_left: u64,
    /// Baskets with the right side.
    pub n_right: u64,
    /// Baskets with both.
    pub n_both: u64,
    /// Share of all baskets that hold both sides, 0 to 1.
    pub support: f64,
    /// Share of the left side's baskets that hold the right side, 0 to 1.
    pub confidence: f64,
    /// Confidence over the share of all baskets that hold the right side; 1 means no link.
    pub lift: f64,
    /// Support less the product of both sides' supports.
    pub leverage: f64,
    /// (1 - support of the right side) / (1 - confidence); null where the confidence is 1.
    pub conviction: Option<f64>,
    /// Zhang's metric, -1 to 1.
    pub zhang: f64,
    /// Baskets with both over baskets with either, 0 to 1.
    pub jaccard: f64,
    /// Mean of the confidence from left to right and from right to left, 0 to 1.
    pub kulczynski: f64,
    /// Certainty factor, -1 to 1.
    pub certainty: f64,
    /// Fisher's exact p, one-sided: how likely so many baskets with both are without a link.
    pub p: f64,
    /// p after Holm, among all rules that pass.
    pub p_holm: f64,
    /// p after Benjamini and Hochberg, among all rules that pass.
    pub p_fdr: f64,
    /// Whether a rule with the same right side and a part of the left side has at least this confidence.
    pub redundant: bool,
}

/// The answer of a finished mining; `wrap` puts it into the reply of `merge`.
///
/// # Errors
/// A list that is too long.
pub fn answer(frequent: &Frequent, settings: &Settings, wrap: bool) -> Result<Answer, Problem> {
    let chosen = select(&frequent.lattice, settings.kind, settings.top);
    let found = settings.rules.as_ref().map(|settings| rules(frequent, settings)).transpose()?;
    let listed = found.as_ref().zip(settings.rules.as_ref()).map(|(found, settings)| listed(found, settings));
    let length = |rules: &Vec<&Rule>| rules.len() as u64;
    let head = Head {
        n_baskets: frequent.n_baskets,
        min_count: frequent.min_count,
        n_items: frequent.lattice.n_items() as u64,
        n_itemsets: frequent.lattice.len() as u64,
        n_by_length: frequent.lattice.levels().map(|level| level.len() as u64).collect(),
        n_itemsets_listed: match &chosen {
            None => frequent.lattice.len() as u64,
            Some(chosen) => chosen.iter().filter(|is_chosen| **is_chosen).count() as u64,
        },
        n_rules: found.as_ref().map(|rules| rules.len() as u64),
        n_rules_redundant: found.as_ref().map(|rules| rules.iter().filter(|rule| rule.redundant).count() as u64),
        n_rules_listed: listed.as_ref().map(length),
    };
    let mut json = to_json(&head).into_bytes();
    json.pop();
    if wrap {
        json.splice(..0, *b"{\"reply\":");
    }
    json.extend_from_slice(b",\"itemsets\":[");
    write_itemsets(frequent, chosen.as_deref(), &mut json)?;
    json.extend_from_slice(b"],\"rules\":");
    let told = listed.map(|rules| rules.into_iter().map(|rule| told(frequent, rule)).collect::<Vec<_>>());
    json.extend_from_slice(to_json(&told).as_bytes());
    json.extend_from_slice(b",\"model\":");
    let model = settings.rules.as_ref().map(|rules| Model::new(&settings.source, settings.max_length, frequent, rules));
    json.extend_from_slice(to_json(&model).as_bytes());
    json.extend_from_slice(if wrap { b"}}" } else { b"}" });
    Ok(Answer::of_json(json))
}

/// The rules of the list.
fn listed<'a>(rules: &'a [Rule], settings: &crate::algorithm::RuleSettings) -> Vec<&'a Rule> {
    let kept = rules.iter().filter(|rule| !(settings.drop_redundant && rule.redundant));
    kept.take(settings.top.map_or(usize::MAX, |top| usize::try_from(top).unwrap_or(usize::MAX))).collect()
}

fn write_itemsets(frequent: &Frequent, chosen: Option<&[bool]>, json: &mut Vec<u8>) -> Result<(), Problem> {
    let names: Vec<String> = frequent.names.iter().map(to_json).collect();
    let n_bytes = apriori_kernel::n_bytes(&frequent.lattice, &names, chosen);
    if n_bytes > ITEMSETS_BYTES_MAX {
        return Err(problem::too_many_bytes(n_bytes));
    }
    json.reserve(n_bytes);
    apriori_kernel::write_itemsets(&frequent.lattice, &names, chosen, json);
    Ok(())
}

/// A rule with the texts of its items.
pub fn told(frequent: &Frequent, rule: &Rule) -> RuleReply {
    let count = |itemset: u32| frequent.lattice.counts()[itemset as usize];
    let Measures { support, confidence, lift, leverage, conviction, zhang, jaccard, kulczynski, certainty } =
        rule.measures;
    RuleReply {
        left: texts(frequent, rule.sides.left),
        right: texts(frequent, rule.sides.right),
        n_left: count(rule.sides.left),
        n_right: count(rule.sides.right),
        n_both: count(rule.sides.both),
        support,
        confidence,
        lift,
        leverage,
        conviction: conviction.is_finite().then_some(conviction),
        zhang,
        jaccard,
        kulczynski,
        certainty,
        p: rule.p,
        p_holm: rule.p_holm,
        p_fdr: rule.p_fdr,
        redundant: rule.redundant,
    }
}

/// The texts of an itemset.
pub fn texts(frequent: &Frequent, itemset: u32) -> Vec<String> {
    let items = frequent.lattice.items(itemset as usize);
    items.into_iter().map(|item| frequent.names[usize::from(item)].clone()).collect()
}

/// The body of a mining's reply.
#[cfg(feature = "schema")]
#[derive(Debug, Clone, PartialEq, serde::Deserialize, schemars::JsonSchema)]
pub struct MineReply {
    /// What it says before the lists.
    #[serde(flatten)]
    pub head: Head,
    /// The shorter first, those of one length by their items.
    pub itemsets: Vec<ItemsetReply>,
    /// The strongest first; null where none are asked for.
    pub rules: Option<Vec<RuleReply>>,
    /// Keep it: `recommend` and `what_if` take it. Null without rules.
    pub model: Option<Model>,
}

/// An itemset as it is told.
#[cfg(feature = "schema")]
#[derive(Debug, Clone, PartialEq, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemsetReply {
    /// In order.
    pub items: Vec<String>,
    /// Baskets that hold all of them.
    pub n_baskets: u64,
}

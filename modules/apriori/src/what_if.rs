//! The operation `what_if`: the rules before and after other thresholds, edits of baskets, or both.

use std::rc::Rc;

use gridfolk_contract::{Answer, FromJson, Problem, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::{Edited, Scenario};

use crate::algorithm::{
    Frequent, Measure, Numbers, Rule, RuleSettings, Threshold, judge, least_count, listed, mine_at, sorted,
};
use crate::baskets::{Named, read};
use crate::contract::{check_count, check_lift, check_share, check_support};
use crate::memory::Memory;
use crate::model::CheckedModel;
use crate::problem;
use crate::reply::{RuleReply, told};

/// Parameters of `what_if`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct WhatIfRequest {
    /// The least share of the baskets, after; not below what was mined. This, `min_count`, or neither.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub min_support: Option<f64>,
    /// The least number of baskets, after; not below what was mined.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 9_007_199_254_740_991_u64)))]
    pub min_count: Option<u64>,
    /// The least confidence, after: 0 to 1; the model's when absent.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub min_confidence: Option<f64>,
    /// The least lift, after: 0 or more; the model's when absent.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0)))]
    pub min_lift: Option<f64>,
    /// Edits of columns, applied in order; they need the table that was mined.
    #[serde(default)]
    pub scenario: Scenario,
    /// Which measure rules are listed by; the model's when absent.
    #[serde(default)]
    pub by: Option<Measure>,
    /// At most so many rules in each list; 100 when absent.
    #[serde(default)]
    pub top: Option<u64>,
}

/// Rules in each list where the caller does not say how many.
const TOP_DEFAULT: usize = 100;

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfReply {
    /// The model as it is.
    pub before: Totals,
    /// With other thresholds and edits.
    pub after: Totals,
    /// Rules that are in both.
    pub n_kept: u64,
    /// Of these, rules whose counts changed.
    pub n_changed: u64,
    /// Rules that are new.
    pub n_gained: u64,
    /// Rules that are gone.
    pub n_lost: u64,
    /// The rules after, the strongest first.
    pub rules: Vec<RuleReply>,
    /// Rules that are new, the strongest first.
    pub gained: Vec<RuleReply>,
    /// Rules that are gone, as they were, the strongest first.
    pub lost: Vec<RuleReply>,
    /// Kept rules whose counts changed, those first whose confidence changed most.
    pub changed: Vec<Changed>,
}

/// Figures of one side of the comparison.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Totals {
    /// The least number of baskets.
    pub min_count: u64,
    /// The least confidence.
    pub min_confidence: f64,
    /// The least lift.
    pub min_lift: f64,
    /// Frequent itemsets.
    pub n_itemsets: u64,
    /// Rules.
    pub n_rules: u64,
    /// Of these, redundant ones.
    pub n_rules_redundant: u64,
}

/// A rule whose counts changed.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changed {
    /// Confidence after less confidence before.
    pub confidence_change: f64,
    /// As it was.
    pub before: RuleReply,
    /// As it is.
    pub after: RuleReply,
}

/// One side of the comparison.
struct Version<'a> {
    frequent: &'a Frequent,
    settings: RuleSettings,
    min_count: u64,
    rules: Rc<Vec<Rule>>,
}

/// Compares before and after.
///
/// # Errors
/// Everything that is wrong with params, model and table; a threshold below what was mined.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params = call.params::<WhatIfRequest>()?;
    let model = memory.model(call)?;
    let before_settings = RuleSettings { by: params.by.unwrap_or(model.rules.by), ..model.rules.clone() };
    let after_settings = settings_after(&params, &before_settings)?;
    let min_count = min_count_after(&params, &model)?;
    let edited = if params.scenario.is_empty() { None } else { Some(mine_edited(call, &params, &model, min_count)?) };
    let before = Version {
        frequent: &model.frequent,
        min_count: model.frequent.min_count,
        rules: memory.listed(&before_settings, model.frequent.min_count)?,
        settings: before_settings,
    };
    let rules = match &edited {
        None => memory.judged(&after_settings, min_count)?,
        Some(frequent) => judge(frequent, &after_settings)?,
    };
    let frequent = edited.as_ref().unwrap_or(&model.frequent);
    let rules = Rc::new(listed(rules, &after_settings));
    let after = Version { frequent, min_count, rules, settings: after_settings };
    let top = params.top.map_or(TOP_DEFAULT, |top| usize::try_from(top).unwrap_or(usize::MAX));
    Ok(Answer::new(&compare(&before, &after, top)))
}

/// The least count after; the model's where none is asked for.
fn min_count_after(params: &WhatIfRequest, model: &CheckedModel) -> Result<u64, Problem> {
    let frequent = &model.frequent;
    let (min_count, field) = match (params.min_support, params.min_count) {
        (None, None) => return Ok(frequent.min_count),
        (Some(_), Some(_)) => return Err(problem::support_twice()),
        (Some(support), None) => {
            (least_count(Threshold::Support(check_support(support)?), frequent.n_baskets), "min_support")
        }
        (None, Some(count)) => (check_count(count)?, "min_count"),
    };
    if min_count < frequent.min_count {
        return Err(problem::below_mined(field, min_count, frequent.min_count));
    }
    Ok(min_count)
}

fn settings_after(params: &WhatIfRequest, before: &RuleSettings) -> Result<RuleSettings, Problem> {
    let mut settings = before.clone();
    if let Some(share) = params.min_confidence {
        settings.min_confidence = check_share("min_confidence", share)?;
    }
    if let Some(lift) = params.min_lift {
        settings.min_lift = check_lift("min_lift", lift)?;
    }
    Ok(settings)
}

/// The itemsets of the table after the edits.
fn mine_edited(
    call: &Call<'_>,
    params: &WhatIfRequest,
    model: &CheckedModel,
    min_count: u64,
) -> Result<Frequent, Problem> {
    let table = call.table()?;
    let edited = Edited::new(table, &params.scenario, "/params/scenario")?;
    let baskets = read(&Named::of_edited(table, &edited), &model.source)?;
    if baskets.len() as u64 != model.frequent.n_baskets {
        let (n_baskets, n_mined) = (baskets.len() as u64, model.frequent.n_baskets);
        return Err(problem::other_table(n_baskets, n_mined));
    }
    let longest = model.max_length.map_or(usize::from(u16::MAX), |length| length as usize);
    mine_at(&baskets, min_count, longest)
}

fn compare(before: &Version<'_>, after: &Version<'_>, top: usize) -> WhatIfReply {
    // Where each rule after stands among those before, if it does.
    let numbers = Numbers::new(after.frequent, before.frequent);
    let sides = |place: usize| before.rules[place].sides;
    let places = sorted(before.rules.len(), &|a, b| sides(a).cmp(&sides(b)));
    let place = |rule: &Rule| {
        let wanted = numbers.of(rule.sides)?;
        Some(places[places.binary_search_by_key(&wanted, |&place| sides(place)).ok()?])
    };
    let places_before: Vec<Option<usize>> = after.rules.iter().map(place).collect();
    let mut is_kept = vec![false; before.rules.len()];
    places_before.iter().flatten().for_each(|&at| is_kept[at] = true);
    let kept = after.rules.iter().zip(&places_before).filter_map(|(rule, at)| Some((&before.rules[(*at)?], rule)));
    let changed: Vec<(&Rule, &Rule)> =
        kept.clone().filter(|(was, is)| counts(before.frequent, was) != counts(after.frequent, is)).collect();
    let change = |(was, is): &(&Rule, &Rule)| is.measures.confidence - was.measures.confidence;
    let size = |place: usize| change(&changed[place]).abs();
    let by_size = sorted(changed.len(), &|a, b| size(b).total_cmp(&size(a)));
    let gained: Vec<&Rule> =
        after.rules.iter().zip(&places_before).filter(|(_, at)| at.is_none()).map(|(rule, _)| rule).collect();
    let lost: Vec<&Rule> =
        before.rules.iter().zip(&is_kept).filter(|(_, is_kept)| !**is_kept).map(|(rule, _)| rule).collect();
    let tell = |frequent, rules: &mut dyn Iterator<Item = &Rule>| -> Vec<RuleReply> {
        rules.take(top).map(|rule| told(frequent, rule)).collect()
    };
    let tell_change = |pair: &(&Rule, &Rule)| Changed {
        confidence_change: change(pair),
        before: told(before.frequent, pair.0),
        after: told(after.frequent, pair.1),
    };
    WhatIfReply {
        before: totals(before),
        after: totals(after),
        n_kept: kept.count() as u64,
        n_changed: changed.len() as u64,
        n_gained: gained.len() as u64,
        n_lost: lost.len() as u64,
        rules: tell(after.frequent, &mut after.rules.iter()),
        gained: tell(after.frequent, &mut gained.iter().copied()),
        lost: tell(before.frequent, &mut lost.iter().copied()),
        changed: by_size.iter().take(top).map(|&place| tell_change(&changed[place])).collect(),
    }
}

fn counts(frequent: &Frequent, rule: &Rule) -> [u64; 3] {
    [rule.sides.left, rule.sides.right, rule.sides.both].map(|itemset| frequent.lattice.counts()[itemset as usize])
}

fn totals(version: &Version<'_>) -> Totals {
    Totals {
        min_count: version.min_count,
        min_confidence: version.settings.min_confidence,
        min_lift: version.settings.min_lift,
        n_itemsets: version.frequent.lattice.counts().iter().filter(|count| **count >= version.min_count).count()
            as u64,
        n_rules: version.rules.len() as u64,
        n_rules_redundant: version.rules.iter().filter(|rule| rule.redundant).count() as u64,
    }
}

//! The operation `recommend`: what to offer each customer, and why.

use gridfolk_contract::{Answer, Category, Column, FromJson, MISSING_CODE, MISSING_NUMBER, Problem, ToJson, Values};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{self, Frequent, Measure, Pick, Rule, Source, sorted};
use crate::baskets::{Named, long, wide};
use crate::contract::check_upto;
use crate::memory::Memory;
use crate::problem;
use crate::reply::{RuleReply, texts, told};

/// The most items that one customer is offered.
const N_ITEMS_MAX: u64 = 10;
/// The most bundles and rules that are listed.
const N_LISTED_MAX: u64 = 1000;

/// Parameters of `recommend`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct RecommendRequest {
    /// At most so many items for each customer: 1 to 10; 3 when absent.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10)))]
    pub n_items: Option<u64>,
    /// Which measure says which rule is best; the model's when absent.
    #[serde(default)]
    pub by: Option<Measure>,
    /// How many bundles and rules for cross-selling are listed: 1 to 1000; 10 when absent.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1000)))]
    pub n_listed: Option<u64>,
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecommendReply {
    /// Baskets of the table.
    pub n_baskets: u64,
    /// Baskets with at least one recommendation.
    pub n_baskets_advised: u64,
    /// Rules that could fire.
    pub n_rules: u64,
    /// The recommended items, the most often recommended first.
    pub items: Vec<ItemAdvised>,
    /// What to offer together: itemsets of two and more items, those in most baskets.
    pub bundles: Vec<Bundle>,
    /// What to offer beside what is there: rules that are not redundant, those with most lift.
    pub cross_sell: Vec<RuleReply>,
}

/// An item that is recommended.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemAdvised {
    /// Its text.
    pub item: String,
    /// To so many baskets.
    pub n_baskets: u64,
    /// As the first recommendation to so many of them.
    pub n_baskets_first: u64,
}

/// Items to offer together.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bundle {
    /// In order.
    pub items: Vec<String>,
    /// Baskets of the model that hold all of them.
    pub n_baskets: u64,
    /// Their share, 0 to 1.
    pub support: f64,
}

/// Recommends.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params = call.params::<RecommendRequest>()?;
    let n_items = check_upto("n_items", params.n_items.unwrap_or(3), N_ITEMS_MAX)? as usize;
    let n_listed = check_upto("n_listed", params.n_listed.unwrap_or(10), N_LISTED_MAX)? as usize;
    let model = memory.model(call)?;
    let mut settings = model.rules.clone();
    settings.by = params.by.unwrap_or(settings.by);
    let rules = algorithm::rules(&model.frequent, &settings)?;
    let named = Named::of_table(call.table()?);
    let (baskets, basket_of_row) = match &model.source {
        Source::Long { basket, item } => {
            let long = long(&named, basket, item)?;
            (long.baskets, long.basket_of_row)
        }
        Source::Wide { columns } => {
            let baskets = wide(&named, columns.as_deref())?;
            let basket_of_row = (0..baskets.len() as u32).collect();
            (baskets, basket_of_row)
        }
    };
    if baskets.is_empty() {
        return Err(problem::no_baskets());
    }
    let picks = algorithm::recommend(&baskets, &model.frequent, &rules, n_items);
    let reply = RecommendReply {
        n_baskets: picks.len() as u64,
        n_baskets_advised: picks.iter().filter(|picks| !picks.is_empty()).count() as u64,
        n_rules: rules.len() as u64,
        items: items_advised(&model.frequent, &picks),
        bundles: bundles(&model.frequent, n_listed),
        cross_sell: cross_sell(&model.frequent, &rules, n_listed),
    };
    let mut answer = Answer::new(&reply);
    let shape = Columns { frequent: &model.frequent, rules: &rules, by: settings.by, picks: &picks, basket_of_row };
    for place in 0..n_items {
        for column in shape.columns(place) {
            answer = answer.with_column(column);
        }
    }
    Ok(answer)
}

fn items_advised(frequent: &Frequent, picks: &[Vec<Pick>]) -> Vec<ItemAdvised> {
    let mut counts = vec![(0u64, 0u64); frequent.names.len()];
    for (place, pick) in picks.iter().flat_map(|picks| picks.iter().enumerate()) {
        let (n, n_first) = &mut counts[usize::from(pick.item)];
        *n += 1;
        *n_first += u64::from(place == 0);
    }
    let advised: Vec<ItemAdvised> = frequent
        .names
        .iter()
        .zip(counts)
        .filter(|(_, (n, _))| *n > 0)
        .map(|(item, (n_baskets, n_baskets_first))| ItemAdvised { item: item.clone(), n_baskets, n_baskets_first })
        .collect();
    let order = sorted(advised.len(), &|a, b| advised[b].n_baskets.cmp(&advised[a].n_baskets));
    order.into_iter().map(|place| advised[place].clone()).collect()
}

fn bundles(frequent: &Frequent, n: usize) -> Vec<Bundle> {
    let (lattice, n_baskets) = (&frequent.lattice, frequent.n_baskets);
    let (first, counts) = (lattice.n_items(), lattice.counts());
    let order = sorted(lattice.len() - first, &|a, b| counts[first + b].cmp(&counts[first + a]));
    let bundle = |itemset: usize| Bundle {
        items: texts(frequent, itemset as u32),
        n_baskets: lattice.counts()[itemset],
        support: lattice.counts()[itemset] as f64 / n_baskets as f64,
    };
    order.into_iter().take(n).map(|place| bundle(first + place)).collect()
}

fn cross_sell(frequent: &Frequent, rules: &[Rule], n: usize) -> Vec<RuleReply> {
    let kept: Vec<&Rule> = rules.iter().filter(|rule| !rule.redundant).collect();
    let lift = |place: usize| kept[place].measures.lift;
    let order = sorted(kept.len(), &|a, b| lift(b).total_cmp(&lift(a)).then_with(|| kept[a].sides.cmp(&kept[b].sides)));
    order.into_iter().take(n).map(|place| told(frequent, kept[place])).collect()
}

/// The reply columns of one place: the first recommendation, the second …
struct Columns<'a> {
    frequent: &'a Frequent,
    rules: &'a [Rule],
    by: Measure,
    picks: &'a [Vec<Pick>],
    basket_of_row: Vec<u32>,
}

impl Columns<'_> {
    fn columns(&self, place: usize) -> [Column; 3] {
        let pick = |row: &u32| self.picks.get(*row as usize).and_then(|picks| picks.get(place));
        let picks: Vec<Option<&Pick>> = self.basket_of_row.iter().map(pick).collect();
        let item = category(picks.iter().map(|pick| pick.map(|pick| u32::from(pick.item))), |item| {
            self.frequent.names[item as usize].clone()
        });
        let rule = category(picks.iter().map(|pick| pick.map(|pick| pick.rule)), |rule| self.rule_text(rule));
        let strength = |pick: &Option<&Pick>| pick.map_or(MISSING_NUMBER, |pick| self.strength(pick.rule));
        let number = place + 1;
        [
            Column { name: format!("item_{number}"), values: Values::Category(item) },
            Column { name: format!("rule_{number}"), values: Values::Category(rule) },
            Column::number(format!("strength_{number}"), picks.iter().map(strength).collect()),
        ]
    }

    fn rule_text(&self, rule: u32) -> String {
        let sides = self.rules[rule as usize].sides;
        let side = |itemset: u32| texts(self.frequent, itemset).join(" + ");
        format!("{} → {}", side(sides.left), side(sides.right))
    }

    /// The value of the measure; missing where it is infinite.
    fn strength(&self, rule: u32) -> f64 {
        let rule = &self.rules[rule as usize];
        let strength = if self.by == Measure::P { rule.p } else { rule.measures.strength(self.by, rule.p) };
        if strength.is_finite() { strength } else { MISSING_NUMBER }
    }
}

/// A column of the codes that occur, in their order.
fn category(codes: impl Iterator<Item = Option<u32>> + Clone, text: impl Fn(u32) -> String) -> Category {
    let n = codes.clone().flatten().max().map_or(0, |code| code as usize + 1);
    let mut new_code = vec![MISSING_CODE; n];
    codes.clone().flatten().for_each(|code| new_code[code as usize] = 0);
    let used: Vec<u32> = (0..n as u32).filter(|&code| new_code[code as usize] == 0).collect();
    used.iter().zip(0..).for_each(|(&code, new)| new_code[code as usize] = new);
    let code = |code: Option<u32>| code.map_or(MISSING_CODE, |code| new_code[code as usize]);
    Category { codes: codes.map(code).collect(), levels: used.iter().map(|&code| text(code)).collect() }
}

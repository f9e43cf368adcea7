//! The operation `strategy`: what is done for each customer, and where strategies get in each other's way.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Answer, Column, Date, FromJson, Items, MISSING_CODE, Problem, Table, Text, ToJson, Values};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::{Columns, Condition, Truth};

use crate::contract::{MissingColumns, check_range, defaults};
use crate::definition::{Actions, OfResults, RESULTS, Status, Strategy};
use crate::problem;

/// The most strategies of one call.
const STRATEGIES_MAX: usize = 200;
/// Pairs of strategies that the reply lists.
const PAIRS_MAX: usize = 50;

/// Parameters of `strategy`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StrategyRequest {
    /// The day for which strategies are chosen.
    pub as_of: Date,
    /// At most 200; the built-in ones when absent.
    #[serde(default)]
    pub strategies: Option<Vec<Strategy>>,
    /// Which columns hold the results that conditions call `arrears_risk` and its like; when absent, the
    /// columns of those names.
    #[serde(default)]
    pub results: OfResults<String>,
    /// What is done with strategies whose columns the table lacks: by default given ones are refused and
    /// built-in ones skipped.
    #[serde(default)]
    pub missing_columns: Option<MissingColumns>,
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StrategyReply {
    /// The day for which strategies were chosen.
    pub as_of: Date,
    /// Rows of the table.
    pub n_rows: u64,
    /// Customers with a strategy.
    pub n_covered: u64,
    /// Customers that match several.
    pub n_several: u64,
    /// All strategies, in the order in which they were given.
    pub strategies: Vec<StrategyCount>,
    /// Strategies that meet in the same customers, those with most of them first, at most 50.
    pub conflicts: Vec<Conflict>,
    /// Active strategies that nobody matches.
    pub never_matched: Vec<String>,
}

/// One strategy, and for how many it is.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StrategyCount {
    /// Its id.
    pub strategy: String,
    /// For people.
    pub name: Text,
    /// When it is used.
    pub scene: Text,
    /// For whom, as a text.
    pub when: String,
    /// Of several the greatest is chosen.
    pub priority: u64,
    /// Whether it is used: `active`, `off`, `not_on_this_day`, or `column_missing`.
    pub state: String,
    /// The first column that the table lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_column: Option<String>,
    /// Customers that match it.
    pub n_matched: u64,
    /// Customers of whom a missing value leaves it open; they do not match.
    pub n_unknown: u64,
    /// Customers for whom it is chosen.
    pub n_chosen: u64,
    /// Their part of all, 0 to 1.
    pub share_chosen: f64,
    /// What is done.
    pub actions: Actions,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Two strategies that meet in some customers.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conflict {
    /// The one that goes first.
    pub first: String,
    /// The other one.
    pub second: String,
    /// Customers that match both.
    pub n_both: u64,
    /// Whether their order alone decides, since they have equal priority.
    pub is_equal_priority: bool,
}

/// The table, in which results are known by their own names, too.
struct Named<'a> {
    table: &'a Table,
    results: [Option<String>; 5],
}

impl Columns for Named<'_> {
    fn n_rows(&self) -> usize {
        self.table.n_rows()
    }

    fn values(&self, name: &str) -> Option<&Values> {
        let result = RESULTS.iter().position(|result| *result == name);
        let column = result.and_then(|result| self.results[result].as_deref()).unwrap_or(name);
        self.table.column(column).map(|column| &column.values)
    }
}

/// A strategy and whom it matches.
struct Matched {
    strategy: Strategy,
    condition: Condition,
    state: &'static str,
    missing_column: Option<String>,
    /// Empty where it is not active.
    truths: Vec<Truth>,
}

/// Chooses a strategy for each customer.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let params: StrategyRequest = call.params()?;
    let table = call.table()?;
    if table.n_rows() == 0 {
        return Err(Problem::no_rows(0));
    }
    let skip = params.missing_columns.map_or(params.strategies.is_none(), |is| is == MissingColumns::Skip);
    let strategies = match params.strategies {
        Some(strategies) => strategies,
        None => defaults()?.strategies,
    };
    check_range("/params/strategies", strategies.len() as f64, 1.0, STRATEGIES_MAX as f64)?;
    let table = Named { table, results: params.results.into_array() };
    check_results(&table)?;
    let mut matched = Vec::with_capacity(strategies.len());
    for (index, strategy) in strategies.into_iter().enumerate() {
        let pointer = format!("/params/strategies/{index}");
        check(&strategy, &matched, &pointer)?;
        matched.push(match_all(strategy, &params.as_of, &table, skip, &pointer)?);
    }
    Ok(answer(&params.as_of, matched, table.n_rows()))
}

fn check_results(table: &Named<'_>) -> Result<(), Problem> {
    for (index, column) in table.results.iter().enumerate() {
        if let Some(column) = column.as_ref().filter(|column| table.table.column(column).is_none()) {
            return Err(problem::result_not_found(index, column));
        }
    }
    Ok(())
}

fn check(strategy: &Strategy, earlier: &[Matched], pointer: &str) -> Result<(), Problem> {
    if strategy.id.is_empty() {
        return Err(problem::id_unusable(&pointer_join(pointer, "id"), ""));
    }
    if earlier.iter().any(|other| other.strategy.id == strategy.id) {
        return Err(problem::id_twice(&pointer_join(pointer, "id"), &strategy.id));
    }
    check_range(&pointer_join(pointer, "priority"), strategy.priority as f64, 0.0, 1e6)?;
    match (&strategy.valid_from, &strategy.valid_to) {
        (Some(from), Some(to)) if from > to => Err(Problem::period_empty(&pointer_join(pointer, "valid_to"), from, to)),
        _ => Ok(()),
    }
}

fn match_all(
    strategy: Strategy,
    as_of: &Date,
    table: &Named<'_>,
    skip: bool,
    pointer: &str,
) -> Result<Matched, Problem> {
    let pointer = pointer_join(pointer, "when");
    let condition = strategy.when.read(&pointer)?;
    let missing = condition.tests().into_iter().map(|(name, _)| name).find(|name| table.values(name).is_none());
    let missing_column = missing.map(str::to_owned);
    let state = match (strategy.status, &missing_column) {
        (Status::Off, _) => "off",
        _ if !as_of.is_within(strategy.valid_from.as_ref(), strategy.valid_to.as_ref()) => "not_on_this_day",
        (_, Some(column)) if !skip => {
            return Err(Problem::used_column_not_found(&pointer, column));
        }
        (_, Some(_)) => "column_missing",
        (_, None) => "active",
    };
    let truths = if state == "active" { condition.evaluate(table, &pointer)? } else { Vec::new() };
    Ok(Matched { strategy, condition, state, missing_column, truths })
}

/// Numbers of the active strategies, the one that goes first first.
fn in_order(matched: &[Matched]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    for index in (0..matched.len()).filter(|index| matched[*index].state == "active") {
        let goes_first = |other: &usize| matched[*other].strategy.priority >= matched[index].strategy.priority;
        order.insert(order.partition_point(goes_first), index);
    }
    order
}

fn answer(as_of: &Date, matched: Vec<Matched>, n_rows: usize) -> Answer {
    let order = in_order(&matched);
    let n = order.len();
    let truths: Vec<&[Truth]> = order.iter().map(|index| matched[*index].truths.as_slice()).collect();
    let (ends, codes) = whatif_kernel::sets(&truths, n_rows);
    let mut all = Items { ends, codes, levels: Vec::new() };
    let mut chosen = vec![MISSING_CODE; n_rows];
    let (mut n_chosen, mut both, mut n_several) = (vec![0u64; n], vec![0u64; n * n], 0);
    for (row, chosen) in chosen.iter_mut().enumerate() {
        let here = all.row(row);
        if let Some(&first) = here.first() {
            *chosen = first;
            n_chosen[first as usize] += 1;
        }
        n_several += u64::from(here.len() > 1);
        for (place, &first) in here.iter().enumerate() {
            here[place + 1..].iter().for_each(|&second| both[first as usize * n + second as usize] += 1);
        }
    }
    let ids: Vec<String> = order.iter().map(|index| matched[*index].strategy.id.clone()).collect();
    let conflicts = conflicts(&matched, &order, &both);
    let counts: Vec<StrategyCount> = matched
        .into_iter()
        .enumerate()
        .map(|(index, matched)| {
            let place = order.iter().position(|other| *other == index);
            strategy_count(matched, place.map_or(0, |place| n_chosen[place]), n_rows)
        })
        .collect();
    let never = counts.iter().filter(|count| count.state == "active" && count.n_matched == 0);
    let reply = StrategyReply {
        as_of: as_of.clone(),
        n_rows: n_rows as u64,
        n_covered: n_chosen.iter().sum(),
        n_several,
        never_matched: never.map(|count| count.strategy.clone()).collect(),
        strategies: counts,
        conflicts,
    };
    all.levels = ids.clone();
    Answer::new(&reply)
        .with_column(Column::category("strategy", chosen, ids))
        .with_column(Column::items("strategies", all))
}

fn strategy_count(matched: Matched, n_chosen: u64, n_rows: usize) -> StrategyCount {
    let count = |wanted: Truth| whatif_kernel::count(&matched.truths, wanted);
    StrategyCount {
        n_matched: count(Truth::True),
        n_unknown: count(Truth::Unknown),
        n_chosen,
        share_chosen: n_chosen as f64 / n_rows as f64,
        when: matched.condition.to_string(),
        state: matched.state.to_owned(),
        missing_column: matched.missing_column,
        strategy: matched.strategy.id,
        name: matched.strategy.name,
        scene: matched.strategy.scene,
        priority: matched.strategy.priority,
        actions: matched.strategy.actions,
        source: matched.strategy.source,
    }
}

/// Pairs by the customers in whom they meet, most first, ties in their order.
fn conflicts(matched: &[Matched], order: &[usize], both: &[u64]) -> Vec<Conflict> {
    let mut conflicts: Vec<Conflict> = Vec::new();
    for (pair, &n_both) in both.iter().enumerate().filter(|(_, n)| **n > 0) {
        let [first, second] = [pair / order.len(), pair % order.len()].map(|place| &matched[order[place]].strategy);
        let place = conflicts.partition_point(|other| other.n_both >= n_both);
        if place < PAIRS_MAX {
            let conflict = Conflict {
                first: first.id.clone(),
                second: second.id.clone(),
                n_both,
                is_equal_priority: first.priority == second.priority,
            };
            conflicts.insert(place, conflict);
            conflicts.truncate(PAIRS_MAX);
        }
    }
    conflicts
}

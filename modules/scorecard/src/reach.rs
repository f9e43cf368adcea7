//! The reverse question: the least costly change of one customer that brings it over the cut-off.
//!
//! Each column may move to another of its ordinary bins. A move costs the number of bins that a number crosses,
//! or 1 for another level, times the column's cost. Points are whole, so the cheapest moves are found exactly by
//! dynamic programming over the points that are still needed (a knapsack with one choice a column).

use gridfolk_contract::read::ByName;
use gridfolk_contract::{FromJson, Problem, ToJson, Values};
use gridfolk_whatif::evaluate::Columns;

use crate::algorithm::Card;
use crate::algorithm::card::{By, CardPart};
use crate::algorithm::limits::VALUE_MAX;
use crate::contract::check_range;
use crate::problem;
use crate::score::Scored;

/// The most points that may lie between a customer and the cut-off.
const NEEDED_MAX: f64 = 100_000.0;

/// The reverse question.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct ReachRequest {
    /// The customer's row, from 0.
    pub row: u64,
    /// Columns that may not change.
    #[serde(default)]
    pub fixed: Vec<String>,
    /// What it costs to move a column by one bin, or to another level: 0 or more; 1 for columns that are not named.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, f64>"))]
    pub costs: ByName<f64>,
    /// The least number that a column may get.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, f64>"))]
    pub least: ByName<f64>,
    /// The greatest number that a column may get.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, f64>"))]
    pub most: ByName<f64>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReachReply<'a> {
    /// The customer's row.
    pub row: u64,
    /// Its points now.
    pub points_now: f64,
    /// The points to reach.
    pub cut_off: f64,
    /// Whether any allowed change reaches them.
    pub is_reachable: bool,
    /// Its points after the changes; the most that it can have where that does not reach.
    pub points_after: f64,
    /// What the changes cost together.
    pub cost: f64,
    /// The changes, in the order of the card; none where the cut-off cannot be reached.
    pub changes: Vec<Change<'a>>,
}

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change<'a> {
    /// The column.
    pub column: &'a str,
    /// The bin that it moves to, from 0 in the order of the model.
    pub bin: u64,
    /// A number in that bin, the nearest to what the customer has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
    /// A level of that bin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<&'a str>,
    /// Points that it brings.
    pub points: f64,
    /// What it costs.
    pub cost: f64,
}

impl ReachRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A cost out of its range.
    pub fn check(&self) -> Result<(), Problem> {
        for (_, cost) in &self.costs.0 {
            check_range("/params/reach", "costs", *cost, 0.0, 1e12)?;
        }
        Ok(())
    }
}

/// Answers the reverse question for a customer of a scored table.
///
/// # Errors
/// A row that the table does not have; a column that the card does not have; no cut-off, or one too far away.
pub fn reach<'a>(
    card: &'a Card,
    columns: &dyn Columns,
    scored: &Scored,
    request: &ReachRequest,
    cut_off: Option<f64>,
) -> Result<ReachReply<'a>, Problem> {
    let n_rows = columns.n_rows();
    let row = usize::try_from(request.row)
        .ok()
        .filter(|row| *row < n_rows)
        .ok_or_else(|| problem::row_out_of_range("/params/reach/row", request.row, n_rows))?;
    let check = |name: &String| match card.parts.iter().any(|part| part.name == *name) {
        true => Ok(()),
        false => Err(problem::part_unknown("/params/reach", name)),
    };
    for name in &request.fixed {
        check(name)?;
    }
    for by_name in [&request.costs, &request.least, &request.most] {
        for (name, _) in &by_name.0 {
            check(name)?;
        }
    }
    let now = scored.points[row];
    let cut_off = cut_off.ok_or_else(problem::cut_off_missing)?;
    let needed = (cut_off - now).ceil().max(0.0);
    if needed > NEEDED_MAX {
        return Err(Problem::out_of_range("/params/cut_off", cut_off, now, now + NEEDED_MAX));
    }
    let mut choices = Vec::new();
    for (part, codes) in card.parts.iter().zip(&scored.codes) {
        choices.push(changes_of(part, codes[row] as usize, columns.values(&part.name), row, request));
    }
    let chosen = cheapest(&choices, needed as usize);
    let is_reachable = chosen.is_some();
    let changes = chosen.unwrap_or_default();
    let gain = |changes: &Vec<Change<'_>>| changes.iter().map(|change| change.points).fold(0.0, f64::max);
    let gained: f64 = match is_reachable {
        true => changes.iter().map(|change| change.points).sum(),
        false => choices.iter().map(gain).sum(),
    };
    Ok(ReachReply {
        row: request.row,
        points_now: now,
        cut_off,
        is_reachable,
        points_after: now + gained,
        cost: changes.iter().map(|change| change.cost).sum(),
        changes,
    })
}

/// The moves of one column that bring points.
fn changes_of<'a>(
    part: &'a CardPart,
    now: usize,
    values: Option<&Values>,
    row: usize,
    request: &ReachRequest,
) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    let By::Split(split) = &part.by else { return changes };
    if request.fixed.contains(&part.name) {
        return changes;
    }
    let unit = request.costs.get(&part.name).copied().unwrap_or(1.0);
    let value = match values {
        Some(Values::Number(numbers)) => numbers[row],
        _ => f64::NAN,
    };
    for bin in 0..split.n_ordinary() {
        let points = part.worths[bin].points - part.worths[now].points;
        if points <= 0.0 {
            continue;
        }
        let (edges, groups) = (&split.edges, &split.groups);
        let (number, level, steps) = match split.is_number {
            true => {
                let least = request.least.get(&part.name).copied().unwrap_or(-VALUE_MAX);
                let most = request.most.get(&part.name).copied().unwrap_or(VALUE_MAX);
                let Some(number) = nearest(edges, bin, value, least, most) else { continue };
                (Some(number), None, if now <= edges.len() { now.abs_diff(bin) } else { 1 })
            }
            false => {
                let Some(level) = groups[bin].first() else { continue };
                (None, Some(level.as_str()), 1)
            }
        };
        let cost = unit * steps as f64;
        changes.push(Change { column: &part.name, bin: bin as u64, number, level, points, cost });
    }
    changes
}

/// The number in a bin within `least` and `most` that is nearest to `value`; below an edge the next one with as
/// many decimals as edges and value have.
fn nearest(edges: &[f64], bin: usize, value: f64, least: f64, most: f64) -> Option<f64> {
    let from = bin.checked_sub(1).map_or(f64::NEG_INFINITY, |at| edges[at]).max(least);
    let last = match edges.get(bin) {
        Some(to) => (to - grain(edges, value)).min(most),
        None => most,
    };
    // Without `clamp`, which would bring the printing of numbers by `{:?}`, 7 KB gzipped, for what it says of
    // wrong bounds.
    let number = match value {
        _ if value.is_nan() && from > -VALUE_MAX => from,
        _ if value < from && from <= last => from,
        _ if value <= last => value,
        _ => last,
    };
    (from <= last && number.abs() <= VALUE_MAX && edges.partition_point(|edge| *edge <= number) == bin)
        .then_some(number)
}

/// The finest decimal place of some numbers: 1 where all are whole, at least 1e-6.
fn grain(edges: &[f64], value: f64) -> f64 {
    let mut factor = 1.0;
    let is_finer = |number: f64, factor: f64| !number.is_nan() && (number * factor).round() != number * factor;
    while factor < 1e6 && (is_finer(value, factor) || edges.iter().any(|edge| is_finer(*edge, factor))) {
        factor *= 10.0;
    }
    1.0 / factor
}

/// The cheapest choice of at most one change from each list that brings `needed` points; at equal cost the one
/// found first.
fn cheapest<'a>(choices: &[Vec<Change<'a>>], needed: usize) -> Option<Vec<Change<'a>>> {
    let n = needed + 1;
    let mut costs = vec![f64::INFINITY; n];
    costs[0] = 0.0;
    // For each list and each number of points: one more than the change taken times n, plus the points before it; 0
    // where none is taken.
    let mut steps = vec![0; choices.len() * n];
    for (changes, step) in choices.iter().zip(steps.chunks_mut(n)) {
        let mut next = costs.clone();
        for (at, change) in changes.iter().enumerate() {
            for (gained, &cost) in costs.iter().enumerate() {
                let after = (gained as f64 + change.points).min(needed as f64) as usize;
                if cost + change.cost < next[after] {
                    next[after] = cost + change.cost;
                    step[after] = 1 + at * n + gained;
                }
            }
        }
        costs = next;
    }
    if costs[needed].is_infinite() {
        return None;
    }
    let (mut chosen, mut gained) = (Vec::new(), needed);
    for (list, changes) in choices.iter().enumerate().rev() {
        if let Some(step) = steps[list * n + gained].checked_sub(1) {
            chosen.push(changes[step / n]);
            gained = step % n;
        }
    }
    chosen.reverse();
    Some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(points: f64, cost: f64) -> Change<'static> {
        Change { column: "", bin: 0, number: None, level: None, points, cost }
    }

    #[test]
    fn no_other_choice_is_cheaper() {
        let choices = [
            vec![change(10.0, 1.0), change(25.0, 3.0), change(60.0, 9.0)],
            vec![change(7.0, 0.5)],
            vec![],
            vec![change(30.0, 2.5), change(33.0, 2.75)],
        ];
        for needed in 0..=100usize {
            let mut least: Option<f64> = None;
            for a in 0..=choices[0].len() {
                for b in 0..=choices[1].len() {
                    for c in 0..=choices[3].len() {
                        let taken =
                            [(0, a), (1, b), (3, c)].map(|(list, at)| at.checked_sub(1).map(|at| &choices[list][at]));
                        let sum = |of: fn(&Change) -> f64| taken.iter().flatten().map(|change| of(change)).sum::<f64>();
                        if sum(|change| change.points) >= needed as f64 {
                            let cost = sum(|change| change.cost);
                            least = Some(least.map_or(cost, |least: f64| least.min(cost)));
                        }
                    }
                }
            }
            let found = cheapest(&choices, needed);
            assert_eq!(
                found.as_ref().map(|found| found.iter().map(|change| change.cost).sum::<f64>()),
                least,
                "{needed}"
            );
            assert!(found.is_none_or(|found| found.iter().map(|change| change.points).sum::<f64>() >= needed as f64));
        }
    }

    #[test]
    fn a_number_below_an_edge_has_as_many_decimals() {
        assert_eq!(nearest(&[10.0, 20.0], 0, 33.0, -VALUE_MAX, VALUE_MAX), Some(9.0));
        assert_eq!(nearest(&[10.5, 20.0], 1, 33.0, -VALUE_MAX, VALUE_MAX), Some(19.9));
        assert_eq!(nearest(&[10.0, 20.0], 2, 3.0, -VALUE_MAX, VALUE_MAX), Some(20.0));
        assert_eq!(nearest(&[10.0, 20.0], 0, 33.0, 9.5, VALUE_MAX), None);
        assert_eq!(nearest(&[10.0, 20.0], 1, f64::NAN, -VALUE_MAX, VALUE_MAX), Some(10.0));
        assert_eq!(nearest(&[10.0, 20.0], 1, 33.0, -VALUE_MAX, 12.0), Some(12.0));
    }
}

//! One pass over the rows of one part.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Problem, Values};
use gridfolk_numeric::moments::{Extent, Moments};
use gridfolk_whatif::Columns;

use super::labels::Labels;
use super::state::{Counts, Partial, Phase, State};
use super::trace::trace;
use super::{Beyond, Fit, Rule, Settings};

/// Finds out what the state, sound for these settings, asks for. The part begins at `first_row`.
///
/// # Errors
/// Columns of a kind that does not suit a rule.
pub fn fold(settings: &Settings, state: &State, table: &dyn Columns, first_row: u64) -> Result<Partial, Problem> {
    match state.phase {
        Phase::Scan => scan(settings, table),
        Phase::Moments => {
            let mut moments = Vec::with_capacity(settings.rules.len());
            for (rule, extent) in settings.rules.iter().zip(&state.extents) {
                let values = statistic(rule, |fit| !matches!(fit.beyond, Beyond::Quantile(_)), table)?;
                moments.push(Moments::of(extent, values.iter().copied()));
            }
            Ok(Partial::Moments(moments))
        }
        Phase::Quantiles => {
            let mut found = Vec::with_capacity(settings.rules.len());
            for (index, rule) in settings.rules.iter().enumerate() {
                found.push(match state.search(index) {
                    Some(search) if !search.is_done() => search.pass(statistic(rule, |_| true, table)?),
                    _ => Vec::new(),
                });
            }
            Ok(Partial::Quantiles(found))
        }
        Phase::Count => count(settings, state, table, first_row).map(Partial::Count),
    }
}

fn scan(settings: &Settings, table: &dyn Columns) -> Result<Partial, Problem> {
    let missing = settings.rules.iter().map(|rule| rule.missing_column(table)).collect();
    let mut extents = Vec::with_capacity(settings.rules.len());
    for rule in &settings.rules {
        extents.push(Extent::of(statistic(rule, |_| true, table)?));
    }
    Ok(Partial::Scan(table.n_rows() as u64, missing, extents))
}

/// The values that a statistic is of, for those that are wanted; none for other rules, and where the
/// column is missing.
fn statistic<'a>(rule: &Rule, is_wanted: impl Fn(&Fit) -> bool, table: &'a dyn Columns) -> Result<&'a [f64], Problem> {
    let Rule::Fitted(fit) = rule else { return Ok(&[]) };
    if !is_wanted(fit) {
        return Ok(&[]);
    }
    match table.values(&fit.column) {
        None => Ok(&[]),
        Some(Values::Number(numbers)) => Ok(numbers),
        Some(other) => {
            Err(Problem::used_column_not_number(&pointer_join(&fit.pointer, "column"), &fit.column, other.kind()))
        }
    }
}

fn count(settings: &Settings, state: &State, table: &dyn Columns, first_row: u64) -> Result<Counts, Problem> {
    let conditions = state.conditions(settings);
    let mut labels = Labels::new(table.n_rows());
    for (index, rule) in settings.rules.iter().enumerate() {
        if settings.is_active[index] && state.missing[index].is_none() {
            labels.add(index, conditions[index].as_ref(), table, rule.pointer())?;
        }
    }
    let mut counts = labels.counts(settings.rules.len());
    for &row in &settings.trace_rows {
        let at = row.checked_sub(first_row).and_then(|at| usize::try_from(at).ok());
        let is_new = counts.traces.iter().all(|trace| trace.row != row);
        if let Some(at) = at.filter(|at| is_new && *at < table.n_rows()) {
            counts.traces.push(trace(row, at, &labels, &conditions, table));
        }
    }
    Ok(counts)
}

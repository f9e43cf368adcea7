//! What the parts found, put together: the next state, or the fit.

use gridfolk_contract::Problem;
use gridfolk_contract::fold::taken;
use gridfolk_numeric::moments::{Extent, Moments};
use gridfolk_numeric::quantile::{Refinement, are_done, narrow_all, rank};

use super::state::{Counts, Partial, Phase, State};
use super::trace::Trace;
use super::{Beyond, Fitted, Rule, Settings};

/// What follows a pass.
#[derive(Debug)]
pub enum Step {
    /// Another pass.
    Next(State),
    /// Everything is known.
    Done(Fitted),
}

/// Puts together what the parts found, in any order. The state is sound for the settings.
///
/// # Errors
/// What the table is refused for, and partials that do not belong to the state.
pub fn merge(settings: &Settings, mut state: State, partials: Vec<Partial>) -> Result<Step, Problem> {
    if partials.is_empty() {
        return Err(Problem::no_partials());
    }
    match state.phase {
        Phase::Scan => merge_scan(settings, &mut state, partials)?,
        Phase::Moments => merge_moments(settings, &mut state, partials)?,
        Phase::Quantiles => merge_quantiles(settings, &mut state, partials)?,
        Phase::Count => return merge_counts(settings, &state, partials).map(Step::Done),
    }
    Ok(Step::Next(state))
}

fn merge_scan(settings: &Settings, state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let n = settings.rules.len();
    state.extents = vec![Extent::default(); n];
    let mut missing: Option<Vec<Option<String>>> = None;
    for (index, partial) in partials.into_iter().enumerate() {
        let Partial::Scan(n_rows, missing_here, extents) = partial else {
            return Err(Problem::partial_not_of_state(index));
        };
        if missing_here.len() != n || extents.len() != n {
            return Err(Problem::partial_not_of_state(index));
        }
        state.n_rows = state.n_rows.saturating_add(n_rows);
        state.extents.iter_mut().zip(&extents).for_each(|(sum, extent)| sum.merge(extent));
        match &missing {
            Some(missing) if *missing != missing_here => return Err(Problem::parts_differ()),
            _ => missing = Some(missing_here),
        }
        if state.n_rows > 1 << 53 || state.extents.iter().any(|extent| !extent.is_sound()) {
            return Err(Problem::partial_not_of_state(index));
        }
    }
    state.missing = missing.unwrap_or_default();
    check_table(settings, state)?;
    state.moments = vec![Moments::default(); n];
    state.searches = settings.rules.iter().zip(&state.extents).map(search).collect();
    state.phase = if State::needs_moments(settings) { Phase::Moments } else { Phase::Quantiles };
    skip_done(state);
    Ok(())
}

fn check_table(settings: &Settings, state: &State) -> Result<(), Problem> {
    if state.n_rows == 0 {
        return Err(Problem::no_rows(0));
    }
    for (index, rule) in settings.rules.iter().enumerate() {
        if let Some(column) = state.missing[index].as_ref().filter(|_| !settings.skip) {
            return Err(Problem::used_column_not_found(rule.pointer(), column));
        }
        if let Rule::Fitted(fit) = rule
            && !state.extents[index].is_within_limit()
        {
            return Err(Problem::value_too_large(&fit.column, Extent::VALUE_MAX).at("/table/columns"));
        }
    }
    Ok(())
}

/// The search for a quantile, as integers; none for other rules.
fn search((rule, extent): (&Rule, &Extent)) -> Vec<u64> {
    let Rule::Fitted(fit) = rule else { return Vec::new() };
    let (Beyond::Quantile(q), n) = (fit.beyond, extent.n) else { return Vec::new() };
    Refinement::new(extent.least, extent.greatest, n, &[rank(n, q)]).map_or_else(Vec::new, |search| search.to_words())
}

fn merge_moments(settings: &Settings, state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    for (index, partial) in partials.into_iter().enumerate() {
        match partial {
            Partial::Moments(moments) if moments.len() == settings.rules.len() => {
                state.moments.iter_mut().zip(&moments).for_each(|(sum, moments)| sum.merge(moments));
            }
            _ => return Err(Problem::partial_not_of_state(index)),
        }
    }
    for (index, rule) in settings.rules.iter().enumerate() {
        let Rule::Fitted(fit) = rule else { continue };
        let is_summed = !matches!(fit.beyond, Beyond::Quantile(_));
        let moments = &state.moments[index];
        if !moments.is_sound() || (is_summed && moments.n != state.extents[index].n) {
            return Err(Problem::partial_not_of_state(0));
        }
    }
    state.phase = Phase::Quantiles;
    skip_done(state);
    Ok(())
}

fn merge_quantiles(settings: &Settings, state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let n = settings.rules.len();
    let found = taken(partials, |partial| match partial {
        Partial::Quantiles(found) if found.len() == n => Some(found),
        _ => None,
    })?;
    if !narrow_all(&mut state.searches, found) {
        return Err(Problem::partial_not_of_state(0));
    }
    skip_done(state);
    Ok(())
}

/// Goes on to the count where no quantile is left to find.
fn skip_done(state: &mut State) {
    if state.phase == Phase::Quantiles && are_done(&state.searches) {
        state.phase = Phase::Count;
    }
}

fn merge_counts(settings: &Settings, state: &State, partials: Vec<Partial>) -> Result<Fitted, Problem> {
    let n = settings.rules.len();
    let mut sum = Counts { n_tagged: vec![0; n], n_unknown: vec![0; n], ..Counts::default() };
    for (index, partial) in partials.into_iter().enumerate() {
        let Partial::Count(counts) = partial else { return Err(Problem::partial_not_of_state(index)) };
        let is_trace = |trace: &Trace| trace.tags.iter().all(|tag| tag.tag < n);
        if counts.n_tagged.len() != n || counts.n_unknown.len() != n || !counts.traces.iter().all(is_trace) {
            return Err(Problem::partial_not_of_state(index));
        }
        sum.n_rows = sum.n_rows.saturating_add(counts.n_rows);
        sum.n_untagged = sum.n_untagged.saturating_add(counts.n_untagged);
        add(&mut sum.n_tagged, &counts.n_tagged);
        add(&mut sum.n_unknown, &counts.n_unknown);
        for trace in counts.traces {
            let place = sum.traces.partition_point(|other| other.row <= trace.row);
            sum.traces.insert(place, trace);
        }
    }
    let most = sum.n_tagged.iter().chain(&sum.n_unknown).chain([&sum.n_untagged]).max();
    if sum.n_rows != state.n_rows || most.is_some_and(|most| *most > sum.n_rows) {
        return Err(Problem::partial_not_of_state(0));
    }
    Ok(Fitted { conditions: state.conditions(settings), missing: state.missing.clone(), counts: sum })
}

fn add(sums: &mut [u64], counts: &[u64]) {
    sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum = sum.saturating_add(*count));
}

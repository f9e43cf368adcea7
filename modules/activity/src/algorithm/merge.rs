//! What the parts found out, put together: the next state, or the index.

use gridfolk_contract::Problem;
use gridfolk_contract::fold::taken;
use gridfolk_numeric::quantile::{Refinement, are_done, narrow_all};

use super::entropy::{self, EntropySums};
use super::fold::scale;
use super::pairwise::{self, Consistency};
use super::scan::{Range, Scan};
use super::scored::Scale;
use super::settings::Weighing;
use super::state::{Partial, Phase, State};
use super::totals::Totals;
use crate::problem;

/// What follows a pass.
#[derive(Debug)]
pub enum Step {
    /// Another pass.
    Next(Box<State>),
    /// The index is done.
    Done(Box<Fitted>),
}

/// An index that is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// What it is computed by.
    pub scale: Scale,
    /// What it was found out by.
    pub state: State,
    /// How well judgements in pairs agree.
    pub consistency: Option<Consistency>,
    /// Sums over all customers.
    pub totals: Totals,
}

/// Puts together what the parts found out, in any order.
///
/// # Errors
/// What the table is refused for, found by a pass; and partials that do not belong to the state.
pub fn merge(mut state: State, partials: Vec<Partial>) -> Result<Step, Problem> {
    if partials.is_empty() {
        return Err(Problem::no_partials());
    }
    state.n_passes = state.n_passes.saturating_add(1);
    match state.phase {
        Phase::Scan => merge_scans(&mut state, partials)?,
        Phase::Halves => merge_halves(&mut state, partials)?,
        Phase::Ranges => {
            state.ranges = merge_ranges(&state, state.scan.channels.len(), partials)?;
            state.phase = Phase::Entropy;
        }
        Phase::Entropy => merge_entropies(&mut state, partials)?,
        Phase::Sums => merge_sums(&mut state, partials)?,
        Phase::Quantiles => merge_quantiles(&mut state, partials)?,
        Phase::Totals => return merge_totals(state, partials).map(|fitted| Step::Done(Box::new(fitted))),
    }
    Ok(Step::Next(Box::new(state)))
}

fn merge_scans(state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let scans = taken(partials, |partial| match partial {
        Partial::Scan(scan) if scan.is_sound() => Some(scan),
        _ => None,
    })?;
    let mut scans = scans.into_iter();
    let mut whole = scans.next().unwrap_or_default();
    scans.try_for_each(|scan: Scan| whole.merge(scan))?;
    whole.check()?;
    let median = |range: &Range| {
        let search = Refinement::new(range.least, range.greatest, range.n, &[range.n.saturating_sub(1) / 2]);
        search.map_or_else(Vec::new, |search| search.to_words())
    };
    state.searches = whole.uses.iter().chain(&whole.volumes).map(median).collect();
    state.scan = whole;
    state.phase = Phase::Halves;
    finish_halves(state)
}

/// Narrows the searches by what the parts found.
fn narrow(searches: &mut [Vec<u64>], partials: Vec<Partial>) -> Result<(), Problem> {
    let n = searches.len();
    let parts = taken(partials, |partial| match partial {
        Partial::Searched(found) if found.len() == n => Some(found),
        _ => None,
    })?;
    if narrow_all(searches, parts) { Ok(()) } else { Err(Problem::partial_not_of_state(0)) }
}

fn merge_halves(state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    narrow(&mut state.searches, partials)?;
    finish_halves(state)
}

fn finish_halves(state: &mut State) -> Result<(), Problem> {
    if !are_done(&state.searches) {
        return Ok(());
    }
    // Where nobody has any, nothing is scaled by it.
    let median = |words: &Vec<u64>| {
        let search = Refinement::from_words(words);
        search.and_then(|search| search.values().first().copied()).filter(|half| *half > 0.0).unwrap_or(1.0)
    };
    let halves: Vec<f64> = state.searches.iter().map(median).collect();
    let k = state.scan.channels.len();
    (state.half_uses, state.half_volumes) = (halves[..k].to_vec(), halves[k..].to_vec());
    state.searches = Vec::new();
    match &state.settings.weighing {
        Weighing::Entropy => state.phase = Phase::Ranges,
        Weighing::Hand => {
            let weights = state.scan.channels.iter().map(|channel| channel.weight).collect();
            weigh(state, weights);
        }
        Weighing::Pairwise(matrix) => {
            let weights = pairwise::weights(matrix).0;
            weigh(state, weights);
        }
    }
    Ok(())
}

fn weigh(state: &mut State, weights: Vec<f64>) {
    state.weights = weights;
    state.phase = Phase::Sums;
}

fn merge_ranges(state: &State, n: usize, partials: Vec<Partial>) -> Result<Vec<Range>, Problem> {
    let n_rows = state.scan.n_rows;
    let parts = taken(partials, |partial| match partial {
        Partial::Ranges(ranges) if ranges.len() == n && ranges.iter().all(|range| range.is_sound(n_rows)) => {
            Some(ranges)
        }
        _ => None,
    })?;
    let mut whole = vec![Range::default(); n];
    for ranges in parts {
        whole.iter_mut().zip(ranges).for_each(|(range, other)| range.merge(other));
    }
    match whole.iter().all(|range| range.is_sound(n_rows)) {
        true => Ok(whole),
        false => Err(Problem::partial_not_of_state(0)),
    }
}

fn merge_entropies(state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let k = state.scan.channels.len();
    let parts = taken(partials, |partial| match partial {
        Partial::Entropy(sums) if sums.len() == k && sums.iter().all(EntropySums::is_sound) => Some(sums),
        _ => None,
    })?;
    let mut whole = vec![EntropySums::default(); k];
    for sums in &parts {
        whole.iter_mut().zip(sums).for_each(|(sum, other)| sum.merge(other));
    }
    let (entropies, weights) = entropy::weights(&whole, state.scan.n_rows);
    state.entropies = entropies;
    weigh(state, weights);
    Ok(())
}

fn merge_sums(state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let range = merge_ranges(state, 1, partials)?[0];
    if range.n == 0 {
        // Only channels of weight 0 are used.
        return Err(problem::no_uses(state.scan.n_rows));
    }
    state.sums = range;
    let least = if range.n < state.scan.n_rows { 0.0 } else { range.least };
    let search = Refinement::new(least, range.greatest, state.scan.n_rows, &sorted(state.ranks()));
    state.searches = vec![search.map_or_else(Vec::new, |search| search.to_words())];
    state.phase = Phase::Quantiles;
    finish_quantiles(state);
    Ok(())
}

fn sorted(mut ranks: [u64; 6]) -> [u64; 6] {
    // The last one is put in its place.
    for place in (1..ranks.len()).rev() {
        if ranks[place] < ranks[place - 1] {
            ranks.swap(place, place - 1);
        }
    }
    ranks
}

fn merge_quantiles(state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    narrow(&mut state.searches, partials)?;
    finish_quantiles(state);
    Ok(())
}

fn finish_quantiles(state: &mut State) {
    let search = state.searches.first().and_then(|words| Refinement::from_words(words));
    let Some(search) = search.filter(Refinement::is_done) else { return };
    let (values, sorted) = (search.values(), sorted(state.ranks()));
    let at_rank = |rank: &u64| {
        let place = sorted.iter().position(|other| other == rank);
        place.and_then(|place| values.get(place)).copied().unwrap_or(0.0)
    };
    state.quantiles = state.ranks().iter().map(at_rank).collect();
    state.searches = Vec::new();
    state.phase = Phase::Totals;
}

fn merge_totals(state: State, partials: Vec<Partial>) -> Result<Fitted, Problem> {
    let k = state.scan.channels.len();
    let parts = taken(partials, |partial| match partial {
        Partial::Totals(totals) if totals.is_sound(k) => Some(totals),
        _ => None,
    })?;
    let mut whole = Totals { sums: vec![0.0; 2 + 4 * k], n_top: vec![0; k] };
    parts.iter().for_each(|totals| whole.merge(totals));
    let consistency = match &state.settings.weighing {
        Weighing::Pairwise(matrix) => Some(pairwise::weights(matrix).1),
        Weighing::Hand | Weighing::Entropy => None,
    };
    Ok(Fitted { scale: scale(&state), state, consistency, totals: whole })
}

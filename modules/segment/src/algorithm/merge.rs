//! What the parts found, put together: the next state, or the assignment.

use gridfolk_contract::Problem;
use gridfolk_contract::fold::taken;
use gridfolk_numeric::moments::Extent;
use gridfolk_numeric::quantile::{Refinement, are_done, narrow_all};

use super::cells::Cells;
use super::state::{Edge, Kind, Partial, Phase, Scan, State};
use super::{Fitted, Plan};
use crate::definition::{Band, TopShares};
use crate::problem;

/// What follows a pass.
#[derive(Debug)]
pub enum Step {
    /// Another pass.
    Next(State),
    /// Everything is known.
    Done(Box<Fitted>),
}

/// Puts together what the parts found, in any order. The state is sound for the plan.
///
/// # Errors
/// What the table is refused for, and partials that do not belong to the state.
pub fn merge(plan: &Plan, mut state: State, partials: Vec<Partial>) -> Result<Step, Problem> {
    if partials.is_empty() {
        return Err(Problem::no_partials());
    }
    match state.phase {
        Phase::Scan => merge_scan(plan, &mut state, partials)?,
        Phase::Quantiles => merge_quantiles(&mut state, partials)?,
        Phase::Edges => merge_edges(plan, &mut state, partials)?,
        Phase::Count => return merge_counts(plan, state, partials).map(|fitted| Step::Done(Box::new(fitted))),
    }
    if state.phase == Phase::Quantiles && are_done(&state.searches) {
        let is_by_share = (0..5).any(|index| state.search(index).is_some());
        state.phase = if is_by_share { Phase::Edges } else { Phase::Count };
    }
    Ok(Step::Next(state))
}

fn merge_scan(plan: &Plan, state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let scans = taken(partials, |partial| match partial {
        Partial::Scan(scan) if is_scan(&scan, plan) => Some(scan),
        _ => None,
    })?;
    state.extents = vec![Extent::default(); 5 + plan.profile.len()];
    state.kinds = scans[0].kinds.clone();
    state.missing = scans[0].missing.clone();
    for (index, scan) in scans.iter().enumerate() {
        if scan.kinds != state.kinds || scan.missing != state.missing {
            return Err(Problem::parts_differ());
        }
        state.n_rows = state.n_rows.saturating_add(scan.n_rows);
        state.extents.iter_mut().zip(&scan.extents).for_each(|(sum, extent)| sum.merge(extent));
        if state.n_rows > 1 << 53 || state.extents.iter().any(|extent| !extent.is_sound()) {
            return Err(Problem::partial_not_of_state(index));
        }
    }
    check_table(plan, state)?;
    state.cuts = vec![(None, None); 5];
    state.searches = vec![Vec::new(); 5];
    for index in 0..5 {
        if let Some(shares) = state.shares(plan, index) {
            state.searches[index] = search(&state.extents[index], &shares);
        }
    }
    state.phase = Phase::Quantiles;
    Ok(())
}

fn is_scan(scan: &Scan, plan: &Plan) -> bool {
    let lengths = (scan.kinds.len(), scan.missing.len(), scan.extents.len());
    lengths == (5, plan.classes.len(), 5 + plan.profile.len())
}

fn check_table(plan: &Plan, state: &State) -> Result<(), Problem> {
    if state.n_rows == 0 {
        return Err(Problem::no_rows(0));
    }
    for (rule, missing) in plan.classes.iter().zip(&state.missing) {
        if let Some(column) = missing.as_ref().filter(|_| !plan.skip) {
            return Err(Problem::used_column_not_found(&rule.pointer, column));
        }
    }
    let name = |index: usize| match index {
        0..5 => plan.columns[index].clone().unwrap_or_default(),
        _ => plan.profile[index - 5].clone(),
    };
    if let Some(index) = state.extents.iter().position(|extent| !extent.is_within_limit()) {
        return Err(Problem::value_too_large(&name(index), Extent::VALUE_MAX).at("/table/columns"));
    }
    for (index, band) in state.bands(plan).iter().enumerate() {
        let suits = match (band, state.kinds[index]) {
            (Some(Band::Levels(_)), kind) => kind == Kind::Category,
            (Some(_), kind) => kind == Kind::Number,
            (None, _) => true,
        };
        if !suits {
            let kind = if state.kinds[index] == Kind::Number { "number" } else { "category" };
            return Err(problem::band_wrong_kind(index, &name(index), kind));
        }
    }
    Ok(())
}

/// The search for the values at the edges of both bands, as integers; the medium one is the lesser.
fn search(extent: &Extent, shares: &TopShares) -> Vec<u64> {
    let (n, high, medium) = (extent.n, shares.high, shares.high + shares.medium);
    if n == 0 {
        return Vec::new();
    }
    let rank = |share: f64| n - ((share * n as f64).ceil() as u64).clamp(1, n);
    let (least, greatest) = match shares.reverse {
        true => (-extent.greatest, -extent.least),
        false => (extent.least, extent.greatest),
    };
    Refinement::new(least, greatest, n, &[rank(medium), rank(high)]).map_or_else(Vec::new, |search| search.to_words())
}

fn merge_quantiles(state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let found = taken(partials, |partial| match partial {
        Partial::Quantiles(found) if found.len() == 5 => Some(found),
        _ => None,
    })?;
    if narrow_all(&mut state.searches, found) { Ok(()) } else { Err(Problem::partial_not_of_state(0)) }
}

fn merge_edges(plan: &Plan, state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let none = Edge { n_above: 0, n_at: 0, least_above: f64::INFINITY };
    let mut sums = vec![[none; 2]; 5];
    for (index, partial) in partials.into_iter().enumerate() {
        let Partial::Edges(edges) = partial else { return Err(Problem::partial_not_of_state(index)) };
        let is_right = |(at, edges): (usize, &Vec<Edge>)| edges.len() == 2 * usize::from(state.search(at).is_some());
        if edges.len() != 5 || !edges.iter().enumerate().all(is_right) {
            return Err(Problem::partial_not_of_state(index));
        }
        for (sum, edges) in sums.iter_mut().zip(&edges) {
            for (sum, edge) in sum.iter_mut().zip(edges) {
                sum.n_above = sum.n_above.saturating_add(edge.n_above);
                sum.n_at = sum.n_at.saturating_add(edge.n_at);
                sum.least_above = sum.least_above.min(edge.least_above);
            }
        }
    }
    for (index, sums) in sums.iter().enumerate() {
        let (Some(search), Some(shares)) = (state.search(index), state.shares(plan, index)) else { continue };
        let (n, values) = (state.extents[index].n as f64, search.values());
        let sign = if shares.reverse { -1.0 } else { 1.0 };
        let cut = |at: usize, share: f64| cut(&sums[at], values[at], share * n).map(|cut| sign * cut + 0.0);
        state.cuts[index] = (cut(1, shares.high), cut(0, shares.high + shares.medium));
    }
    state.phase = Phase::Count;
    Ok(())
}

/// Where a band of about `wanted` customers begins: at the value, or at the least above it.
fn cut(edge: &Edge, value: f64, wanted: f64) -> Option<f64> {
    let (without, with) = (edge.n_above as f64, edge.n_above.saturating_add(edge.n_at) as f64);
    if with - wanted < wanted - without {
        Some(value)
    } else {
        Some(edge.least_above).filter(|least| least.is_finite())
    }
}

fn merge_counts(plan: &Plan, state: State, partials: Vec<Partial>) -> Result<Fitted, Problem> {
    let (assigner, n_columns) = (state.assigner(plan), state.described(plan).len());
    let n_classes = assigner.classes.len();
    let mut cells = Cells { n_uncertain: vec![0; n_classes], ..Cells::default() };
    for (index, partial) in partials.into_iter().enumerate() {
        match partial {
            Partial::Count(part) if part.is_sound(n_classes, n_columns) => cells.merge(part),
            _ => return Err(Problem::partial_not_of_state(index)),
        }
    }
    if cells.n_rows != state.n_rows {
        return Err(Problem::partial_not_of_state(0));
    }
    Ok(state.finish(plan, assigner, cells))
}

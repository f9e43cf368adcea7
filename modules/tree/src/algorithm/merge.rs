//! What the parts found out, put together: the next state, or the fit.

use gridfolk_contract::Problem;
use gridfolk_contract::fold::taken;
use gridfolk_numeric::quantile::Refinement;
use tree_kernel::groups::Groups;

use super::coding::spread;
use super::exact;
use super::fitted::Fitted;
use super::gathered::Gathered;
use super::growth::Growth;
use super::limits::N_BINS;
use super::scan::{ColumnScan, Scan};
use super::state::{Partial, Phase, State};
use super::tally::{Tally, Whole, n_slots};

/// What follows a pass.
#[derive(Debug)]
pub enum Step {
    /// Another pass.
    Next(Box<State>),
    /// The fit is done.
    Done(Box<Fitted>),
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
        Phase::Rows => return merge_rows(state, partials).map(|fitted| Step::Done(Box::new(fitted))),
        Phase::Edges => merge_searches(&mut state, partials)?,
        Phase::Counts => merge_counts(&mut state, partials)?,
    }
    let is_grown = state.phase == Phase::Counts && !state.growth.nodes.is_empty() && state.growth.open.is_empty();
    if is_grown {
        return Ok(Step::Done(Box::new(Fitted::new(state))));
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
    scans.try_for_each(|scan| whole.merge(scan))?;
    whole.check(&state.settings)?;
    state.scan = whole;
    if state.is_exact() {
        state.phase = Phase::Rows;
        return Ok(());
    }
    state.searches = state.scan.columns.iter().map(|column| begin_search(column, &state.scan)).collect();
    state.phase = Phase::Edges;
    finish_searches(state);
    Ok(())
}

/// The ranks of the edges of equally full bins; a quarter of the numbers lies below the 64th.
fn ranks(column: &ColumnScan, scan: &Scan) -> Vec<u64> {
    Refinement::ranks_of_parts(scan.n_used - column.n_missing, N_BINS as u64)
}

fn begin_search(column: &ColumnScan, scan: &Scan) -> Vec<u64> {
    let n = scan.n_used - column.n_missing;
    let search = Refinement::new(column.least, column.greatest, n, &ranks(column, scan));
    search.map_or_else(Vec::new, |search| search.to_words())
}

fn merge_searches(state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let d = state.scan.columns.len();
    let mut parts = taken(partials, |partial| match partial {
        Partial::Edges(found) if found.len() == d => Some(found),
        _ => None,
    })?;
    for (column, search) in state.open_searches().into_iter().enumerate() {
        let Some(mut search) = search else { continue };
        let found: Vec<Vec<u64>> = parts.iter_mut().map(|part| std::mem::take(&mut part[column])).collect();
        if !search.narrow(&found) {
            return Err(Problem::partial_not_of_state(0));
        }
        state.searches[column] = search.to_words();
    }
    finish_searches(state);
    Ok(())
}

/// Once all quantiles are known they become the edges: each once, and none that no number is above.
fn finish_searches(state: &mut State) {
    let searches: Vec<Refinement> =
        state.searches.iter().map(|words| Refinement::from_words(words).unwrap_or_else(none)).collect();
    if !searches.iter().all(Refinement::is_done) {
        return;
    }
    for (search, column) in searches.iter().zip(&state.scan.columns) {
        let values = search.values();
        let n = state.scan.n_used - column.n_missing;
        let at_rank = |rank: u64| {
            let place = ranks(column, &state.scan).iter().position(|&other| other == rank);
            place.and_then(|place| values.get(place)).copied().unwrap_or(column.least)
        };
        let width = spread(at_rank(n / 4), at_rank(3 * n / 4), column.least, Some(&column.greatest));
        state.spreads.push(if column.is_number { width } else { 1.0 });
        let mut edges = values;
        edges.dedup();
        edges.retain(|edge| *edge < column.greatest);
        state.edges.push(edges);
    }
    state.searches = Vec::new();
    state.phase = Phase::Counts;
}

fn none() -> Refinement {
    Refinement::from_words(&[]).expect("no goals are a search")
}

fn merge_rows(mut state: State, partials: Vec<Partial>) -> Result<Fitted, Problem> {
    let has_weights = state.settings.weight.is_some();
    let parts = taken(partials, |partial| match partial {
        Partial::Rows(rows) if rows.is_sound(&state.scan, has_weights) => Some(rows),
        _ => None,
    })?;
    let mut parts = parts.into_iter();
    let mut whole = parts.next().unwrap_or_default();
    parts.for_each(|part: Gathered| whole.append(part));
    if whole.classes.len() as u64 != state.scan.n_used {
        return Err(Problem::partial_not_of_state(0));
    }
    let (coded, codings, spreads) = whole.code(&state.scan);
    state.spreads = spreads;
    state.growth = exact::grow(&state.settings, &coded, &codings, &state.classes());
    Ok(Fitted::new(state))
}

fn merge_counts(state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let n_classes = state.scan.classes.len();
    let codings = state.codings();
    let parts: Vec<Tally> = taken(partials, |partial| match partial {
        Partial::Counts(tally) => Some(tally),
        _ => None,
    })?;
    let n_slots = n_slots(state.open().len(), &codings, n_classes);
    let has_weights = state.settings.weight.is_some();
    let whole = Whole::of(&parts, &codings, n_slots, n_classes, has_weights);
    let whole = whole.map_err(Problem::partial_not_of_state)?;
    if state.growth.nodes.is_empty() {
        let root = whole.rows_of(0, 0);
        if root.n_rows != state.scan.n_used {
            return Err(Problem::partial_not_of_state(0));
        }
        state.growth = Growth::start(&state.settings, root, &state.classes());
        if state.growth.open.is_empty() {
            return Ok(());
        }
    }
    let mut growth = std::mem::take(&mut state.growth);
    let later = growth.open.split_off(n_slots.min(growth.open.len()));
    let open = std::mem::replace(&mut growth.open, later);
    let mut groups = Groups::default();
    for (slot, &index) in open.iter().enumerate() {
        // Every column counts the very rows of the node, and sums are exact: else somebody changed them.
        if (0..codings.len()).any(|column| whole.rows_of(slot, column) != growth.nodes[index].rows) {
            return Err(Problem::partial_not_of_state(0));
        }
        let groups_of = |column: usize, groups: &mut Groups| whole.groups_of(slot, column, groups);
        let best = growth.best(&state.settings, index, &codings, groups_of, &mut groups);
        growth.settle(&state.settings, index, best);
    }
    state.growth = growth;
    Ok(())
}

//! The parts' findings put together: the next state, or the card.

use gridfolk_logistic::{Options, Refusal, Unit};
use gridfolk_metrics::{Losses, Ranking};
use gridfolk_numeric::quantile::Refinement;
use gridfolk_numeric::sum::TwoLimbs;

use super::binning::{Binned, bin};
use super::card::{By, Card, CardPart, Worth};
use super::scan::Scan;
use super::selection::{LeftOut, Reason, mean_and_sd, uncorrelated};
use super::state::{Estimate, Outcome, Partial, Phase, State};
use super::values::{Counted, search_of, searched_next};
use crate::contract::{FitRequest, UnknownLevel};
use crate::problem;
use gridfolk_contract::Problem;

/// A finished fit.
#[derive(Debug)]
pub struct Fitted {
    /// The card, without grades where the caller gave none.
    pub card: Card,
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows that meet each rule.
    pub met: Vec<u64>,
    /// Probabilities of the event; empty for a card of rules.
    pub risk: Ranking,
    /// Points.
    pub points: Ranking,
    /// Losses of the probabilities.
    pub losses: Losses,
}

/// Puts the findings of all parts together: the state is that of the next pass, or the fit is done.
///
/// # Errors
/// What the table is refused for; a partial of another pass.
pub fn merge(state: &mut State, request: &FitRequest, partials: Vec<Partial>) -> Result<Option<Fitted>, Problem> {
    if partials.is_empty() {
        return Err(problem::no_partials());
    }
    state.n_passes = state.n_passes.saturating_add(1);
    match state.phase {
        Phase::Scan => merge_scan(state, request, partials)?,
        Phase::Quantiles => merge_quantiles(state, partials)?,
        Phase::Values => {
            for binned in merge_values(state, request, partials)? {
                state.attributes.push(binned.attribute);
                state.trends.push(binned.trend);
            }
            keep_by_iv(state, request)?;
        }
        Phase::Products => merge_products(state, request, partials)?,
        Phase::Regression => merge_regression(state, request, partials)?,
        Phase::Outcome => return merge_outcome(state, request, partials).map(Some),
    }
    Ok(None)
}

/// Takes each partial; `take` says false of one of another pass.
fn each(partials: Vec<Partial>, take: &mut dyn FnMut(Partial) -> bool) -> Result<(), Problem> {
    for (index, partial) in partials.into_iter().enumerate() {
        if !take(partial) {
            return Err(problem::partial_not_of_state(index));
        }
    }
    Ok(())
}

fn merge_scan(state: &mut State, request: &FitRequest, partials: Vec<Partial>) -> Result<(), Problem> {
    let (mut whole, mut are_alike): (Option<Scan>, _) = (None, true);
    each(partials, &mut |partial| {
        let Partial::Scan(scan) = partial else { return false };
        match &mut whole {
            Some(whole) => are_alike = whole.merge(scan) && are_alike,
            None => whole = Some(scan),
        }
        true
    })?;
    if !are_alike {
        return Err(problem::parts_differ());
    }
    let whole = whole.unwrap_or_default();
    whole.check(request.target.as_deref().unwrap_or_default())?;
    let n_rows = whole.all.n();
    state.searches = whole.columns.iter().map(|column| search_of(column, &request.binning, n_rows)).collect();
    state.scan = whole;
    state.phase = Phase::Quantiles;
    end_quantiles(state);
    Ok(())
}

fn end_quantiles(state: &mut State) {
    if searched_next(&state.searches).is_empty() {
        state.phase = Phase::Values;
    }
}

fn merge_quantiles(state: &mut State, partials: Vec<Partial>) -> Result<(), Problem> {
    let columns = searched_next(&state.searches);
    let mut found = Vec::with_capacity(partials.len());
    each(partials, &mut |partial| match partial {
        Partial::Words(words) if words.len() == columns.len() => {
            found.push(words);
            true
        }
        _ => false,
    })?;
    for (at, &column) in columns.iter().enumerate() {
        let words = &mut state.searches[column];
        let Some(mut search) = Refinement::from_words(words) else { return Err(problem::state_broken()) };
        let parts: Vec<Vec<u64>> = found.iter_mut().map(|found| std::mem::take(&mut found[at])).collect();
        if !search.narrow(&parts) {
            return Err(problem::partial_not_of_state(0));
        }
        *words = search.to_words();
    }
    end_quantiles(state);
    Ok(())
}

/// The bins of each column.
///
/// # Errors
/// Bins of the caller that do not suit; a partial of another pass.
pub fn merge_values(state: &State, request: &FitRequest, partials: Vec<Partial>) -> Result<Vec<Binned>, Problem> {
    let n_columns = state.scan.columns.len();
    let mut whole: Vec<Ranking> = vec![Ranking::default(); n_columns];
    each(partials, &mut |partial| match partial {
        Partial::Values(values) if values.len() == n_columns => {
            for (whole, Counted(part)) in whole.iter_mut().zip(values) {
                *whole = std::mem::take(whole).merge(part);
            }
            true
        }
        _ => false,
    })?;
    let columns = state.scan.columns.iter().zip(&whole);
    columns.map(|(column, numbers)| bin(column, numbers, state.scan.all, &request.binning)).collect()
}

fn keep_by_iv(state: &mut State, request: &FitRequest) -> Result<(), Problem> {
    for (column, attribute) in state.attributes.iter().enumerate() {
        let iv = attribute.iv(state.scan.all, request.binning.zero_cell);
        let reason = match attribute.is_constant() || iv == 0.0 {
            true => Reason::Constant,
            false if iv < request.selection.min_iv => Reason::LowIv,
            false => {
                state.kept.push(column);
                continue;
            }
        };
        state.left_out.push(LeftOut { column, reason });
    }
    state.phase = Phase::Products;
    if state.kept.len() < 2 { begin_regression(state) } else { Ok(()) }
}

fn merge_products(state: &mut State, request: &FitRequest, partials: Vec<Partial>) -> Result<(), Problem> {
    let n_kept = state.kept.len();
    let n_pairs = n_kept * n_kept.saturating_sub(1) / 2;
    let mut sums = vec![0.0; n_pairs];
    each(partials, &mut |partial| match partial {
        Partial::Products(part) if part.len() == n_pairs && part.iter().all(|sum| sum.is_finite()) => {
            sums.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
            true
        }
        _ => false,
    })?;
    let moments = |&column: &usize| mean_and_sd(&state.attributes[column].counts, &state.woes(column, request));
    let moments: Vec<(f64, f64)> = state.kept.iter().map(moments).collect();
    let n = state.scan.all.n() as f64;
    let place = |column: usize| state.kept.binary_search(&column).unwrap_or_default();
    let correlation = |a: usize, b: usize| {
        let (a, b) = (place(a.min(b)), place(a.max(b)));
        let ((mean_a, sd_a), (mean_b, sd_b)) = (moments[a], moments[b]);
        (sums[b * b.saturating_sub(1) / 2 + a] / n - mean_a * mean_b) / (sd_a * sd_b)
    };
    let iv = |&column: &usize| (column, state.attributes[column].iv(state.scan.all, request.binning.zero_cell));
    let ivs: Vec<(usize, f64)> = state.kept.iter().map(iv).collect();
    let (kept, left_out) = uncorrelated(&ivs, request.selection.max_correlation, correlation);
    state.kept = kept;
    state.left_out.extend(left_out);
    begin_regression(state)
}

fn begin_regression(state: &mut State) -> Result<(), Problem> {
    if state.kept.is_empty() {
        return Err(problem::no_column_left(state.attributes.len()));
    }
    let begun = gridfolk_logistic::State::begin(Options::default(), vec![Unit::AsGiven; state.kept.len()]);
    state.regression = Some(begun.map_err(|refusal| refused(state, &refusal))?);
    state.phase = Phase::Regression;
    Ok(())
}

fn refused(state: &State, refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::PartialNotOfState { index } => problem::partial_not_of_state(*index),
        Refusal::MoreTermsThanRows { n_terms, n_rows } => problem::more_columns_than_rows(*n_terms, *n_rows),
        _ => problem::more_columns_than_rows(state.kept.len(), state.scan.all.n()),
    }
}

fn leave_out(state: &mut State, place: usize, reason: Reason) -> Result<(), Problem> {
    let column = state.kept.remove(place);
    state.left_out.push(LeftOut { column, reason });
    begin_regression(state)
}

fn merge_regression(state: &mut State, request: &FitRequest, partials: Vec<Partial>) -> Result<(), Problem> {
    let mut found = Vec::with_capacity(partials.len());
    each(partials, &mut |partial| match partial {
        Partial::Regression(partial) => {
            found.push(partial);
            true
        }
        _ => false,
    })?;
    let Some(regression) = state.regression.take() else { return Err(problem::state_broken()) };
    let fitted = match regression.merge(found) {
        Ok(gridfolk_logistic::Step::Next(next)) => {
            state.regression = Some(*next);
            return Ok(());
        }
        Ok(gridfolk_logistic::Step::Done(fitted)) => fitted,
        Err(Refusal::Collinear(place)) if place < state.kept.len() => {
            return leave_out(state, place, Reason::Collinear);
        }
        Err(refusal) => return Err(refused(state, &refusal)),
    };
    let estimate = fitted.estimate();
    let coefficients = &estimate.coefficients[1..];
    let lowest = (0..coefficients.len()).reduce(|low, at| if coefficients[at] < coefficients[low] { at } else { low });
    if let Some(lowest) = lowest.filter(|&at| request.selection.check_sign && coefficients[at] <= 0.0) {
        return leave_out(state, lowest, Reason::WrongSign(coefficients[lowest]));
    }
    state.estimate = Estimate {
        coefficients: estimate.coefficients,
        standard_errors: estimate.standard_errors,
        is_firth: fitted.is_firth,
        converged: fitted.converged,
    };
    state.phase = Phase::Outcome;
    Ok(())
}

/// The card of a state whose regression has ended; or that of the rules.
pub fn card_of(state: &State, request: &FitRequest) -> Card {
    let scale = request.target.is_some().then(|| request.scale.clone());
    let (factor, offset) = request.scale.factor_and_offset();
    let column = |(&column, coefficient): (&usize, &f64)| CardPart {
        name: state.attributes[column].column.clone(),
        by: By::Split(state.attributes[column].split.clone()),
        worths: state.woes(column, request).iter().map(|woe| Worth::of(factor * coefficient * woe)).collect(),
    };
    let columns = state.kept.iter().zip(&state.estimate.coefficients[1..]).map(column);
    Card {
        base: match scale {
            Some(_) => Worth::of(offset + factor * state.estimate.coefficients[0]),
            None => Worth::of(request.scale.base_points.round()),
        },
        parts: columns.chain(request.rules.iter().map(Card::part_of_rule)).collect(),
        scale,
        grades: request.grades.clone().unwrap_or_default(),
        refuses_unknown: request.binning.unknown_level == UnknownLevel::Refuse,
    }
}

fn merge_outcome(state: &State, request: &FitRequest, partials: Vec<Partial>) -> Result<Fitted, Problem> {
    let n_rules = request.rules.len();
    let mut fitted = Fitted {
        card: card_of(state, request),
        n_rows: 0,
        met: vec![0; n_rules],
        risk: Ranking::default(),
        points: Ranking::default(),
        losses: Losses::default(),
    };
    each(partials, &mut |partial| match partial {
        Partial::Outcome(outcome) if outcome.met.len() == n_rules && outcome.losses.len() == 6 => {
            add_outcome(&mut fitted, outcome);
            true
        }
        _ => false,
    })?;
    if fitted.n_rows == 0 {
        return Err(problem::no_rows());
    }
    Ok(fitted)
}

fn add_outcome(fitted: &mut Fitted, outcome: Outcome) {
    fitted.n_rows = fitted.n_rows.saturating_add(outcome.n_rows);
    fitted.met.iter_mut().zip(&outcome.met).for_each(|(sum, met)| *sum = sum.saturating_add(*met));
    fitted.risk = std::mem::take(&mut fitted.risk).merge(outcome.risk.0);
    fitted.points = std::mem::take(&mut fitted.points).merge(outcome.points.0);
    let limbs = |at: usize| TwoLimbs { high: outcome.losses[2 * at], low: outcome.losses[2 * at + 1] };
    fitted.losses.merge(&Losses { log_loss: limbs(0), squares: limbs(1), weight: limbs(2) });
}

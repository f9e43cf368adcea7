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
use crate::problem::Mistake;

/// What a merge led to.
#[derive(Debug)]
pub enum Step {
    /// Another pass is needed.
    Next(Box<State>),
    /// The fit is done.
    Done(Box<Fitted>),
}

/// A finished fit.
#[derive(Debug)]
pub struct Fitted {
    /// The card, without grades where the caller gave none.
    pub card: Card,
    /// What was found on the way.
    pub state: State,
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

/// Puts the findings of all parts together.
///
/// # Errors
/// What the table is refused for; a partial of another pass.
pub fn merge(mut state: State, request: &FitRequest, partials: Vec<Partial>) -> Result<Step, Mistake> {
    if partials.is_empty() {
        return Err(Mistake::NoPartials);
    }
    state.n_passes = state.n_passes.saturating_add(1);
    match state.phase {
        Phase::Scan => merge_scan(&mut state, request, partials)?,
        Phase::Quantiles => merge_quantiles(&mut state, partials)?,
        Phase::Values => {
            let binned = merge_values(&state, request, partials)?;
            for binned in binned {
                state.attributes.push(binned.attribute);
                state.trends.push(binned.trend);
            }
            keep_by_iv(&mut state, request)?;
        }
        Phase::Products => merge_products(&mut state, request, partials)?,
        Phase::Regression => merge_regression(&mut state, request, partials)?,
        Phase::Outcome => return merge_outcome(state, request, partials).map(|fitted| Step::Done(Box::new(fitted))),
    }
    Ok(Step::Next(Box::new(state)))
}

/// What each partial holds; `take` gives nothing for one of another pass.
fn each<T>(partials: Vec<Partial>, take: impl Fn(Partial) -> Option<T>) -> Result<Vec<T>, Mistake> {
    let mut taken = Vec::with_capacity(partials.len());
    for (index, partial) in partials.into_iter().enumerate() {
        taken.push(take(partial).ok_or(Mistake::PartialNotOfState { index })?);
    }
    Ok(taken)
}

fn merge_scan(state: &mut State, request: &FitRequest, partials: Vec<Partial>) -> Result<(), Mistake> {
    let scans = each(partials, |partial| match partial {
        Partial::Scan(scan) => Some(scan),
        _ => None,
    })?;
    let mut scans = scans.into_iter();
    let mut whole: Scan = scans.next().unwrap_or_default();
    for scan in scans {
        if !whole.merge(scan) {
            return Err(Mistake::PartsDiffer);
        }
    }
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

fn merge_quantiles(state: &mut State, partials: Vec<Partial>) -> Result<(), Mistake> {
    let columns = searched_next(&state.searches);
    let mut found = each(partials, |partial| match partial {
        Partial::Words(words) if words.len() == columns.len() => Some(words),
        _ => None,
    })?;
    for (at, &column) in columns.iter().enumerate() {
        let words = &mut state.searches[column];
        let Some(mut search) = Refinement::from_words(words) else { return Err(Mistake::StateBroken) };
        let parts: Vec<Vec<u64>> = found.iter_mut().map(|found| std::mem::take(&mut found[at])).collect();
        if !search.narrow(&parts) {
            return Err(Mistake::PartialNotOfState { index: 0 });
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
pub fn merge_values(state: &State, request: &FitRequest, partials: Vec<Partial>) -> Result<Vec<Binned>, Mistake> {
    let n_columns = state.scan.columns.len();
    let parts = each(partials, |partial| match partial {
        Partial::Values(values) if values.len() == n_columns => Some(values),
        _ => None,
    })?;
    let mut whole: Vec<Ranking> = vec![Ranking::default(); n_columns];
    for part in parts {
        for (whole, Counted(part)) in whole.iter_mut().zip(part) {
            *whole = std::mem::take(whole).merge(part);
        }
    }
    let columns = state.scan.columns.iter().zip(&whole);
    columns.map(|(column, numbers)| bin(column, numbers, state.scan.all, &request.binning)).collect()
}

fn keep_by_iv(state: &mut State, request: &FitRequest) -> Result<(), Mistake> {
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

fn merge_products(state: &mut State, request: &FitRequest, partials: Vec<Partial>) -> Result<(), Mistake> {
    let n_kept = state.kept.len();
    let n_pairs = n_kept * n_kept.saturating_sub(1) / 2;
    let parts = each(partials, |partial| match partial {
        Partial::Products(sums) if sums.len() == n_pairs && sums.iter().all(|sum| sum.is_finite()) => Some(sums),
        _ => None,
    })?;
    let mut sums = vec![0.0; n_pairs];
    for part in parts {
        sums.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
    }
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

fn begin_regression(state: &mut State) -> Result<(), Mistake> {
    if state.kept.is_empty() {
        return Err(Mistake::NoColumnLeft { n_columns: state.attributes.len() });
    }
    let begun = gridfolk_logistic::State::begin(Options::default(), vec![Unit::AsGiven; state.kept.len()]);
    state.regression = Some(begun.map_err(|refusal| refused(state, &refusal))?);
    state.phase = Phase::Regression;
    Ok(())
}

fn refused(state: &State, refusal: &Refusal) -> Mistake {
    match refusal {
        Refusal::PartialNotOfState { index } => Mistake::PartialNotOfState { index: *index },
        Refusal::MoreTermsThanRows { n_terms, n_rows } => {
            Mistake::MoreColumnsThanRows { n_columns: *n_terms, n_rows: *n_rows }
        }
        _ => Mistake::MoreColumnsThanRows { n_columns: state.kept.len(), n_rows: state.scan.all.n() },
    }
}

fn leave_out(state: &mut State, place: usize, reason: Reason) -> Result<(), Mistake> {
    let column = state.kept.remove(place);
    state.left_out.push(LeftOut { column, reason });
    begin_regression(state)
}

fn merge_regression(state: &mut State, request: &FitRequest, partials: Vec<Partial>) -> Result<(), Mistake> {
    let partials = each(partials, |partial| match partial {
        Partial::Regression(partial) => Some(partial),
        _ => None,
    })?;
    let Some(regression) = state.regression.take() else { return Err(Mistake::StateBroken) };
    let fitted = match regression.merge(partials) {
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

fn merge_outcome(state: State, request: &FitRequest, partials: Vec<Partial>) -> Result<Fitted, Mistake> {
    let n_rules = request.rules.len();
    let outcomes = each(partials, |partial| match partial {
        Partial::Outcome(outcome) if outcome.met.len() == n_rules && outcome.losses.len() == 6 => Some(outcome),
        _ => None,
    })?;
    let mut fitted = Fitted {
        card: card_of(&state, request),
        state,
        n_rows: 0,
        met: vec![0; n_rules],
        risk: Ranking::default(),
        points: Ranking::default(),
        losses: Losses::default(),
    };
    outcomes.into_iter().for_each(|outcome| add_outcome(&mut fitted, outcome));
    if fitted.n_rows == 0 {
        return Err(Mistake::NoRows);
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

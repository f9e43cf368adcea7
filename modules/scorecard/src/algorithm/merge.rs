//! The parts' findings put together: the next state, or the card.

use gridfolk_logistic::{Options, Refusal, Unit};
use gridfolk_metrics::{Losses, Ranking};
use gridfolk_numeric::quantile::Refinement;
use gridfolk_numeric::sum::TwoLimbs;

use super::attribute::Attribute;
use super::binning::bin;
use super::card::{By, Card, CardPart, Worth};
use super::selection::{LeftOut, Reason, correlated, mean_and_sd};
use super::state::{Estimate, Partial, Phase, State};
use super::values::{search_of, searched_next};
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
pub fn merge(state: &mut State, request: &FitRequest, mut partials: Vec<Partial>) -> Result<Option<Fitted>, Problem> {
    if partials.is_empty() {
        return Err(Problem::no_partials());
    }
    if let Some(index) = partials.iter().position(|partial| !state.is_asked(request, partial)) {
        return Err(Problem::partial_not_of_state(index));
    }
    state.n_passes = state.n_passes.saturating_add(1);
    match state.phase {
        Phase::Scan => merge_scan(state, request, &mut partials)?,
        Phase::Quantiles => merge_quantiles(state, &mut partials)?,
        Phase::Values => {
            state.attributes = merge_values(state, request, &partials)?;
            keep_by_iv(state, request)?;
        }
        Phase::Products => merge_products(state, request, &partials)?,
        Phase::Regression => merge_regression(state, request, &mut partials)?,
        Phase::Outcome => return merge_outcome(state, request, &partials).map(Some),
    }
    Ok(None)
}

/// What all parts counted.
struct Whole {
    ranked: Vec<Ranking>,
    counts: Vec<u64>,
    sums: Vec<f64>,
}

impl Whole {
    /// There is a part, and all are of one pass.
    fn of(partials: &[Partial]) -> Result<Self, Problem> {
        let Partial { counts, sums, .. } = &partials[0];
        let mut whole = Whole { ranked: Vec::new(), counts: vec![0; counts.len()], sums: vec![0.0; sums.len()] };
        for (index, partial) in partials.iter().enumerate() {
            whole.counts.iter_mut().zip(&partial.counts).for_each(|(sum, count)| *sum = sum.saturating_add(*count));
            whole.sums.iter_mut().zip(&partial.sums).for_each(|(sum, part)| *sum += part);
            for (at, part) in partial.ranked.iter().enumerate() {
                let part = Ranking::of_numbers(part)
                    .filter(Ranking::counts_rows)
                    .ok_or_else(|| Problem::partial_not_of_state(index))?;
                match whole.ranked.get_mut(at) {
                    Some(whole) => *whole = std::mem::take(whole).merge(part),
                    None => whole.ranked.push(part),
                }
            }
        }
        Ok(whole)
    }
}

fn merge_scan(state: &mut State, request: &FitRequest, partials: &mut [Partial]) -> Result<(), Problem> {
    // There is a part, and each has its scan.
    let (first, others) = partials.split_at_mut(1);
    let mut whole = first[0].scan.take().unwrap_or_default();
    for partial in others {
        if !partial.scan.as_mut().is_some_and(|scan| whole.merge(scan)) {
            return Err(Problem::parts_differ());
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

fn merge_quantiles(state: &mut State, partials: &mut [Partial]) -> Result<(), Problem> {
    for (at, column) in searched_next(&state.searches).into_iter().enumerate() {
        let words = &mut state.searches[column];
        let Some(mut search) = Refinement::from_words(words) else { return Err(Problem::state_broken()) };
        let mut parts = Vec::new();
        for partial in &mut *partials {
            parts.push(std::mem::take(&mut partial.words[at]));
        }
        if !search.narrow(&parts) {
            return Err(Problem::partial_not_of_state(0));
        }
        *words = search.to_words();
    }
    end_quantiles(state);
    Ok(())
}

/// The bins of each column.
fn merge_values(state: &State, request: &FitRequest, partials: &[Partial]) -> Result<Vec<Attribute>, Problem> {
    let whole = Whole::of(partials)?;
    let mut attributes = Vec::with_capacity(whole.ranked.len());
    for (column, numbers) in state.scan.columns.iter().zip(&whole.ranked) {
        attributes.push(bin(column, numbers, state.scan.all, &request.binning)?);
    }
    Ok(attributes)
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

fn merge_products(state: &mut State, request: &FitRequest, partials: &[Partial]) -> Result<(), Problem> {
    let sums = Whole::of(partials)?.sums;
    let (mut moments, mut ivs) = (Vec::new(), Vec::new());
    for &column in &state.kept {
        let attribute = &state.attributes[column];
        moments.push(mean_and_sd(&attribute.counts, &state.woes(column, request)));
        ivs.push(attribute.iv(state.scan.all, request.binning.zero_cell));
    }
    let n = state.scan.all.n() as f64;
    let correlation = |a: usize, b: usize| {
        let ((mean_a, sd_a), (mean_b, sd_b)) = (moments[a], moments[b]);
        (sums[b * b.saturating_sub(1) / 2 + a] / n - mean_a * mean_b) / (sd_a * sd_b)
    };
    let columns = state.kept.clone();
    for (place, (with, r)) in correlated(&ivs, request.selection.max_correlation, &correlation) {
        let reason = Reason::Correlated((columns[with], r));
        state.kept.retain(|&kept| kept != columns[place]);
        state.left_out.push(LeftOut { column: columns[place], reason });
    }
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
        Refusal::PartialNotOfState { index } => Problem::partial_not_of_state(*index),
        _ => problem::more_columns_than_rows(state.kept.len(), state.scan.all.n()),
    }
}

fn leave_out(state: &mut State, place: usize, reason: Reason) -> Result<(), Problem> {
    let column = state.kept.remove(place);
    state.left_out.push(LeftOut { column, reason });
    begin_regression(state)
}

fn merge_regression(state: &mut State, request: &FitRequest, partials: &mut [Partial]) -> Result<(), Problem> {
    let mut found = Vec::with_capacity(partials.len());
    for partial in partials {
        if let Some(regression) = partial.regression.take() {
            found.push(regression);
        }
    }
    let Some(regression) = &mut state.regression else { return Err(Problem::state_broken()) };
    match regression.merge(&found) {
        Ok(true) => {}
        Ok(false) => return Ok(()),
        Err(Refusal::Collinear(place)) if place < state.kept.len() => {
            return leave_out(state, place, Reason::Collinear);
        }
        Err(refusal) => return Err(refused(state, &refusal)),
    }
    let ended = state.regression.take().map(gridfolk_logistic::Fitted::new);
    let Some(Ok(fitted)) = ended else { return Err(Problem::state_broken()) };
    let estimate = fitted.estimate();
    let coefficients = &estimate.coefficients[1..];
    let lowest = (0..coefficients.len()).reduce(|low, at| if coefficients[at] < coefficients[low] { at } else { low });
    if let Some(lowest) = lowest.filter(|&at| request.selection.check_sign && coefficients[at] <= 0.0) {
        return leave_out(state, lowest, Reason::WrongSign(coefficients[lowest]));
    }
    state.estimate = Estimate {
        coefficients: estimate.coefficients,
        standard_errors: estimate.standard_errors,
        is_firth: fitted.is_firth(),
        converged: fitted.converged(),
    };
    state.phase = Phase::Outcome;
    Ok(())
}

/// The card of a state whose regression has ended; or that of the rules.
pub fn card_of(state: &State, request: &FitRequest) -> Card {
    let scale = request.target.is_some().then(|| request.scale.clone());
    let (factor, offset) = request.scale.factor_and_offset();
    let mut parts = Vec::new();
    for (at, &column) in state.kept.iter().enumerate() {
        let Attribute { column: name, split, .. } = &state.attributes[column];
        let factor = factor * state.estimate.coefficients[at + 1];
        let worths = state.woes(column, request).iter().map(|woe| Worth::of(factor * woe)).collect();
        parts.push(CardPart { name: name.clone(), by: By::Split(split.clone()), worths });
    }
    Card::add_rules(&mut parts, &request.rules);
    Card {
        base: match scale {
            Some(_) => Worth::of(offset + factor * state.estimate.coefficients[0]),
            None => Worth::of(request.scale.base_points.round()),
        },
        parts,
        scale,
        grades: request.grades.clone().unwrap_or_default(),
        refuses_unknown: request.binning.unknown_level == UnknownLevel::Refuse,
    }
}

fn merge_outcome(state: &State, request: &FitRequest, partials: &[Partial]) -> Result<Fitted, Problem> {
    let Whole { counts, mut ranked, sums } = Whole::of(partials)?;
    if counts[0] == 0 {
        return Err(problem::no_rows());
    }
    let limbs = |at: usize| TwoLimbs { high: sums[at], low: sums[at + 1] };
    Ok(Fitted {
        card: card_of(state, request),
        n_rows: counts[0],
        met: counts[1..].to_vec(),
        points: ranked.pop().unwrap_or_default(),
        risk: ranked.pop().unwrap_or_default(),
        losses: Losses { log_loss: limbs(0), squares: limbs(2), weight: limbs(4) },
    })
}

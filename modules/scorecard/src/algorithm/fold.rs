//! One pass over one part.

use std::borrow::Cow;

use gridfolk_contract::Values;
use gridfolk_contract::wire::pack;
use gridfolk_logistic::{Lane, Range, Rows};
use gridfolk_metrics::{Losses, Ranking, Way};
use gridfolk_numeric::quantile::Refinement;

use super::attribute::Attribute;
use super::card::Card;
use super::merge::card_of;
use super::part::Part;
use super::scan::Scan;
use super::selection::{Coded, products};
use super::state::{Partial, Phase, State};
use super::values::{cell_edges, counted, ordinary, searched_next};
use crate::contract::FitRequest;
use crate::measures::losses_of;

/// What an instance remembers of a part between passes: a pure result of the columns and their bins.
#[derive(Debug, Default)]
pub struct FitMemory {
    /// The columns with their bins, packed.
    attributes: Vec<u8>,
    codes: Vec<Vec<u8>>,
    kept: Vec<usize>,
    goods: Vec<f64>,
    regression: gridfolk_logistic::Memory,
}

impl FitMemory {
    /// The bin of each row, by column.
    pub fn codes(&mut self, state: &State, part: &Part<'_>) -> &[Vec<u8>] {
        let key = pack(state.attributes.clone());
        if self.attributes != key || self.codes.is_empty() {
            *self = FitMemory::default();
            // A level that no bin names counts as one at the fit already: nothing is refused here.
            let code = |(attribute, (_, values)): (&Attribute, &(&str, &Values))| {
                attribute.split.codes(values, false).unwrap_or_else(|_| vec![0; part.target.len()])
            };
            self.codes = state.attributes.iter().zip(&part.columns).map(code).collect();
            self.attributes = key;
        }
        &self.codes
    }

    fn regress(&mut self, state: &State, part: &Part<'_>, request: &FitRequest) -> Option<gridfolk_logistic::Partial> {
        self.codes(state, part);
        if self.kept != state.kept || self.goods.is_empty() {
            self.kept.clone_from(&state.kept);
            self.goods = part.target.iter().map(|target| 1.0 - target).collect();
            self.regression = gridfolk_logistic::Memory::default();
        }
        let woes = state.woes_kept(request);
        let rows = Goods { goods: &self.goods, columns: state.coded(&self.codes, &woes) };
        state.regression.as_ref().map(|regression| regression.fold(&rows, &mut self.regression))
    }
}

/// The rows of the regression: goods, and the WOE of the kept columns.
struct Goods<'a> {
    goods: &'a [f64],
    columns: Vec<Coded<'a>>,
}

impl Rows for Goods<'_> {
    fn target(&self) -> &[f64] {
        self.goods
    }

    fn n_terms(&self) -> usize {
        self.columns.len()
    }

    fn range(&self, term: usize) -> Range {
        let Coded { codes, woes } = self.columns[term];
        let mut range = Range { n_numbers: codes.len() as u64, least: f64::INFINITY, greatest: f64::NEG_INFINITY };
        for &code in codes {
            range.least = range.least.min(woes[code as usize]);
            range.greatest = range.greatest.max(woes[code as usize]);
        }
        range
    }

    fn place(&self, term: usize, rows: std::ops::Range<usize>, centre: f64, factor: f64, lane: &mut Lane) {
        let Coded { codes, woes } = self.columns[term];
        for (to, &code) in lane.iter_mut().zip(&codes[rows]) {
            *to = (woes[code as usize] - centre) * factor;
        }
    }
}

/// What a part finds out for a state of a fit with a target. The part's columns are those of the scan.
pub fn fold(state: &State, request: &FitRequest, part: &Part<'_>, memory: &mut FitMemory) -> Partial {
    let numbers = |column: usize| match part.columns[column].1 {
        Values::Number(numbers) => ordinary(&state.scan.columns[column], &request.binning, numbers),
        _ => Cow::Borrowed(&[][..]),
    };
    let mut found = Partial::default();
    match state.phase {
        Phase::Scan => found.scan = Some(Scan::of(part, &request.binning)),
        Phase::Quantiles => {
            let pass = |column: usize| match Refinement::from_words(&state.searches[column]) {
                Some(search) => search.pass(&numbers(column)),
                None => Vec::new(),
            };
            for column in searched_next(&state.searches) {
                found.words.push(pass(column));
            }
        }
        Phase::Values => {
            let rank = |column: usize| {
                let edges = cell_edges(&state.scan.columns[column], &request.binning, &state.searches[column]);
                counted(&numbers(column), part, edges.as_deref()).to_numbers()
            };
            found.ranked = (0..part.columns.len()).map(rank).collect();
        }
        Phase::Products => {
            let woes = state.woes_kept(request);
            found.sums = products(&state.coded(memory.codes(state, part), &woes), state.scan.all.n());
        }
        Phase::Regression => found.regression = memory.regress(state, part, request),
        Phase::Outcome => {
            let codes = memory.codes(state, part);
            let kept: Vec<Vec<u8>> = state.kept.iter().map(|&column| codes[column].clone()).collect();
            let (card, n_rows) = (card_of(state, request), part.target.len());
            found = outcome(&card, &kept, Some(part.target), n_rows, state.scan.all.n());
        }
    }
    found
}

/// How a card does on rows with these bins; `n_all` rows are in all parts.
pub fn outcome(card: &Card, codes: &[Vec<u8>], target: Option<&[f64]>, n_rows: usize, n_all: u64) -> Partial {
    let (points, raw) = card.totals(codes, n_rows);
    let zeros = vec![0.0; if target.is_some() { 0 } else { n_rows }];
    let outcomes = target.unwrap_or(&zeros);
    let ranked = |scores: &[f64], way: Way| Ranking::of_outcomes(scores, outcomes, way).to_numbers();
    let met = |codes: &Vec<u8>| codes.iter().filter(|&&code| code == 1).count() as u64;
    let (mut counts, mut ranked_risk, mut losses) = (vec![n_rows as u64], Vec::new(), Losses::default());
    match &card.scale {
        Some(scale) => {
            let risk = scale.probabilities(&raw);
            losses = losses_of(&risk, outcomes, n_all);
            ranked_risk = ranked(&risk, Way::of_rows(n_all));
        }
        None => counts.extend(codes.iter().map(met)),
    }
    let limbs = [losses.log_loss, losses.squares, losses.weight].map(|sum| [sum.high, sum.low]);
    let ranked = vec![ranked_risk, ranked(&points, Way::Exact)];
    Partial { counts, ranked, sums: limbs.as_flattened().to_vec(), ..Partial::default() }
}

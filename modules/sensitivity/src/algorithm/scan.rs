//! The first pass: which levels there are, and rows that cannot be used.

use gridfolk_contract::Problem;
use gridfolk_contract::wire::packed;
use gridfolk_logistic::TERMS_MAX;

use super::coding::{Coded, Levels};
use super::rows::{Cells, Rows};
use super::settings::Settings;
use crate::problem;

/// What a part, or the whole table, holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scan {
    /// In order.
    pub columns: Vec<Found>,
    /// Rows, dropped ones too.
    pub n_rows: u64,
    /// Rows that take part.
    pub n_used: u64,
    /// The first missing value that is refused: row, column.
    pub gap: Option<(u64, String)>,
    /// The first target that is neither 0 nor 1: row, value.
    pub odd_target: Option<(u64, f64)>,
    /// The first weight that is not above 0: row, value.
    pub odd_weight: Option<(u64, f64)>,
}

/// A column that was met.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// Levels in the order of their texts, with the number of used rows; none for numbers.
    pub levels: Option<Vec<(String, u64)>>,
}

packed!(Scan { columns, n_rows, n_used, gap, odd_target, odd_weight });
packed!(Found { name, levels });

/// With more levels than this, a column has too many: no need to know them all.
const LEVELS_KEPT: usize = TERMS_MAX + 2;

impl Scan {
    /// Of one part whose first row has this number.
    pub fn of(rows: &Rows<'_>, settings: &Settings, first_row: u64) -> Self {
        let number = |index: usize| first_row + rows.position(index) as u64;
        let odd = |values: &[f64], is_odd: &dyn Fn(f64) -> bool| {
            values.iter().position(|&value| is_odd(value)).map(|index| (number(index), values[index]))
        };
        let is_odd_target = |y: f64| !(y == 0.0 || y == 1.0 || y.is_nan());
        let is_odd_weight = |weight: f64| !(weight.is_nan() || (1e-60..=1e60).contains(&weight));
        let columns = rows.columns.iter().zip(&rows.names);
        Scan {
            columns: columns.map(|(cells, name)| Found { name: name.clone(), levels: levels_of(cells) }).collect(),
            n_rows: rows.n_rows as u64,
            n_used: rows.n_used() as u64,
            gap: rows.first_gap(settings).map(|(index, name)| (number(index), name)),
            odd_target: odd(&rows.target, &is_odd_target),
            odd_weight: rows.weights.as_ref().and_then(|weights| odd(weights, &is_odd_weight)),
        }
    }

    /// Adds another part.
    ///
    /// # Errors
    /// Parts with different columns.
    pub fn merge(&mut self, other: Scan) -> Result<(), Problem> {
        let kinds_agree = |(a, b): (&Found, &Found)| a.name == b.name && a.levels.is_some() == b.levels.is_some();
        if self.columns.len() != other.columns.len() || !self.columns.iter().zip(&other.columns).all(kinds_agree) {
            let names =
                |columns: &[Found]| -> Vec<String> { columns.iter().map(|column| column.name.clone()).collect() };
            return Err(Problem::columns_differ(&names(&self.columns), &names(&other.columns)));
        }
        for (column, other) in self.columns.iter_mut().zip(other.columns) {
            if let (Some(levels), Some(others)) = (&mut column.levels, other.levels) {
                others.into_iter().for_each(|(text, n)| add_level(levels, &text, n));
            }
        }
        self.n_rows = self.n_rows.saturating_add(other.n_rows);
        self.n_used = self.n_used.saturating_add(other.n_used);
        keep_first(&mut self.gap, other.gap, |gap| gap.0);
        keep_first(&mut self.odd_target, other.odd_target, |odd| odd.0);
        keep_first(&mut self.odd_weight, other.odd_weight, |odd| odd.0);
        Ok(())
    }

    /// The terms of the fit.
    ///
    /// # Errors
    /// What the table is refused for.
    pub fn coding(&self, settings: &Settings) -> Result<Vec<Coded>, Problem> {
        if self.n_used == 0 {
            return Err(Problem::no_rows(self.n_rows));
        }
        if let Some((row, column)) = &self.gap {
            return Err(Problem::missing_value(column, *row));
        }
        if let Some((row, value)) = self.odd_target {
            return Err(problem::target_not_binary(&settings.target, row, value));
        }
        if let (Some((row, value)), Some(column)) = (self.odd_weight, &settings.weights) {
            return Err(problem::weight_not_positive(column, row, value));
        }
        let mut columns = Vec::with_capacity(self.columns.len());
        for found in &self.columns {
            columns.push(found.code(settings)?);
        }
        if let Some(index) = settings.base.iter().position(|(name, _)| !has_levels(&columns, name)) {
            return Err(problem::base_not_category(&settings.base[index].0));
        }
        let n_terms: usize = columns.iter().map(Coded::n_terms).sum();
        if n_terms > TERMS_MAX { Err(problem::too_many_terms(n_terms, TERMS_MAX)) } else { Ok(columns) }
    }
}

impl Found {
    fn code(&self, settings: &Settings) -> Result<Coded, Problem> {
        let column = &self.name;
        let Some(levels) = &self.levels else { return Ok(Coded { name: column.clone(), levels: None }) };
        match levels.len() {
            0 => return Err(problem::column_all_missing(column)),
            1 => return Err(problem::column_constant(column)),
            n if n > TERMS_MAX => return Err(problem::too_many_levels(column, TERMS_MAX)),
            _ => {}
        }
        let base = match settings.base.iter().find(|(name, _)| *name == self.name) {
            Some((_, base)) => {
                levels.iter().position(|(text, _)| text == base).ok_or_else(|| problem::base_unknown(column, base))?
            }
            None => most_frequent(levels),
        };
        let texts = levels.iter().map(|(text, _)| text.clone()).collect();
        Ok(Coded { name: column.clone(), levels: Some(Levels { texts, base }) })
    }
}

/// Ties go to the first text.
fn most_frequent(levels: &[(String, u64)]) -> usize {
    let mut best = 0;
    for (index, (_, n)) in levels.iter().enumerate() {
        if *n > levels[best].1 {
            best = index;
        }
    }
    best
}

fn has_levels(columns: &[Coded], name: &str) -> bool {
    columns.iter().any(|column| column.name == name && column.levels.is_some())
}

fn keep_first<T>(first: &mut Option<T>, other: Option<T>, row: impl Fn(&T) -> u64) {
    let is_before = |other: &T| first.as_ref().is_none_or(|first| row(other) < row(first));
    if let Some(other) = other.filter(is_before) {
        *first = Some(other);
    }
}

fn levels_of(cells: &Cells<'_>) -> Option<Vec<(String, u64)>> {
    let Cells::Level { codes, texts } = cells else { return None };
    let mut counts = vec![0u64; texts.len()];
    for &code in codes.iter() {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    let mut levels = Vec::new();
    for (text, &n) in texts.iter().zip(&counts).filter(|(_, n)| **n > 0) {
        add_level(&mut levels, text, n);
    }
    Some(levels)
}

/// Keeps the order of the texts, and no more levels than show that there are too many.
fn add_level(levels: &mut Vec<(String, u64)>, text: &str, n: u64) {
    let at = levels.partition_point(|(other, _)| other.as_str() < text);
    let n_levels = levels.len();
    match levels.get_mut(at) {
        Some((other, count)) if other == text => *count = count.saturating_add(n),
        _ if n_levels >= LEVELS_KEPT => {}
        _ => levels.insert(at, (text.to_owned(), n)),
    }
}

//! The rows of one part of the table, as the algorithm sees them.

use std::borrow::Cow;

use gridfolk_contract::{MISSING_CODE, Problem, Table, Values};
use gridfolk_logistic::{Design, Term};

use super::coding::Coded;
use super::settings::{Missing, Settings};
use crate::problem;

/// A code that no level of a part has: that of a level which the part does not know.
const NO_LEVEL: u32 = MISSING_CODE - 1;

/// The cells of one column.
#[derive(Debug, Clone)]
pub enum Cells<'a> {
    /// Numbers; NaN is missing.
    Number(Cow<'a, [f64]>),
    /// Codes of levels.
    Level {
        /// By row; `MISSING_CODE` is missing.
        codes: Cow<'a, [u32]>,
        /// The levels' texts, by code.
        texts: &'a [String],
    },
}

/// The used rows of one part.
#[derive(Debug)]
pub struct Rows<'a> {
    /// In the order of the fit's columns.
    pub columns: Vec<Cells<'a>>,
    /// Their names.
    pub names: Vec<String>,
    /// 1 where the event happened, 0 where not, other numbers as they are, NaN where it is missing.
    pub target: Vec<f64>,
    /// Weights.
    pub weights: Option<Cow<'a, [f64]>>,
    /// Rows of the part, dropped ones too.
    pub n_rows: usize,
    /// Positions in the part of the rows that are kept, where some are dropped.
    kept: Option<Vec<u32>>,
}

impl<'a> Rows<'a> {
    /// The rows of a part, without those that are dropped.
    ///
    /// # Errors
    /// Columns that the part does not have, or that hold another kind of values.
    pub fn new(table: &'a Table, settings: &Settings) -> Result<Self, Problem> {
        let target = target_of(table, settings)?;
        let weights = match &settings.weights {
            Some(name) => Some(Cow::Borrowed(numbers_of(table, name, "/params/weights")?)),
            None => None,
        };
        let names = names_of(table, settings)?;
        let mut columns = Vec::with_capacity(names.len());
        for (j, name) in names.iter().enumerate() {
            columns.push(cells_of(table, name, &format!("/params/columns/{j}"))?);
        }
        let mut rows = Rows { columns, names, target, weights, n_rows: table.n_rows(), kept: None };
        if settings.missing == Missing::Drop {
            rows.drop_gaps();
        }
        Ok(rows)
    }

    /// Rows that take part.
    pub fn n_used(&self) -> usize {
        self.target.len()
    }

    /// The position in the part of the used row `index`.
    pub fn position(&self, index: usize) -> usize {
        self.kept.as_ref().map_or(index, |kept| kept[index] as usize)
    }

    fn drop_gaps(&mut self) {
        let mut is_whole: Vec<bool> = self.target.iter().map(|y| !y.is_nan()).collect();
        if let Some(weights) = &self.weights {
            is_whole.iter_mut().zip(weights.iter()).for_each(|(is_whole, weight)| *is_whole &= !weight.is_nan());
        }
        for column in &self.columns {
            column.each_gap(|row| is_whole[row] = false);
        }
        if is_whole.iter().all(|is_whole| *is_whole) {
            return;
        }
        let kept: Vec<u32> = (0..is_whole.len()).filter(|&row| is_whole[row]).map(|row| row as u32).collect();
        self.target = gather(&self.target, &kept);
        self.weights = self.weights.take().map(|weights| Cow::Owned(gather(&weights, &kept)));
        for column in &mut self.columns {
            match column {
                Cells::Number(values) => *values = Cow::Owned(gather(values, &kept)),
                Cells::Level { codes, .. } => *codes = Cow::Owned(gather(codes, &kept)),
            }
        }
        self.kept = Some(kept);
    }

    /// The terms of these rows. `coding` is of the same columns.
    pub fn design(&self, coding: &[Coded]) -> Design<'_> {
        let mut terms = Vec::new();
        for (cells, coded) in self.columns.iter().zip(coding) {
            match (cells, &coded.levels) {
                (Cells::Number(values), _) => terms.push(Term::Number(values)),
                (Cells::Level { codes, texts }, Some(levels)) => {
                    terms.extend(levels.terms().map(|text| Term::Level { codes, code: code_of(texts, text) }));
                }
                (Cells::Level { .. }, None) => {}
            }
        }
        Design { terms, target: &self.target, weights: self.weights.as_deref() }
    }

    /// The first missing value among the used rows: position of the lowest row, in it the first column.
    pub fn first_gap(&self, settings: &Settings) -> Option<(usize, String)> {
        let first = |values: &[f64]| values.iter().position(|value| value.is_nan());
        let target = first(&self.target).map(|row| (row, settings.target.clone()));
        let weights = self.weights.as_deref().and_then(first).zip(settings.weights.clone());
        let mut gaps: Vec<(usize, String)> = target.into_iter().chain(weights).collect();
        if settings.missing == Missing::Refuse {
            let of_column = |(cells, name): (&Cells<'_>, &String)| Some((cells.first_gap()?, name.clone()));
            gaps.extend(self.columns.iter().zip(&self.names).filter_map(of_column));
        }
        // The first of equal rows, as `min_by_key` keeps it.
        gaps.into_iter().min_by_key(|(row, _)| *row)
    }
}

impl Cells<'_> {
    /// What the column holds.
    pub fn is_number(&self) -> bool {
        matches!(self, Cells::Number(_))
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        match self {
            Cells::Number(values) => values.len(),
            Cells::Level { codes, .. } => codes.len(),
        }
    }

    /// The first row without a value.
    pub fn first_gap(&self) -> Option<usize> {
        match self {
            Cells::Number(values) => values.iter().position(|value| value.is_nan()),
            Cells::Level { codes, .. } => codes.iter().position(|&code| code == MISSING_CODE),
        }
    }

    fn each_gap(&self, mut visit: impl FnMut(usize)) {
        match self {
            Cells::Number(values) => {
                values.iter().enumerate().filter(|(_, value)| value.is_nan()).for_each(|(row, _)| visit(row));
            }
            Cells::Level { codes, .. } => {
                let gaps = codes.iter().enumerate().filter(|(_, code)| **code == MISSING_CODE);
                gaps.for_each(|(row, _)| visit(row));
            }
        }
    }
}

fn gather<T: Copy>(values: &[T], kept: &[u32]) -> Vec<T> {
    kept.iter().map(|&row| values[row as usize]).collect()
}

fn code_of(texts: &[String], text: &str) -> u32 {
    texts.iter().position(|other| other == text).map_or(NO_LEVEL, |code| code as u32)
}

/// The outcome of each row.
fn target_of(table: &Table, settings: &Settings) -> Result<Vec<f64>, Problem> {
    let (name, pointer) = (&settings.target, "/params/target");
    let values = table.column(name).map(|column| &column.values);
    match (values, &settings.event) {
        (None, _) => Err(Problem::column_not_found(pointer, name)),
        (Some(Values::Number(values)), None) => Ok(values.clone()),
        (Some(Values::Category(category)), Some(event)) => {
            let code = code_of(&category.levels, event);
            let outcome = |&other: &u32| match other {
                MISSING_CODE => f64::NAN,
                _ => f64::from(u8::from(other == code)),
            };
            Ok(category.codes.iter().map(outcome).collect())
        }
        (Some(other), _) => Err(problem::target_kind(name, other.kind())),
    }
}

fn numbers_of<'a>(table: &'a Table, name: &str, pointer: &str) -> Result<&'a [f64], Problem> {
    match table.column(name).map(|column| &column.values) {
        Some(Values::Number(values)) => Ok(values),
        Some(other) => Err(Problem::column_not_number(pointer, name, other.kind())),
        None => Err(Problem::column_not_found(pointer, name)),
    }
}

/// The columns to use.
fn names_of(table: &Table, settings: &Settings) -> Result<Vec<String>, Problem> {
    if let Some(names) = &settings.columns {
        return Ok(names.clone());
    }
    let is_free = |name: &String| *name != settings.target && Some(name) != settings.weights.as_ref();
    let columns = table.columns().iter().filter(|column| !matches!(column.values, Values::Items(_)));
    let names: Vec<String> = columns.map(|column| column.name.clone()).filter(is_free).collect();
    if names.is_empty() { Err(problem::no_columns()) } else { Ok(names) }
}

/// The cells of a column; `pointer` is where its name stands.
///
/// # Errors
/// No such column, or one of item sets.
pub fn cells_of<'a>(table: &'a Table, name: &str, pointer: &str) -> Result<Cells<'a>, Problem> {
    match table.column(name).map(|column| &column.values) {
        Some(Values::Number(values)) => Ok(Cells::Number(Cow::Borrowed(values))),
        Some(Values::Category(category)) => {
            Ok(Cells::Level { codes: Cow::Borrowed(&category.codes), texts: &category.levels })
        }
        Some(Values::Items(_)) => Err(problem::column_of_items(pointer, name)),
        None => Err(Problem::column_not_found(pointer, name)),
    }
}

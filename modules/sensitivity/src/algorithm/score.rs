//! Scoring rows with a fitted model.

use gridfolk_contract::MISSING_CODE;
use gridfolk_logistic::{add_numbers, probabilities};

use super::rows::Cells;

/// What scoring needs to know of a fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictor {
    /// Log odds where every column adds nothing.
    pub intercept: f64,
    /// Whether a missing value counts as the mean; otherwise its row has no score.
    pub fills: bool,
    /// In order.
    pub columns: Vec<TermShare>,
}

/// What one column adds to the log odds.
#[derive(Debug, Clone, PartialEq)]
pub struct TermShare {
    /// Its name.
    pub name: String,
    /// Numbers or levels.
    pub kind: Kind,
}

/// How a column adds to the log odds.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// (x - centre) * factor
    Number(Number),
    /// By level.
    Category(Vec<Level>),
}

/// A column of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// What adds nothing: 0, or the mean where coefficients are of standard deviations.
    pub centre: f64,
    /// Log odds for one unit of the column.
    pub factor: f64,
    /// Mean in the fit.
    pub mean: f64,
    /// Population standard deviation in the fit.
    pub sd: f64,
    /// Least value in the fit.
    pub least: f64,
    /// Greatest value in the fit.
    pub greatest: f64,
}

/// A level of a category.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Its text.
    pub text: String,
    /// Log odds against the base level, which has 0.
    pub coefficient: f64,
    /// Its share of the rows of the fit.
    pub share: f64,
}

impl TermShare {
    /// Whether it is a column of numbers.
    pub fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number(_))
    }

    /// What the average row of the fit gets, and a row without a value where that counts as the mean.
    pub fn average(&self) -> f64 {
        match &self.kind {
            Kind::Number(number) => (number.mean - number.centre) * number.factor,
            Kind::Category(levels) => levels.iter().map(|level| level.share * level.coefficient).sum(),
        }
    }

    /// Adds the column's part to each row's log odds; `fill` where the value is missing or the level
    /// unknown. The cells are of the column's kind.
    pub fn add(&self, sums: &mut [f64], cells: &Cells<'_>, fill: f64) {
        match (&self.kind, cells) {
            (Kind::Number(number), Cells::Number(values)) => {
                add_numbers(sums, values, number.centre, number.factor, fill);
            }
            (Kind::Category(levels), Cells::Level { codes, texts }) => {
                let of_text = |text: &String| levels.iter().find(|level| level.text == *text);
                let by_code: Vec<f64> =
                    texts.iter().map(|text| of_text(text).map_or(fill, |level| level.coefficient)).collect();
                for (sum, &code) in sums.iter_mut().zip(codes.iter()) {
                    *sum += by_code.get(code as usize).copied().unwrap_or(fill);
                }
            }
            _ => {}
        }
    }

    /// The first row whose level the fit did not know.
    pub fn first_unknown(&self, cells: &Cells<'_>) -> Option<(usize, String)> {
        let (Kind::Category(levels), Cells::Level { codes, texts }) = (&self.kind, cells) else { return None };
        let is_known: Vec<bool> = texts.iter().map(|text| levels.iter().any(|level| level.text == *text)).collect();
        if is_known.iter().all(|known| *known) {
            return None;
        }
        let row = codes.iter().position(|&code| code != MISSING_CODE && !is_known[code as usize])?;
        Some((row, texts[codes[row] as usize].clone()))
    }
}

impl Predictor {
    fn fill(&self, column: &TermShare) -> f64 {
        if self.fills { column.average() } else { f64::NAN }
    }

    /// The log odds of each row; NaN where it has none.
    pub fn log_odds(&self, cells: &[Cells<'_>]) -> Vec<f64> {
        let mut sums = vec![self.intercept; cells.first().map_or(0, Cells::n_rows)];
        for (column, cells) in self.columns.iter().zip(cells) {
            column.add(&mut sums, cells, self.fill(column));
        }
        sums
    }

    /// What column `j` adds to each row's log odds.
    pub fn parts(&self, j: usize, cells: &Cells<'_>) -> Vec<f64> {
        let mut sums = vec![0.0; cells.n_rows()];
        self.columns[j].add(&mut sums, cells, self.fill(&self.columns[j]));
        sums
    }

    /// The log odds of the average row of the fit.
    pub fn average_log_odds(&self) -> f64 {
        self.columns.iter().fold(self.intercept, |sum, column| sum + column.average())
    }
}

/// Probabilities of log odds.
pub fn probabilities_of(log_odds: &[f64]) -> Vec<f64> {
    let mut values = log_odds.to_vec();
    probabilities(&mut values);
    values
}

//! How well the fitted probabilities tell who had the event, and whether they are probabilities.

use gridfolk_contract::wire::packed;
use gridfolk_logistic::Fitted;
use gridfolk_metrics::{Group, Ks, Ranking, Way};
use gridfolk_numeric::fixed::Grid;
use gridfolk_numeric::sum::Quantum;

use super::rows::Rows;

/// Groups of the calibration table.
const N_GROUPS: usize = 10;

/// What one part finds out.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Score, weight of non-events, weight of events, entry after entry.
    entries: Vec<f64>,
    /// Units of the sum of weight (p - y)^2.
    squares: u64,
}

packed!(Ranked { entries, squares });

/// How good the fit is.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// Area under the ROC curve.
    pub auc: f64,
    /// Greatest distance between the distributions of the probability with and without the event.
    pub ks: Option<Ks>,
    /// Mean of -ln of the probability given to what happened: the log likelihood, less its sign.
    pub log_loss: f64,
    /// Mean of the squared error.
    pub brier: f64,
    /// Tenths of the rows in the order of their probability.
    pub calibration: Vec<Group>,
    /// Whether ranks are exact.
    pub way: Way,
}

impl Ranked {
    /// Of one part: `n` rows and `weight_most` are of the whole table.
    pub fn of(rows: &Rows<'_>, probabilities: &[f64], n: u64, weight_most: f64) -> Self {
        let (grid, quantum) = (grid(n, weight_most), Quantum::new(weight_most, n));
        let mut squares = 0_i64;
        let mut ranked = Vec::with_capacity(probabilities.len());
        for (row, (&probability, &y)) in probabilities.iter().zip(&rows.target).enumerate() {
            if probability.is_nan() {
                continue;
            }
            let weight = rows.weights.as_ref().map_or(1.0, |weights| quantum.round(weights[row]));
            let error = probability - y;
            squares = squares.wrapping_add(grid.units(weight * error * error));
            ranked.push((probability, y == 1.0, weight));
        }
        Ranked { entries: Ranking::new(ranked, Way::of_rows(n)).to_numbers(), squares: squares as u64 }
    }

    /// The ranking; none where a caller changed it.
    fn ranking(&self) -> Option<Ranking> {
        Ranking::of_numbers(&self.entries)
    }
}

/// Of the squares: no error is above 1.
fn grid(n: u64, weight_most: f64) -> Grid {
    Grid::new(weight_most, n)
}

impl Quality {
    /// Of all parts together.
    ///
    /// # Errors
    /// The place of a part that cannot be one.
    pub fn new(parts: &[Ranked], fitted: &Fitted) -> Result<Self, usize> {
        let mut ranking: Option<Ranking> = None;
        let mut squares = 0_u64;
        for (index, part) in parts.iter().enumerate() {
            let other = part.ranking().ok_or(index)?;
            ranking = Some(match ranking {
                None => other,
                Some(ranking) => ranking.merge(other),
            });
            squares = squares.wrapping_add(part.squares);
        }
        let ranking = ranking.unwrap_or_default();
        Ok(Quality {
            auc: ranking.auc().ok_or(0_usize)?,
            ks: ranking.ks(),
            log_loss: -fitted.log_likelihood() / fitted.weight(),
            brier: grid(fitted.scan().n_rows, fitted.scan().weight_most).value(squares as i64) / fitted.weight(),
            calibration: ranking.groups(N_GROUPS),
            way: Way::of_rows(fitted.scan().n_rows),
        })
    }
}

//! How well the fitted probabilities tell who had the event, and whether they are probabilities.

use gridfolk_contract::wire::packed;
use gridfolk_metrics::{Entry, Group, Ks, LossGrid, Losses, Ranking, Way};
use gridfolk_numeric::sum::Quantum;

use super::rows::Rows;

/// Groups of the calibration table.
const N_GROUPS: usize = 10;

/// What one part finds out.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Score, weight of non-events, weight of events, entry after entry.
    entries: Vec<f64>,
    /// Log loss, squares and weights, two limbs each.
    losses: Vec<f64>,
}

packed!(Ranked { entries, losses });

/// How good the fit is.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// Area under the ROC curve.
    pub auc: f64,
    /// Greatest distance between the distributions of the probability with and without the event.
    pub ks: Option<Ks>,
    /// Mean of -ln of the probability given to what happened.
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
        let (grid, quantum) = (LossGrid::new(n, weight_most), Quantum::new(weight_most, n));
        let weight = |row: usize| rows.weights.as_ref().map_or(1.0, |weights| quantum.round(weights[row]));
        let mut losses = Losses::default();
        let scored = (0..probabilities.len()).filter(|&row| !probabilities[row].is_nan());
        let row_of = |row: usize| (probabilities[row], rows.target[row] == 1.0, weight(row));
        for row in scored.clone() {
            let (probability, is_event, weight) = row_of(row);
            losses.add(&grid, probability, is_event, weight);
        }
        let ranking = Ranking::new(scored.map(row_of), Way::of_rows(n));
        let entries =
            ranking.entries().iter().flat_map(|entry| [entry.score, entry.non_events, entry.events]).collect();
        let limbs = [losses.log_loss, losses.squares, losses.weight];
        Ranked { entries, losses: limbs.into_iter().flat_map(|limbs| [limbs.high, limbs.low]).collect() }
    }

    /// The ranking and the losses; none where a caller changed them.
    fn open(&self) -> Option<(Ranking, Losses)> {
        let (entries, []) = self.entries.as_chunks::<3>() else { return None };
        let entry = |&[score, non_events, events]: &[f64; 3]| Entry { score, non_events, events };
        let ranking = Ranking::of_entries(entries.iter().map(entry).collect())?;
        let limbs: [f64; 6] = self.losses.as_slice().try_into().ok()?;
        let mut losses = Losses::default();
        (losses.log_loss.high, losses.log_loss.low) = (limbs[0], limbs[1]);
        (losses.squares.high, losses.squares.low) = (limbs[2], limbs[3]);
        (losses.weight.high, losses.weight.low) = (limbs[4], limbs[5]);
        Some((ranking, losses))
    }
}

impl Quality {
    /// Of all parts together.
    ///
    /// # Errors
    /// The place of a part that cannot be one.
    pub fn new(parts: &[Ranked], n: u64) -> Result<Self, usize> {
        let (mut ranking, mut losses) = (Ranking::default(), Losses::default());
        for (index, part) in parts.iter().enumerate() {
            let (other, more) = part.open().ok_or(index)?;
            ranking = ranking.merge(other);
            losses.merge(&more);
        }
        let auc = ranking.auc().ok_or(0_usize)?;
        Ok(Quality {
            auc,
            ks: ranking.ks(),
            log_loss: losses.mean_log_loss().unwrap_or(f64::NAN),
            brier: losses.brier().unwrap_or(f64::NAN),
            calibration: ranking.groups(N_GROUPS),
            way: Way::of_rows(n),
        })
    }
}

//! How well a score tells goods from bads, as replies say it.

use gridfolk_contract::ToJson;
use gridfolk_metrics::groups::gains;
use gridfolk_metrics::{LossGrid, Losses, Ranking, Way};

use crate::contract::Scale;

/// Groups of a gains and calibration table.
const N_GROUPS: usize = 10;

/// How well a score tells goods from bads; null where a measure is not defined.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Measures {
    /// Rows.
    pub n_rows: u64,
    /// Rows without the event.
    pub n_goods: u64,
    /// Rows with the event.
    pub n_bads: u64,
    /// Whether all distinct scores were told apart (`exact`, up to 250 000 rows) or scores were rounded to 13
    /// significant bits (`histogram`).
    pub way: &'static str,
    /// The probability that a good has more points than a bad, ties counting half.
    pub auc: Option<f64>,
    /// 2 AUC - 1.
    pub gini: Option<f64>,
    /// The greatest distance between the distributions of goods and bads, 0 to 1.
    pub ks: Option<f64>,
    /// Where: between customers with at most these points, before rounding, and those above.
    pub ks_points: Option<f64>,
    /// The probability at these points.
    pub ks_probability: Option<f64>,
    /// Mean log loss of the probabilities.
    pub log_loss: Option<f64>,
    /// Brier score of the probabilities: mean squared error.
    pub brier: Option<f64>,
    /// About ten groups of equal size, those with the fewest points first.
    pub groups: Vec<GroupReply>,
}

/// One group: a row of the calibration, gains and lift table.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupReply {
    /// Least points, before rounding.
    pub points_min: f64,
    /// Greatest points, before rounding.
    pub points_max: f64,
    /// Rows.
    pub n_rows: u64,
    /// Rows with the event.
    pub n_bads: u64,
    /// Mean of the predicted probabilities; null for a card of rules.
    pub predicted: Option<f64>,
    /// The part of its rows with the event.
    pub observed: f64,
    /// The part of all rows in it and the groups before it.
    pub rows_share: f64,
    /// The part of all bads in it and the groups before it.
    pub bads_share: f64,
    /// Its bad rate over that of all rows.
    pub lift: Option<f64>,
    /// `bads_share` over `rows_share`.
    pub lift_so_far: Option<f64>,
}

/// Losses of probabilities, given what happened; `n_all` rows are in all parts.
pub fn losses_of(probabilities: &[f64], outcomes: &[f64], n_all: u64) -> Losses {
    let (grid, mut losses) = (LossGrid::new(n_all, 1.0), Losses::default());
    for (probability, outcome) in probabilities.iter().zip(outcomes) {
        losses.add(&grid, *probability, *outcome == 1.0, 1.0);
    }
    losses
}

impl Measures {
    /// Of rows ranked by probability, with their losses; or of rows ranked by points where there is no scale.
    pub fn new(ranking: &Ranking, losses: Option<&Losses>, scale: Option<&Scale>, way: Way) -> Self {
        let (goods, bads) = ranking.totals();
        // A ranking by points rises where the risk falls.
        let is_risk = scale.is_some();
        let auc = ranking.auc().map(|auc| if is_risk { auc } else { 1.0 - auc });
        let points = |score: f64| scale.map_or(score, |scale| scale.points(score));
        let ks = if is_risk { ranking.ks() } else { ranking.ks_from_below() };
        let mut groups = ranking.groups(N_GROUPS);
        if is_risk {
            groups.reverse();
        }
        let rows = groups.iter().zip(gains(groups.iter())).map(|(group, gain)| {
            let ends = [points(group.score_min), points(group.score_max)];
            GroupReply {
                points_min: ends[0].min(ends[1]),
                points_max: ends[0].max(ends[1]),
                n_rows: group.weight as u64,
                n_bads: group.events as u64,
                predicted: is_risk.then_some(group.score_mean),
                observed: group.rate(),
                rows_share: gain.rows_share,
                bads_share: gain.events_share,
                lift: gain.lift,
                lift_so_far: gain.lift_so_far,
            }
        });
        Measures {
            n_rows: (goods + bads) as u64,
            n_goods: goods as u64,
            n_bads: bads as u64,
            way: way.name(),
            auc,
            gini: auc.map(|auc| 2.0 * auc - 1.0),
            ks: ks.map(|ks| ks.ks),
            ks_points: ks.map(|ks| points(ks.at_score)),
            ks_probability: ks.filter(|_| is_risk).map(|ks| ks.at_score),
            log_loss: losses.and_then(Losses::mean_log_loss),
            brier: losses.and_then(Losses::brier),
            groups: rows.collect(),
        }
    }
}

//! Theft, what the meter shows of it, and what inspectors found where they looked. They look where
//! the observed signs are, never by the truth, so what a model learns from the inspected holds for
//! all customers with the same signs.

use super::draw::{Draw, Purpose};
use super::feature::{Feature, flag};
use gridfolk_numeric::normal::{distribution, quantile};

/// Signs of normal customers and of thieves, from 291 samples that experts labelled, 40 of them theft
/// (张良均 and others, textbook on data mining, chapter 6): means 2.33 and 5.18 of the trend-drop
/// index, 0.46 and 0.85 of the line-loss flag, 1.03 and 2.08 of the alarms.
pub const TREND_DROP_MEANS: [f64; 2] = [2.33, 5.18];
/// See [`TREND_DROP_MEANS`].
pub const LINE_LOSS_SHARES: [f64; 2] = [0.46, 0.85];
/// See [`TREND_DROP_MEANS`].
pub const ALARM_MEANS: [f64; 2] = [1.03, 2.08];
/// Probit slopes that give the index the variance of the same samples: 3.14 and 4.99.
const TREND_DROP_SLOPES: [f64; 2] = [0.428, 0.459];
/// Likewise for the alarms: 0.89 and 1.72.
const ALARM_SLOPES: [f64; 2] = [0.327, 0.765];

/// Median and spread of ln of the phase imbalance, normal and theft. Assumption.
const PHASE_MEDIANS: [f64; 2] = [0.05, 0.11];
const PHASE_SIGMA: f64 = 0.5;
/// A thief's meter shows between 30 and 80 % of the use. Assumption.
const METERED_SHARES: [f64; 2] = [0.3, 0.8];
/// Breaches of agreement per customer in 24 months, normal and theft. Assumption.
const BREACHES: [f64; 2] = [0.008, 0.10];
/// Share of thieves that an inspection finds. Assumption.
const FOUND_SHARE: f64 = 0.9;
/// Inspectors' score: intercept, and weights of trend drop, line loss, alarms, imbalance above 15 %,
/// use fallen by more than 30 %. Assumption: about 2.4 % of customers are inspected.
const INSPECTORS: [f64; 6] = [-8.2, 0.75, 1.0, 0.8, 0.7, 1.5];

/// The hidden truth about theft.
#[derive(Debug, Clone, Copy)]
pub struct Theft {
    /// Whether the customer steals.
    pub is_theft: bool,
    /// Share of the true use that the meter shows; 1 for the honest.
    pub metered_share: f64,
}

/// What the inspection department sees.
#[derive(Debug, Clone, Copy)]
pub struct Inspection {
    /// Days of falling trend, 0 to 10.
    pub trend_drop: u32,
    /// Losses of the line rose.
    pub has_line_loss: bool,
    /// Terminal alarms, 0 to 4.
    pub n_alarms: u32,
    /// Difference between the phases ÷ mean.
    pub phase_imbalance: f64,
    /// Breaches of agreement, 24 months.
    pub n_breaches: u32,
    /// An inspector was there in the last 12 months.
    pub is_inspected: bool,
    /// Theft was found there.
    pub is_found: bool,
}

pub(super) fn draw_theft(draw: Draw<'_>, theft_share: f64) -> Theft {
    let is_theft = draw.happens(Purpose::Theft, theft_share);
    let [least, most] = METERED_SHARES;
    let metered_share = if is_theft { least + (most - least) * draw.uniform(Purpose::TheftShare) } else { 1.0 };
    Theft { is_theft, metered_share }
}

#[inline(never)]
pub(super) fn draw_inspection(draw: Draw<'_>, theft: &Theft, change_share: f64, signs: &SignRates) -> Inspection {
    let kind = usize::from(theft.is_theft);
    let mut inspection = Inspection {
        trend_drop: draw.pick(Purpose::TrendDrop, &signs.trend_drop[kind]) as u32,
        has_line_loss: draw.happens(Purpose::LineLoss, LINE_LOSS_SHARES[kind]),
        n_alarms: draw.pick(Purpose::Alarms, &signs.alarms[kind]) as u32,
        phase_imbalance: draw.lognormal(Purpose::Phase, PHASE_MEDIANS[kind], PHASE_SIGMA),
        n_breaches: draw.poisson(Purpose::Breaches, BREACHES[kind]),
        is_inspected: false,
        is_found: false,
    };
    inspection.is_inspected = draw.happens(Purpose::Inspected, inspection.chance_of_visit(change_share));
    inspection.is_found = inspection.is_inspected && theft.is_theft && draw.happens(Purpose::Found, FOUND_SHARE);
    inspection
}

impl Inspection {
    /// A logistic score of the signs that inspectors know.
    fn chance_of_visit(&self, change_share: f64) -> f64 {
        let [intercept, trend, loss, alarms, phase, fallen] = INSPECTORS;
        let score = intercept
            + trend * f64::from(self.trend_drop)
            + loss * flag(self.has_line_loss)
            + alarms * f64::from(self.n_alarms)
            + phase * flag(self.phase_imbalance > 0.15)
            + fallen * flag(change_share < -0.3);
        1.0 / (1.0 + libm::exp(-score))
    }
}

/// How likely each count of a sign is, for normal customers and for thieves.
pub(super) struct SignRates {
    trend_drop: [[f64; 11]; 2],
    alarms: [[f64; 5]; 2],
}

impl SignRates {
    pub(super) fn new() -> Self {
        SignRates {
            trend_drop: [0, 1].map(|kind| probit_binomial(TREND_DROP_MEANS[kind], TREND_DROP_SLOPES[kind])),
            alarms: [0, 1].map(|kind| probit_binomial(ALARM_MEANS[kind], ALARM_SLOPES[kind])),
        }
    }
}

/// The distribution of a count whose probability of success is distribution(a + slope z), with z
/// standard normal over customers and a such that the count has this mean: an average over quantiles
/// of z.
fn probit_binomial<const N: usize>(mean: f64, slope: f64) -> [f64; N] {
    const N_QUANTILES: u32 = 1000;
    let n_trials = N - 1;
    let cut = quantile(mean / n_trials as f64) * (1.0 + slope * slope).sqrt();
    let mut shares = [0.0; N];
    for step in 0..N_QUANTILES {
        let z = quantile((f64::from(step) + 0.5) / f64::from(N_QUANTILES));
        let probability = distribution(cut + slope * z);
        let mut term = (0..n_trials).fold(1.0 / f64::from(N_QUANTILES), |term, _| term * (1.0 - probability));
        for (count, share) in shares.iter_mut().enumerate() {
            *share += term;
            term *= probability / (1.0 - probability) * (n_trials - count) as f64 / (count + 1) as f64;
        }
    }
    shares
}

/// Where inspectors found something, by what share of the inspected; the rest is missing.
fn found(inspection: &Inspection) -> f64 {
    if inspection.is_inspected { flag(inspection.is_found) } else { f64::NAN }
}

/// The columns of this theme.
pub(super) const FEATURES: &[Feature] = &[
    Feature::number("trend_drop_index", "count", |c| f64::from(c.inspection.trend_drop))
        .means("Days of falling use within 11 days, 0 to 10", "电量趋势下降指标（0–10）")
        .from("means 2.33 normal, 5.18 theft, with their variances (张良均, textbook, chapter 6, 291 samples)"),
    Feature::number("line_loss_flag", "0/1", |c| flag(c.inspection.has_line_loss))
        .means("Losses of the line rose", "线损指标")
        .from("0.46 normal, 0.85 theft (the same 291 samples)"),
    Feature::number("n_alarms", "count", |c| f64::from(c.inspection.n_alarms))
        .means("Kinds of terminal alarms, 0 to 4", "终端告警类指标（0–4）")
        .from("means 1.03 normal, 2.08 theft, with their variances (the same 291 samples)"),
    Feature::number("phase_imbalance_share", "share", |c| c.inspection.phase_imbalance)
        .means("Difference between the phases ÷ mean", "三相不平衡率")
        .from("lognormal, median 0.05 normal, 0.11 theft, sigma 0.5: assumption")
        .with_gaps(8),
    Feature::number("n_breaches_24m", "count", |c| f64::from(c.inspection.n_breaches))
        .means("Breaches of agreement, last 24 months", "近 24 个月违约用电次数")
        .from("Poisson, 0.008 normal, 0.1 theft: assumption"),
    Feature::number("is_inspected", "0/1", |c| flag(c.inspection.is_inspected))
        .means("An inspector was there in the last 12 months", "近 12 个月是否现场检查")
        .from("logistic in the signs that inspectors see: assumption"),
    Feature::number("inspection_found", "0/1", found_of)
        .means(
            "Label: the inspection found theft; missing where none was",
            "标签：现场检查是否查实窃电（未检查则缺失）",
        )
        .from("90 % of thefts inspected: assumption"),
];

fn found_of(customer: &super::Customer) -> f64 {
    found(&customer.inspection)
}

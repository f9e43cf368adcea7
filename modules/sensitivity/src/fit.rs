//! The operation `fit`, and the body of its reply.

use gridfolk_contract::{Answer, Problem, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::score::probabilities_of;
use crate::algorithm::{self, Fit, Memory};
use crate::contract::FitRequest;
use crate::model::Model;
use crate::predict::with_rows;

/// A variance inflation factor from which a term is named as near collinear (Marquardt 1970).
const VIF_NAMED: f64 = 10.0;

/// The body of a fit's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitReply {
    /// Keep it: `predict`, `curve` and `what_if` take it.
    pub model: Model,
    /// The intercept first, then the columns in the model's order.
    pub coefficients: Vec<CoefficientReply>,
    /// `maximum_likelihood`, `firth` or `ridge`.
    pub method: &'static str,
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows that took part: fewer where rows are dropped.
    pub n_rows_used: u64,
    /// Rows that took part in which the event happened.
    pub n_events: u64,
    /// Sum of the weights of the rows that took part: their number without weights.
    pub weight: f64,
    /// Natural logarithm of the likelihood, without any penalty.
    pub log_likelihood: f64,
    /// The same with the intercept alone.
    pub log_likelihood_null: f64,
    /// Twice the difference of the two.
    pub likelihood_ratio: f64,
    /// Coefficients beside the intercept.
    pub degrees_of_freedom: u64,
    /// The chance of a likelihood ratio as large if no column had an effect.
    pub likelihood_ratio_p: f64,
    /// Akaike's criterion.
    pub aic: f64,
    /// Schwarz's criterion.
    pub bic: f64,
    /// McFadden's R².
    pub mcfadden_r2: f64,
    /// Area under the ROC curve.
    pub auc: f64,
    /// Greatest distance between the distributions of the probability with and without the event.
    pub ks: Option<f64>,
    /// Mean of -ln of the probability given to what happened.
    pub log_loss: f64,
    /// Mean of the squared error of the probability.
    pub brier: f64,
    /// Tenths of the rows in the order of their probability: is it what happened?
    pub calibration: Vec<CalibrationReply>,
    /// Whether AUC, KS and calibration are of every distinct probability (`exact`) or of probabilities
    /// rounded to 13 significant bits (`histogram`, above 250 000 rows).
    pub ranks: &'static str,
    /// Points that were tried.
    pub n_iter: u32,
    /// Whether the maximum was reached.
    pub converged: bool,
    /// That outcomes are separated; null where they are not.
    pub separation: Option<SeparationReply>,
    /// Root of the ratio of the greatest to the least eigenvalue of the columns' correlations; above 30
    /// columns are nearly collinear.
    pub condition_number: f64,
    /// The terms that the others nearly determine: variance inflation from 10.
    pub near_collinear: Vec<CollinearReply>,
}

/// One coefficient.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoefficientReply {
    /// Its column; absent for the intercept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The level of a category, against the base level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Change of the log odds for one unit (one standard deviation where standardized).
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Coefficient over standard error.
    pub z: f64,
    /// The chance of a |z| as large if there were no effect.
    pub p: f64,
    /// Lower end of the confidence interval.
    pub ci_low: f64,
    /// Upper end of the confidence interval.
    pub ci_high: f64,
    /// e^coefficient.
    pub odds_ratio: f64,
    /// e^ci_low.
    pub odds_ratio_low: f64,
    /// e^ci_high; null where that is beyond every number.
    pub odds_ratio_high: f64,
    /// Variance inflation: 1 / (1 - R²) of this term on the others; absent for the intercept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vif: Option<f64>,
}

/// Rows of neighbouring probabilities.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalibrationReply {
    /// Least probability.
    pub probability_min: f64,
    /// Greatest probability.
    pub probability_max: f64,
    /// Mean probability: what was predicted.
    pub predicted: f64,
    /// Share of events: what happened.
    pub observed: f64,
    /// Rows, or their weight.
    pub weight: f64,
}

/// That a combination of columns tells the outcomes apart.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeparationReply {
    /// `complete`: without error; `quasi_complete`: without error but for ties.
    pub kind: &'static str,
    /// The terms that do it.
    pub terms: Vec<TermReply>,
}

/// A term of the model.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TermReply {
    /// Its column.
    pub column: String,
    /// The level of a category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
}

/// A term that others nearly determine.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CollinearReply {
    /// Which.
    pub term: TermReply,
    /// Its variance inflation; null where it is infinite.
    pub vif: f64,
    /// The other term that it correlates with most.
    pub closest: Option<TermReply>,
    /// How it correlates with that one, -1 to 1.
    pub correlation: Option<f64>,
}

/// Fits the table.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let settings = call.params::<FitRequest>()?.check()?;
    let table = call.table()?;
    let fit = algorithm::fit(settings, table, memory)?;
    let reply = FitReply::from(&fit);
    let predictor = fit.predictor();
    let log_odds = match memory.take(&predictor) {
        Some(log_odds) => log_odds,
        // Rows that were dropped have no score.
        None => predictor.log_odds(&fit.cells(table)?),
    };
    Ok(with_rows(Answer::new(&reply), probabilities_of(&log_odds), log_odds))
}

impl From<&Fit> for FitReply {
    fn from(fit: &Fit) -> FitReply {
        let (fitted, quality, ratio) = (&fit.fitted, &fit.quality, fit.likelihood_ratio());
        FitReply {
            model: Model::new(fit),
            coefficients: coefficients(fit),
            method: match (fitted.is_firth(), fit.settings.options.ridge > 0.0) {
                (true, _) => "firth",
                (_, true) => "ridge",
                _ => "maximum_likelihood",
            },
            n_rows: fit.n_rows,
            n_rows_used: fitted.scan().n_rows,
            n_events: fitted.scan().n_events,
            weight: fitted.weight(),
            log_likelihood: fitted.log_likelihood(),
            log_likelihood_null: fitted.log_likelihood_null(),
            likelihood_ratio: ratio.statistic,
            degrees_of_freedom: ratio.degrees as u64,
            likelihood_ratio_p: ratio.p,
            aic: fit.aic(),
            bic: fit.bic(),
            mcfadden_r2: fit.mcfadden_r2(),
            auc: quality.auc,
            ks: quality.ks.map(|ks| ks.ks),
            log_loss: quality.log_loss,
            brier: quality.brier,
            calibration: calibration(fit),
            ranks: quality.way.name(),
            n_iter: fitted.n_iter(),
            converged: fitted.converged(),
            separation: separation(fit),
            condition_number: fitted.condition_number(),
            near_collinear: near_collinear(fit),
        }
    }
}

fn coefficients(fit: &Fit) -> Vec<CoefficientReply> {
    let (terms, inflation) = (fit.terms(), fit.fitted.variance_inflation());
    let of = |(index, found): (usize, algorithm::Inference)| {
        let term = index.checked_sub(1).map(|term| terms[term]);
        CoefficientReply {
            column: term.map(|(j, _)| fit.coding[j].name.clone()),
            level: term.and_then(|(_, level)| level.map(str::to_owned)),
            coefficient: found.coefficient,
            standard_error: found.standard_error,
            z: found.z,
            p: found.p,
            ci_low: found.interval[0],
            ci_high: found.interval[1],
            odds_ratio: libm::exp(found.coefficient),
            odds_ratio_low: libm::exp(found.interval[0]),
            odds_ratio_high: libm::exp(found.interval[1]),
            vif: index.checked_sub(1).map(|term| inflation[term]),
        }
    };
    fit.inferences().into_iter().enumerate().map(of).collect()
}

fn calibration(fit: &Fit) -> Vec<CalibrationReply> {
    let group = |group: &gridfolk_metrics::Group| CalibrationReply {
        probability_min: group.score_min,
        probability_max: group.score_max,
        predicted: group.score_mean,
        observed: group.rate(),
        weight: group.weight,
    };
    fit.quality.calibration.iter().map(group).collect()
}

fn term(fit: &Fit, terms: &[(usize, Option<&str>)], term: usize) -> TermReply {
    let (j, level) = terms[term];
    TermReply { column: fit.coding[j].name.clone(), level: level.map(str::to_owned) }
}

fn separation(fit: &Fit) -> Option<SeparationReply> {
    let terms = fit.terms();
    fit.fitted.separation().map(|found| SeparationReply {
        kind: if found.is_complete { "complete" } else { "quasi_complete" },
        terms: found.terms.iter().map(|&j| term(fit, &terms, j)).collect(),
    })
}

fn near_collinear(fit: &Fit) -> Vec<CollinearReply> {
    let (terms, inflation) = (fit.terms(), fit.fitted.variance_inflation());
    let of = |j: usize| CollinearReply {
        term: term(fit, &terms, j),
        vif: inflation[j],
        closest: fit.fitted.closest(j).map(|(other, _)| term(fit, &terms, other)),
        correlation: fit.fitted.closest(j).map(|(_, r)| r),
    };
    (0..inflation.len()).filter(|&j| inflation[j] >= VIF_NAMED).map(of).collect()
}

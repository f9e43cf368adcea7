//! The result of a fit.

use gridfolk_contract::wire::packed;

use crate::cholesky::{cell, dot, inverse, inverse_factor, n_cells};
use crate::collinear::Relations;
use crate::options::Unit;
use crate::refusal::Refusal;
use crate::state::State;

/// That the plain likelihood has no maximum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separation {
    /// Whether the outcomes are told apart without error; else without error but for ties.
    pub is_complete: bool,
    /// The columns that do it.
    pub terms: Vec<usize>,
}

packed!(Separation { is_complete, terms });

/// Coefficients, the intercept first, and their covariance.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Log odds; those of a column for one of its units.
    pub coefficients: Vec<f64>,
    /// Of the coefficients: the root of the covariance's diagonal.
    pub standard_errors: Vec<f64>,
    /// The inverse of the information (of the penalised one beside a ridge penalty): the lower triangle,
    /// row after row.
    pub covariance: Vec<f64>,
}

/// A finished fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// In the coordinates of the search.
    inner: Estimate,
    /// Mean of each column, missing values left out.
    pub mean: Vec<f64>,
    /// Population standard deviation of each column, missing values counting as the mean.
    pub sd: Vec<f64>,
    /// Least value of each column.
    pub least: Vec<f64>,
    /// Greatest value of each column.
    pub greatest: Vec<f64>,
    /// Of each column, one after the other: the mean in the search's coordinates, 1 over scale, the centre.
    placing: Vec<f64>,
    units: Vec<Unit>,
    /// Sum of u (y ln p + (1 - y) ln (1 - p)), without any penalty.
    pub log_likelihood: f64,
    /// The same with the intercept alone.
    pub log_likelihood_null: f64,
    /// Rows.
    pub n_rows: u64,
    /// Rows in which the event happened.
    pub n_events: u64,
    /// Sum of weights: the number of rows without weights.
    pub weight: f64,
    /// Sum of weights of the events.
    pub weight_events: f64,
    /// The greatest weight.
    pub weight_most: f64,
    /// Points tried.
    pub n_iter: u32,
    /// Passes over the rows.
    pub n_passes: u32,
    /// Whether the maximum was reached.
    pub converged: bool,
    /// Whether the estimates are Firth's.
    pub is_firth: bool,
    /// That the outcomes are told apart, where that was found.
    pub separation: Option<Separation>,
    /// The root of the ratio of the greatest to the least eigenvalue of the columns' correlations:
    /// infinite where they are collinear.
    pub condition_number: f64,
    /// 1 / (1 - R^2) of each column on the others.
    pub variance_inflation: Vec<f64>,
    /// For each column the other one that it correlates with most, and how.
    pub closest: Vec<Option<(usize, f64)>>,
}

packed!(Estimate { coefficients, standard_errors, covariance });
packed!(Fitted {
    inner,
    mean,
    sd,
    least,
    greatest,
    placing,
    units,
    log_likelihood,
    log_likelihood_null,
    n_rows,
    n_events,
    weight,
    weight_events,
    weight_most,
    n_iter,
    n_passes,
    converged,
    is_firth,
    separation,
    condition_number,
    variance_inflation,
    closest,
});

impl Fitted {
    /// Number of columns.
    pub fn n_terms(&self) -> usize {
        self.units.len()
    }

    /// Whether there is one of everything for each column. For fits that [`gridfolk_contract::wire::Packed`]
    /// gave, which a caller may have changed.
    pub fn is_sound(&self) -> bool {
        let (n_terms, n) = (self.n_terms(), self.n_terms() + 1);
        self.inner.coefficients.len() == n
            && self.inner.standard_errors.len() == n
            && self.inner.covariance.len() == n_cells(n)
            && self.placing.len() == 3 * n_terms
            && [&self.mean, &self.sd, &self.least, &self.greatest, &self.variance_inflation]
                .iter()
                .all(|column| column.len() == n_terms)
            && self.closest.len() == n_terms
            && self.closest.iter().all(|closest| closest.is_none_or(|(j, _)| j < n_terms))
            && self.separation.as_ref().is_none_or(|separation| separation.terms.iter().all(|&j| j < n_terms))
    }

    /// From a state whose search has ended.
    ///
    /// # Errors
    /// A state that was changed on the way.
    pub(crate) fn new(state: &State) -> Result<Self, Refusal> {
        let (search, n) = (&state.search, state.n_terms() + 1);
        let relations = Relations::new(&state.gram, state.n_terms())?;
        // Where the search converged, the last step is below all that is promised, and free.
        let last = |j: usize| if search.converged { search.direction[j] } else { 0.0 };
        let coefficients = (0..n).map(|j| search.at[j] + last(j)).collect();
        let mut covariance = inverse(&inverse_factor(&search.factor), n);
        let weight_most = state.scan.weight_most;
        covariance.iter_mut().for_each(|cell| *cell /= weight_most);
        let inner = Estimate::new(coefficients, covariance);
        let (all, events) = (state.gram[0], state.outcomes[0]);
        let share = events / all;
        let null = events * libm::log(share) + (all - events) * libm::log(1.0 - share);
        let (centre, scale) = (&state.space.centre, &state.space.scale);
        let terms = 0..state.n_terms();
        Ok(Fitted {
            inner,
            mean: terms.clone().map(|j| centre[j] + relations.mean[j] * scale[j]).collect(),
            sd: terms.clone().map(|j| relations.sd[j] * scale[j]).collect(),
            least: state.scan.least.clone(),
            greatest: state.scan.greatest.clone(),
            placing: terms.clone().flat_map(|j| [relations.mean[j], 1.0 / scale[j], centre[j]]).collect(),
            units: state.units.clone(),
            log_likelihood: search.log_likelihood * weight_most,
            log_likelihood_null: null * weight_most,
            n_rows: state.scan.n_rows,
            n_events: state.scan.n_events,
            weight: all * weight_most,
            weight_events: events * weight_most,
            weight_most,
            n_iter: search.n_iter,
            n_passes: state.n_passes,
            converged: search.converged,
            is_firth: search.is_firth,
            separation: search.separation.clone(),
            condition_number: relations.condition_number(),
            variance_inflation: relations.variance_inflation(),
            closest: terms.map(|j| relations.closest(j)).collect(),
        })
    }

    /// Coefficients of the units that the fit was asked for.
    pub fn estimate(&self) -> Estimate {
        self.estimate_in(&self.units)
    }

    /// Coefficients of other units. (A ridge penalty was on those that the fit was asked for.)
    ///
    /// # Panics
    /// When there is not one unit for each column.
    pub fn estimate_in(&self, units: &[Unit]) -> Estimate {
        assert_eq!(units.len(), self.n_terms(), "one unit a column");
        let n = units.len() + 1;
        // The intercept takes up where the columns are centred; a coefficient its unit's size.
        let (mut shift, mut size) = (vec![1.0], vec![1.0]);
        for (j, unit) in units.iter().enumerate() {
            let [mean, factor, centre] = self.placing.as_chunks::<3>().0[j];
            match unit {
                Unit::AsGiven => (shift.push(-centre * factor), size.push(factor)),
                Unit::StandardDeviation => (shift.push(mean), size.push(self.sd[j] * factor)),
            };
        }
        let Estimate { coefficients: b, covariance: v, .. } = &self.inner;
        let row = |j: usize| -> Vec<f64> { (0..n).map(|k| v[cell(j, k)]).collect() };
        // The covariance of the new intercept with each old coefficient.
        let of_intercept: Vec<f64> = (0..n).map(|j| dot(&shift, &row(j))).collect();
        let mut covariance = vec![0.0; n_cells(n)];
        for j in 0..n {
            for k in 0..=j {
                covariance[cell(j, k)] = match (j, k) {
                    (0, _) => dot(&shift, &of_intercept),
                    (_, 0) => size[j] * of_intercept[j],
                    _ => size[j] * size[k] * v[cell(j, k)],
                };
            }
        }
        let coefficients = (0..n).map(|j| if j == 0 { dot(&shift, b) } else { size[j] * b[j] }).collect();
        Estimate::new(coefficients, covariance)
    }
}

impl Estimate {
    fn new(coefficients: Vec<f64>, covariance: Vec<f64>) -> Self {
        let standard_errors = (0..coefficients.len()).map(|j| covariance[cell(j, j)].sqrt()).collect();
        Estimate { coefficients, standard_errors, covariance }
    }
}

//! The result of a fit.

use gridfolk_contract::wire::{Packed, Wire, packed};

use crate::cholesky::{cell, dot, inverse, inverse_factor};
use crate::collinear::Relations;
use crate::options::Unit;
use crate::refusal::Refusal;
use crate::scan::Scan;
use crate::space::Space;
use crate::state::{Phase, State};

/// That the plain likelihood has no maximum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separation {
    /// Whether the outcomes are told apart without error; else without error but for ties.
    pub is_complete: bool,
    /// The columns that do it.
    pub terms: Vec<usize>,
}

packed!(Separation { is_complete, terms });

/// Coefficients, the intercept first.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Log odds; those of a column for one of its units.
    pub coefficients: Vec<f64>,
    /// Of the coefficients: the root of the covariance's diagonal.
    pub standard_errors: Vec<f64>,
}

/// A finished fit: the state that its search ended with, and what that tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    state: State,
    relations: Relations,
}

impl Packed for Fitted {
    fn blank() -> Self {
        Fitted { state: State::blank(), relations: Relations::default() }
    }

    /// A caller may have changed it: there must be one of everything for each column.
    fn travel(&mut self, wire: &mut Wire) {
        let state = &mut self.state;
        state.travel(wire);
        if wire.reads() {
            let has_searched = !matches!(state.phase, Phase::Scan | Phase::Means | Phase::Gram);
            let is_sound = has_searched && state.is_sound() && state.search.direction.len() == state.n_terms() + 1;
            match is_sound.then(|| Relations::new(&state.gram, state.n_terms())) {
                Some(Ok(relations)) => self.relations = relations,
                _ => wire.require(false),
            }
        }
    }
}

impl Fitted {
    /// From a state whose search has ended.
    ///
    /// # Errors
    /// A state that was changed on the way.
    pub fn new(state: State) -> Result<Self, Refusal> {
        let relations = Relations::new(&state.gram, state.n_terms())?;
        Ok(Fitted { state, relations })
    }

    /// Number of columns.
    pub fn n_terms(&self) -> usize {
        self.state.n_terms()
    }

    /// Mean of each column, missing values left out.
    pub fn mean(&self) -> Vec<f64> {
        let Space { centre, scale } = &self.state.space;
        (0..self.n_terms()).map(|j| centre[j] + self.relations.mean[j] * scale[j]).collect()
    }

    /// Population standard deviation of each column, missing values counting as the mean.
    pub fn sd(&self) -> Vec<f64> {
        (0..self.n_terms()).map(|j| self.relations.sd[j] * self.state.space.scale[j]).collect()
    }

    /// Rows, outcomes, and the ranges of weights and columns.
    pub fn scan(&self) -> &Scan {
        &self.state.scan
    }

    /// Sum of weights: the number of rows without weights.
    pub fn weight(&self) -> f64 {
        self.state.gram[0] * self.state.scan.weight_most
    }

    /// Sum of u (y ln p + (1 - y) ln (1 - p)), without any penalty.
    pub fn log_likelihood(&self) -> f64 {
        self.state.search.log_likelihood * self.state.scan.weight_most
    }

    /// The same with the intercept alone.
    pub fn log_likelihood_null(&self) -> f64 {
        self.state.log_likelihood_null() * self.state.scan.weight_most
    }

    /// Points tried.
    pub fn n_iter(&self) -> u32 {
        self.state.search.n_iter
    }

    /// Whether the maximum was reached.
    pub fn converged(&self) -> bool {
        self.state.search.converged
    }

    /// Whether the estimates are Firth's.
    pub fn is_firth(&self) -> bool {
        self.state.search.is_firth
    }

    /// That the outcomes are told apart, where that was found.
    pub fn separation(&self) -> Option<&Separation> {
        self.state.search.separation.as_ref()
    }

    /// The root of the ratio of the greatest to the least eigenvalue of the columns' correlations:
    /// infinite where they are collinear.
    pub fn condition_number(&self) -> f64 {
        self.relations.condition_number()
    }

    /// 1 / (1 - R^2) of each column on the others.
    pub fn variance_inflation(&self) -> Vec<f64> {
        self.relations.variance_inflation()
    }

    /// For a column the other one that it correlates with most, and how.
    pub fn closest(&self, j: usize) -> Option<(usize, f64)> {
        self.relations.closest(j)
    }

    /// Coefficients of the units that the fit was asked for.
    pub fn estimate(&self) -> Estimate {
        self.estimate_in(&self.state.units)
    }

    /// Coefficients of other units. (A ridge penalty was on those that the fit was asked for.)
    ///
    /// # Panics
    /// When there is not one unit for each column.
    pub fn estimate_in(&self, units: &[Unit]) -> Estimate {
        assert!(units.len() == self.n_terms(), "one unit a column");
        let (search, n) = (&self.state.search, units.len() + 1);
        // Where the search converged, the last step is below all that is promised, and free.
        let last = |j: usize| if search.converged { search.direction[j] } else { 0.0 };
        let b: Vec<f64> = (0..n).map(|j| search.at[j] + last(j)).collect();
        // The covariance: the inverse of the information (of the penalised one beside a ridge penalty).
        let mut v = inverse(&inverse_factor(&search.factor), n);
        v.iter_mut().for_each(|cell| *cell /= self.state.scan.weight_most);
        // The intercept takes up where the columns are centred; a coefficient its unit's size.
        let (mut shift, mut size) = (vec![1.0], vec![1.0]);
        for (j, &unit) in units.iter().enumerate() {
            size.push(self.state.unit_size(j, unit, &self.relations));
            shift.push(match unit {
                Unit::AsGiven => -self.state.space.centre[j] * size[j + 1],
                Unit::StandardDeviation => self.relations.mean[j],
            });
        }
        // The covariance of the new intercept with each old coefficient.
        let of_intercept = |j: usize| (0..n).map(|k| shift[k] * v[cell(j, k)]).sum::<f64>();
        let variance = |j: usize| match j {
            0 => (0..n).map(|j| shift[j] * of_intercept(j)).sum(),
            _ => size[j] * size[j] * v[cell(j, j)],
        };
        let mut estimate = Estimate { coefficients: vec![dot(&shift, &b)], standard_errors: Vec::with_capacity(n) };
        estimate.coefficients.extend((1..n).map(|j| size[j] * b[j]));
        estimate.standard_errors.extend((0..n).map(|j| f64::sqrt(variance(j))));
        estimate
    }
}

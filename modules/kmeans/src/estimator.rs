//! The same fit as an estimator of linfa, for Rust programs.
//!
//! ```
//! use kmeans::estimator::Kmeans;
//! use linfa::prelude::*;
//! use linfa::dataset::DatasetBase;
//! use ndarray::array;
//!
//! let rows = array![[0.0, 1.0], [0.5, 1.5], [9.0, 8.0], [9.5, 8.5]];
//! let model = Kmeans::new(2).fit(&DatasetBase::from(rows.clone()))?;
//! let segments = model.predict(&rows);
//! assert_eq!(segments, array![0, 0, 1, 1]);
//! # Ok::<(), kmeans::estimator::FitError>(())
//! ```

use std::fmt;

use gridfolk_contract::Problem;
use linfa::dataset::{AsTargets, DatasetBase, Records};
use linfa::traits::{Fit, PredictInplace};
use ndarray::{Array1, ArrayBase, Data, Ix2};

use crate::algorithm::limits::{COLUMNS_MAX, N_INIT_MAX, VALUE_MAX};
use crate::algorithm::{self, Fitted, Memory, Missing, Order, Settings, Start};
use crate::problem;

/// k-means as an unfitted estimator: defaults as those of the operation `fit`, but that values are taken
/// as they are unless [`Kmeans::standardize`] is called.
#[derive(Debug, Clone, PartialEq)]
pub struct Kmeans(Settings);

/// A fitted estimator. Segments are numbered from 0, the largest first.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedKmeans {
    /// Everything that the fit found out.
    pub fitted: Fitted,
}

/// Why a fit is refused.
#[derive(Debug)]
pub enum FitError {
    /// The data or the settings.
    Refused(Problem),
    /// Whatever linfa finds wrong.
    Linfa(linfa::Error),
}

impl Kmeans {
    /// `k` segments.
    pub fn new(k: usize) -> Self {
        Kmeans(Settings {
            columns: None,
            k,
            start: Start::PlusPlus { n_init: 4, seed: 0 },
            standardize: false,
            max_iter: 300,
            tol: 1e-4,
            missing: Missing::Refuse,
            order: Order::Size,
        })
    }

    /// Divides columns by their population standard deviation.
    #[must_use]
    pub fn standardize(mut self) -> Self {
        self.0.standardize = true;
        self
    }

    /// Draws `n_init` starts (1 to 100) by k-means++ from a seed.
    #[must_use]
    pub fn starts(mut self, n_init: u32, seed: u64) -> Self {
        self.0.start = Start::PlusPlus { n_init: n_init.clamp(1, N_INIT_MAX), seed };
        self
    }

    /// Starts from these points instead; the order of the segments is theirs.
    #[must_use]
    pub fn from_points(mut self, points: Vec<Vec<f64>>) -> Self {
        self.0.start = Start::Centroids(points);
        self.0.order = Order::Start;
        self
    }

    /// The most updates, and the share of the mean variance that ends the fit.
    #[must_use]
    pub fn until(mut self, max_iter: u32, tol: f64) -> Self {
        (self.0.max_iter, self.0.tol) = (max_iter, tol);
        self
    }
}

impl<D: Data<Elem = f64>, T: AsTargets> Fit<ArrayBase<D, Ix2>, T, FitError> for Kmeans {
    type Object = FittedKmeans;

    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<FittedKmeans, FitError> {
        let columns = columns_of(dataset.records());
        if columns.is_empty() || columns.len() > COLUMNS_MAX {
            return Err(Problem::too_many_columns(columns.len(), COLUMNS_MAX).into());
        }
        if !self.0.is_sound() {
            return Err(problem::settings_unsound().into());
        }
        let names: Vec<String> = (0..columns.len()).map(|j| j.to_string()).collect();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let fitted = algorithm::fit(self.0.clone(), &names, &columns, &mut Memory::default())?;
        Ok(FittedKmeans { fitted })
    }
}

impl<D: Data<Elem = f64>> PredictInplace<ArrayBase<D, Ix2>, Array1<usize>> for FittedKmeans {
    /// # Panics
    /// When the number of columns is not that of the fit, or a value is missing or beyond the limit:
    /// linfa's trait has no way to refuse.
    fn predict_inplace(&self, records: &ArrayBase<D, Ix2>, targets: &mut Array1<usize>) {
        let columns = columns_of(records);
        assert_eq!(columns.len(), self.fitted.space.n_columns(), "as many columns as in the fit");
        assert!(columns.iter().flatten().all(|value| value.abs() <= VALUE_MAX), "values are finite and within 1e60");
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let assigned = algorithm::predict(&self.fitted.space, &self.fitted.centroids, columns, &mut Memory::default());
        *targets = assigned.labels.into_iter().map(|label| label as usize).collect();
    }

    fn default_target(&self, records: &ArrayBase<D, Ix2>) -> Array1<usize> {
        Array1::zeros(records.nsamples())
    }
}

fn columns_of<D: Data<Elem = f64>>(records: &ArrayBase<D, Ix2>) -> Vec<Vec<f64>> {
    records.columns().into_iter().map(|column| column.to_vec()).collect()
}

impl From<Problem> for FitError {
    fn from(problem: Problem) -> Self {
        FitError::Refused(problem)
    }
}

impl From<linfa::Error> for FitError {
    fn from(error: linfa::Error) -> Self {
        FitError::Linfa(error)
    }
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FitError::Refused(problem) => write!(f, "{problem}"),
            FitError::Linfa(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for FitError {}

//! How far the columns determine each other.

use crate::cholesky::{cell, factor, inverse, inverse_factor, n_cells};
use crate::eigen::extreme_eigenvalues;
use crate::refusal::Refusal;

/// A column of which so little is left beside the columns before it (1 - R^2) counts as their linear
/// combination.
const LEFT_LEAST: f64 = 1e-9;

/// How the columns relate to each other, whatever the outcome.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Relations {
    /// Mean of each column, in the coordinates of the sums.
    pub mean: Vec<f64>,
    /// Population standard deviation, in the same.
    pub sd: Vec<f64>,
    /// Correlations of the columns: the lower triangle.
    pub correlation: Vec<f64>,
}

impl Relations {
    /// From the lower triangle of the sums of u, u z and u z z'.
    ///
    /// # Errors
    /// The first column that does not vary.
    pub(crate) fn new(gram: &[f64], n_terms: usize) -> Result<Self, Refusal> {
        let n = gram[0];
        let mean: Vec<f64> = (0..n_terms).map(|j| gram[cell(j + 1, 0)] / n).collect();
        let covariance = |j: usize, k: usize| gram[cell(j + 1, k + 1)] / n - mean[j] * mean[k];
        let sd: Vec<f64> = (0..n_terms).map(|j| covariance(j, j).max(0.0).sqrt()).collect();
        if let Some(j) = sd.iter().position(|sd| !(*sd > 0.0 && sd.is_finite())) {
            return Err(Refusal::Constant(j));
        }
        let mut correlation = Vec::with_capacity(n_cells(n_terms));
        for j in 0..n_terms {
            correlation.extend((0..j).map(|k| covariance(j, k) / (sd[j] * sd[k])));
            correlation.push(1.0);
        }
        Ok(Relations { mean, sd, correlation })
    }

    /// Refuses a column that is a linear combination of those before it.
    ///
    /// # Errors
    /// `Collinear`.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        factor(&self.correlation, LEFT_LEAST).map(|_| ()).map_err(Refusal::Collinear)
    }

    /// 1 / (1 - R^2) of each column on the others; infinite where they are collinear.
    pub(crate) fn variance_inflation(&self) -> Vec<f64> {
        let n = self.sd.len();
        match factor(&self.correlation, LEFT_LEAST) {
            Ok(l) => {
                let inverse = inverse(&inverse_factor(&l), n);
                (0..n).map(|j| inverse[cell(j, j)]).collect()
            }
            Err(_) => vec![f64::INFINITY; n],
        }
    }

    /// The root of the ratio of the greatest to the least eigenvalue of the correlations; infinite where
    /// the columns are collinear. 1 without columns.
    pub(crate) fn condition_number(&self) -> f64 {
        if self.sd.is_empty() {
            return 1.0;
        }
        let (least, most) = extreme_eigenvalues(&self.correlation, self.sd.len());
        if least > 0.0 { (most / least).sqrt() } else { f64::INFINITY }
    }

    /// The column that correlates most with column `j`, and how; none where it is alone.
    pub(crate) fn closest(&self, j: usize) -> Option<(usize, f64)> {
        let mut closest: Option<(usize, f64)> = None;
        for k in (0..self.sd.len()).filter(|&k| k != j) {
            let r = self.correlation[cell(j, k)];
            if closest.is_none_or(|(_, other)| r.abs() > other.abs()) {
                closest = Some((k, r));
            }
        }
        closest
    }
}

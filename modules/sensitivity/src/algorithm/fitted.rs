//! The result of a fit, in the table's words.

use gridfolk_contract::{Problem, Table};
use gridfolk_logistic::{Estimate, Fitted};
use gridfolk_numeric::normal;

use super::coding::{Coded, terms};
use super::quality::Quality;
use super::rows::{Cells, cells_of};
use super::score::{Kind, Level, Number, Predictor, TermShare};
use super::settings::{Missing, Settings};

/// A finished fit, without what belongs to single rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// What was asked for.
    pub settings: Settings,
    /// Its columns.
    pub coding: Vec<Coded>,
    /// Rows, dropped ones too.
    pub n_rows: u64,
    /// Coefficients and what else the solver found.
    pub fitted: Fitted,
    /// How good it is.
    pub quality: Quality,
}

/// One coefficient and what is known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inference {
    /// Log odds for one unit.
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Coefficient over standard error.
    pub z: f64,
    /// The chance of a |z| as large without any effect.
    pub p: f64,
    /// Lower and upper end of the interval.
    pub interval: [f64; 2],
}

/// The likelihood ratio against the intercept alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LikelihoodRatio {
    /// 2 (l - l0)
    pub statistic: f64,
    /// Terms.
    pub degrees: usize,
    /// The chance of a statistic as large without any effect.
    pub p: f64,
}

impl Fit {
    /// Coefficients, the intercept first.
    pub fn inferences(&self) -> Vec<Inference> {
        let Estimate { coefficients, standard_errors, .. } = self.fitted.estimate();
        let z_c = normal::quantile(0.5 + self.settings.confidence / 2.0);
        let of = |(&coefficient, &standard_error): (&f64, &f64)| {
            let z = coefficient / standard_error;
            let p = libm::erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2);
            let half = z_c * standard_error;
            Inference { coefficient, standard_error, z, p, interval: [coefficient - half, coefficient + half] }
        };
        coefficients.iter().zip(&standard_errors).map(of).collect()
    }

    /// Number of coefficients, the intercept among them.
    pub fn n_coefficients(&self) -> f64 {
        self.fitted.n_terms() as f64 + 1.0
    }

    /// 2 k - 2 l
    pub fn aic(&self) -> f64 {
        2.0 * self.n_coefficients() - 2.0 * self.fitted.log_likelihood()
    }

    /// k ln n - 2 l
    pub fn bic(&self) -> f64 {
        self.n_coefficients() * gridfolk_numeric::log(self.fitted.weight()) - 2.0 * self.fitted.log_likelihood()
    }

    /// 1 - l / l0
    pub fn mcfadden_r2(&self) -> f64 {
        1.0 - self.fitted.log_likelihood() / self.fitted.log_likelihood_null()
    }

    /// Against the intercept alone.
    pub fn likelihood_ratio(&self) -> LikelihoodRatio {
        let statistic = (2.0 * (self.fitted.log_likelihood() - self.fitted.log_likelihood_null())).max(0.0);
        let degrees = self.fitted.n_terms();
        LikelihoodRatio { statistic, degrees, p: chi_squared_beyond(statistic, degrees) }
    }

    /// What scoring needs.
    pub fn predictor(&self) -> Predictor {
        predictor_of(&self.fitted, &self.coding, &self.settings)
    }

    /// The columns in a table, dropped rows too.
    ///
    /// # Errors
    /// A table without them.
    pub fn cells<'a>(&self, table: &'a Table) -> Result<Vec<Cells<'a>>, Problem> {
        let mut all = Vec::new();
        for (j, coded) in self.coding.iter().enumerate() {
            all.push(cells_of(table, &coded.name, &format!("/params/columns/{j}"))?);
        }
        Ok(all)
    }

    /// The coefficient of a column of numbers.
    pub fn coefficient_of(&self, name: &str) -> Option<f64> {
        let term = self.terms().iter().position(|(j, level)| level.is_none() && self.coding[*j].name == name)?;
        Some(self.fitted.estimate().coefficients[term + 1] + 0.0)
    }

    /// Column and level of each term.
    pub fn terms(&self) -> Vec<(usize, Option<&str>)> {
        terms(&self.coding)
    }
}

/// What scoring needs of a fit. There is one coefficient for each term of the coding.
pub(super) fn predictor_of(fitted: &Fitted, coding: &[Coded], settings: &Settings) -> Predictor {
    let coefficients = fitted.estimate().coefficients;
    let (means, sds, scan) = (fitted.mean(), fitted.sd(), fitted.scan());
    let mut term = 0..fitted.n_terms();
    let mut next = || term.next().map_or((0.0, 0.0, 0), |j| (coefficients[j + 1] + 0.0, means[j], j));
    let mut columns = Vec::new();
    for coded in coding {
        let kind = match &coded.levels {
            None => {
                let (coefficient, mean, j) = next();
                let (centre, unit) = if settings.standardize { (mean, sds[j]) } else { (0.0, 1.0) };
                let (sd, least, greatest) = (sds[j], scan.least[j], scan.greatest[j]);
                Kind::Number(Number { centre, factor: coefficient / unit, mean, sd, least, greatest })
            }
            Some(levels) => {
                let mut of_levels: Vec<Level> = Vec::new();
                for (index, text) in levels.texts.iter().enumerate() {
                    let (coefficient, share, _) = if index == levels.base { (0.0, 0.0, 0) } else { next() };
                    of_levels.push(Level { text: text.clone(), coefficient, share });
                }
                let others: f64 = of_levels.iter().map(|level| level.share).sum();
                of_levels[levels.base].share = (1.0 - others).max(0.0);
                Kind::Category(of_levels)
            }
        };
        columns.push(TermShare { name: coded.name.clone(), kind });
    }
    Predictor { intercept: coefficients[0] + 0.0, fills: settings.missing == Missing::Mean, columns }
}

/// The share of a chi-squared distribution that lies beyond `x`: closed forms for whole degrees of freedom
/// (Abramowitz and Stegun 26.4.4, 26.4.5).
fn chi_squared_beyond(x: f64, degrees: usize) -> f64 {
    let half = x / 2.0;
    let is_odd = degrees % 2 == 1;
    let mut beyond = if is_odd { libm::erfc(half.sqrt()) } else { 0.0 };
    // Terms e^-h h^a / Gamma(a + 1), for a from 1/2 or 0 in steps of 1.
    let mut term = libm::exp(-half);
    if is_odd {
        term *= 2.0 * (half / std::f64::consts::PI).sqrt();
    }
    let first = if is_odd { 1.5 } else { 1.0 };
    for step in 0..degrees / 2 {
        beyond += term;
        term *= half / (first + step as f64);
    }
    if degrees == 0 { 1.0 } else { beyond.min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chi_squared_is_what_tables_say() {
        // scipy.stats.chi2.sf
        let expected = [
            (3.841458820694124, 1, 0.05),
            (5.991464547107979, 2, 0.05),
            (63.28051051967668, 7, 3.329589623599975e-11),
            (266.9669065305643, 10, 1.45707693466968e-51),
            (0.0, 3, 1.0),
        ];
        for (x, degrees, p) in expected {
            let found = chi_squared_beyond(x, degrees);
            assert!((found / p - 1.0).abs() < 1e-12, "{x}, {degrees}: {found} and not {p}");
        }
    }
}

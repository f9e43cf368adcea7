//! The space in which distances are measured.

use gridfolk_contract::{FromJson, ToJson};

use crate::basis::Missing;
use crate::limits::{SD_MIN, VALUE_MAX};

/// sign(x) ln(1 + |x|): close to x near 0, a logarithm far from it, defined for every number.
pub fn signed_log(value: f64) -> f64 {
    libm::log1p(value.abs()).copysign(value)
}

/// The number whose [`signed_log`] this is.
pub fn signed_exp(value: f64) -> f64 {
    libm::expm1(value.abs()).copysign(value)
}

/// Which columns span the space, and how their values become coordinates.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Space {
    /// Names of the columns, in order.
    pub columns: Vec<String>,
    /// Which of them are taken as signed logarithms.
    pub logs: Vec<bool>,
    /// What is done with missing values.
    pub missing: Missing,
    /// Whether coordinates are (x - mean) / sd, or x - mean.
    pub standardize: bool,
    /// Mean of each column (of its logarithms) over the rows of the fit.
    pub mean: Vec<f64>,
    /// Population standard deviation of each column (of its logarithms); 0 for a constant column.
    pub sd: Vec<f64>,
}

/// How the values of one column become coordinates: (x - offset) / divisor; 0 where missing.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// What is subtracted.
    pub offset: f64,
    /// What the difference is divided by.
    pub divisor: f64,
}

impl Axis {
    /// The coordinate of a value, of which the logarithm is taken already where it is to be.
    #[inline(always)]
    pub fn coordinate(self, value: f64) -> f64 {
        if value.is_nan() { 0.0 } else { (value - self.offset) / self.divisor }
    }
}

/// Mean and standard deviation of each column, as models keep them.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scaler {
    /// By column, in its unit; of a column in `log`, the mean of the signed logarithms.
    pub mean: Vec<f64>,
    /// Population standard deviation by column, likewise; 0 for a constant column, which adds nothing to
    /// a distance.
    pub sd: Vec<f64>,
}

impl Space {
    /// Number of columns.
    pub fn n_columns(&self) -> usize {
        self.columns.len()
    }

    /// The axis of column `j`. A constant column of a standardised space is divided by infinity: every
    /// value, also one that a later table brings, becomes 0 and adds nothing to a distance.
    pub fn axis(&self, j: usize) -> Axis {
        let divisor = match self.standardize {
            false => 1.0,
            true if self.sd[j] == 0.0 => f64::INFINITY,
            true => self.sd[j],
        };
        Axis { offset: self.mean[j], divisor }
    }

    /// The axes of all columns.
    pub fn axes(&self) -> Vec<Axis> {
        (0..self.n_columns()).map(|j| self.axis(j)).collect()
    }

    /// Coordinates of a point in the columns' units.
    pub fn to_coordinates(&self, point: &[f64]) -> Vec<f64> {
        let place =
            |(j, &value): (usize, &f64)| self.axis(j).coordinate(if self.logs[j] { signed_log(value) } else { value });
        point.iter().enumerate().map(place).collect()
    }

    /// The point in the columns' units of coordinates; a constant column of a standardised space keeps its
    /// mean.
    pub fn to_units(&self, coordinates: &[f64]) -> Vec<f64> {
        let place = |(j, &z): (usize, &f64)| {
            let value = self.mean[j] + if self.standardize { z * self.sd[j] } else { z };
            if self.logs[j] { signed_exp(value) } else { value }
        };
        coordinates.iter().enumerate().map(place).collect()
    }

    /// A coordinate in standard deviations of its column; 0 for a constant one.
    pub fn in_deviations(&self, j: usize, coordinate: f64) -> f64 {
        match self.sd_of_coordinates(j) {
            0.0 => 0.0,
            sd => coordinate / sd,
        }
    }

    /// The standard deviation of the coordinates of column `j`.
    pub fn sd_of_coordinates(&self, j: usize) -> f64 {
        if self.standardize && self.sd[j] > 0.0 { 1.0 } else { self.sd[j] }
    }

    /// The sum over columns of the variances of the coordinates.
    pub fn variance(&self) -> f64 {
        (0..self.n_columns()).map(|j| self.sd_of_coordinates(j)).map(|sd| sd * sd).sum()
    }

    /// Mean and standard deviation, as models keep them.
    pub fn scaler(&self) -> Scaler {
        Scaler { mean: self.mean.clone(), sd: self.sd.clone() }
    }

    /// Names of the columns that are taken as logarithms.
    pub fn log_columns(&self) -> Vec<String> {
        self.columns.iter().zip(&self.logs).filter(|(_, log)| **log).map(|(name, _)| name.clone()).collect()
    }

    /// Whether lengths and figures are such that no arithmetic on them fails.
    pub fn is_sound(&self) -> bool {
        let d = self.n_columns();
        let sound = |numbers: &[f64]| numbers.len() == d && numbers.iter().all(|v| v.abs() <= VALUE_MAX);
        d > 0
            && self.logs.len() == d
            && sound(&self.mean)
            && sound(&self.sd)
            && self.sd.iter().all(|&sd| sd == 0.0 || sd >= SD_MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(standardize: bool) -> Space {
        Space {
            columns: vec!["a".into(), "b".into(), "c".into()],
            logs: vec![false, false, true],
            missing: Missing::Mean,
            standardize,
            mean: vec![10.0, 3.0, 0.0],
            sd: vec![2.0, 0.0, 1.0],
        }
    }

    #[test]
    fn coordinates_count_standard_deviations_from_the_mean() {
        let e_less_1 = std::f64::consts::E - 1.0;
        assert_eq!(space(true).to_coordinates(&[14.0, 3.0, e_less_1]), [2.0, 0.0, 1.0]);
        assert_eq!(space(true).to_units(&[2.0, 0.0, 1.0]), [14.0, 3.0, e_less_1]);
        assert_eq!(space(false).to_coordinates(&[14.0, 5.0, 0.0]), [4.0, 2.0, 0.0]);
        assert_eq!(space(false).to_units(&[4.0, 2.0, 0.0]), [14.0, 5.0, 0.0]);
        assert_eq!(space(false).in_deviations(0, 4.0), 2.0);
        assert_eq!((space(true).variance(), space(false).variance()), (2.0, 5.0));
    }

    #[test]
    fn a_constant_column_adds_nothing_even_where_a_later_row_differs() {
        assert_eq!(space(true).axis(1).coordinate(99.0), 0.0);
    }

    #[test]
    fn a_missing_value_stands_at_the_mean() {
        assert_eq!(space(true).axis(0).coordinate(f64::NAN), 0.0);
        assert_eq!(space(false).axis(0).coordinate(f64::NAN), 0.0);
    }

    #[test]
    fn the_signed_logarithm_can_be_undone() {
        for value in [0.0, 1e-9, -3.5, 2.0e5, -1e60] {
            assert!((signed_exp(signed_log(value)) - value).abs() <= 1e-12 * f64::abs(value));
        }
    }
}

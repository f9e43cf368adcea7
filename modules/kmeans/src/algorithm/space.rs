//! The standardised space in which distances are measured.

use gridfolk_contract::{FromJson, ToJson};
use kmeans_kernel::axis::Axis;

use super::limits::{SD_MIN, VALUE_MAX};
use crate::wire::{packed, packed_enum};

/// What is done with rows that lack a value in a used column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// A missing value is a problem that names its row and column.
    #[default]
    Refuse,
    /// The column's mean over the values that are there stands in for it.
    Mean,
    /// The row is left out of the fit; its results are missing.
    Drop,
}

/// Which columns span the space, and how their values become coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct Space {
    /// Names of the columns, in order.
    pub columns: Vec<String>,
    /// What is done with missing values.
    pub missing: Missing,
    /// Whether coordinates are (x - mean) / sd, or x itself.
    pub standardize: bool,
    /// Mean of each column over the rows of the fit.
    pub mean: Vec<f64>,
    /// Population standard deviation of each column; 0 for a constant column.
    pub sd: Vec<f64>,
}

packed_enum!(Missing { 0 => Refuse, 1 => Mean, 2 => Drop });
packed!(Space { columns, missing, standardize, mean, sd });

impl Space {
    /// Number of columns.
    pub fn n_columns(&self) -> usize {
        self.columns.len()
    }

    /// The axis of column `j`. A constant column is divided by infinity: every value, also one
    /// that a later table brings, becomes 0 and adds nothing to a distance.
    pub fn axis(&self, j: usize) -> Axis {
        let (mean, sd) = (self.mean[j], self.sd[j]);
        if self.standardize {
            let divisor = if sd == 0.0 { f64::INFINITY } else { sd };
            Axis { offset: mean, divisor, fill: 0.0, centre: 0.0 }
        } else {
            Axis { offset: 0.0, divisor: 1.0, fill: mean, centre: mean }
        }
    }

    /// Coordinates of a point in original units.
    pub fn to_coordinates(&self, point: &[f64]) -> Vec<f64> {
        point.iter().enumerate().map(|(j, &value)| self.axis(j).coordinate(value)).collect()
    }

    /// The point in original units of coordinates; a constant column keeps its mean.
    pub fn to_units(&self, coordinates: &[f64]) -> Vec<f64> {
        if !self.standardize {
            return coordinates.to_vec();
        }
        coordinates.iter().enumerate().map(|(j, &z)| self.mean[j] + z * self.sd[j]).collect()
    }

    /// Whether lengths and figures are such that no arithmetic on them fails.
    pub fn is_sound(&self) -> bool {
        let d = self.n_columns();
        let sound = |numbers: &[f64]| numbers.len() == d && numbers.iter().all(|v| v.abs() <= VALUE_MAX);
        d > 0 && sound(&self.mean) && sound(&self.sd) && self.sd.iter().all(|&sd| sd == 0.0 || sd >= SD_MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(standardize: bool) -> Space {
        Space {
            columns: vec!["a".into(), "b".into()],
            missing: Missing::Mean,
            standardize,
            mean: vec![10.0, 3.0],
            sd: vec![2.0, 0.0],
        }
    }

    #[test]
    fn coordinates_count_standard_deviations_from_the_mean() {
        assert_eq!(space(true).to_coordinates(&[14.0, 3.0]), [2.0, 0.0]);
        assert_eq!(space(true).to_units(&[2.0, 0.0]), [14.0, 3.0]);
        assert_eq!(space(false).to_coordinates(&[14.0, 5.0]), [14.0, 5.0]);
    }

    #[test]
    fn a_constant_column_adds_nothing_even_where_a_later_row_differs() {
        assert_eq!(space(true).axis(1).coordinate(99.0), 0.0);
    }

    #[test]
    fn a_missing_value_stands_at_the_mean() {
        assert_eq!(space(true).axis(0).coordinate(f64::NAN), 0.0);
        assert_eq!(space(false).axis(0).coordinate(f64::NAN), 10.0);
    }
}

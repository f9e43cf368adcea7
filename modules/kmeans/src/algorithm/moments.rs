//! The second pass: mean and standard deviation of each column.
//!
//! Both come from one pass over y = x - s, where s is the middle between least and greatest value:
//! mean = s + sum y / n and variance = (sum y^2 - (sum y)^2 / n) / n, with sums of two limbs. What
//! cancels in the variance is at most (mean - s)^2 against it, and since the extremes themselves are
//! among the values, that is at most n / 2: with 2^-53 a square, the variance has at least
//! 53 - log2(n) - 1 true bits, and far more but for a single huge outlier.

use super::limits::SD_MIN;
use super::rows::Rows;
use super::scan::Scan;
use super::tally::{add, are_sums};
use crate::wire::packed;
use gridfolk_numeric::sum::TwoQuanta;
use kmeans_kernel::columns::moments;

/// Sums of all columns: four numbers a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Moments {
    sums: Vec<f64>,
}

packed!(Moments { sums });

/// Where a column's sums stand: its middle, and the grids of its sums.
#[derive(Debug, Clone, Copy)]
struct Ruler {
    middle: f64,
    first: TwoQuanta,
    second: TwoQuanta,
}

impl Ruler {
    fn new(scan: &Scan, j: usize) -> Self {
        let middle = scan.least[j] + (scan.greatest[j] - scan.least[j]) / 2.0;
        let bound = (scan.greatest[j] - middle).max(middle - scan.least[j]);
        Ruler { middle, first: TwoQuanta::new(bound, scan.n_used), second: TwoQuanta::new(bound * bound, scan.n_used) }
    }
}

impl Moments {
    /// The sums over the rows of a part.
    pub fn of(scan: &Scan, rows: &Rows<'_>) -> Self {
        let mut sums = Vec::new();
        for (j, column) in rows.columns().iter().enumerate() {
            let Ruler { middle, first, second } = Ruler::new(scan, j);
            sums.extend_from_slice(&moments(column, middle, first, second));
        }
        Moments { sums }
    }

    /// Of no rows.
    pub fn none(d: usize) -> Self {
        Moments { sums: vec![0.0; 4 * d] }
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Moments) {
        add(&mut self.sums, &other.sums);
    }

    /// Whether there are sums for `d` columns.
    pub fn is_sound(&self, d: usize) -> bool {
        are_sums(&self.sums, 4 * d)
    }

    /// Mean and population standard deviation of each column. Missing values count as the mean.
    pub fn finish(&self, scan: &Scan) -> (Vec<f64>, Vec<f64>) {
        let of_column = |(j, sums): (usize, &[f64; 4])| {
            if scan.least[j] == scan.greatest[j] {
                return (scan.least[j], 0.0);
            }
            let n = scan.n_present[j] as f64;
            let (first, second) = (sums[0] + sums[1], sums[2] + sums[3]);
            let squares = (second - first * first / n).max(0.0);
            let sd = (squares / scan.n_used as f64).sqrt();
            (Ruler::new(scan, j).middle + first / n, if sd < SD_MIN { 0.0 } else { sd })
        };
        let (mean, sd): (Vec<f64>, Vec<f64>) = self.sums.as_chunks::<4>().0.iter().enumerate().map(of_column).unzip();
        (mean, sd)
    }
}

//! The second pass: mean and standard deviation of each column.

use gridfolk_numeric::moments::Moments as Column;

use crate::limits::SD_MIN;
use crate::rows::Rows;
use crate::scan::Scan;
use crate::wire::packed;

/// Sums of each column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Moments {
    columns: Vec<Column>,
}

packed!(Moments { columns });

impl Moments {
    /// The sums over the rows of a part.
    pub fn of(scan: &Scan, rows: &Rows<'_>) -> Self {
        let columns = scan.extents.iter().zip(rows.columns());
        Moments { columns: columns.map(|(extent, values)| Column::of(extent, values.iter().copied())).collect() }
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Moments) {
        self.columns.iter_mut().zip(&other.columns).for_each(|(column, other)| column.merge(other));
    }

    /// Whether there are sums for `d` columns.
    pub fn is_of(&self, d: usize) -> bool {
        self.columns.len() == d && self.columns.iter().all(Column::is_sound)
    }

    /// Mean and population standard deviation of each column. Missing values count as the mean.
    pub fn finish(&self, scan: &Scan) -> (Vec<f64>, Vec<f64>) {
        let (mut means, mut sds) = (Vec::new(), Vec::new());
        for (column, extent) in self.columns.iter().zip(&scan.extents) {
            let (mut mean, mut sd) = (extent.least, 0.0);
            if extent.least < extent.greatest {
                // Sums that no rows gave may be anything: the mean still lies in the range.
                mean = column.mean(extent).unwrap_or(mean).max(extent.least).min(extent.greatest);
                let (n, n_used) = (extent.n as f64, scan.n_used as f64);
                let (first, second) = (column.first.value(), column.second.value());
                sd = ((second - first * first / n).max(0.0) / n_used).sqrt();
                sd = sd.min(extent.greatest - extent.least);
            }
            means.push(mean);
            sds.push(if sd >= SD_MIN { sd } else { 0.0 });
        }
        (means, sds)
    }
}

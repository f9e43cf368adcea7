//! The population stability index between an expected and an actual distribution over the same bins:
//!
//! ```text
//! PSI = sum over bins of (actual share - expected share) * ln(actual share / expected share)
//! ```
//!
//! It depends on the bins, which the caller states. Sources differ about an empty cell, which has no
//! logarithm: here it counts as [`EMPTY_CELL`] rows, and a bin that is empty on both sides adds nothing.

/// Rows that an empty cell counts as.
pub const EMPTY_CELL: f64 = 0.5;

/// The index of counts over the same bins, and each bin's part in it. None where one side is empty.
pub fn psi(expected: &[u64], actual: &[u64]) -> Option<(f64, Vec<f64>)> {
    let (n_expected, n_actual) = (expected.iter().sum::<u64>(), actual.iter().sum::<u64>());
    if n_expected == 0 || n_actual == 0 {
        return None;
    }
    let share = |count: u64, n: u64| if count == 0 { EMPTY_CELL } else { count as f64 } / n as f64;
    let part = |(&expected, &actual): (&u64, &u64)| {
        if expected + actual == 0 {
            return 0.0;
        }
        let (expected, actual) = (share(expected, n_expected), share(actual, n_actual));
        (actual - expected) * gridfolk_numeric::log(actual / expected)
    };
    let parts: Vec<f64> = expected.iter().zip(actual).map(part).collect();
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
    fn an_empty_cell_counts_as_half_a_row() {
        let (index, _) = psi(&[0, 10], &[5, 5]).expect("rows");
        assert!((index - 0.45 * (0.5f64 / 0.05).ln() - (0.5 - 1.0) * 0.5f64.ln()).abs() < 1e-15);
        assert_eq!(psi(&[0, 0], &[1, 1]), None);
    }
}

//! P-values of many tests at once.

use super::sorted::sorted;

/// Of each p the adjustment of Holm (1979), which holds the chance of any false finding: the k-th smallest
/// of m is (m - k + 1) p, never below the one before it, at most 1; and that of Benjamini and Hochberg (1995),
/// which holds the share of false findings: m / k p, never above the one after it.
pub(super) fn holm_and_fdr(ps: &[f64]) -> Vec<(f64, f64)> {
    let rising = sorted(ps.len(), &|a, b| ps[a].total_cmp(&ps[b]));
    let mut adjusted = vec![(0.0, 0.0); ps.len()];
    let mut least: f64 = 0.0;
    for (rank, &index) in rising.iter().enumerate() {
        least = least.max((ps.len() - rank) as f64 * ps[index]).min(1.0);
        adjusted[index].0 = least;
    }
    let mut most: f64 = 1.0;
    for (rank, &index) in rising.iter().enumerate().rev() {
        most = most.min(ps[index] * ps.len() as f64 / (rank + 1) as f64);
        adjusted[index].1 = most;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusted_values_are_those_by_hand() {
        let ps = [0.04, 0.01, 0.03, 0.9];
        let by_hand = [(0.09, 0.16 / 3.0), (0.04, 0.04), (0.09, 0.16 / 3.0), (0.9, 0.9)];
        for (found, by_hand) in holm_and_fdr(&ps).into_iter().zip(by_hand) {
            assert!((found.0 - by_hand.0).abs() < 1e-15 && (found.1 - by_hand.1).abs() < 1e-15, "{found:?}");
        }
    }
}

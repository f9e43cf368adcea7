//! P-values of many tests at once.

use super::sorted::sorted;

/// Holm's adjustment (1979), which holds the chance of any false finding: the k-th smallest of m is
/// (m - k + 1) p, never below the one before it, at most 1.
pub(super) fn holm(ps: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; ps.len()];
    let mut least: f64 = 0.0;
    for (rank, index) in rising(ps).into_iter().enumerate() {
        least = least.max((ps.len() - rank) as f64 * ps[index]).min(1.0);
        adjusted[index] = least;
    }
    adjusted
}

/// The adjustment of Benjamini and Hochberg (1995), which holds the share of false findings: the k-th
/// smallest of m is m / k p, never above the one after it.
pub(super) fn false_discovery_rate(ps: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; ps.len()];
    let mut most: f64 = 1.0;
    for (rank, index) in rising(ps).into_iter().enumerate().rev() {
        most = most.min(ps[index] * ps.len() as f64 / (rank + 1) as f64);
        adjusted[index] = most;
    }
    adjusted
}

fn rising(ps: &[f64]) -> Vec<usize> {
    sorted(ps.len(), &|a, b| ps[a].total_cmp(&ps[b]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusted_values_are_those_by_hand() {
        let ps = [0.04, 0.01, 0.03, 0.9];
        let near = |found: Vec<f64>, by_hand: [f64; 4]| {
            assert!(found.iter().zip(by_hand).all(|(a, b)| (a - b).abs() < 1e-15), "{found:?}");
        };
        near(holm(&ps), [0.09, 0.04, 0.09, 0.9]);
        near(false_discovery_rate(&ps), [0.16 / 3.0, 0.04, 0.16 / 3.0, 0.9]);
    }
}

//! Weights from comparisons in pairs: the analytic hierarchy process.
//!
//! T. L. Saaty, "The Analytic Hierarchy Process", 1980: a_ij says how many times as important i is as j,
//! a_ji = 1 / a_ij. The weights are the eigenvector of the largest eigenvalue λ, and
//!
//! ```text
//! consistency index  CI = (λ - n) / (n - 1)      consistency ratio  CR = CI / RI
//! ```
//!
//! with RI the mean CI of random matrices. Judgements with CR above 0.1 contradict each other too much.

/// Saaty's random indices, for 1 to 10 things.
const RANDOM_INDEX: [f64; 10] = [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];
/// The most steps of the power iteration; a positive matrix of ten converges in far fewer.
const STEPS_MAX: u32 = 1000;

/// How well judgements agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Consistency {
    /// The largest eigenvalue; n where all judgements agree.
    pub lambda_max: f64,
    /// (λ - n) / (n - 1); 0 for one thing.
    pub index: f64,
    /// The index over that of random judgements; 0 for two things, which cannot disagree.
    pub ratio: f64,
}

/// The weights of n things, summing up to 1, from n x n comparisons, row after row.
pub fn weights(matrix: &[f64]) -> (Vec<f64>, Consistency) {
    let n = (1..).take_while(|n| n * n <= matrix.len()).count();
    let mut weights = vec![1.0 / n as f64; n];
    let mut product = weights.clone();
    for _ in 0..STEPS_MAX {
        for (row, product) in matrix.chunks_exact(n).zip(&mut product) {
            *product = row.iter().zip(&weights).fold(0.0, |sum, (times, weight)| sum + times * weight);
        }
        let sum: f64 = product.iter().sum();
        let mut change: f64 = 0.0;
        for (weight, product) in weights.iter_mut().zip(&product) {
            change = change.max((product / sum - *weight).abs());
            *weight = product / sum;
        }
        if change <= 1e-15 {
            break;
        }
    }
    // With weights that sum up to 1 the sum of A w is the eigenvalue.
    let products = matrix
        .chunks_exact(n)
        .map(|row| row.iter().zip(&weights).fold(0.0, |sum, (times, weight)| sum + times * weight));
    let lambda_max: f64 = products.sum();
    let index = if n > 1 { (lambda_max - n as f64) / (n as f64 - 1.0) } else { 0.0 };
    let random = RANDOM_INDEX[n.min(RANDOM_INDEX.len()) - 1];
    let ratio = if random > 0.0 { index / random } else { 0.0 };
    (weights, Consistency { lambda_max, index, ratio })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgements_that_agree_give_their_ratios() {
        let (weights, consistency) = weights(&[1.0, 2.0, 4.0, 0.5, 1.0, 2.0, 0.25, 0.5, 1.0]);
        let expected = [4.0 / 7.0, 2.0 / 7.0, 1.0 / 7.0];
        assert!(weights.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15));
        assert!((consistency.lambda_max - 3.0).abs() < 1e-14 && consistency.ratio.abs() < 1e-13);
    }

    #[test]
    fn judgements_that_go_round_are_inconsistent() {
        let (weights, consistency) = weights(&[1.0, 5.0, 0.2, 0.2, 1.0, 5.0, 5.0, 0.2, 1.0]);
        assert!(weights.iter().all(|weight| (weight - 1.0 / 3.0).abs() < 1e-12));
        assert!(consistency.ratio > 1.0);
        assert_eq!(super::weights(&[1.0]).0, [1.0]);
        assert_eq!(super::weights(&[1.0, 3.0, 1.0 / 3.0, 1.0]).1.ratio, 0.0);
    }
}

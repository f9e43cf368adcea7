//! How far two groupings of the same customers agree.
//!
//! The adjusted Rand index (L. Hubert and P. Arabie, "Comparing Partitions", Journal of Classification 2,
//! 1985) counts the pairs of customers that are together in both, less what chance gives:
//!
//! ```text
//! S = sum of C(n_ij, 2)   A = sum of C(n_i., 2)   B = sum of C(n_.j, 2)   E = A B / C(n, 2)
//! ARI = (S - E) / ((A + B) / 2 - E)
//! ```
//! 1 is the same grouping, under whatever names; 0 is what chance gives.

/// The index of a table of counts; none of fewer than two customers.
pub fn adjusted_rand(counts: &[Vec<u64>]) -> Option<f64> {
    let pairs = |n: u64| n as f64 * (n as f64 - 1.0) / 2.0;
    let rows: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
    let n_columns = counts.first().map_or(0, Vec::len);
    let columns = (0..n_columns).map(|j| counts.iter().map(|row| row[j]).sum::<u64>());
    let n: u64 = rows.iter().sum();
    if n < 2 {
        return None;
    }
    let both: f64 = counts.iter().flatten().map(|n| pairs(*n)).sum();
    let before: f64 = rows.iter().map(|n| pairs(*n)).sum();
    let after: f64 = columns.map(pairs).sum();
    let expected = before * after / pairs(n);
    let most = f64::midpoint(before, after);
    // Both all in one group, or each customer alone in both: the same grouping.
    Some(if most == expected { 1.0 } else { (both - expected) / (most - expected) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_grouping_under_other_names_agrees_wholly() {
        assert_eq!(adjusted_rand(&[vec![0, 3], vec![2, 0]]), Some(1.0));
        assert_eq!(adjusted_rand(&[vec![4]]), Some(1.0));
        assert_eq!(adjusted_rand(&[vec![1]]), None);
        // scikit-learn: adjusted_rand_score([0, 0, 1, 1], [0, 0, 1, 2]).
        let found = adjusted_rand(&[vec![2, 0, 0], vec![0, 1, 1]]).expect("pairs");
        assert!((found - 0.571_428_571_428_571_4).abs() < 1e-15, "{found}");
    }
}

//! Before and after: groups, scores, and the customers that moved most.

use gridfolk_contract::ToJson;
use gridfolk_numeric::select::{present, values_at};

/// How the sizes of groups changed, and who moved from where to where.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupChange {
    /// The groups, in the order of counts, rows and columns below.
    pub groups: Vec<String>,
    /// Customers in each group before.
    pub counts_before: Vec<u64>,
    /// Customers in each group after.
    pub counts_after: Vec<u64>,
    /// `migration[i][j]`: customers in group i before and in group j after.
    pub migration: Vec<Vec<u64>>,
    /// Customers whose group changed.
    pub n_moved: u64,
    /// Customers without a group before or after; they stand in no count above.
    pub n_missing: u64,
}

impl GroupChange {
    /// Compares codes of groups, row by row; a code past `groups` is no group.
    pub fn new(groups: Vec<String>, before: &[u32], after: &[u32]) -> Self {
        let k = groups.len();
        let mut migration = vec![vec![0u64; k]; k];
        let mut n_missing = 0;
        for (&from, &to) in before.iter().zip(after) {
            match migration.get_mut(from as usize).and_then(|row| row.get_mut(to as usize)) {
                Some(count) => *count += 1,
                None => n_missing += 1,
            }
        }
        GroupChange::of_migration(groups, migration, n_missing)
    }

    /// The same from counts: `migration[i][j]` customers in group i before and in group j after.
    pub fn of_migration(groups: Vec<String>, migration: Vec<Vec<u64>>, n_missing: u64) -> Self {
        let k = groups.len();
        let counts_before: Vec<u64> = migration.iter().map(|row| row.iter().sum()).collect();
        let counts_after: Vec<u64> = (0..k).map(|j| migration.iter().map(|row| row[j]).sum()).collect();
        let n_stayed: u64 = (0..k).map(|i| migration[i][i]).sum();
        let n_moved = counts_before.iter().sum::<u64>() - n_stayed;
        GroupChange { groups, counts_before, counts_after, migration, n_moved, n_missing }
    }
}

/// The distribution of a score over customers; null where nobody has one.
#[derive(Debug, Clone, PartialEq, Default, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Distribution {
    /// Customers with a score.
    pub n: u64,
    /// Mean.
    pub mean: Option<f64>,
    /// Least value.
    pub min: Option<f64>,
    /// 10 % have at most this.
    pub p10: Option<f64>,
    /// 25 % have at most this.
    pub p25: Option<f64>,
    /// Half have at most this.
    pub p50: Option<f64>,
    /// 75 % have at most this.
    pub p75: Option<f64>,
    /// 90 % have at most this.
    pub p90: Option<f64>,
    /// Greatest value.
    pub max: Option<f64>,
}

impl Distribution {
    /// Of the values that are not missing. Quantiles are values that occur: the smallest one that at
    /// least that share of the customers does not exceed.
    pub fn of(values: &[f64]) -> Self {
        const PERCENT: [usize; 7] = [0, 10, 25, 50, 75, 90, 100];
        let present = present(values);
        if present.is_empty() {
            return Distribution::default();
        }
        let n = present.len();
        let mean = present.iter().sum::<f64>() / n as f64;
        let ranks = PERCENT.map(|percent| (n * percent).div_ceil(100).max(1) - 1);
        let [min, p10, p25, p50, p75, p90, max] = values_at(&present, ranks).map(Some);
        Distribution { n: n as u64, mean: Some(mean), min, p10, p25, p50, p75, p90, max }
    }
}

/// How a score's distribution changed.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScoreChange {
    /// Before.
    pub before: Distribution,
    /// After.
    pub after: Distribution,
    /// Mean after less mean before, of the customers with a score in both.
    pub mean_change: Option<f64>,
}

impl ScoreChange {
    /// Compares a score row by row.
    pub fn new(before: &[f64], after: &[f64]) -> Self {
        ScoreChange::since(Distribution::of(before), before, after)
    }

    /// The same where the distribution before is known already.
    pub fn since(distribution: Distribution, before: &[f64], after: &[f64]) -> Self {
        let mut sum = 0.0;
        let mut n = 0u64;
        for (before, after) in before.iter().zip(after) {
            let change = after - before;
            if !change.is_nan() {
                sum += change;
                n += 1;
            }
        }
        ScoreChange {
            before: distribution,
            after: Distribution::of(after),
            mean_change: (n > 0).then(|| sum / n as f64),
        }
    }
}

/// The rows with the `n` largest positive values, largest first, ties to the lowest row.
/// Rows at 0, below it or missing did not move and are left out.
pub fn largest(values: &[f64], n: usize) -> Vec<usize> {
    let mut rows: Vec<usize> = Vec::with_capacity(n + 1);
    for (row, &value) in values.iter().enumerate() {
        let is_full = rows.len() == n;
        if value > 0.0 && !(is_full && rows.last().is_none_or(|&last| value <= values[last])) {
            let at = rows.partition_point(|&kept| values[kept] >= value);
            rows.insert(at, row);
            rows.truncate(n);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use gridfolk_contract::MISSING_CODE;

    #[test]
    fn migration_counts_who_moved() {
        let groups = vec!["s1".to_owned(), "s2".to_owned()];
        let change = GroupChange::new(groups, &[0, 0, 1, MISSING_CODE, 0], &[0, 1, 1, 1, MISSING_CODE]);
        assert_eq!(change.migration, [[1, 1], [0, 1]]);
        assert_eq!((change.counts_before, change.counts_after), (vec![2, 1], vec![1, 2]));
        assert_eq!((change.n_moved, change.n_missing), (1, 2));
    }

    #[test]
    fn no_edit_moves_nobody() {
        let codes = [0, 1, 1, 2];
        let change = GroupChange::new(vec!["a".into(), "b".into(), "c".into()], &codes, &codes);
        assert_eq!((change.n_moved, change.counts_before == change.counts_after), (0, true));
    }

    #[test]
    fn quantiles_are_values_that_occur() {
        let mut values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        values.push(f64::NAN);
        let of = Distribution::of(&values);
        assert_eq!((of.n, of.mean, of.min, of.max), (100, Some(50.5), Some(1.0), Some(100.0)));
        assert_eq!(
            (of.p10, of.p25, of.p50, of.p75, of.p90),
            (Some(10.0), Some(25.0), Some(50.0), Some(75.0), Some(90.0))
        );
        assert_eq!(Distribution::of(&[f64::NAN]), Distribution::default());
        let one = Distribution::of(&[3.0]);
        assert_eq!((one.min, one.p50, one.max), (Some(3.0), Some(3.0), Some(3.0)));
    }

    #[test]
    fn the_change_of_the_mean_is_over_customers_with_both() {
        let change = ScoreChange::new(&[1.0, 2.0, f64::NAN], &[2.0, 4.0, 9.0]);
        assert_eq!(change.mean_change, Some(1.5));
        assert_eq!(ScoreChange::new(&[f64::NAN], &[1.0]).mean_change, None);
    }

    #[test]
    fn the_largest_come_first_and_ties_keep_the_row_order() {
        assert_eq!(largest(&[1.0, 5.0, f64::NAN, 5.0, 0.0, -2.0, 3.0], 3), [1, 3, 6]);
        assert_eq!(largest(&[1.0, 2.0], 10), [1, 0]);
        assert_eq!(largest(&[1.0], 0), [0usize; 0]);
    }
}

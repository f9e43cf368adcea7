//! What to mine, checked.

use gridfolk_contract::FromJson;

use super::measures::Measure;

/// Checked parameters of a mining.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Where baskets come from.
    pub source: Source,
    /// The least support.
    pub threshold: Threshold,
    /// The most items of an itemset.
    pub max_length: Option<u64>,
    /// Which itemsets are listed.
    pub kind: Kind,
    /// How many are listed.
    pub top: Option<u64>,
    /// Which rules are made.
    pub rules: Option<RuleSettings>,
}

/// Where baskets come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// One a row, of these columns or of all that hold categories or item sets.
    Wide {
        /// Names.
        columns: Option<Vec<String>>,
    },
    /// One item a row.
    Long {
        /// The column of baskets.
        basket: String,
        /// The column of items.
        item: String,
    },
}

/// The least support.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Threshold {
    /// A share of the baskets.
    Support(f64),
    /// A number of baskets.
    Count(u64),
}

/// Which itemsets are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Every frequent itemset.
    #[default]
    All,
    /// Those that no frequent itemset with more items matches in count.
    Closed,
    /// Those that no frequent itemset holds with more items.
    Maximal,
}

/// Which rules are made.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSettings {
    /// The least confidence.
    pub min_confidence: f64,
    /// The least lift.
    pub min_lift: f64,
    /// What may stand on the left.
    pub left: Side,
    /// What may stand on the right.
    pub right: Side,
    /// The order of the list.
    pub by: Measure,
    /// How many are listed.
    pub top: Option<u64>,
    /// Whether redundant rules are left out of the list.
    pub drop_redundant: bool,
}

/// What may stand on one side of a rule, by the items' texts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Side {
    /// All of these must.
    pub required: Vec<String>,
    /// None of these may.
    pub forbidden: Vec<String>,
    /// Only these may.
    pub allowed: Option<Vec<String>>,
    /// The most items.
    pub max_items: Option<u64>,
}

impl Settings {
    /// The most items of an itemset, as a number.
    pub fn longest(&self) -> usize {
        self.max_length.map_or(usize::from(u16::MAX), |length| length as usize)
    }
}

/// The least whole number of `n` baskets whose share, by one division, is at least the threshold; at least 1.
pub fn least_count(threshold: Threshold, n: u64) -> u64 {
    let Threshold::Support(share) = threshold else {
        let Threshold::Count(count) = threshold else { return 1 };
        return count;
    };
    // The product may be one off either way; the division decides.
    let mut count = ((share * n as f64) as u64).saturating_sub(2).max(1);
    while (count as f64 / n as f64) < share {
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_division_decides_at_the_threshold() {
        let least = |share, n| least_count(Threshold::Support(share), n);
        // ceil(0.07 * 100) would be 8, and 0.8 * 20 needs 16.
        assert_eq!((least(0.07, 100), least(0.8, 20), least(0.001, 9835), least(1.0, 7)), (7, 16, 10, 7));
        assert_eq!((least(1e-9, 5), least_count(Threshold::Count(3), 2)), (1, 3));
        for n in 1..200u64 {
            for count in 1..=n {
                assert_eq!(least(count as f64 / n as f64, n), count, "{count} of {n}");
            }
        }
    }
}

//! A column with its bins: which bin a value falls into, and what a bin is worth.
//!
//! Bins stand in this order: the ordinary ones, the special codes, missing, and for categories the levels
//! that no group names. Numbers fall into [edge, next edge).
//!
//! ```text
//! WOE = ln((goods of the bin / all goods) / (bads of the bin / all bads))
//! IV  = (share of goods - share of bads) * WOE
//! ```
//! (I. J. Good, "Probability and the Weighing of Evidence", 1950; S. Kullback, "Information Theory and
//! Statistics", 1959: IV summed over bins is their symmetric divergence.) A positive WOE means fewer bads
//! than on average. Sources differ about a bin without goods or bads, which has no logarithm: here it
//! counts as having `zero_cell` of one; a bin without rows has WOE 0, the average.

use gridfolk_contract::wire::{packed, packed_enum};
use gridfolk_contract::{Category, Values};
use gridfolk_numeric::sort::order_of_texts;
use scorecard_kernel::codes_of_numbers;

/// Goods and bads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Rows where the event did not happen.
    pub goods: u64,
    /// Rows where it did.
    pub bads: u64,
}

impl Count {
    /// One row.
    pub fn add(&mut self, is_bad: bool) {
        self.bads += u64::from(is_bad);
        self.goods += u64::from(!is_bad);
    }

    /// The rows of another part.
    pub fn merge(&mut self, other: Count) {
        self.goods = self.goods.saturating_add(other.goods);
        self.bads = self.bads.saturating_add(other.bads);
    }

    /// Rows.
    pub fn n(self) -> u64 {
        self.goods.saturating_add(self.bads)
    }

    /// WOE and IV of a bin among all rows, of which there are goods and bads.
    pub fn woe_and_iv(self, all: Count, zero_cell: f64) -> (f64, f64) {
        if self.n() == 0 {
            return (0.0, 0.0);
        }
        let share = |count: u64, all: u64| if count == 0 { zero_cell } else { count as f64 } / all as f64;
        let (goods, bads) = (share(self.goods, all.goods), share(self.bads, all.bads));
        let woe = libm::log(goods / bads);
        (woe, (goods - bads) * woe)
    }
}

/// How the values of a column are told apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Split {
    /// Numbers: edges that rise, and codes that are no quantities.
    Number {
        /// Where one range ends and the next begins, itself in the next.
        edges: Vec<f64>,
        /// Each a bin of its own.
        special: Vec<f64>,
    },
    /// Levels.
    Category {
        /// The levels of each bin.
        groups: Vec<Vec<String>>,
        /// Each a bin of its own.
        special: Vec<String>,
    },
}

/// A column with its bins.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The column's name.
    pub column: String,
    /// How its values are told apart.
    pub split: Split,
    /// Rows of each bin in the fit.
    pub counts: Vec<Count>,
}

packed!(Count { goods, bads });
packed_enum!(Split { 0 => Number { edges, special }, 1 => Category { groups, special } });
packed!(Attribute { column, split, counts });

/// Why a column's values have no bins.
#[derive(Debug, Clone, PartialEq)]
pub enum Unfit {
    /// The column holds this kind, and the bins are of another.
    Kind(&'static str),
    /// A level that no group names: the row and the level.
    Level(usize, String),
}

impl Split {
    /// Ordinary bins.
    pub fn n_ordinary(&self) -> usize {
        match self {
            Split::Number { edges, .. } => edges.len() + 1,
            Split::Category { groups, .. } => groups.len(),
        }
    }

    /// Special codes.
    pub fn n_special(&self) -> usize {
        match self {
            Split::Number { special, .. } => special.len(),
            Split::Category { special, .. } => special.len(),
        }
    }

    /// The bin of missing values.
    pub fn missing(&self) -> usize {
        self.n_ordinary() + self.n_special()
    }

    /// All bins.
    pub fn n_bins(&self) -> usize {
        self.missing() + 1 + usize::from(matches!(self, Split::Category { .. }))
    }

    /// The bin of each row. `refuses_unknown`: a level that no group names is an error, not the last bin.
    ///
    /// # Errors
    /// Another kind of column; an unknown level.
    pub fn codes(&self, values: &Values, refuses_unknown: bool) -> Result<Vec<u8>, Unfit> {
        match (self, values) {
            (Split::Number { edges, special }, Values::Number(numbers)) => {
                Ok(codes_of_numbers(numbers, edges, special, self.missing() as u8))
            }
            (Split::Category { .. }, Values::Category(category)) => self.codes_of_levels(category, refuses_unknown),
            // A column without a single value is taken for one of numbers.
            (Split::Category { .. }, Values::Number(numbers)) if numbers.iter().all(|value| value.is_nan()) => {
                Ok(vec![self.missing() as u8; numbers.len()])
            }
            _ => Err(Unfit::Kind(values.kind())),
        }
    }

    fn codes_of_levels(&self, category: &Category, refuses_unknown: bool) -> Result<Vec<u8>, Unfit> {
        let bins = self.level_bins();
        let bin = |level: &String| bins.of(level).unwrap_or(self.missing() as u8 + 1);
        let of_level: Vec<u8> = category.levels.iter().map(bin).collect();
        let of_code = |&code: &u32| of_level.get(code as usize).copied().unwrap_or(self.missing() as u8);
        let codes: Vec<u8> = category.codes.iter().map(of_code).collect();
        match codes.iter().position(|&code| refuses_unknown && code as usize > self.missing()) {
            Some(row) => Err(Unfit::Level(row, category.level(row).unwrap_or_default().to_owned())),
            None => Ok(codes),
        }
    }

    /// The bin of each level that has one.
    pub fn level_bins(&self) -> LevelBins<'_> {
        let mut levels: Vec<(&str, u8)> = Vec::new();
        if let Split::Category { groups, special } = self {
            let singles = special.iter().map(std::slice::from_ref);
            for (bin, group) in groups.iter().map(Vec::as_slice).chain(singles).enumerate() {
                levels.extend(group.iter().map(|level| (level.as_str(), bin as u8)));
            }
        }
        let texts: Vec<&str> = levels.iter().map(|level| level.0).collect();
        LevelBins(order_of_texts(&texts).into_iter().map(|place| levels[place]).collect())
    }
}

/// Levels with their bins, in the order of the levels.
#[derive(Debug, Clone)]
pub struct LevelBins<'a>(Vec<(&'a str, u8)>);

impl LevelBins<'_> {
    /// The bin of a level; the last one that names it.
    pub fn of(&self, level: &str) -> Option<u8> {
        let after = self.0.partition_point(|(other, _)| *other <= level);
        let (found, bin) = self.0[..after].last()?;
        (*found == level).then_some(*bin)
    }
}

impl Attribute {
    /// WOE and IV of each bin.
    pub fn woes_and_ivs(&self, all: Count, zero_cell: f64) -> Vec<(f64, f64)> {
        self.counts.iter().map(|count| count.woe_and_iv(all, zero_cell)).collect()
    }

    /// IV of the column.
    pub fn iv(&self, all: Count, zero_cell: f64) -> f64 {
        self.woes_and_ivs(all, zero_cell).iter().map(|(_, iv)| iv).sum()
    }

    /// Whether all rows lie in one bin.
    pub fn is_constant(&self) -> bool {
        self.counts.iter().filter(|count| count.n() > 0).count() < 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gridfolk_contract::Column;

    #[test]
    fn woe_and_iv_by_hand() {
        let all = Count { goods: 10, bads: 10 };
        let (woe, iv) = Count { goods: 6, bads: 2 }.woe_and_iv(all, 0.5);
        assert!((woe - 3f64.ln()).abs() < 1e-15 && (iv - 0.4 * 3f64.ln()).abs() < 1e-15);
        let (woe, _) = Count { goods: 5, bads: 0 }.woe_and_iv(all, 0.5);
        assert!((woe - 10f64.ln()).abs() < 1e-15);
        assert_eq!(Count::default().woe_and_iv(all, 0.5), (0.0, 0.0));
    }

    #[test]
    fn levels_fall_into_groups_special_missing_and_other() {
        let split =
            Split::Category { groups: vec![vec!["a".into(), "b".into()], vec!["c".into()]], special: vec!["?".into()] };
        let levels = ["c", "?", "new", "b"].map(String::from).to_vec();
        let column = Column::category("x", vec![0, 1, 2, 3, u32::MAX], levels);
        assert_eq!(split.codes(&column.values, false), Ok(vec![1, 2, 4, 0, 3]));
        assert_eq!(split.codes(&column.values, true), Err(Unfit::Level(2, "new".into())));
        assert_eq!(split.codes(&Values::Number(vec![1.0]), true), Err(Unfit::Kind("number")));
        assert_eq!(split.codes(&Values::Number(vec![f64::NAN]), true), Ok(vec![3]));
    }
}

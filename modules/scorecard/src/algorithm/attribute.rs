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

use gridfolk_contract::wire::packed;
use gridfolk_contract::{Category, Values};
use gridfolk_numeric::sort::order_of_texts;
use scorecard_kernel::codes_of_numbers;

use crate::contract::Trend;

/// The most bins of a column, so that a bin is a byte.
const BINS_MAX: usize = 250;

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
        let woe = gridfolk_numeric::log(goods / bads);
        (woe, (goods - bads) * woe)
    }
}

/// How the values of a column are told apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Whether they are numbers, or else levels.
    pub is_number: bool,
    /// Of numbers: where one range ends and the next begins, itself in the next; rising.
    pub edges: Vec<f64>,
    /// Of numbers: codes that are no quantities, each a bin of its own.
    pub special: Vec<f64>,
    /// Levels of each bin; last, those of the special ones, one each.
    pub groups: Vec<Vec<String>>,
    /// Special codes, or levels.
    pub n_special: usize,
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
    /// The trend that was kept to; none for bins that the caller gave, and for levels.
    pub trend: Option<Trend>,
}

packed!(Count { goods, bads });
packed!(Split { is_number, edges, special, groups, n_special });
packed!(Attribute { column, split, counts, trend });

/// Why a column's values have no bins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unfit<'a> {
    /// The column holds this kind, and the bins are of another.
    Kind(&'static str),
    /// A level that no group names: the row and the level.
    Level(usize, &'a str),
}

impl Split {
    /// Numbers between edges, and special codes.
    pub fn of_numbers(edges: Vec<f64>, special: Vec<f64>) -> Self {
        Split { is_number: true, n_special: special.len(), edges, special, groups: Vec::new() }
    }

    /// Levels in groups, and special ones.
    pub fn of_levels(mut groups: Vec<Vec<String>>, special: Vec<String>) -> Self {
        let n_special = special.len();
        for level in special {
            groups.push(vec![level]);
        }
        Split { is_number: false, n_special, edges: Vec::new(), special: Vec::new(), groups }
    }

    /// Whether there is one of everything for each bin.
    pub fn is_sound(&self) -> bool {
        let n_levels = |at: usize| self.groups[at].len();
        is_rising(&self.edges)
            && [&self.edges, &self.special].iter().all(|list| list.iter().all(|number| number.is_finite()))
            && self.n_special <= self.missing()
            && (!self.is_number || self.n_special == self.special.len())
            && (self.n_ordinary()..self.groups.len()).all(|at| n_levels(at) == 1)
            && self.n_bins() <= BINS_MAX
    }

    /// Ordinary bins.
    pub fn n_ordinary(&self) -> usize {
        self.missing() - self.n_special
    }

    /// The bin of missing values.
    // Asked everywhere: in place it would cost a module half a kilobyte.
    #[inline(never)]
    pub fn missing(&self) -> usize {
        if self.is_number { self.edges.len() + 1 + self.special.len() } else { self.groups.len() }
    }

    /// All bins.
    pub fn n_bins(&self) -> usize {
        self.missing() + 1 + usize::from(!self.is_number)
    }

    /// The bin of each row. `refuses_unknown`: a level that no group names is an error, not the last bin.
    ///
    /// # Errors
    /// Another kind of column; an unknown level.
    pub fn codes<'a>(&self, values: &'a Values, refuses_unknown: bool) -> Result<Vec<u8>, Unfit<'a>> {
        let missing = self.missing() as u8;
        match (self.is_number, values) {
            (true, Values::Number(numbers)) => Ok(codes_of_numbers(numbers, &self.edges, &self.special, missing)),
            (false, Values::Category(category)) => self.codes_of_levels(category, refuses_unknown),
            // A column without a single value is taken for one of numbers.
            (false, Values::Number(numbers)) if numbers.iter().all(|value| value.is_nan()) => {
                Ok(vec![missing; numbers.len()])
            }
            _ => Err(Unfit::Kind(values.kind())),
        }
    }

    fn codes_of_levels<'a>(&self, category: &'a Category, refuses_unknown: bool) -> Result<Vec<u8>, Unfit<'a>> {
        let bins = self.level_bins();
        let bin = |level: &String| bins.of(level).unwrap_or(self.missing() as u8 + 1);
        let of_level: Vec<u8> = category.levels.iter().map(bin).collect();
        let of_code = |&code: &u32| of_level.get(code as usize).copied().unwrap_or(self.missing() as u8);
        let codes: Vec<u8> = category.codes.iter().map(of_code).collect();
        match codes.iter().position(|&code| refuses_unknown && code as usize > self.missing()) {
            Some(row) => Err(Unfit::Level(row, category.level(row).unwrap_or_default())),
            None => Ok(codes),
        }
    }

    /// The bin of each level that has one.
    pub fn level_bins(&self) -> LevelBins<'_> {
        let (mut levels, mut bins): (Vec<&str>, _) = (Vec::new(), Vec::new());
        for (bin, group) in self.groups.iter().enumerate() {
            for level in group {
                levels.push(level);
                bins.push(bin as u8);
            }
        }
        LevelBins { order: order_of_texts(&levels), levels, bins }
    }
}

/// Levels with their bins.
#[derive(Debug, Clone)]
pub struct LevelBins<'a> {
    levels: Vec<&'a str>,
    bins: Vec<u8>,
    /// Their places in the order of the texts.
    order: Vec<usize>,
}

impl LevelBins<'_> {
    /// The bin of a level; the last one that names it.
    pub fn of(&self, level: &str) -> Option<u8> {
        let after = self.order.partition_point(|&place| self.levels[place] <= level);
        let place = self.order[after.checked_sub(1)?];
        (self.levels[place] == level).then(|| self.bins[place])
    }
}

/// Whether each number is above the one before it.
pub fn is_rising(numbers: &[f64]) -> bool {
    numbers.windows(2).all(|pair| pair[0] < pair[1])
}

impl Attribute {
    /// IV of the column.
    pub fn iv(&self, all: Count, zero_cell: f64) -> f64 {
        self.counts.iter().map(|count| count.woe_and_iv(all, zero_cell).1).sum()
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
        let split = Split::of_levels(vec![vec!["a".into(), "b".into()], vec!["c".into()]], vec!["?".into()]);
        let levels = ["c", "?", "new", "b"].map(String::from).to_vec();
        let column = Column::category("x", vec![0, 1, 2, 3, u32::MAX], levels);
        assert_eq!(split.codes(&column.values, false), Ok(vec![1, 2, 4, 0, 3]));
        assert_eq!(split.codes(&column.values, true), Err(Unfit::Level(2, "new")));
        assert_eq!(split.codes(&Values::Number(vec![1.0]), true), Err(Unfit::Kind("number")));
        assert_eq!(split.codes(&Values::Number(vec![f64::NAN]), true), Ok(vec![3]));
    }
}

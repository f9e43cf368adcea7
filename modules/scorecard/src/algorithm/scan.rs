//! The first pass: how many rows, how many bads, and what each column holds.

use std::collections::BTreeMap;

use gridfolk_contract::Values;
use gridfolk_contract::wire::packed;
use scorecard_kernel::{count_by_code, range_of_first};

use super::attribute::{Count, Split};
use super::limits::LEVELS_MAX;
use super::part::Part;
use crate::contract::Binning;
use crate::problem::Mistake;

/// What is known of all rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scan {
    /// Goods and bads.
    pub all: Count,
    /// The first row whose target is neither 0 nor 1.
    pub bad_target: Option<u64>,
    /// By column, in the order of the table.
    pub columns: Vec<ColumnScan>,
}

/// What is known of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnScan {
    /// Its name.
    pub name: String,
    /// Whether it holds numbers, or else levels.
    pub is_number: bool,
    /// Numbers that are neither missing nor special.
    pub n: u64,
    /// The least of them.
    pub least: f64,
    /// The greatest of them.
    pub greatest: f64,
    /// Rows of each special code, then those with a missing value.
    pub apart: Vec<Count>,
    /// Rows of each level that is not special, by its text.
    pub levels: Vec<(String, Count)>,
}

packed!(Scan { all, bad_target, columns });
packed!(ColumnScan { name, is_number, n, least, greatest, apart, levels });

impl Scan {
    /// Scans a part.
    pub fn of(part: &Part<'_>, binning: &Binning) -> Self {
        let bads = part.target.iter().filter(|&&target| target == 1.0).count() as u64;
        let all = Count { goods: part.target.len() as u64 - bads, bads };
        let bad_target = part.target.iter().position(|&value| value != 0.0 && value != 1.0);
        Scan {
            all,
            bad_target: bad_target.map(|row| part.first_row + row as u64),
            columns: part.columns.iter().map(|(name, values)| scan_column(name, values, part, binning)).collect(),
        }
    }

    /// Adds another part; false where it has other columns.
    pub fn merge(&mut self, other: Scan) -> bool {
        self.all.merge(other.all);
        self.bad_target = self.bad_target.into_iter().chain(other.bad_target).min();
        self.columns.len() == other.columns.len()
            && self.columns.iter_mut().zip(other.columns).all(|(column, other)| column.merge(other))
    }

    /// Refuses rows that no card can be made of.
    ///
    /// # Errors
    /// A target that is not 0 or 1; no rows, no goods or no bads; too many levels.
    pub fn check(&self, target: &str) -> Result<(), Mistake> {
        let (column, all) = (target.to_owned(), self.all);
        if let Some(row) = self.bad_target {
            return Err(Mistake::TargetNotBinary { column, row });
        }
        match (all.goods, all.bads) {
            (0, 0) => return Err(Mistake::NoRows),
            (_, 0) => return Err(Mistake::NoBads { column, n_rows: all.n() }),
            (0, _) => return Err(Mistake::NoGoods { column, n_rows: all.n() }),
            _ => {}
        }
        match self.columns.iter().find(|column| column.levels.len() > LEVELS_MAX) {
            Some(column) => Err(Mistake::TooManyLevels { column: column.name.clone(), n: column.levels.len() }),
            None => Ok(()),
        }
    }
}

impl ColumnScan {
    fn merge(&mut self, other: ColumnScan) -> bool {
        if self.name != other.name || self.is_number != other.is_number || self.apart.len() != other.apart.len() {
            return false;
        }
        self.n = self.n.saturating_add(other.n);
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
        self.apart.iter_mut().zip(other.apart).for_each(|(count, other)| count.merge(other));
        let mut levels: BTreeMap<String, Count> = std::mem::take(&mut self.levels).into_iter().collect();
        for (level, count) in other.levels {
            levels.entry(level).or_default().merge(count);
        }
        self.levels = levels.into_iter().collect();
        true
    }
}

/// A column's special codes with no bins between them.
pub fn apart_of(name: &str, is_number: bool, binning: &Binning) -> Split {
    let of = binning.of(name);
    match is_number {
        true => Split::Number { edges: Vec::new(), special: of.special_numbers() },
        false => Split::Category { groups: Vec::new(), special: of.special_levels() },
    }
}

fn scan_column(name: &str, values: &Values, part: &Part<'_>, binning: &Binning) -> ColumnScan {
    let is_number = matches!(values, Values::Number(_));
    let split = apart_of(name, is_number, binning);
    let n_ordinary = split.n_ordinary();
    let mut scan = ColumnScan {
        name: name.to_owned(),
        is_number,
        n: 0,
        least: f64::INFINITY,
        greatest: f64::NEG_INFINITY,
        apart: vec![Count::default(); split.n_special() + 1],
        levels: Vec::new(),
    };
    // Both kinds fit: an unknown level is what most levels are here.
    let codes = split.codes(values, false).unwrap_or_default();
    let counts = count_by_code(&codes, part.target, split.n_bins());
    for (apart, &(goods, bads)) in scan.apart.iter_mut().zip(&counts[n_ordinary..]) {
        *apart = Count { goods, bads };
    }
    match values {
        Values::Number(numbers) => (scan.n, scan.least, scan.greatest) = range_of_first(numbers, &codes),
        Values::Category(category) => {
            let mut counts = vec![Count::default(); category.levels.len()];
            for (row, &code) in category.codes.iter().enumerate() {
                if let Some(count) = counts.get_mut(code as usize) {
                    count.add(part.is_bad(row));
                }
            }
            let special = split.bin_by_level();
            let mut levels: BTreeMap<String, Count> = BTreeMap::new();
            for (level, count) in category.levels.iter().zip(counts) {
                if count.n() > 0 && !special.contains_key(level.as_str()) {
                    levels.insert(level.clone(), count);
                }
            }
            scan.levels = levels.into_iter().collect();
        }
        Values::Items(_) => {}
    }
    scan
}

//! The first pass: how many rows, how many bads, and what each column holds.

use gridfolk_contract::Values;
use gridfolk_contract::wire::packed;
use gridfolk_numeric::sort::order_of_texts;
use scorecard_kernel::{count_by_code, range_of_first};

use super::attribute::{Count, Split};
use super::limits::LEVELS_MAX;
use super::part::Part;
use crate::contract::Binning;
use crate::problem;
use gridfolk_contract::Problem;

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
        let bad_target = first_not_binary(part.target);
        Scan {
            all,
            bad_target: bad_target.map(|row| part.first_row + row as u64),
            columns: part.columns.iter().map(|(name, values)| scan_column(name, values, part, binning)).collect(),
        }
    }

    /// Adds another part; false where it has other columns.
    pub fn merge(&mut self, other: &mut Scan) -> bool {
        self.all.merge(other.all);
        self.bad_target = match (self.bad_target, other.bad_target) {
            (Some(row), Some(other)) => Some(row.min(other)),
            (row, other) => row.or(other),
        };
        self.columns.len() == other.columns.len()
            && self.columns.iter_mut().zip(&mut other.columns).all(|(column, other)| column.merge(other))
    }

    /// Refuses rows that no card can be made of.
    ///
    /// # Errors
    /// A target that is not 0 or 1; no rows, no goods or no bads; too many levels.
    pub fn check(&self, target: &str) -> Result<(), Problem> {
        let all = self.all;
        if let Some(row) = self.bad_target {
            return Err(problem::target_not_binary(target, row));
        }
        match (all.goods, all.bads) {
            (0, 0) => return Err(problem::no_rows()),
            (_, 0) => return Err(problem::no_bads(target, all.n())),
            (0, _) => return Err(problem::no_goods(target, all.n())),
            _ => {}
        }
        match self.columns.iter().find(|column| column.levels.len() > LEVELS_MAX) {
            Some(column) => Err(problem::too_many_levels(&column.name, column.levels.len())),
            None => Ok(()),
        }
    }
}

impl ColumnScan {
    fn merge(&mut self, other: &mut ColumnScan) -> bool {
        if self.name != other.name || self.is_number != other.is_number || self.apart.len() != other.apart.len() {
            return false;
        }
        self.n = self.n.saturating_add(other.n);
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
        self.apart.iter_mut().zip(&other.apart).for_each(|(count, other)| count.merge(*other));
        self.levels.append(&mut other.levels);
        self.levels = joined(std::mem::take(&mut self.levels));
        true
    }
}

/// The first row whose target is neither 0 nor 1.
pub fn first_not_binary(target: &[f64]) -> Option<usize> {
    target.iter().position(|&value| value != 0.0 && value != 1.0)
}

/// Levels by their text, each once.
fn joined(mut levels: Vec<(String, Count)>) -> Vec<(String, Count)> {
    let texts: Vec<&str> = levels.iter().map(|level| level.0.as_str()).collect();
    let mut joined: Vec<(String, Count)> = Vec::with_capacity(levels.len());
    for place in order_of_texts(&texts) {
        let (level, count) = std::mem::take(&mut levels[place]);
        match joined.last_mut() {
            Some(last) if last.0 == level => last.1.merge(count),
            _ => joined.push((level, count)),
        }
    }
    joined
}

/// A column's special codes with no bins between them.
pub fn apart_of(name: &str, is_number: bool, binning: &Binning) -> Split {
    let of = binning.of(name);
    match is_number {
        true => Split::of_numbers(Vec::new(), of.special_numbers()),
        false => Split::of_levels(Vec::new(), of.special_levels()),
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
        apart: vec![Count::default(); split.n_special + 1],
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
            let special = split.level_bins();
            for (level, &count) in category.levels.iter().zip(&counts) {
                if count.n() > 0 && special.of(level).is_none() {
                    scan.levels.push((level.clone(), count));
                }
            }
            scan.levels = joined(scan.levels);
        }
        Values::Items(_) => {}
    }
    scan
}

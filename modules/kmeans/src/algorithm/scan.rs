//! The first pass: how many rows there are, and between which values each column lies. All later sums
//! need these bounds.

use super::limits::VALUE_MAX;
use super::rows::Rows;
use super::space::Missing;
use crate::problem;
use crate::wire::packed;
use gridfolk_contract::Problem;
use gridfolk_numeric::random::Stream;
use kmeans_kernel::columns::range;

/// What one part, or the whole table, holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scan {
    /// Names of the used columns.
    pub columns: Vec<String>,
    /// All rows.
    pub n_rows: u64,
    /// Rows that take part in the fit.
    pub n_used: u64,
    /// Values that are there, by column.
    pub n_present: Vec<u64>,
    /// Least value by column; infinite where there is none.
    pub least: Vec<f64>,
    /// Greatest value by column; minus infinite where there is none.
    pub greatest: Vec<f64>,
    /// The first missing value, where that is a problem: row, then column.
    pub gap: Option<(u64, usize)>,
    /// Hashes of different rows, ascending, up to as many as there shall be segments.
    pub different: Vec<u64>,
}

packed!(Scan { columns, n_rows, n_used, n_present, least, greatest, gap, different });

impl Scan {
    /// Looks through the rows of a part.
    pub fn of(columns: &[String], rows: &Rows<'_>, missing: Missing, k: usize) -> Self {
        let ranges: Vec<(u64, f64, f64)> = rows.columns().iter().map(|column| range(column)).collect();
        let has_gap = ranges.iter().any(|range| range.0 < rows.n_used() as u64);
        Scan {
            columns: columns.to_vec(),
            n_rows: rows.n_rows() as u64,
            n_used: rows.n_used() as u64,
            n_present: ranges.iter().map(|range| range.0).collect(),
            least: ranges.iter().map(|range| range.1).collect(),
            greatest: ranges.iter().map(|range| range.2).collect(),
            gap: if has_gap && missing == Missing::Refuse { rows.first_gap() } else { None },
            different: different_rows(rows, k),
        }
    }

    /// Adds another part. `k` is the number of different rows that is enough.
    ///
    /// # Errors
    /// When the parts have different columns.
    pub fn merge(&mut self, other: &Scan, k: usize) -> Result<(), Problem> {
        if self.columns != other.columns {
            return Err(Problem::columns_differ(&self.columns, &other.columns));
        }
        self.n_rows += other.n_rows;
        self.n_used += other.n_used;
        for j in 0..self.columns.len() {
            self.n_present[j] += other.n_present[j];
            self.least[j] = self.least[j].min(other.least[j]);
            self.greatest[j] = self.greatest[j].max(other.greatest[j]);
        }
        self.gap = [self.gap, other.gap].into_iter().flatten().min();
        other.different.iter().for_each(|&hash| insert(&mut self.different, hash));
        self.different.truncate(k);
        Ok(())
    }

    /// Refuses a table that cannot be fitted.
    ///
    /// # Errors
    /// No rows; a missing value; a column that is all missing; a value beyond the limit; fewer rows, or
    /// different rows, than segments.
    pub fn check(&self, k: usize) -> Result<(), Problem> {
        self.check_values()?;
        if k as u64 > self.n_used {
            return Err(problem::k_out_of_range(k as u64, self.n_used, "rows"));
        }
        if self.different.len() < k {
            return Err(problem::too_few_different_rows(k, self.different.len()));
        }
        Ok(())
    }

    fn check_values(&self) -> Result<(), Problem> {
        let column = |j: usize| &self.columns[j];
        if let Some((row, j)) = self.gap {
            return Err(Problem::missing_value(column(j), row));
        }
        if self.n_used == 0 {
            return Err(Problem::no_rows(self.n_rows));
        }
        if let Some(j) = self.n_present.iter().position(|&n| n == 0) {
            return Err(Problem::column_all_missing(column(j)));
        }
        let is_large = |j: &usize| self.least[*j] < -VALUE_MAX || self.greatest[*j] > VALUE_MAX;
        if let Some(j) = (0..self.columns.len()).find(is_large) {
            return Err(Problem::value_too_large(column(j), VALUE_MAX));
        }
        Ok(())
    }

    /// Whether lengths and figures are such that no arithmetic on them fails.
    pub fn is_sound(&self) -> bool {
        let d = self.columns.len();
        d == self.n_present.len() && d == self.least.len() && d == self.greatest.len() && self.n_rows <= 1 << 53
    }

    /// Whether it is the checked scan of a table.
    pub fn is_checked(&self) -> bool {
        let in_range = |j| self.least[j] <= self.greatest[j] && self.n_present[j] <= self.n_used;
        self.is_sound()
            && self.check_values().is_ok()
            && self.n_used <= self.n_rows
            && (0..self.columns.len()).all(in_range)
    }
}

/// Hashes of up to k different rows. Two different rows share a hash once in 2^64 / k^2 tables.
fn different_rows(rows: &Rows<'_>, k: usize) -> Vec<u64> {
    let mut different = Vec::new();
    for index in 0..rows.n_used() {
        if different.len() >= k {
            break;
        }
        // Adding 0 makes one zero of two; a missing value has one bit pattern.
        let bits = |value: f64| if value.is_nan() { u64::MAX } else { (value + 0.0).to_bits() };
        let hash = rows.columns().iter().fold(0, |hash, column| Stream::new(hash, 0).bits(bits(column[index])));
        insert(&mut different, hash);
    }
    different
}

/// Puts a hash in its place, unless it is there.
fn insert(hashes: &mut Vec<u64>, hash: u64) {
    if let Err(place) = hashes.binary_search(&hash) {
        hashes.insert(place, hash);
    }
}

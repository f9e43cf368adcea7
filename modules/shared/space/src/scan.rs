//! The first pass: how many rows there are, and between which values each column lies. All later sums
//! need these bounds.

use gridfolk_contract::Problem;
use gridfolk_numeric::moments::Extent;

use crate::basis::Missing;
use crate::limits::VALUE_MAX;
use crate::rows::Rows;
use crate::space::signed_log;
use crate::wire::{Packed, Wire};

/// What one part, or the whole table, holds; of a column whose logarithm is taken, in logarithms.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scan {
    /// Names of the used columns.
    pub columns: Vec<String>,
    /// Which of them are taken as logarithms.
    pub logs: Vec<bool>,
    /// All rows.
    pub n_rows: u64,
    /// Rows that take part.
    pub n_used: u64,
    /// How many values there are, the least and the greatest, by column.
    pub extents: Vec<Extent>,
    /// The first missing value, where that is a problem: row, then column.
    pub gap: Option<(u64, usize)>,
}

impl Packed for Scan {
    fn blank() -> Self {
        Scan::default()
    }

    fn travel(&mut self, wire: &mut Wire) {
        self.columns.travel(wire);
        self.logs.travel(wire);
        self.n_rows.travel(wire);
        self.n_used.travel(wire);
        self.extents.travel(wire);
        wire.require(self.extents.len() == self.columns.len());
        self.gap.travel(wire);
    }
}

impl Scan {
    /// Looks through the rows of a part.
    pub fn of(columns: &[String], logs: &[bool], rows: &Rows<'_>, missing: Missing) -> Self {
        let mut scan = Scan {
            columns: columns.to_vec(),
            logs: logs.to_vec(),
            n_rows: rows.n_rows() as u64,
            n_used: rows.n_used() as u64,
            extents: rows.columns().iter().map(|column| Extent::of(column)).collect(),
            gap: None,
        };
        if missing == Missing::Refuse && scan.extents.iter().any(|extent| extent.n < scan.n_used) {
            scan.gap = rows.first_gap();
        }
        scan
    }

    /// Adds another part.
    ///
    /// # Errors
    /// When the parts have different columns.
    pub fn merge(&mut self, other: Scan) -> Result<(), Problem> {
        if self.columns != other.columns {
            return Err(Problem::columns_differ(&self.columns, &other.columns));
        }
        self.n_rows = self.n_rows.saturating_add(other.n_rows);
        self.n_used = self.n_used.saturating_add(other.n_used);
        self.extents.iter_mut().zip(&other.extents).for_each(|(extent, other)| extent.merge(other));
        self.gap = [self.gap, other.gap].into_iter().flatten().min();
        Ok(())
    }

    /// Refuses a table that spans no space.
    ///
    /// # Errors
    /// No rows; a missing value; a column that is all missing; a value beyond the limit.
    pub fn check(&self) -> Result<(), Problem> {
        if let Some((row, j)) = self.gap {
            return Err(Problem::missing_value(&self.columns[j], row));
        }
        if self.n_used == 0 {
            return Err(Problem::no_rows(self.n_rows));
        }
        if let Some(j) = self.extents.iter().position(|extent| extent.n == 0) {
            return Err(Problem::column_all_missing(&self.columns[j]));
        }
        for j in 0..self.columns.len() {
            let limit = if self.logs[j] { signed_log(VALUE_MAX) } else { VALUE_MAX };
            if self.extents[j].least < -limit || self.extents[j].greatest > limit {
                return Err(Problem::value_too_large(&self.columns[j], VALUE_MAX));
            }
        }
        Ok(())
    }

    /// Whether lengths and figures are such that no arithmetic on them fails: it has crossed the border.
    pub fn is_sound(&self) -> bool {
        let d = self.columns.len();
        let lengths_agree = d > 0 && self.logs.len() == d && self.extents.len() == d;
        let gap = self.gap.is_none_or(|(_, j)| j < d);
        let extents = self.extents.iter().all(|extent| extent.is_sound() && extent.n <= self.n_used);
        lengths_agree && gap && extents && self.n_used <= self.n_rows && self.n_rows <= 1 << 52
    }

    /// Whether it is the checked scan of a table.
    pub fn is_checked(&self) -> bool {
        self.is_sound() && self.check().is_ok()
    }
}

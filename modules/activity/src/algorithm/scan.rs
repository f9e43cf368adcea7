//! The first pass: rows, users of each channel, and cells that cannot be.

use activity_kernel::Use;
use gridfolk_contract::Problem;
use gridfolk_contract::wire::packed;

use super::rows::{Known, Rows};
use super::settings::{COUNT_MAX, Channel, VALUE_MAX, are_channels};
use crate::problem;

/// How many numbers above 0 there are, and between what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// How many.
    pub n: u64,
    /// The least; infinite without one.
    pub least: f64,
    /// The greatest; minus infinite without one.
    pub greatest: f64,
}

/// A cell that cannot be.
#[derive(Debug, Clone, PartialEq)]
pub struct WrongCell {
    /// Its column.
    pub column: String,
    /// Its row in the whole table.
    pub row: u64,
    /// What stands there.
    pub value: f64,
}

/// What the first pass finds out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scan {
    /// Rows of the table.
    pub n_rows: u64,
    /// The channels that it has.
    pub channels: Vec<Channel>,
    /// Uses by channel.
    pub uses: Vec<Range>,
    /// Volume by channel.
    pub volumes: Vec<Range>,
    /// The first cell that cannot be.
    pub wrong: Option<WrongCell>,
}

packed!(Range { n, least, greatest });
packed!(WrongCell { column, row, value });
packed!(Scan { n_rows, channels, uses, volumes, wrong });

impl Default for Range {
    fn default() -> Self {
        Range { n: 0, least: f64::INFINITY, greatest: f64::NEG_INFINITY }
    }
}

impl Range {
    /// Of the numbers above 0.
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut range = Range::default();
        for value in values {
            if value > 0.0 {
                range.n += 1;
                range.least = range.least.min(value);
                range.greatest = range.greatest.max(value);
            }
        }
        range
    }

    /// Adds another part.
    pub fn merge(&mut self, other: Range) {
        self.n += other.n;
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
    }

    /// Whether it could be of `n_rows` rows.
    pub fn is_sound(&self, n_rows: u64) -> bool {
        let none = *self == Range::default();
        none || (self.n > 0
            && self.n <= n_rows
            && 0.0 < self.least
            && self.least <= self.greatest
            && self.greatest.is_finite())
    }
}

impl Scan {
    /// Looks at one part.
    pub fn of(rows: &Rows<'_>, known: &Known) -> Self {
        let ranges = |of: fn(&Use) -> f64| known.uses.iter().map(|uses| Range::of(uses.iter().map(of))).collect();
        Scan {
            n_rows: rows.n_rows as u64,
            channels: rows.channels.clone(),
            uses: ranges(|usage| usage.uses),
            volumes: ranges(|usage| usage.volume),
            wrong: wrong_cell(rows),
        }
    }

    /// Adds another part.
    ///
    /// # Errors
    /// Other channels.
    pub fn merge(&mut self, other: Scan) -> Result<(), Problem> {
        if self.channels != other.channels {
            let names =
                |scan: &Scan| -> Vec<String> { scan.channels.iter().map(|channel| channel.count.clone()).collect() };
            return Err(Problem::columns_differ(&names(self), &names(&other)));
        }
        self.n_rows += other.n_rows;
        self.uses.iter_mut().zip(other.uses).for_each(|(range, other)| range.merge(other));
        self.volumes.iter_mut().zip(other.volumes).for_each(|(range, other)| range.merge(other));
        let wrong = [self.wrong.take(), other.wrong];
        self.wrong = wrong.into_iter().flatten().min_by_key(|wrong| wrong.row);
        Ok(())
    }

    /// Refuses a table that has no rows, no use of any channel, or a cell that cannot be.
    ///
    /// # Errors
    /// Those.
    pub fn check(&self) -> Result<(), Problem> {
        if let Some(wrong) = &self.wrong {
            return Err(problem::cell_out_of_range(&wrong.column, wrong.row, wrong.value));
        }
        if self.n_rows == 0 {
            return Err(Problem::no_rows(0));
        }
        if self.uses.iter().all(|range| range.n == 0) {
            return Err(problem::no_uses(self.n_rows));
        }
        Ok(())
    }

    /// Whether it could be a part's.
    pub fn is_sound(&self) -> bool {
        let k = self.channels.len();
        let are_ranges = |ranges: &[Range]| ranges.len() == k && ranges.iter().all(|range| range.is_sound(self.n_rows));
        are_channels(&self.channels) && self.n_rows <= COUNT_MAX && are_ranges(&self.uses) && are_ranges(&self.volumes)
    }
}

/// The first cell below 0 or beyond the limit: the lowest row, of its columns the first.
pub fn wrong_cell(rows: &Rows<'_>) -> Option<WrongCell> {
    let mut first: Option<WrongCell> = None;
    for (channel, columns) in rows.channels.iter().zip(&rows.columns) {
        let names = [Some(&channel.count), channel.days_since.as_ref(), channel.volume.as_ref()];
        for (name, values) in names.into_iter().zip([columns.counts, columns.days, columns.volumes]) {
            let is_wrong = |value: &f64| *value < 0.0 || *value > VALUE_MAX;
            let Some(row) = values.iter().position(is_wrong) else { continue };
            let wrong = WrongCell {
                column: name.cloned().unwrap_or_default(),
                row: rows.first_row + row as u64,
                value: values[row],
            };
            if first.as_ref().is_none_or(|first| wrong.row < first.row) {
                first = Some(wrong);
            }
        }
    }
    first
}

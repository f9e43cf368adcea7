//! One column of the population: what it is called, what it means, where its figures come from and
//! how it is read off a customer.

use super::Customer;

/// How a feature's cell comes from a customer.
#[derive(Debug, Clone, Copy)]
pub enum Cell {
    /// The customer's name, another in each row.
    Id,
    /// A number; NaN is missing.
    Number(fn(&Customer) -> f64),
    /// One level, as an index into the list.
    Level(&'static [&'static str], fn(&Customer) -> u32),
    /// A set of levels: bit i stands for level i.
    Items(&'static [&'static str], fn(&Customer) -> u32),
}

/// One column of the population.
#[derive(Debug, Clone, Copy)]
pub struct Feature {
    /// The column's name.
    pub name: &'static str,
    /// Its unit; `share` is 0 to 1, `0/1` is no or yes, empty for texts.
    pub unit: &'static str,
    /// What it means, in English.
    pub en: &'static str,
    /// What it means, in Chinese.
    pub zh: &'static str,
    /// Its distribution, with the source of the figures or the word assumption.
    pub source: &'static str,
    /// How a customer fills it.
    pub cell: Cell,
    /// Where `missing_share` makes gaps in it: the number of its draw, another for each such column.
    pub gap_slot: Option<u32>,
}

impl Feature {
    pub(super) const fn number(name: &'static str, unit: &'static str, cell: fn(&Customer) -> f64) -> Self {
        Feature::new(name, unit, Cell::Number(cell))
    }

    pub(super) const fn level(name: &'static str, levels: &'static [&'static str], cell: fn(&Customer) -> u32) -> Self {
        Feature::new(name, "", Cell::Level(levels, cell))
    }

    pub(super) const fn new(name: &'static str, unit: &'static str, cell: Cell) -> Self {
        Feature { name, unit, en: "", zh: "", source: "", cell, gap_slot: None }
    }

    pub(super) const fn means(mut self, en: &'static str, zh: &'static str) -> Self {
        self.en = en;
        self.zh = zh;
        self
    }

    pub(super) const fn from(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }

    pub(super) const fn with_gaps(mut self, slot: u32) -> Self {
        self.gap_slot = Some(slot);
        self
    }

    /// What the column holds: `number`, `category` or `items`.
    pub fn kind(&self) -> &'static str {
        match self.cell {
            Cell::Number(_) => "number",
            Cell::Id | Cell::Level(..) => "category",
            Cell::Items(..) => "items",
        }
    }
}

/// A yes or no as a number.
pub(super) fn flag(is_so: bool) -> f64 {
    f64::from(u8::from(is_so))
}

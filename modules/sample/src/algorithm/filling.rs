//! Columns while they are filled, block by block.

use gridfolk_contract::{Column, Items, MISSING_CODE, MISSING_NUMBER};

use super::Customer;
use super::feature::{Cell, Feature};

/// One column on its way; only the parts that its kind needs are used.
pub(super) struct Filling {
    feature: &'static Feature,
    numbers: Vec<f64>,
    codes: Vec<u32>,
    ends: Vec<u32>,
    ids: Vec<String>,
}

impl Filling {
    pub(super) fn new(feature: &'static Feature, n_rows: u64) -> Self {
        let n_rows = n_rows as usize;
        let room = |is_needed: bool| if is_needed { n_rows } else { 0 };
        Filling {
            feature,
            numbers: Vec::with_capacity(room(matches!(feature.cell, Cell::Number(_)))),
            codes: Vec::with_capacity(room(!matches!(feature.cell, Cell::Number(_)))),
            ends: Vec::with_capacity(room(matches!(feature.cell, Cell::Items(..)))),
            ids: Vec::with_capacity(room(matches!(feature.cell, Cell::Id))),
        }
    }

    /// Adds a block of customers; `is_gap` tells by row and gap slot whether a cell goes missing.
    pub(super) fn extend(&mut self, block: &[Customer], is_gap: impl Fn(u64, u32) -> bool) {
        let has_gap = |customer: &Customer| self.feature.gap_slot.is_some_and(|slot| is_gap(customer.row, slot));
        match self.feature.cell {
            Cell::Id => {
                self.codes.extend((self.ids.len() as u32..).take(block.len()));
                self.ids.extend(block.iter().map(|customer| format!("C{:07}", customer.row + 1)));
            }
            Cell::Number(value) => {
                let cell = |customer| if has_gap(customer) { MISSING_NUMBER } else { value(customer) };
                self.numbers.extend(block.iter().map(cell));
            }
            Cell::Level(_, code) => {
                let cell = |customer| if has_gap(customer) { MISSING_CODE } else { code(customer) };
                self.codes.extend(block.iter().map(cell));
            }
            Cell::Items(_, bits) => {
                for customer in block {
                    let bits = bits(customer);
                    self.codes.extend((0..32).filter(|bit| bits >> bit & 1 == 1));
                    self.ends.push(self.codes.len() as u32);
                }
            }
        }
    }

    pub(super) fn into_column(self) -> Column {
        let names = |levels: &[&str]| levels.iter().map(|level| (*level).to_owned()).collect();
        let name = self.feature.name;
        match self.feature.cell {
            Cell::Id => Column::category(name, self.codes, self.ids),
            Cell::Number(_) => Column::number(name, self.numbers),
            Cell::Level(levels, _) => Column::category(name, self.codes, names(levels)),
            Cell::Items(levels, _) => {
                Column::items(name, Items { ends: self.ends, codes: self.codes, levels: names(levels) })
            }
        }
    }
}

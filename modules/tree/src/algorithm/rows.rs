//! The columns of one part, as a fit uses them.

use gridfolk_contract::{Category, MISSING_CODE};

use super::scan::Class;

/// The values of one column.
#[derive(Debug, Clone, Copy)]
pub enum Cells<'a> {
    /// Numbers; NaN is missing.
    Numbers(&'a [f64]),
    /// Levels, by code.
    Levels(&'a Category),
}

/// One part of a table.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    /// Names of the columns to split by.
    pub names: Vec<String>,
    /// Their values.
    pub columns: Vec<Cells<'a>>,
    /// The classes.
    pub target: Cells<'a>,
    /// The weight of each row; none: 1 each.
    pub weights: Option<&'a [f64]>,
    /// Rows of the part.
    pub n_rows: usize,
    /// Where the part begins in the whole table.
    pub first_row: u64,
}

/// The class of a row that takes no part in the fit: its class is missing, or its weight 0.
pub const NO_CLASS: u8 = u8::MAX;

impl Cells<'_> {
    /// Whether they are numbers.
    pub fn are_numbers(&self) -> bool {
        matches!(self, Cells::Numbers(_))
    }

    /// Whether a row's value is missing.
    pub fn is_missing(&self, row: usize) -> bool {
        match self {
            Cells::Numbers(numbers) => numbers[row].is_nan(),
            Cells::Levels(category) => category.codes[row] == MISSING_CODE,
        }
    }
}

impl Rows<'_> {
    /// The class of each row by its place among `classes`.
    pub fn classes(&self, classes: &[Class]) -> Vec<u8> {
        let weighs = |row: usize| self.weights.is_none_or(|weights| weights[row] > 0.0);
        let mut places: Vec<u8> = match self.target {
            Cells::Numbers(numbers) => {
                let place = |value: &f64| classes.iter().position(|class| class.number == *value);
                numbers.iter().map(|value| place(value).map_or(NO_CLASS, |place| place as u8)).collect()
            }
            Cells::Levels(category) => {
                let place = |level: &String| classes.iter().position(|class| class.text == *level);
                let places: Vec<u8> =
                    category.levels.iter().map(|level| place(level).map_or(NO_CLASS, |place| place as u8)).collect();
                category.codes.iter().map(|&code| places.get(code as usize).copied().unwrap_or(NO_CLASS)).collect()
            }
        };
        for (row, place) in places.iter_mut().enumerate() {
            if !weighs(row) {
                *place = NO_CLASS;
            }
        }
        places
    }
}

/// The place of each level's text among `levels`, which are sorted; one past the last for others.
pub fn places_of_levels(category: &Category, levels: &[String]) -> Vec<u16> {
    let place = |level: &String| levels.binary_search(level).unwrap_or(levels.len()) as u16;
    category.levels.iter().map(place).collect()
}

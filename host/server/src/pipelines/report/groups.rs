//! Customers by the levels of a column, and words for columns and levels.

use gridfolk_contract::{Category, MISSING_CODE, Values};

use super::page::escaped;
use crate::pipelines::{Language, Portrait};

/// A category column with the levels that some customer has: an input's in the order of their texts, a
/// step's in the module's own.
pub(super) struct Groups<'a> {
    pub(super) names: Vec<&'a str>,
    /// The places of `names` among all levels of the column.
    pub(super) places: Vec<usize>,
    /// Of each customer the place in `names`; past the end where it is missing.
    pub(super) of_row: Vec<usize>,
}

impl<'a> Groups<'a> {
    pub(super) fn of(portrait: &'a Portrait, name: &str) -> Option<Self> {
        let Values::Category(Category { codes, levels }) = &portrait.column(name)?.values else { return None };
        let mut is_used = vec![false; levels.len()];
        codes.iter().filter(|&&code| code != MISSING_CODE).for_each(|&code| is_used[code as usize] = true);
        let mut order: Vec<usize> = (0..levels.len()).filter(|&level| is_used[level]).collect();
        if portrait.pipeline.inputs.contains_key(name) {
            order.sort_by_key(|&level| &levels[level]);
        }
        let mut place = vec![0; levels.len()];
        order.iter().enumerate().for_each(|(at, &level)| place[level] = at);
        let place_of = |&code: &u32| if code == MISSING_CODE { order.len() } else { place[code as usize] };
        let of_row: Vec<usize> = codes.iter().map(place_of).collect();
        let names = order.iter().map(|&level| levels[level].as_str()).collect();
        Some(Groups { names, places: order, of_row })
    }

    /// Customers of each, and at the end of none.
    pub(super) fn sizes(&self) -> Vec<u64> {
        let mut sizes = vec![0; self.names.len() + 1];
        self.of_row.iter().for_each(|&group| sizes[group] += 1);
        sizes
    }
}

/// What a column means, in a few words.
pub(super) fn meaning<'a>(portrait: &'a Portrait, name: &'a str, language: Language) -> &'a str {
    portrait.pipeline.title_of(name).map_or(name, |text| language.of(text))
}

/// A level or an item of a column in the words of people.
pub(super) fn word(portrait: &Portrait, column: &str, level: &str, language: Language) -> String {
    escaped(portrait.words_of(column, level).as_ref().map_or(level, |text| language.of(text)))
}

//! Customers by the levels of a column, and words for columns and levels.

use gridfolk_host::pipeline::Groups;

use super::page::escaped;
use crate::pipelines::{Language, Portrait};

/// The groups of a category column, where it is there.
pub(super) fn groups<'a>(portrait: &'a Portrait, name: &str) -> Option<Groups<'a>> {
    Groups::of(portrait.column(name)?, portrait.pipeline.inputs.contains_key(name))
}

/// What a column means, in a few words.
pub(super) fn meaning<'a>(portrait: &'a Portrait, name: &'a str, language: Language) -> &'a str {
    portrait.pipeline.title_of(name).map_or(name, |text| language.of(text))
}

/// A level or an item of a column in the words of people.
pub(super) fn word(portrait: &Portrait, column: &str, level: &str, language: Language) -> String {
    escaped(portrait.words_of(column, level).as_ref().map_or(level, |text| language.of(text)))
}

//! How columns become terms: a number is one, a category one for each level but its base.

use gridfolk_contract::wire::packed;

/// A column of the fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    /// Its name.
    pub name: String,
    /// None for a column of numbers.
    pub levels: Option<Levels>,
}

/// The levels of a category.
#[derive(Debug, Clone, PartialEq)]
pub struct Levels {
    /// In the order of their texts.
    pub texts: Vec<String>,
    /// Which of them the others are compared with.
    pub base: usize,
}

packed!(Coded { name, levels });
packed!(Levels { texts, base });

impl Coded {
    /// How many terms it becomes.
    pub fn n_terms(&self) -> usize {
        self.levels.as_ref().map_or(1, |levels| levels.texts.len().saturating_sub(1))
    }

    /// Whether it can be the column of a fit.
    pub fn is_sound(&self) -> bool {
        self.levels.as_ref().is_none_or(|levels| levels.base < levels.texts.len())
    }
}

impl Levels {
    /// The levels that are terms, in order.
    pub fn terms(&self) -> impl Iterator<Item = &String> {
        self.texts.iter().enumerate().filter(|(index, _)| *index != self.base).map(|(_, text)| text)
    }
}

/// What a term is of: its column's place, and the level of a category.
pub fn terms(columns: &[Coded]) -> Vec<(usize, Option<&str>)> {
    let mut terms = Vec::new();
    for (j, column) in columns.iter().enumerate() {
        match &column.levels {
            None => terms.push((j, None)),
            Some(levels) => terms.extend(levels.terms().map(|text| (j, Some(text.as_str())))),
        }
    }
    terms
}

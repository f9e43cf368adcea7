//! The truth of every tag for every row.

use gridfolk_contract::{Items, Problem};
use gridfolk_whatif::{Columns, Condition, Truth};

use super::state::Counts;

/// The truths of some tags, tag by tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    n_rows: usize,
    /// The tag's number among the definitions, and its truth for each row.
    tags: Vec<(usize, Vec<Truth>)>,
}

impl Labels {
    /// No tag yet.
    pub fn new(n_rows: usize) -> Self {
        Labels { n_rows, tags: Vec::new() }
    }

    /// Adds a tag by its condition, which stands at `pointer`; without one it is unknown of everybody.
    ///
    /// # Errors
    /// Those of [`Condition::evaluate`].
    pub fn add(
        &mut self,
        index: usize,
        condition: Option<&Condition>,
        table: &dyn Columns,
        pointer: &str,
    ) -> Result<(), Problem> {
        let truths = match condition {
            Some(condition) => condition.evaluate(table, pointer)?,
            None => vec![Truth::Unknown; self.n_rows],
        };
        self.tags.push((index, truths));
        Ok(())
    }

    /// The tags, with their truth for one row.
    pub fn of_row(&self, row: usize) -> impl Iterator<Item = (usize, Truth)> + '_ {
        self.tags.iter().map(move |(index, truths)| (*index, truths[row]))
    }

    /// Who has which of `n` tags.
    pub fn counts(&self, n: usize) -> Counts {
        let mut counts = Counts {
            n_rows: self.n_rows as u64,
            n_tagged: vec![0; n],
            n_unknown: vec![0; n],
            n_untagged: self.n_of_row(Truth::True).iter().filter(|n| **n == 0).count() as u64,
            traces: Vec::new(),
        };
        for (index, truths) in &self.tags {
            counts.n_tagged[*index] += whatif_kernel::count(truths, Truth::True);
            counts.n_unknown[*index] += whatif_kernel::count(truths, Truth::Unknown);
        }
        counts
    }

    /// How many tags have this truth for each row.
    pub fn n_of_row(&self, wanted: Truth) -> Vec<u32> {
        whatif_kernel::count_by_row(&self.truths(), wanted, self.n_rows)
    }

    /// The sets of tags, by the names of all definitions.
    pub fn items(&self, name: impl Fn(usize) -> String) -> Items {
        let (ends, codes) = whatif_kernel::sets(&self.truths(), self.n_rows);
        Items { ends, codes, levels: self.tags.iter().map(|(index, _)| name(*index)).collect() }
    }

    fn truths(&self) -> Vec<&[Truth]> {
        self.tags.iter().map(|(_, truths)| truths.as_slice()).collect()
    }
}

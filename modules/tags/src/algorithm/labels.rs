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
            n_untagged: self.n_of_row(Truth::True).iter().filter(|n| **n == 0.0).count() as u64,
            traces: Vec::new(),
        };
        for (index, truths) in &self.tags {
            for truth in truths {
                counts.n_tagged[*index] += u64::from(*truth == Truth::True);
                counts.n_unknown[*index] += u64::from(*truth == Truth::Unknown);
            }
        }
        counts
    }

    /// How many tags have this truth for each row.
    pub fn n_of_row(&self, wanted: Truth) -> Vec<f64> {
        let mut n = vec![0.0; self.n_rows];
        for (_, truths) in &self.tags {
            n.iter_mut().zip(truths).for_each(|(n, truth)| *n += f64::from(u8::from(*truth == wanted)));
        }
        n
    }

    /// The sets of tags, by the names of all definitions.
    pub fn items(&self, name: impl Fn(usize) -> String) -> Items {
        let mut items = Items { levels: self.tags.iter().map(|(index, _)| name(*index)).collect(), ..Items::default() };
        items.ends.reserve(self.n_rows);
        for row in 0..self.n_rows {
            for (code, (_, truths)) in self.tags.iter().enumerate() {
                if truths[row] == Truth::True {
                    items.codes.push(code as u32);
                }
            }
            items.ends.push(items.codes.len() as u32);
        }
        items
    }
}

//! Which values of each column lead to a node: a path of questions, put together column by column.

use gridfolk_whatif::{Condition, Scalar, Test as ColumnTest};

use crate::algorithm::tree::{Question, Test, Tree};

/// The values of one column that lead to a node.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// The place of the column.
    pub column: usize,
    /// Numbers above this one; minus infinity: all.
    pub above: f64,
    /// Numbers up to this one; infinity: all.
    pub at_most: f64,
    /// The levels.
    pub levels: Levels,
    /// Whether there is a way for values at all; else for missing ones alone.
    pub takes_present: bool,
    /// Whether a missing value leads there.
    pub takes_missing: bool,
}

/// Levels, by text.
#[derive(Debug, Clone, PartialEq)]
pub enum Levels {
    /// These alone.
    Only(Vec<String>),
    /// All but these.
    But(Vec<String>),
}

impl Levels {
    /// Whether a level is among them.
    pub fn contain(&self, level: &str) -> bool {
        match self {
            Levels::Only(levels) => levels.iter().any(|other| other == level),
            Levels::But(levels) => levels.iter().all(|other| other != level),
        }
    }

    fn keep(&mut self, asked: &[String], yes: bool) {
        match (&mut *self, yes) {
            (Levels::Only(levels), _) => levels.retain(|level| asked.contains(level) == yes),
            (Levels::But(levels), true) => {
                let left = asked.iter().filter(|level| !levels.contains(level)).cloned().collect();
                *self = Levels::Only(left);
            }
            (Levels::But(levels), false) => {
                let more = asked.iter().filter(|level| !levels.contains(level)).cloned().collect::<Vec<_>>();
                levels.extend(more);
            }
        }
    }
}

impl Region {
    fn whole(column: usize) -> Self {
        Region {
            column,
            above: f64::NEG_INFINITY,
            at_most: f64::INFINITY,
            levels: Levels::But(Vec::new()),
            takes_present: true,
            takes_missing: true,
        }
    }

    /// Whether values are restricted.
    pub fn is_part(&self) -> bool {
        self.above > f64::NEG_INFINITY || self.at_most < f64::INFINITY || self.levels != Levels::But(Vec::new())
    }

    fn answer(&mut self, question: &Question, yes: bool) {
        self.takes_missing &= question.missing_goes_yes == yes;
        match &question.test {
            Test::AtMost(threshold) if yes => self.at_most = self.at_most.min(*threshold),
            Test::AtMost(threshold) => self.above = self.above.max(*threshold),
            Test::Among(levels) => self.levels.keep(levels, yes),
            Test::Missing => self.takes_present &= !yes,
        }
    }

    /// The condition that chooses the same rows.
    fn condition(&self, name: &str) -> Option<Condition> {
        let test = |test: ColumnTest| Condition::Column(name.to_owned(), test);
        if !self.takes_present {
            return Some(test(ColumnTest::Missing(true)));
        }
        let mut parts = Vec::new();
        if self.above > f64::NEG_INFINITY {
            parts.push(test(ColumnTest::Gt(self.above)));
        }
        if self.at_most < f64::INFINITY {
            parts.push(test(ColumnTest::Lte(self.at_most)));
        }
        let among = |levels: &[String]| test(ColumnTest::In(levels.iter().cloned().map(Scalar::Text).collect()));
        match &self.levels {
            Levels::Only(levels) => parts.push(among(levels)),
            Levels::But(levels) if !levels.is_empty() => parts.push(Condition::Not(Box::new(among(levels)))),
            Levels::But(_) => {}
        }
        match (parts.is_empty(), self.takes_missing) {
            (true, true) => None,
            (true, false) => Some(test(ColumnTest::Missing(false))),
            (false, false) => Some(all(parts)),
            (false, true) => Some(Condition::Any(vec![all(parts), test(ColumnTest::Missing(true))])),
        }
    }
}

fn all(mut parts: Vec<Condition>) -> Condition {
    if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) }
}

/// The regions of the columns that are asked for on the way to a node, in the order of the questions.
pub fn regions(tree: &Tree, parents: &[(usize, bool)], node: usize) -> Vec<Region> {
    let mut way = Vec::new();
    let mut at = node;
    while at != 0 {
        let (parent, yes) = parents[at];
        way.push((parent, yes));
        at = parent;
    }
    let mut regions: Vec<Region> = Vec::new();
    for (parent, yes) in way.into_iter().rev() {
        let Some(question) = &tree.nodes[parent].question else { continue };
        let place = regions.iter().position(|region| region.column == question.column);
        let place = place.unwrap_or_else(|| {
            regions.push(Region::whole(question.column));
            regions.len() - 1
        });
        regions[place].answer(question, yes);
    }
    regions
}

/// The condition that chooses the customers of a node.
pub fn condition(tree: &Tree, regions: &[Region]) -> Condition {
    all(regions.iter().filter_map(|region| region.condition(&tree.columns[region.column].name)).collect())
}

//! What the portrait says after a scenario, beside what it said before.

use std::collections::BTreeMap;

use gridfolk_contract::{Category, Column, MISSING_CODE, Table, Values};
use gridfolk_whatif::{Distribution, GroupChange, ScoreChange};

use super::Changes;
use crate::pipeline::Pipeline;

/// A category of more levels than this is no grouping, and is not compared.
const N_GROUPS_MAX: usize = 64;

/// Compares the portrait's columns that changed. `known` keeps distributions before, which stay the same.
pub(super) fn compare<'a>(
    pipeline: &Pipeline,
    table: &Table,
    after: impl Fn(&str) -> Option<&'a Column>,
    known: &mut BTreeMap<String, Distribution>,
    changes: &mut Changes,
) {
    for name in &pipeline.portrait {
        let (Some(before), Some(after)) = (table.column(name), after(name)) else { continue };
        match (&before.values, &after.values) {
            (Values::Number(before), Values::Number(after)) => {
                let distribution = known.entry(name.clone()).or_insert_with(|| Distribution::of(before));
                let change = ScoreChange::since(distribution.clone(), before, after);
                changes.scores.insert(name.clone(), change);
            }
            (Values::Category(before), Values::Category(after)) => {
                if let Some(change) = group_change(before, after, pipeline.inputs.contains_key(name)) {
                    changes.groups.insert(name.clone(), change);
                }
            }
            _ => {}
        }
    }
}

/// Groups in the order in which a module has them; those of an input, whose levels stand as the table
/// happens to have them, by their texts.
fn group_change(before: &Category, after: &Category, is_input: bool) -> Option<GroupChange> {
    if before.levels.len().max(after.levels.len()) > N_GROUPS_MAX {
        return None;
    }
    let mut groups = joined(&before.levels, &after.levels);
    if groups.len() > N_GROUPS_MAX {
        return None;
    }
    if is_input {
        groups.sort();
    }
    let codes = |category: &Category| -> Vec<u32> {
        let place = |level| groups.iter().position(|group| group == level).map_or(MISSING_CODE, |at| at as u32);
        let places: Vec<u32> = category.levels.iter().map(place).collect();
        category.codes.iter().map(|&code| places.get(code as usize).copied().unwrap_or(MISSING_CODE)).collect()
    };
    let (before, after) = (codes(before), codes(after));
    Some(GroupChange::new(groups, &before, &after))
}

/// The levels of both, each once: a level that `before` lacks stands behind the one that it follows in `after`.
fn joined(before: &[String], after: &[String]) -> Vec<String> {
    let mut levels = before.to_vec();
    let mut at = 0;
    for level in after {
        at = match levels.iter().position(|other| other == level) {
            Some(place) => place + 1,
            None => {
                levels.insert(at, level.clone());
                at + 1
            }
        };
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn category(levels: &[&str], codes: &[u32]) -> Category {
        Category { codes: codes.to_vec(), levels: levels.iter().map(|&level| level.to_owned()).collect() }
    }

    #[test]
    fn groups_keep_the_order_of_the_module() {
        let before = category(&["high", "medium", "low"], &[0, 1, 2, 2]);
        let after = category(&["high", "medium", "low"], &[0, 0, 1, 2]);
        let change = group_change(&before, &after, false).expect("groups");
        assert_eq!(change.groups, ["high", "medium", "low"]);
        assert_eq!(change.migration, [[1, 0, 0], [1, 0, 0], [0, 1, 1]]);
        let change = group_change(&before, &after, true).expect("groups");
        assert_eq!(change.groups, ["high", "low", "medium"]);
        assert_eq!(change.migration, [[1, 0, 0], [0, 1, 1], [1, 0, 0]]);
    }

    #[test]
    fn a_new_group_stands_where_the_module_has_it() {
        let before = category(&["A", "C"], &[0, 1]);
        let after = category(&["A", "B", "C", "D"], &[1, 3]);
        let change = group_change(&before, &after, false).expect("groups");
        assert_eq!(change.groups, ["A", "B", "C", "D"]);
        assert_eq!((change.counts_before, change.counts_after), (vec![1, 0, 1, 0], vec![0, 1, 0, 1]));
        assert_eq!(joined(&[], &["x".to_owned()]), ["x"]);
    }
}

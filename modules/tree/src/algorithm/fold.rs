//! One pass over the rows of one part.

use super::gathered::Gathered;
use super::memory::Memory;
use super::rows::{Cells, NO_CLASS, Rows};
use super::scan::Scan;
use super::state::{Partial, Phase, State};
use super::tally::{Tally, n_slots};

/// Finds out what the state asks for. The columns of `rows` are those of the state's scan, after the
/// first pass. `memory` is of the same columns, or new.
pub fn fold(state: &State, rows: &Rows<'_>, memory: &mut Memory) -> Partial {
    match state.phase {
        Phase::Scan => Partial::Scan(Scan::of(rows)),
        Phase::Rows => Partial::Rows(Gathered::of(rows, &state.scan)),
        Phase::Edges => Partial::Edges(search(state, rows)),
        Phase::Counts => Partial::Counts(counts(state, rows, memory)),
    }
}

fn search(state: &State, rows: &Rows<'_>) -> Vec<Vec<u64>> {
    let classes = rows.classes(&state.scan.classes);
    let all_used = !classes.contains(&NO_CLASS);
    let searches = state.open_searches();
    let found = rows.columns.iter().zip(&searches).map(|(cells, search)| {
        let (Cells::Numbers(numbers), Some(search)) = (cells, search) else { return Vec::new() };
        if all_used {
            return search.pass(numbers);
        }
        let used = |(&number, &class): (&f64, &u8)| if class == NO_CLASS { f64::NAN } else { number };
        search.pass(&numbers.iter().zip(&classes).map(used).collect::<Vec<f64>>())
    });
    found.collect()
}

fn counts(state: &State, rows: &Rows<'_>, memory: &mut Memory) -> Tally {
    let (settings, n_classes) = (&state.settings, state.scan.classes.len());
    let codings = state.codings();
    let nodes = state.growth.to_coded(&codings);
    let (n_nodes, open) = (nodes.len(), state.open());
    let n_slots = n_slots(open.len(), &codings, n_classes);
    let mut slots = vec![n_slots as u32; n_nodes];
    open.iter().take(n_slots).enumerate().for_each(|(slot, &index)| slots[index] = slot as u32);
    let key = (settings.target.as_str(), settings.weight.as_deref());
    let part = memory.part(rows, key, &state.scan, &codings, nodes);
    let slots: Vec<u32> = part.at.iter().map(|&node| slots[node as usize]).collect();
    Tally::of(&part.coded, &codings, &slots, n_slots, n_classes)
}

impl State {
    /// The nodes that may still be split: the root, before the first.
    pub fn open(&self) -> Vec<usize> {
        if self.growth.nodes.is_empty() { vec![0] } else { self.growth.open.clone() }
    }
}

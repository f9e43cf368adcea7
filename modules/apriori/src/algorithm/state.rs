//! A mining in passes over parts of a table: items, then candidates of two items, of three … A table in
//! one part needs two passes: what the search finds in it is the result.
//!
//! In long form the rows of a basket may lie in different parts: there the parts send their baskets, and
//! the merge mines them.

use apriori_kernel::{Candidates, Lattice, NO_ITEM, PairCounts, Rows, count_candidates};
use gridfolk_contract::request::INTEGER_MAX;
use gridfolk_contract::wire::{Packed, Wire, packed, packed_enum};
use gridfolk_contract::{Problem, Table};

use super::frequent::{Frequent, check_items, check_n_items, mine, search};
use super::limits::{CANDIDATES_MAX, ITEMS_MAX, ITEMSETS_MAX};
use super::settings::{Settings, Source, least_count};
use super::sorted::sorted;
use crate::baskets::{Baskets, Named, code_texts, long, of_sets, wide};
use crate::model::{pack_lattice, unpack_lattice};
use crate::problem;

/// What is known before a pass.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What is mined, as the caller sent it.
    pub params: String,
    /// What the pass finds out.
    pub phase: Phase,
    n_baskets: u64,
    min_count: u64,
    names: Vec<String>,
    lattice: Vec<u8>,
}

/// What a pass finds out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// How often each item occurs.
    Items,
    /// All itemsets of the only part.
    Alone,
    /// How often each candidate occurs: the itemsets one longer than those known.
    Candidates,
}

/// What a part finds.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// Its baskets, and the items in them with their counts.
    Items {
        /// Baskets.
        n_baskets: u64,
        /// Texts.
        names: Vec<String>,
        /// By text.
        counts: Vec<u64>,
    },
    /// Long form: its baskets.
    Long {
        /// The texts of baskets.
        keys: Vec<String>,
        /// The texts of items.
        names: Vec<String>,
        /// The items of each basket.
        sets: Vec<Vec<u32>>,
    },
    /// Of the only part: its itemsets.
    Alone {
        /// The frequent items.
        names: Vec<String>,
        /// The packed lattice.
        lattice: Vec<u8>,
    },
    /// By candidate.
    Candidates {
        /// Counts.
        counts: Counts,
    },
}

/// Counts, most of them small: packed seven bits a byte.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts(pub Vec<u64>);

impl Packed for Counts {
    fn blank() -> Self {
        Counts::default()
    }

    fn travel(&mut self, wire: &mut Wire) {
        wire.list(&mut self.0, || 0, |count, wire| *count = wire.count(*count));
    }
}

packed!(State { params, phase, n_baskets, min_count, names, lattice });
packed_enum!(Phase { 0 => Items, 1 => Alone, 2 => Candidates });
packed_enum!(Partial {
    0 => Items { n_baskets, names, counts },
    1 => Long { keys, names, sets },
    2 => Alone { names, lattice },
    3 => Candidates { counts },
});

/// What a merge leads to.
pub enum Step {
    /// Another pass.
    Next(Box<State>),
    /// The itemsets, and what is to be told of them.
    Done(Box<(Frequent, Settings)>),
}

impl State {
    /// Before the first pass.
    pub fn begin(params: String) -> Self {
        State { params, phase: Phase::Items, n_baskets: 0, min_count: 0, names: Vec::new(), lattice: Vec::new() }
    }

    /// How much is done, 0 to 1: a guess, as the longest itemset is not known before.
    pub fn progress(&self) -> f64 {
        match self.phase {
            Phase::Items => 0.0,
            Phase::Alone => 0.5,
            Phase::Candidates => {
                let n_levels = self.lattice().map_or(0, |lattice| lattice.levels().count());
                1.0 - 1.0 / (n_levels + 1) as f64
            }
        }
    }

    fn lattice(&self) -> Option<Lattice> {
        unpack_lattice(self.lattice.clone(), self.names.len(), self.n_baskets)
    }

    /// Whether `begin` or `merge` can have written it.
    pub fn is_sound(&self) -> bool {
        let is_lattice = || {
            let lattice = self.lattice();
            lattice.is_some_and(|lattice| lattice.len() <= ITEMSETS_MAX && lattice.n_items() == self.names.len())
        };
        self.n_baskets <= INTEGER_MAX
            && self.names.len() <= ITEMS_MAX
            && self.names.is_sorted_by(|a, b| a < b)
            && (self.phase != Phase::Candidates || self.min_count > 0 && is_lattice())
    }
}

/// A pass over a part.
///
/// # Errors
/// What is wrong with the part's columns; a state that is none; a result that is too large.
pub fn fold(state: &State, settings: &Settings, table: &Table) -> Result<Partial, Problem> {
    let named = Named::of_table(table);
    let columns = match &settings.source {
        Source::Long { basket, item } => {
            let long = long(&named, basket, item)?;
            let sets = (0..long.baskets.len()).map(|basket| long.baskets.basket(basket).to_vec()).collect();
            return Ok(Partial::Long { keys: long.keys, names: long.baskets.names.into_owned(), sets });
        }
        Source::Wide { columns } => columns.as_deref(),
    };
    let baskets = wide(&named, columns)?;
    match state.phase {
        Phase::Items => Ok(items_of(&baskets)),
        Phase::Alone => alone(state, settings, &baskets),
        Phase::Candidates => candidates_in(state, &baskets),
    }
}

fn items_of(baskets: &Baskets<'_>) -> Partial {
    let occur = by_text(baskets).into_iter().filter(|&code| baskets.counts[code] > 0);
    let (names, counts) = occur.map(|code| (baskets.names[code].clone(), u64::from(baskets.counts[code]))).unzip();
    Partial::Items { n_baskets: baskets.len() as u64, names, counts }
}

/// The codes of the items, by their texts.
fn by_text(baskets: &Baskets<'_>) -> Vec<usize> {
    sorted(baskets.names.len(), &|a, b| baskets.names[a].cmp(&baskets.names[b]))
}

/// By the state's items: their codes in the part, where it has them.
fn codes_of(state: &State, baskets: &Baskets<'_>) -> Vec<Option<usize>> {
    let codes = by_text(baskets);
    let find = |name: &String| codes.binary_search_by(|&code| baskets.names[code].cmp(name)).ok().map(|at| codes[at]);
    state.names.iter().map(find).collect()
}

fn alone(state: &State, settings: &Settings, baskets: &Baskets<'_>) -> Result<Partial, Problem> {
    let mut frequent = Vec::new();
    let mut names = Vec::new();
    for (name, code) in state.names.iter().zip(codes_of(state, baskets)) {
        if let Some(code) = code
            && u64::from(baskets.counts[code]) >= state.min_count
        {
            frequent.push(code as u32);
            names.push(name.clone());
        }
    }
    let lattice = search(baskets, &frequent, state.min_count, settings.longest())?;
    Ok(Partial::Alone { names, lattice: pack_lattice(&lattice) })
}

fn candidates_in(state: &State, baskets: &Baskets<'_>) -> Result<Partial, Problem> {
    let mut number_of = vec![NO_ITEM; baskets.names.len()];
    for (number, code) in (0..).zip(codes_of(state, baskets)) {
        if let Some(code) = code {
            number_of[code] = number;
        }
    }
    let rows = Rows::new(&baskets.ends, &baskets.codes, &number_of);
    let lattice = state.lattice().ok_or_else(Problem::state_broken)?;
    let counts = if lattice.len() == lattice.n_items() {
        PairCounts::new(&rows, lattice.n_items()).counts().iter().map(|&count| u64::from(count)).collect()
    } else {
        let candidates = Candidates::new(&lattice, CANDIDATES_MAX).ok_or_else(Problem::state_broken)?;
        count_candidates(&lattice, &candidates, &rows)
    };
    Ok(Partial::Candidates { counts: Counts(counts) })
}

/// The parts' findings put together.
///
/// # Errors
/// Partials that do not belong to the state; no baskets; an item that is in no basket; a result that is
/// too large.
pub fn merge(mut state: State, settings: Settings, partials: Vec<Partial>) -> Result<Step, Problem> {
    if partials.is_empty() {
        return Err(Problem::no_partials());
    }
    if let Source::Long { .. } = settings.source {
        let frequent = mine(&merge_long(partials)?, &settings)?;
        return Ok(Step::Done(Box::new((frequent, settings))));
    }
    let mut n_known = 0;
    let lattice = match state.phase {
        Phase::Items => {
            let is_alone = partials.len() == 1;
            let lattice = merge_items(&mut state, &settings, partials)?;
            if is_alone && lattice.len() > 1 {
                state.phase = Phase::Alone;
                return Ok(Step::Next(Box::new(state)));
            }
            lattice
        }
        Phase::Alone => merge_alone(&state, &partials)?,
        Phase::Candidates => {
            let known = state.lattice().ok_or_else(Problem::state_broken)?;
            n_known = known.len();
            merge_candidates(&state, known, partials)?
        }
    };
    if state.phase == Phase::Alone || is_finished(&state, &settings, &lattice, n_known)? {
        let State { n_baskets, min_count, names, .. } = state;
        let frequent = Frequent { n_baskets, min_count, names, lattice };
        return Ok(Step::Done(Box::new((frequent, settings))));
    }
    state.phase = Phase::Candidates;
    state.lattice = pack_lattice(&lattice);
    Ok(Step::Next(Box::new(state)))
}

/// Whether no longer itemset is possible or wanted, after a pass before which `n_known` were known.
fn is_finished(state: &State, settings: &Settings, lattice: &Lattice, n_known: usize) -> Result<bool, Problem> {
    if lattice.len() == n_known || lattice.levels().count() >= settings.longest() {
        return Ok(true);
    }
    match Candidates::new(lattice, CANDIDATES_MAX) {
        Some(candidates) => Ok(candidates.is_empty()),
        None => Err(problem::too_many_candidates(lattice.n_items(), state.min_count)),
    }
}

fn merge_items(state: &mut State, settings: &Settings, partials: Vec<Partial>) -> Result<Lattice, Problem> {
    let (mut lists, mut n_baskets) = (Vec::new(), 0u64);
    let mut counts_of = Vec::new();
    for (index, partial) in partials.into_iter().enumerate() {
        let not_of_state = || Problem::partial_not_of_state(index);
        let Partial::Items { n_baskets: n, names, counts } = partial else { return Err(not_of_state()) };
        n_baskets = n_baskets.saturating_add(n);
        if names.len() != counts.len() || counts.iter().any(|&count| count > n) || n_baskets > INTEGER_MAX {
            return Err(not_of_state());
        }
        lists.push(names);
        counts_of.push(counts);
    }
    if n_baskets == 0 {
        return Err(problem::no_baskets());
    }
    let (codings, names) = code_texts(lists);
    let mut sums = vec![0u64; names.len()];
    for (&code, count) in codings.iter().flatten().zip(counts_of.into_iter().flatten()) {
        sums[code as usize] = sums[code as usize].saturating_add(count).min(n_baskets);
    }
    check_items(settings.rules.as_ref(), |item| names.binary_search_by(|name| name.as_str().cmp(item)).is_ok())?;
    state.n_baskets = n_baskets;
    state.min_count = least_count(settings.threshold, n_baskets);
    let is_frequent = |sum: &u64| *sum >= state.min_count;
    state.names = names.into_iter().zip(&sums).filter(|(_, sum)| is_frequent(sum)).map(|(name, _)| name).collect();
    check_n_items(state.names.len(), state.min_count)?;
    Ok(Lattice::of_items(&sums.into_iter().filter(is_frequent).collect::<Vec<_>>()))
}

fn merge_alone(state: &State, partials: &[Partial]) -> Result<Lattice, Problem> {
    let [Partial::Alone { names, lattice }] = partials else {
        return Err(Problem::partial_not_of_state(0));
    };
    let lattice = unpack_lattice(lattice.clone(), names.len(), state.n_baskets);
    match lattice {
        Some(lattice) if *names == state.names && lattice.len() <= ITEMSETS_MAX => Ok(lattice),
        _ => Err(Problem::partial_not_of_state(0)),
    }
}

fn merge_candidates(state: &State, lattice: Lattice, partials: Vec<Partial>) -> Result<Lattice, Problem> {
    let candidates = Candidates::new(&lattice, CANDIDATES_MAX).ok_or_else(Problem::state_broken)?;
    let mut sums = vec![0u64; candidates.len()];
    for (index, partial) in partials.into_iter().enumerate() {
        let Partial::Candidates { counts: Counts(counts) } = partial else {
            return Err(Problem::partial_not_of_state(index));
        };
        if counts.len() != sums.len() {
            return Err(Problem::partial_not_of_state(index));
        }
        for ((sum, count), &parent) in sums.iter_mut().zip(counts).zip(&candidates.parents) {
            *sum = sum.saturating_add(count);
            // No itemset is in more baskets than a part of it.
            if *sum > lattice.counts()[parent as usize] {
                return Err(Problem::partial_not_of_state(index));
            }
        }
    }
    let n_frequent = sums.iter().filter(|sum| **sum >= state.min_count).count();
    if lattice.len() + n_frequent > ITEMSETS_MAX {
        return Err(problem::too_many_itemsets(lattice.n_items(), state.min_count));
    }
    let found = candidates.parents.iter().zip(&candidates.lasts).zip(&sums);
    let found = found.filter(|(_, sum)| **sum >= state.min_count);
    Ok(lattice.with_level(found.map(|((&parent, &last), &sum)| (parent, last, sum))))
}

/// The baskets of all parts: sets of one basket are joined.
fn merge_long(partials: Vec<Partial>) -> Result<Baskets<'static>, Problem> {
    let (mut key_lists, mut name_lists, mut set_lists) = (Vec::new(), Vec::new(), Vec::new());
    for (index, partial) in partials.into_iter().enumerate() {
        let not_of_state = || Problem::partial_not_of_state(index);
        let Partial::Long { keys, names, sets } = partial else { return Err(not_of_state()) };
        if keys.len() != sets.len() || sets.iter().flatten().any(|&code| code as usize >= names.len()) {
            return Err(not_of_state());
        }
        key_lists.push(keys);
        name_lists.push(names);
        set_lists.push(sets);
    }
    let ((baskets_of, keys), (codings, names)) = (code_texts(key_lists), code_texts(name_lists));
    let mut baskets = vec![Vec::new(); keys.len()];
    for ((sets, baskets_of), coding) in set_lists.into_iter().zip(baskets_of).zip(codings) {
        for (set, basket) in sets.into_iter().zip(baskets_of) {
            baskets[basket as usize].extend(set.into_iter().map(|code| coding[code as usize]));
        }
    }
    of_sets(&baskets, names)
}

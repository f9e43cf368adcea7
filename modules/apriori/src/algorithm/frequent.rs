//! All frequent itemsets of one table.

use apriori_kernel::{Lattice, NO_ITEM, Rows, Search};
use gridfolk_contract::Problem;

use super::limits::{ITEMS_MAX, ITEMSETS_MAX};
use super::settings::{RuleSettings, Settings, Side, least_count};
use super::sorted::sorted;
use crate::baskets::Baskets;
use crate::problem;

/// Frequent itemsets.
#[derive(Debug, Clone, PartialEq)]
pub struct Frequent {
    /// All baskets.
    pub n_baskets: u64,
    /// The least count of a frequent itemset.
    pub min_count: u64,
    /// The frequent items' texts, in order.
    pub names: Vec<String>,
    /// The itemsets, of the items' numbers in that order.
    pub lattice: Lattice,
}

/// Mines baskets.
///
/// # Errors
/// No baskets; an unknown item in the rules' settings; more items or itemsets than the limits.
pub fn mine(baskets: &Baskets<'_>, settings: &Settings) -> Result<Frequent, Problem> {
    let n_baskets = baskets.len() as u64;
    if n_baskets == 0 {
        return Err(problem::no_baskets());
    }
    let occurs = |name: &str| {
        let mut known = baskets.names.iter().zip(&baskets.counts);
        known.any(|(known, &count)| known == name && count > 0)
    };
    check_items(settings.rules.as_ref(), occurs)?;
    mine_at(baskets, least_count(settings.threshold, n_baskets), settings.longest())
}

/// Mines baskets at a least count.
///
/// # Errors
/// More items or itemsets than the limits.
pub fn mine_at(baskets: &Baskets<'_>, min_count: u64, longest: usize) -> Result<Frequent, Problem> {
    let frequent = frequent_codes(baskets, min_count);
    check_n_items(frequent.len(), min_count)?;
    let names = frequent.iter().map(|&code| baskets.names[code as usize].clone()).collect();
    let lattice = search(baskets, &frequent, min_count, longest)?;
    Ok(Frequent { n_baskets: baskets.len() as u64, min_count, names, lattice })
}

/// The codes of the frequent items, by their texts.
fn frequent_codes(baskets: &Baskets<'_>, min_count: u64) -> Vec<u32> {
    let counts = baskets.counts.iter().enumerate();
    let frequent: Vec<u32> =
        counts.filter(|(_, count)| u64::from(**count) >= min_count).map(|(code, _)| code as u32).collect();
    let name = |place: usize| &baskets.names[frequent[place] as usize];
    sorted(frequent.len(), &|a, b| name(a).cmp(name(b))).into_iter().map(|place| frequent[place]).collect()
}

/// Refuses more frequent items than their pairs can be counted for.
///
/// # Errors
/// Too many.
pub(super) fn check_n_items(n_items: usize, min_count: u64) -> Result<(), Problem> {
    if n_items <= ITEMS_MAX {
        return Ok(());
    }
    Err(problem::too_many_frequent_items(n_items, min_count))
}

/// The depth-first search. `frequent` are codes whose counts reach `min_count`, in the order of the result.
///
/// # Errors
/// More itemsets than the limit.
pub(super) fn search(
    baskets: &Baskets<'_>,
    frequent: &[u32],
    min_count: u64,
    longest: usize,
) -> Result<Lattice, Problem> {
    // The rarest item first: the search below it has the fewest rows.
    let count = |item: usize| baskets.counts[frequent[item] as usize];
    let order = sorted(frequent.len(), &|a, b| count(a).cmp(&count(b)));
    let order_of: Vec<u16> = order.into_iter().map(|item| item as u16).collect();
    let mut number_of = vec![NO_ITEM; baskets.names.len()];
    let mut counts = Vec::with_capacity(frequent.len());
    for (number, &item) in (0..).zip(&order_of) {
        let code = frequent[usize::from(item)] as usize;
        number_of[code] = number;
        counts.push(baskets.counts[code]);
    }
    let rows = Rows::new(&baskets.ends, &baskets.codes, &number_of);
    // Counts are of 32 bits: no itemset reaches a larger threshold, and then there is no item, either.
    let min_count_32 = u32::try_from(min_count).unwrap_or(u32::MAX);
    let plan = Search { min_count: min_count_32, max_length: longest, n_max: ITEMSETS_MAX };
    apriori_kernel::search(&rows, &counts, &order_of, &plan)
        .map_err(|_| problem::too_many_itemsets(frequent.len(), min_count))
}

/// Refuses settings of rules that name an item that is in no basket: nobody would see the mistake.
///
/// # Errors
/// The first such item.
pub fn check_items(rules: Option<&RuleSettings>, occurs: impl Fn(&str) -> bool) -> Result<(), Problem> {
    let Some(rules) = rules else { return Ok(()) };
    for (side, name) in [(&rules.left, "left"), (&rules.right, "right")] {
        let Side { required, forbidden, allowed, .. } = side;
        let lists = [
            ("required", required.as_slice()),
            ("forbidden", forbidden),
            ("allowed", allowed.as_deref().unwrap_or_default()),
        ];
        for (list, items) in lists {
            if let Some(index) = items.iter().position(|item| !occurs(item)) {
                let pointer = format!("/params/rules/{name}/{list}/{index}");
                return Err(problem::item_unknown(&pointer, &items[index]));
            }
        }
    }
    Ok(())
}

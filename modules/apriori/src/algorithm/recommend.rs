//! What to offer whom: items on the right side of rules whose left side a basket holds.

use super::frequent::Frequent;
use super::rules::Rule;
use super::sorted::sorted;
use crate::baskets::Baskets;

/// An item to offer, and the rule that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    /// The item's number.
    pub item: u16,
    /// The rule's place in the list.
    pub rule: u32,
}

/// For each basket at most `n` items that it lacks, by the first rules of the list that fire: whose whole
/// left side the basket holds.
pub fn recommend(baskets: &Baskets<'_>, frequent: &Frequent, rules: &[Rule], n: usize) -> Vec<Vec<Pick>> {
    let mut search = Firing::new(baskets, frequent, rules);
    (0..baskets.len()).map(|basket| search.picks(baskets.basket(basket), n)).collect()
}

struct Firing {
    /// By code of the baskets: the item's number, or none where it is not frequent.
    item_of: Vec<Option<u16>>,
    /// By rule: the items of its sides.
    sides: Vec<(Vec<u16>, Vec<u16>)>,
    /// By item: the rules whose rarest item on the left it is, in order.
    rules_of: Vec<Vec<u32>>,
    /// Whether the basket holds an item.
    holds: Vec<bool>,
    /// Whether an item is picked for the basket.
    is_picked: Vec<bool>,
}

impl Firing {
    fn new(baskets: &Baskets<'_>, frequent: &Frequent, rules: &[Rule]) -> Self {
        let number = |name: &String| frequent.names.binary_search(name).ok().map(|item| item as u16);
        let lattice = &frequent.lattice;
        let items = |itemset: u32| lattice.items(itemset as usize);
        let sides: Vec<_> = rules.iter().map(|rule| (items(rule.sides.left), items(rule.sides.right))).collect();
        let mut rules_of = vec![Vec::new(); lattice.n_items()];
        for (rule, (left, _)) in (0..).zip(&sides) {
            if let Some(&rarest) = left.iter().min_by_key(|item| lattice.counts()[usize::from(**item)]) {
                rules_of[usize::from(rarest)].push(rule);
            }
        }
        Firing {
            item_of: baskets.names.iter().map(number).collect(),
            sides,
            rules_of,
            holds: vec![false; lattice.n_items()],
            is_picked: vec![false; lattice.n_items()],
        }
    }

    fn picks(&mut self, basket: &[u32], n: usize) -> Vec<Pick> {
        let items: Vec<u16> = basket.iter().filter_map(|&code| self.item_of[code as usize]).collect();
        items.iter().for_each(|&item| self.holds[usize::from(item)] = true);
        let mut fired: Vec<u32> = Vec::new();
        for &item in &items {
            let fires = |rule: &&u32| {
                let (left, right) = &self.sides[**rule as usize];
                let held = |item: &u16| self.holds[usize::from(*item)];
                left.iter().all(held) && !right.iter().all(held)
            };
            fired.extend(self.rules_of[usize::from(item)].iter().filter(fires));
        }
        let order = sorted(fired.len(), &|a, b| fired[a].cmp(&fired[b]));
        let mut picks: Vec<Pick> = Vec::new();
        for rule in order.into_iter().map(|place| fired[place]) {
            for &item in &self.sides[rule as usize].1 {
                let index = usize::from(item);
                if picks.len() < n && !self.holds[index] && !self.is_picked[index] {
                    self.is_picked[index] = true;
                    picks.push(Pick { item, rule });
                }
            }
        }
        picks.iter().for_each(|pick| self.is_picked[usize::from(pick.item)] = false);
        items.iter().for_each(|&item| self.holds[usize::from(item)] = false);
        picks
    }
}

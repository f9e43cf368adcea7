//! Association rules from frequent itemsets.

use apriori_kernel::Lattice;
use gridfolk_contract::Problem;

use super::adjust::holm_and_fdr;
use super::fisher::p_greater;
use super::frequent::Frequent;
use super::limits::{RULES_MAX, SIDES_MAX};
use super::measures::Measures;
use super::settings::{RuleSettings, Side};
use super::sorted::sorted;
use crate::problem;

/// A rule that passes the thresholds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Both sides.
    pub sides: Sides,
    /// What it is worth.
    pub measures: Measures,
    /// Fisher's exact p, one-sided.
    pub p: f64,
    /// After Holm, among all rules that pass.
    pub p_holm: f64,
    /// After Benjamini and Hochberg, among all rules that pass.
    pub p_fdr: f64,
    /// Whether a rule with the same right side and a part of the left side has at least this confidence.
    pub redundant: bool,
}

/// The sides of a rule, as numbers of itemsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sides {
    /// The left side.
    pub left: u32,
    /// The right side.
    pub right: u32,
    /// Both together.
    pub both: u32,
}

/// The numbers that the itemsets of one mining have in another one.
pub struct Numbers(Vec<Option<u32>>);

impl Numbers {
    /// By number in `of`: the number in `among`, where the itemset is frequent there.
    pub fn new(of: &Frequent, among: &Frequent) -> Self {
        let mut numbers: Vec<Option<u32>> = Vec::with_capacity(of.lattice.len());
        let lattice = &among.lattice;
        let items: Vec<Option<u16>> =
            of.names.iter().map(|name| among.names.binary_search(name).ok().map(|item| item as u16)).collect();
        for itemset in 0..of.lattice.len() {
            let item = items[usize::from(of.lattice.lasts()[itemset])];
            let number = if itemset < of.lattice.n_items() {
                item.map(u32::from)
            } else {
                let parent = numbers[of.lattice.parents()[itemset] as usize];
                parent.zip(item).and_then(|(parent, item)| lattice.child(parent as usize, item)).map(|at| at as u32)
            };
            numbers.push(number);
        }
        Numbers(numbers)
    }

    /// The same sides in the other mining.
    pub fn of(&self, sides: Sides) -> Option<Sides> {
        let number = |itemset: u32| self.0[itemset as usize];
        Some(Sides { left: number(sides.left)?, right: number(sides.right)?, both: number(sides.both)? })
    }
}

/// The rules that pass the thresholds, the strongest first; ties in the order of their sides.
///
/// # Errors
/// More rules than the limit.
pub fn rules(frequent: &Frequent, settings: &RuleSettings) -> Result<Vec<Rule>, Problem> {
    Ok(listed(judge(frequent, settings)?, settings))
}

/// The rules that pass the thresholds, in the order of itemsets, before they are adjusted to each other.
///
/// # Errors
/// More rules than the limit.
pub fn judge(frequent: &Frequent, settings: &RuleSettings) -> Result<Vec<Rule>, Problem> {
    let mut rules: Vec<Rule> = Vec::new();
    for sides in passing(frequent, settings)? {
        rules.push(rule(frequent, sides));
    }
    Ok(rules)
}

/// Judged rules with their adjusted p, the strongest first; ties in the order of their sides.
pub fn listed(mut rules: Vec<Rule>, settings: &RuleSettings) -> Vec<Rule> {
    let ps: Vec<f64> = rules.iter().map(|rule| rule.p).collect();
    for (rule, adjusted) in rules.iter_mut().zip(holm_and_fdr(&ps)) {
        (rule.p_holm, rule.p_fdr) = adjusted;
    }
    let strengths: Vec<f64> = rules.iter().map(|rule| rule.measures.strength(settings.by, rule.p)).collect();
    let order = sorted(rules.len(), &|a, b| {
        strengths[b].total_cmp(&strengths[a]).then_with(|| rules[a].sides.cmp(&rules[b].sides))
    });
    order.into_iter().map(|place| rules[place]).collect()
}

fn rule(frequent: &Frequent, sides: Sides) -> Rule {
    let count = |itemset: u32| frequent.lattice.counts()[itemset as usize];
    let (n, n_left, n_right, n_both) = (frequent.n_baskets, count(sides.left), count(sides.right), count(sides.both));
    Rule {
        sides,
        measures: Measures::new(n, n_left, n_right, n_both),
        p: p_greater(n, n_left, n_right, n_both),
        p_holm: 0.0,
        p_fdr: 0.0,
        redundant: is_redundant(&frequent.lattice, sides),
    }
}

/// The sides of all rules that pass the thresholds.
fn passing(frequent: &Frequent, settings: &RuleSettings) -> Result<Vec<Sides>, Problem> {
    let (left, right) = (Filter::new(frequent, &settings.left), Filter::new(frequent, &settings.right));
    let mut search = Splits {
        frequent,
        settings,
        left,
        right,
        items: Vec::new(),
        is_right: Vec::new(),
        n_seen: 0,
        found: Vec::new(),
    };
    for both in frequent.lattice.n_items()..frequent.lattice.len() {
        search.items = frequent.lattice.items(both);
        search.is_right = vec![false; search.items.len()];
        search.split(both, 0, 0)?;
    }
    Ok(search.found)
}

/// The ways to split an itemset into two sides.
struct Splits<'a> {
    frequent: &'a Frequent,
    settings: &'a RuleSettings,
    left: Filter,
    right: Filter,
    items: Vec<u16>,
    is_right: Vec<bool>,
    n_seen: u64,
    found: Vec<Sides>,
}

impl Splits<'_> {
    /// Adds items from the place `from` on to a right side of `n_right` items. A larger right side has no more
    /// confidence: below one that fails, all fail.
    fn split(&mut self, both: usize, from: usize, n_right: usize) -> Result<(), Problem> {
        if n_right + 1 == self.items.len() || n_right == self.right.max_items {
            return Ok(());
        }
        for place in from..self.items.len() {
            if self.right.is_banned[usize::from(self.items[place])] {
                continue;
            }
            self.is_right[place] = true;
            if self.look(both, n_right + 1)? {
                self.split(both, place + 1, n_right + 1)?;
            }
            self.is_right[place] = false;
        }
        Ok(())
    }

    /// Notes the rule of the sides as they are, if it passes; whether its confidence does.
    fn look(&mut self, both: usize, n_right: usize) -> Result<bool, Problem> {
        self.n_seen += 1;
        let side = |wanted: bool| {
            let places = self.items.iter().zip(&self.is_right);
            places.filter(move |(_, is_right)| **is_right == wanted).map(|(&item, _)| item)
        };
        let lattice = &self.frequent.lattice;
        // Subsets of a frequent itemset are frequent.
        let Some(left) = lattice.find(side(false)) else { return Ok(false) };
        let count = |itemset: usize| lattice.counts()[itemset];
        if (count(both) as f64 / count(left) as f64) < self.settings.min_confidence {
            return Ok(false);
        }
        let n_left = self.items.len() - n_right;
        if self.left.admits(side(false), n_left)
            && self.right.admits(side(true), n_right)
            && let Some(right) = lattice.find(side(true))
        {
            let lift = Measures::lift(self.frequent.n_baskets, count(left), count(right), count(both));
            if lift >= self.settings.min_lift {
                self.found.push(Sides { left: left as u32, right: right as u32, both: both as u32 });
            }
        }
        if self.found.len() > RULES_MAX || self.n_seen > SIDES_MAX {
            return Err(problem::too_many_rules(self.found.len(), self.n_seen));
        }
        Ok(true)
    }
}

/// What may stand on a side, by the items' numbers.
struct Filter {
    /// None where a required item is not frequent: then no side will do.
    required: Option<Vec<u16>>,
    is_banned: Vec<bool>,
    max_items: usize,
}

impl Filter {
    fn new(frequent: &Frequent, side: &Side) -> Self {
        let number = |name: &String| frequent.names.binary_search(name).ok();
        let mut is_banned = vec![side.allowed.is_some(); frequent.names.len()];
        for item in side.allowed.iter().flatten().filter_map(number) {
            is_banned[item] = false;
        }
        for item in side.forbidden.iter().filter_map(number) {
            is_banned[item] = true;
        }
        let mut required = Some(Vec::new());
        for name in &side.required {
            match (number(name), &mut required) {
                (Some(item), Some(required)) => required.push(item as u16),
                _ => required = None,
            }
        }
        Filter { required, is_banned, max_items: side.max_items.map_or(usize::MAX, |most| most as usize) }
    }

    fn admits(&self, mut items: impl Iterator<Item = u16> + Clone, n: usize) -> bool {
        let Some(required) = &self.required else { return false };
        n <= self.max_items
            && required.iter().all(|wanted| items.clone().any(|item| item == *wanted))
            && items.all(|item| !self.is_banned[usize::from(item)])
    }
}

/// Whether a rule with the same right side and a proper part of the left side has at least the confidence.
fn is_redundant(lattice: &Lattice, sides: Sides) -> bool {
    let (left, right) = (lattice.items(sides.left as usize), lattice.items(sides.right as usize));
    let count = |itemset: usize| lattice.counts()[itemset] as f64;
    let confidence = count(sides.both as usize) / count(sides.left as usize);
    any_part(&left, 0, &mut |part| {
        let both = merged(part, &right);
        match (lattice.find(part.iter().copied()), lattice.find(both)) {
            (Some(part), Some(both)) => count(both) / count(part) >= confidence,
            _ => false,
        }
    })
}

/// Two rising lists as one.
fn merged(a: &[u16], b: &[u16]) -> Vec<u16> {
    let (mut a, mut merged) = (a, Vec::with_capacity(a.len() + b.len()));
    for &item in b {
        let n_before = a.partition_point(|&other| other < item);
        merged.extend_from_slice(&a[..n_before]);
        merged.push(item);
        a = &a[n_before..];
    }
    merged.extend_from_slice(a);
    merged
}

/// Whether a part of the items, not empty and not all, has what is looked for; those that lack one item first.
fn any_part(items: &[u16], from: usize, has: &mut dyn FnMut(&[u16]) -> bool) -> bool {
    if items.len() < 2 {
        return false;
    }
    let lacking = |place: usize| [&items[..place], &items[place + 1..]].concat();
    (from..items.len()).any(|place| has(&lacking(place)))
        || (from..items.len()).any(|place| any_part(&lacking(place), place, has))
}

//! Optimal binning: neighbouring pre-bins joined into the bins of greatest information value (IV).
//!
//! With shares g of all goods and b of all bads, IV is the sum over bins of (g - b) ln(g / b). It is a sum
//! over bins, so dynamic programming finds the greatest exactly. Let F(n, j, k) be the most IV of n bins
//! over the pre-bins before k, the last one from j to k:
//!
//! ```text
//! F(n, j, k) = IV(j, k) + max over i of F(n - 1, i, j), where the bins (i, j) and (j, k) may be neighbours
//! ```
//!
//! Whether they may be depends on their bad rates alone (the trend). So one sweep over all intervals in
//! the order of their rates does one n: each node j remembers the best F(n - 1, i, j) met so far. That is
//! m^2 / 2 steps an n at most for m pre-bins, after one sort; a mixed-integer solver as in Navas-Palencia,
//! "Optimal binning: mathematical programming formulation" (2020), states the same problem.

use crate::intervals::{Interval, Intervals, Order};

/// The most pre-bins.
pub const PREBINS_MAX: usize = 512;
/// Where bins end, a power of two so that none need be checked.
const SLOTS: usize = 2 * PREBINS_MAX;
/// In a link: the bin before lies before the turn.
const BEFORE_TURN: u16 = 1 << 15;

/// How bad rates go from bin to bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Any way.
    None,
    /// They never fall.
    Ascending,
    /// They never rise.
    Descending,
    /// They never fall up to some bin and never rise after it.
    Peak,
    /// They never rise up to some bin and never fall after it.
    Valley,
}

/// What every bin must keep to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Least rows of a bin.
    pub rows_min: f64,
    /// The most bins, at least 1.
    pub bins_max: usize,
    /// All goods and all bads that shares are of; both above 0.
    pub totals: (f64, f64),
}

/// Bins made of neighbouring pre-bins.
#[derive(Debug, Clone, PartialEq)]
pub struct Partition {
    /// Where each bin ends: the index past its last pre-bin, ascending; the last is the number of
    /// pre-bins.
    pub ends: Vec<usize>,
    /// Sum of IV over the bins.
    pub iv: f64,
    /// The trend that they keep to.
    pub trend: Trend,
}

/// Pre-bins have goods and bads, in whole rows. The partition of greatest IV that keeps to one of the trends, of those
/// the first and then the one with the fewest bins. Each bin has `rows_min` rows, a good and a bad at least. None where not even one bin of all
/// pre-bins has that.
///
/// # Panics
/// When there are more than [`PREBINS_MAX`] pre-bins.
pub fn partition(prebins: &[(f64, f64)], limits: &Limits, trends: &[Trend]) -> Option<Partition> {
    let n_prebins = prebins.len();
    assert!(n_prebins <= PREBINS_MAX, "the caller makes few pre-bins");
    let intervals = Intervals::of(prebins, limits);
    let mut best: Option<Partition> = None;
    for &trend in trends {
        let found = best_of(&intervals, n_prebins, limits.bins_max.min(n_prebins), trend);
        if found.as_ref().map(|found| found.iv) > best.as_ref().map(|best| best.iv) {
            best = found;
        }
    }
    best
}

/// What a sweep finds for each interval of its order.
struct Layer {
    /// The most IV of bins of which it is the last.
    values: Vec<f64>,
    /// Which interval comes before it in these: its first pre-bin.
    links: Vec<u16>,
}

/// The last bin of the best bins so far.
#[derive(Clone, Copy)]
struct Last {
    value: f64,
    n_bins: usize,
    /// In the order of rising rates.
    rank: usize,
    /// Past the turn, or before it: 1 or 0.
    side: usize,
    /// In the order of its side.
    at: usize,
}

impl Last {
    fn is_better_than(&self, other: &Last) -> bool {
        let is_before = self.n_bins == other.n_bins && self.rank < other.rank;
        self.value > other.value || (self.value == other.value && is_before)
    }
}

/// The best partition of one trend.
fn best_of(intervals: &Intervals, n_prebins: usize, bins_max: usize, trend: Trend) -> Option<Partition> {
    let mut orders = vec![intervals.in_order_of(trend, n_prebins)];
    // Past the turn rates go the other way.
    match trend {
        Trend::Peak => orders.push(intervals.in_order_of(Trend::Descending, n_prebins)),
        Trend::Valley => orders.push(intervals.in_order_of(Trend::Ascending, n_prebins)),
        Trend::None | Trend::Ascending | Trend::Descending => {}
    }
    let mut layers: Vec<Vec<Layer>> = Vec::new();
    let mut best: Option<Last> = None;
    for n_bins in 1..=bins_max {
        let layer = match layers.last_mut() {
            None => first_layer(&orders),
            Some(before) => {
                let layer = next_layer(&orders, before);
                before.iter_mut().for_each(|side| side.values = Vec::new());
                layer
            }
        };
        for (side, order) in orders.iter().enumerate() {
            for &at in &order.last {
                let last = Last { value: layer[side].values[at], n_bins, rank: order.ranks[at], side, at };
                if last.value > f64::NEG_INFINITY && best.is_none_or(|best| last.is_better_than(&best)) {
                    best = Some(last);
                }
            }
        }
        layers.push(layer);
    }
    let best = best?;
    Some(Partition { ends: trace(&orders, &layers, best), iv: best.value, trend })
}

/// The first bins; none lies past a turn.
fn first_layer(orders: &[Order]) -> Vec<Layer> {
    let value = |side: usize, interval: &Interval| {
        if side == 0 && interval.from == 0 { interval.iv } else { f64::NEG_INFINITY }
    };
    let layer = |(side, order): (usize, &Order)| Layer {
        values: order.all.iter().map(|interval| value(side, interval)).collect(),
        links: Vec::new(),
    };
    orders.iter().enumerate().map(layer).collect()
}

/// One more bin.
fn next_layer(orders: &[Order], before: &[Layer]) -> Vec<Layer> {
    let mut layer = vec![orders[0].sweep(&before[0].values, &orders[0].all)];
    if let [near, far] = orders {
        let (values, named) = far.joined(near, before);
        layer.push(far.sweep(&values, &named));
    }
    layer
}

impl Order {
    /// The best bin before each interval. `values` are those of the intervals as bins before, which are
    /// known as `named`.
    #[inline(never)]
    fn sweep(&self, values: &[f64], named: &[Interval]) -> Layer {
        let mut met = [(f64::NEG_INFINITY, 0); SLOTS];
        let mut layer = Layer { values: vec![0.0; self.all.len()], links: vec![0; self.all.len()] };
        let found = layer.values.iter_mut().zip(&mut layer.links);
        for (((interval, named), &value), (next, link)) in self.all.iter().zip(named).zip(values).zip(found) {
            let best = &mut met[interval.to as usize % SLOTS];
            if value > best.0 || (value == best.0 && named.from < best.1) {
                *best = (value, named.from);
            }
            let before = met[interval.from as usize % SLOTS];
            (*next, *link) = (interval.iv + before.0, before.1);
        }
        layer
    }

    /// Past the turn the bin before lies past it, too, or is the turn, which its name tells then: whichever has
    /// more.
    fn joined(&self, near: &Order, before: &[Layer]) -> (Vec<f64>, Vec<Interval>) {
        let mut near_values = vec![0.0; near.ranks.len()];
        for (&rank, &value) in near.ranks.iter().zip(&before[0].values) {
            near_values[rank] = value;
        }
        let mut named = self.all.clone();
        let mut values = before[1].values.clone();
        for ((value, named), &rank) in values.iter_mut().zip(&mut named).zip(&self.ranks) {
            if near_values[rank] > *value {
                *value = near_values[rank];
                named.from |= BEFORE_TURN;
            }
        }
        (values, named)
    }
}

/// Where the bins end that lead to the last.
fn trace(orders: &[Order], layers: &[Vec<Layer>], last: Last) -> Vec<usize> {
    let Last { mut at, mut side, .. } = last;
    let mut ends = vec![orders[side].all[at].to as usize];
    for layer in layers[1..last.n_bins].iter().rev() {
        let (link, to) = (layer[side].links[at], orders[side].all[at].from);
        // On the far side of the turn a marked link leads back to the near side.
        if link & BEFORE_TURN != 0 {
            side = 0;
        }
        ends.push(to as usize);
        let is_before = |interval: &Interval| (interval.from, interval.to) == (link & !BEFORE_TURN, to);
        let Some(place) = orders[side].all.iter().position(is_before) else { break };
        at = place;
    }
    ends.reverse();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn follows(trend: Trend, rates: &[f64]) -> bool {
        let rises = |rates: &[f64]| rates.windows(2).all(|pair| pair[0] <= pair[1]);
        let falls = |rates: &[f64]| rates.windows(2).all(|pair| pair[0] >= pair[1]);
        match trend {
            Trend::None => true,
            Trend::Ascending => rises(rates),
            Trend::Descending => falls(rates),
            Trend::Peak => (1..=rates.len()).any(|turn| rises(&rates[..turn]) && falls(&rates[turn - 1..])),
            Trend::Valley => (1..=rates.len()).any(|turn| falls(&rates[..turn]) && rises(&rates[turn - 1..])),
        }
    }

    /// By trying all ways to cut.
    fn enumerate(goods: &[f64], bads: &[f64], limits: &Limits, trend: Trend) -> Option<f64> {
        let n = goods.len();
        let mut best: Option<f64> = None;
        'cuts: for cuts in 0u32..1 << (n - 1) {
            let (mut good, mut bad, mut iv) = (0.0, 0.0, 0.0);
            let mut rates = Vec::new();
            for i in 0..n {
                good += goods[i];
                bad += bads[i];
                if i + 1 < n && cuts >> i & 1 == 0 {
                    continue;
                }
                if good == 0.0 || bad == 0.0 || good + bad < limits.rows_min {
                    continue 'cuts;
                }
                let (g, b) = (good / limits.totals.0, bad / limits.totals.1);
                iv += (g - b) * (g / b).ln();
                rates.push(bad / (good + bad));
                (good, bad) = (0.0, 0.0);
            }
            if rates.len() <= limits.bins_max && follows(trend, &rates) && best.is_none_or(|best| iv > best) {
                best = Some(iv);
            }
        }
        best
    }

    fn trends() -> impl Strategy<Value = Trend> {
        prop_oneof![
            Just(Trend::None),
            Just(Trend::Ascending),
            Just(Trend::Descending),
            Just(Trend::Peak),
            Just(Trend::Valley)
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn enumeration_finds_no_better_partition_of_12_prebins(
            counts in prop::collection::vec((0..20u8, 0..20u8), 1..=12),
            rows_min in 0..40u8,
            bins_max in 1..=12usize,
            trend in trends(),
        ) {
            let goods: Vec<f64> = counts.iter().map(|pair| f64::from(pair.0)).collect();
            let bads: Vec<f64> = counts.iter().map(|pair| f64::from(pair.1)).collect();
            let totals = (goods.iter().sum::<f64>() + 3.0, bads.iter().sum::<f64>() + 1.0);
            let limits = Limits { rows_min: f64::from(rows_min), bins_max, totals };
            let prebins: Vec<(f64, f64)> = goods.iter().copied().zip(bads.iter().copied()).collect();
            let found = partition(&prebins, &limits, &[trend]);
            let expected = enumerate(&goods, &bads, &limits, trend);
            prop_assert_eq!(found.is_some(), expected.is_some());
            let (Some(found), Some(expected)) = (found, expected) else { return Ok(()) };
            prop_assert!((found.iv - expected).abs() < 1e-12, "{} against {expected}", found.iv);
            // The bins are such as they should be, and their IV is what is said.
            let mut start = 0;
            let (mut iv, mut rates) = (0.0, Vec::new());
            for &end in &found.ends {
                let (good, bad): (f64, f64) = (goods[start..end].iter().sum(), bads[start..end].iter().sum());
                prop_assert!(good > 0.0 && bad > 0.0 && good + bad >= f64::from(rows_min));
                let (g, b) = (good / totals.0, bad / totals.1);
                iv += (g - b) * (g / b).ln();
                rates.push(bad / (good + bad));
                start = end;
            }
            prop_assert_eq!(start, goods.len());
            prop_assert!(found.ends.len() <= bins_max && follows(trend, &rates) && (iv - found.iv).abs() < 1e-12);
        }
    }
}

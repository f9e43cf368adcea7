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

use scorecard_kernel::{BEFORE_TURN, Intervals, Limits, Order, PREBINS_MAX};

use crate::contract::Trend;

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

/// The partition of greatest IV that keeps to a trend, at equal IV the one with the fewest bins, and of two trends the
/// ascending one. Each bin has `rows_min` rows, a good and a bad at least. None where not even one bin of all
/// pre-bins has that. Pre-bins have goods and bads, in whole rows.
///
/// # Panics
/// When there are more than [`PREBINS_MAX`] pre-bins.
pub fn partition(prebins: &[(f64, f64)], limits: &Limits, trend: Trend) -> Option<Partition> {
    assert!(prebins.len() <= PREBINS_MAX, "the caller makes few pre-bins");
    let intervals = Intervals::of(prebins, limits);
    let search = |trend| best_of(&intervals, prebins.len(), limits.bins_max, trend);
    match trend {
        Trend::Auto => {
            let (rising, falling) = (search(Trend::Ascending)?, search(Trend::Descending)?);
            Some(if falling.iv > rising.iv { falling } else { rising })
        }
        _ => search(trend),
    }
}

/// Bins before the turn of rates, or past it.
struct Side {
    order: Order,
    /// The most IV of bins of which each interval is the last.
    values: Vec<f64>,
    /// By number of bins before: for each interval the one before it.
    links: Vec<Vec<u16>>,
}

impl Side {
    /// An interval ends where the next one begins: of neighbours the former has the lesser first pre-bin, so intervals of
    /// equal rate go by these, and all of them where any trend is right.
    fn new(intervals: &Intervals, n_prebins: usize, trend: Trend) -> Self {
        let n = intervals.by_rate.len();
        let mut ranks = Vec::with_capacity(n);
        match trend {
            Trend::None => {
                ranks.resize(n, 0);
                for (rank, &(_, place)) in intervals.by_rate.iter().enumerate() {
                    ranks[place as usize] = rank;
                }
            }
            Trend::Descending | Trend::Valley => {
                let mut end = n;
                for run in intervals.by_rate.chunk_by(|a, b| a.0 == b.0).rev() {
                    ranks.extend(end - run.len()..end);
                    end -= run.len();
                }
            }
            Trend::Auto | Trend::Ascending | Trend::Peak => ranks.extend(0..n),
        }
        let order = Order::new(intervals, ranks, n_prebins);
        Side { order, values: vec![f64::NEG_INFINITY; n], links: Vec::new() }
    }
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
    let mut sides = vec![Side::new(intervals, n_prebins, trend)];
    // Past the turn rates go the other way.
    match trend {
        Trend::Peak => sides.push(Side::new(intervals, n_prebins, Trend::Descending)),
        Trend::Valley => sides.push(Side::new(intervals, n_prebins, Trend::Ascending)),
        _ => {}
    }
    let mut best: Option<Last> = None;
    for n_bins in 1..=bins_max.min(n_prebins) {
        add_bin(&mut sides);
        for (side, Side { order, values, .. }) in sides.iter().enumerate() {
            for &at in &order.last {
                let last = Last { value: values[at], n_bins, rank: order.ranks[at], side, at };
                if last.value > f64::NEG_INFINITY && best.is_none_or(|best| last.is_better_than(&best)) {
                    best = Some(last);
                }
            }
        }
    }
    let best = best?;
    Some(Partition { ends: trace(&sides, best), iv: best.value, trend })
}

/// One more bin on each side.
fn add_bin(sides: &mut [Side]) {
    let [near, far @ ..] = sides else { return };
    for far in far {
        let (values, named) = far.order.joined(std::mem::take(&mut far.values), &near.order, &near.values);
        let (values, links) = far.order.sweep(&values, &named, f64::NEG_INFINITY);
        far.values = values;
        far.links.push(links);
    }
    // Before the first bin there is none.
    let start = if near.links.is_empty() { 0.0 } else { f64::NEG_INFINITY };
    let (values, links) = near.order.sweep(&near.values, &near.order.all, start);
    near.values = values;
    near.links.push(links);
}

/// Where the bins end that lead to the last.
fn trace(sides: &[Side], last: Last) -> Vec<usize> {
    let (mut at, mut side) = (last.at, &sides[last.side]);
    let mut ends = vec![side.order.all[at].to as usize];
    for n_before in (1..last.n_bins).rev() {
        let (link, to) = (side.links[n_before][at], side.order.all[at].from);
        // On the far side of the turn a marked link leads back to the near side.
        if link & BEFORE_TURN != 0 {
            side = &sides[0];
        }
        ends.push(to as usize);
        let is_before = |at: &usize| {
            let interval = side.order.all[*at];
            interval.to == to && interval.from == link & !BEFORE_TURN
        };
        at = (0..side.order.all.len()).find(is_before).unwrap_or_default();
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
            Trend::Auto => rises(rates) || falls(rates),
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
            Just(Trend::Auto),
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
            let found = partition(&prebins, &limits, trend);
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

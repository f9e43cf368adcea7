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
//! m^2 / 2 steps an n for m pre-bins, after one sort; a mixed-integer solver as in Navas-Palencia,
//! "Optimal binning: mathematical programming formulation" (2020), states the same problem.

use gridfolk_numeric::sort::{sort_key, sort_pairs};

/// The most pre-bins.
pub const PREBINS_MAX: usize = 512;
/// No interval before this one.
const NONE: u16 = u16::MAX;
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
    /// How bad rates go.
    pub trend: Trend,
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
}

/// An interval of pre-bins that may be a bin.
#[derive(Clone, Copy)]
struct Interval {
    from: u16,
    to: u16,
    rate: f64,
    iv: f64,
}

/// The partition of greatest IV, of those the one with the fewest bins. Each bin has `rows_min` rows, a
/// good and a bad at least. None where not even one bin of all pre-bins has that.
///
/// # Panics
/// When the lengths differ or there are more than [`PREBINS_MAX`] pre-bins.
pub fn partition(goods: &[f64], bads: &[f64], limits: &Limits) -> Option<Partition> {
    let n_prebins = goods.len();
    assert!(n_prebins <= PREBINS_MAX && bads.len() == n_prebins, "the caller makes few pre-bins");
    let intervals = intervals_by_rate(goods, bads, limits);
    let mut layers: Vec<Layer> = Vec::new();
    let mut best: Option<(f64, usize, usize)> = None;
    let bins_max = limits.bins_max.min(n_prebins);
    let is_turning = matches!(limits.trend, Trend::Peak | Trend::Valley);
    let mut values = Vec::new();
    for n_bins in 1..=bins_max {
        let (layer, next) = if n_bins == 1 {
            first_layer(&intervals, is_turning)
        } else {
            step(&intervals, &values, limits.trend, n_prebins)
        };
        values = next;
        layers.push(layer);
        for (at, _) in intervals.iter().enumerate().filter(|(_, interval)| interval.to as usize == n_prebins) {
            for (side, values) in values.iter().enumerate() {
                if best.is_none_or(|(most, ..)| values[at] > most) && values[at] > f64::NEG_INFINITY {
                    best = Some((values[at], n_bins, at << 1 | side));
                }
            }
        }
    }
    let (iv, n_bins, last) = best?;
    Some(Partition { ends: trace(&intervals, &layers, n_bins, last), iv })
}

/// For each side of the turn and each interval, which interval comes before: its first pre-bin.
type Layer = Vec<Vec<u16>>;

fn intervals_by_rate(goods: &[f64], bads: &[f64], limits: &Limits) -> Vec<Interval> {
    let (all_goods, all_bads) = limits.totals;
    let mut intervals: Vec<Interval> = Vec::new();
    let mut order: Vec<(u64, f64)> = Vec::new();
    for from in 0..goods.len() {
        let (mut good, mut bad) = (0.0, 0.0);
        for to in from + 1..=goods.len() {
            good += goods[to - 1];
            bad += bads[to - 1];
            if good <= 0.0 || bad <= 0.0 || good + bad < limits.rows_min {
                continue;
            }
            let rate = match limits.trend {
                Trend::None => 0.0,
                Trend::Ascending | Trend::Peak => bad / (good + bad),
                Trend::Descending | Trend::Valley => -bad / (good + bad),
            };
            let (good_share, bad_share) = (good / all_goods, bad / all_bads);
            let iv = (good_share - bad_share) * libm::log(good_share / bad_share);
            order.push((sort_key(rate), intervals.len() as f64));
            intervals.push(Interval { from: from as u16, to: to as u16, rate, iv });
        }
    }
    sort_pairs(&mut order);
    order.into_iter().map(|(_, index)| intervals[index as usize]).collect()
}

fn first_layer(intervals: &[Interval], is_turning: bool) -> (Layer, Vec<Vec<f64>>) {
    let first = |interval: &Interval| if interval.from == 0 { interval.iv } else { f64::NEG_INFINITY };
    let values = intervals.iter().map(first).collect();
    let none = vec![NONE; intervals.len()];
    let mut both = (vec![none.clone()], vec![values]);
    if is_turning {
        both.0.push(none);
        both.1.push(vec![f64::NEG_INFINITY; intervals.len()]);
    }
    both
}

/// One more bin.
#[inline(never)]
fn step(intervals: &[Interval], values: &[Vec<f64>], trend: Trend, n_prebins: usize) -> (Layer, Vec<Vec<f64>>) {
    let side = |values: Vec<&[f64]>, is_reversed: bool| sweep(intervals, &values, is_reversed, n_prebins);
    let (links, next) = side(vec![&values[0]], false);
    if !matches!(trend, Trend::Peak | Trend::Valley) {
        return (vec![links], vec![next]);
    }
    // Past the turn rates go the other way; the bin before lies past the turn, too, or is the turn.
    let (links_after, next_after) = side(vec![&values[1], &values[0]], true);
    (vec![links, links_after], vec![next, next_after])
}

/// The best bin before each interval: of rate at most its own, or at least where reversed.
#[inline(never)]
fn sweep(intervals: &[Interval], values: &[&[f64]], is_reversed: bool, n_prebins: usize) -> (Vec<u16>, Vec<f64>) {
    let n = intervals.len();
    let mut best = vec![(f64::NEG_INFINITY, NONE); n_prebins + 1];
    let (mut links, mut next) = (vec![NONE; n], vec![f64::NEG_INFINITY; n]);
    let place = |step: usize| if is_reversed { n - 1 - step } else { step };
    let mut start = 0;
    while start < n {
        // Intervals of equal rate may follow each other.
        let rate = intervals[place(start)].rate;
        let mut end = start;
        while end < n && intervals[place(end)].rate == rate {
            let at = place(end);
            let interval = &intervals[at];
            for (side, values) in values.iter().enumerate() {
                let (best, link) = (&mut best[interval.to as usize], interval.from | (BEFORE_TURN * side as u16));
                if values[at] > best.0 || (values[at] == best.0 && link < best.1) {
                    *best = (values[at], link);
                }
            }
            end += 1;
        }
        for at in (start..end).map(place) {
            let interval = &intervals[at];
            let (value, link) = best[interval.from as usize];
            next[at] = interval.iv + value;
            links[at] = link;
        }
        start = end;
    }
    (links, next)
}

fn trace(intervals: &[Interval], layers: &[Layer], n_bins: usize, last: usize) -> Vec<usize> {
    let (mut at, mut side) = (last >> 1, last & 1);
    let mut ends = vec![intervals[at].to as usize];
    for layer in layers[1..n_bins].iter().rev() {
        let link = layer[side][at];
        // On the far side of the turn a marked link leads back to the near side.
        if side == 1 && link & BEFORE_TURN != 0 {
            side = 0;
        }
        let (from, to) = (link & !BEFORE_TURN, intervals[at].from);
        ends.push(to as usize);
        let Some(before) = intervals.iter().position(|interval| (interval.from, interval.to) == (from, to)) else {
            break;
        };
        at = before;
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
    fn enumerate(goods: &[f64], bads: &[f64], limits: &Limits) -> Option<f64> {
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
            if rates.len() <= limits.bins_max && follows(limits.trend, &rates) && best.is_none_or(|best| iv > best) {
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
            let limits = Limits { rows_min: f64::from(rows_min), bins_max, trend, totals };
            let found = partition(&goods, &bads, &limits);
            let expected = enumerate(&goods, &bads, &limits);
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

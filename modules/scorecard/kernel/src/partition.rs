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

use gridfolk_numeric::sort::{sort_key, sort_pairs, value_of_sort_key};

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

/// The partition of greatest IV that keeps to one of the trends, of those the first and then the one with the
/// fewest bins. Each bin has `rows_min` rows, a good and a bad at least. None where not even one bin of all
/// pre-bins has that.
///
/// # Panics
/// When the lengths differ or there are more than [`PREBINS_MAX`] pre-bins.
pub fn partition(goods: &[f64], bads: &[f64], limits: &Limits, trends: &[Trend]) -> Option<Partition> {
    let n_prebins = goods.len();
    assert!(n_prebins <= PREBINS_MAX && bads.len() == n_prebins, "the caller makes few pre-bins");
    let intervals = Intervals::by_rate(goods, bads, limits);
    let mut best: Option<Partition> = None;
    for &trend in trends {
        let found = intervals.best(n_prebins, limits.bins_max.min(n_prebins), trend);
        if found.as_ref().map(|found| found.iv) > best.as_ref().map(|best| best.iv) {
            best = found;
        }
    }
    best
}

/// All intervals of pre-bins that may be a bin, in the order of their bad rates.
struct Intervals {
    /// The first pre-bin, and the one past the last.
    ends: Vec<(u16, u16)>,
    ivs: Vec<f64>,
    rates: Vec<f64>,
    /// Where intervals of one rate end and those of the next begin; all of them in one where any trend is right.
    runs: Vec<usize>,
}

/// For each interval, which one comes before it in the best bins that end with it: its first pre-bin.
type Links = Vec<u16>;

impl Intervals {
    fn by_rate(goods: &[f64], bads: &[f64], limits: &Limits) -> Self {
        let (all_goods, all_bads) = limits.totals;
        let mut unsorted: Vec<(u16, u16, f64)> = Vec::new();
        let mut order: Vec<(u64, f64)> = Vec::new();
        for from in 0..goods.len() {
            let (mut good, mut bad) = (0.0, 0.0);
            for to in from + 1..=goods.len() {
                good += goods[to - 1];
                bad += bads[to - 1];
                if good <= 0.0 || bad <= 0.0 || good + bad < limits.rows_min {
                    continue;
                }
                let (good_share, bad_share) = (good / all_goods, bad / all_bads);
                let iv = (good_share - bad_share) * libm::log(good_share / bad_share);
                order.push((sort_key(bad / (good + bad)), unsorted.len() as f64));
                unsorted.push((from as u16, to as u16, iv));
            }
        }
        sort_pairs(&mut order);
        let sorted = || order.iter().map(|&(_, index)| unsorted[index as usize]);
        let rates: Vec<f64> = order.iter().map(|&(key, _)| value_of_sort_key(key)).collect();
        let is_last = |at: &usize| *at == rates.len() || rates[*at] != rates[*at - 1];
        Intervals {
            ends: sorted().map(|(from, to, _)| (from, to)).collect(),
            ivs: sorted().map(|(.., iv)| iv).collect(),
            runs: (1..=rates.len()).filter(is_last).collect(),
            rates,
        }
    }

    /// The best partition of one trend.
    fn best(&self, n_prebins: usize, bins_max: usize, trend: Trend) -> Option<Partition> {
        let n = self.ends.len();
        let runs = if trend == Trend::None { &[self.rates.len()][..] } else { &self.runs };
        let is_falling = matches!(trend, Trend::Descending | Trend::Valley);
        let is_turning = matches!(trend, Trend::Peak | Trend::Valley);
        let mut layers: Vec<[Links; 2]> = Vec::new();
        let mut values = [Vec::new(), Vec::new()];
        let mut best: Option<(f64, usize, usize, usize)> = None;
        for n_bins in 1..=bins_max {
            let (links, next) = if n_bins == 1 {
                let first = |at: usize| if self.ends[at].0 == 0 { self.ivs[at] } else { f64::NEG_INFINITY };
                (Vec::new(), (0..n).map(first).collect())
            } else {
                self.sweep(&values[0], None, runs, is_falling, n_prebins)
            };
            // Past the turn rates go the other way; the bin before lies past the turn, too, or is the turn.
            let (links_after, next_after) = match (is_turning, n_bins) {
                (true, 2..) => self.sweep(&values[0], Some(&values[1]), runs, !is_falling, n_prebins),
                (true, _) => (Vec::new(), vec![f64::NEG_INFINITY; n]),
                (false, _) => (Vec::new(), Vec::new()),
            };
            values = [next, next_after];
            layers.push([links, links_after]);
            for at in (0..n).filter(|&at| self.ends[at].1 as usize == n_prebins) {
                for (side, values) in values.iter().enumerate().filter(|(_, values)| !values.is_empty()) {
                    if values[at] > best.map_or(f64::NEG_INFINITY, |best| best.0) {
                        best = Some((values[at], n_bins, at, side));
                    }
                }
            }
        }
        let (iv, n_bins, at, side) = best?;
        Some(Partition { ends: self.trace(&layers, n_bins, at, side), iv, trend })
    }

    /// One more bin: the best bin before each interval, of rate at most its own, or at least where falling. `near`
    /// are the values before a turn, `far` those past it; a link to `near` beside `far` is marked.
    #[inline(never)]
    fn sweep(
        &self,
        near: &[f64],
        far: Option<&[f64]>,
        runs: &[usize],
        is_falling: bool,
        n_prebins: usize,
    ) -> (Links, Vec<f64>) {
        let n = self.ends.len();
        let mut best = vec![f64::NEG_INFINITY; n_prebins + 1];
        let mut link = vec![NONE; n_prebins + 1];
        let (mut links, mut next) = (vec![NONE; n], vec![f64::NEG_INFINITY; n]);
        let take = |best: &mut [f64], link: &mut [u16], (from, to): (u16, u16), value: f64, mark: u16| {
            let slot = to as usize;
            if value > best[slot] || (value == best[slot] && (from | mark) < link[slot]) {
                best[slot] = value;
                link[slot] = from | mark;
            }
        };
        for step in 0..runs.len() {
            let run = if is_falling { runs.len() - 1 - step } else { step };
            let (start, end) = (if run == 0 { 0 } else { runs[run - 1] }, runs[run]);
            // Intervals of equal rate may follow each other: first all of them are taken up, then all are served.
            for at in start..end {
                match far {
                    None => take(&mut best, &mut link, self.ends[at], near[at], 0),
                    Some(far) => {
                        take(&mut best, &mut link, self.ends[at], far[at], 0);
                        take(&mut best, &mut link, self.ends[at], near[at], BEFORE_TURN);
                    }
                }
            }
            for at in start..end {
                let slot = self.ends[at].0 as usize;
                next[at] = self.ivs[at] + best[slot];
                links[at] = link[slot];
            }
        }
        (links, next)
    }

    fn trace(&self, layers: &[[Links; 2]], n_bins: usize, last: usize, last_side: usize) -> Vec<usize> {
        let (mut at, mut side) = (last, last_side);
        let mut ends = vec![self.ends[at].1 as usize];
        for layer in layers[1..n_bins].iter().rev() {
            let link = layer[side][at];
            // On the far side of the turn a marked link leads back to the near side.
            if side == 1 && link & BEFORE_TURN != 0 {
                side = 0;
            }
            let before = (link & !BEFORE_TURN, self.ends[at].0);
            ends.push(before.1 as usize);
            let Some(place) = self.ends.iter().position(|ends| *ends == before) else { break };
            at = place;
        }
        ends.reverse();
        ends
    }
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
            let found = partition(&goods, &bads, &limits, &[trend]);
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

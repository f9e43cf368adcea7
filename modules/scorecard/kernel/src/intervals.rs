//! Intervals of pre-bins that may be a bin, in orders that a sweep can go by.

use gridfolk_numeric::sort::{sort_key, sort_pairs};

/// The most pre-bins.
pub const PREBINS_MAX: usize = 512;
/// Where bins end, a power of two so that none need be checked.
const SLOTS: usize = 2 * PREBINS_MAX;
/// In a link: the bin before lies before the turn.
pub const BEFORE_TURN: u16 = 1 << 15;

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

/// Neighbouring pre-bins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The first of them.
    pub from: u16,
    /// The one past the last.
    pub to: u16,
    /// Its share of the IV.
    pub iv: f64,
}

/// All intervals that may be a bin.
#[derive(Debug)]
pub struct Intervals {
    /// In the order of their first pre-bins.
    pub all: Vec<Interval>,
    /// Keys of their bad rates, rising, with their places in `all`; at equal rates these rise.
    pub by_rate: Vec<(u64, f64)>,
}

/// Intervals in an order in which those that may come right before one stand before it.
#[derive(Debug)]
pub struct Order {
    /// The intervals.
    pub all: Vec<Interval>,
    /// Where each stands in the order of rising rates.
    pub ranks: Vec<usize>,
    /// Which of them end with the last pre-bin.
    pub last: Vec<usize>,
}

/// Where a bin may end and the next begin: the pre-bin after it, goods and bads before it.
struct Bound {
    at: u16,
    good: f64,
    bad: f64,
}

/// What lies before and what lies after must be enough for a bin, or nothing.
fn bounds(prebins: &[(f64, f64)], rows_min: f64) -> Vec<Bound> {
    let n_rows: f64 = prebins.iter().map(|(good, bad)| good + bad).sum();
    let (mut good, mut bad) = (0.0, 0.0);
    let mut bounds = vec![Bound { at: 0, good, bad }];
    for (at, prebin) in prebins.iter().enumerate() {
        good += prebin.0;
        bad += prebin.1;
        let before = good + bad;
        if at + 1 == prebins.len() || (before >= rows_min && n_rows - before >= rows_min) {
            bounds.push(Bound { at: at as u16 + 1, good, bad });
        }
    }
    bounds
}

impl Intervals {
    /// Those of pre-bins with these goods and bads.
    #[inline(never)]
    pub fn of(prebins: &[(f64, f64)], limits: &Limits) -> Self {
        let bounds = bounds(prebins, limits.rows_min);
        let (mut all, mut by_rate) = (Vec::new(), Vec::new());
        for (at, from) in bounds.iter().enumerate() {
            for to in bounds.iter().skip(at + 1) {
                let (good, bad) = (to.good - from.good, to.bad - from.bad);
                if good <= 0.0 || bad <= 0.0 || good + bad < limits.rows_min {
                    continue;
                }
                let (good_share, bad_share) = (good / limits.totals.0, bad / limits.totals.1);
                let iv = (good_share - bad_share) * gridfolk_numeric::log(good_share / bad_share);
                by_rate.push((sort_key(bad / (good + bad)), all.len() as f64));
                all.push(Interval { from: from.at, to: to.at, iv });
            }
        }
        sort_pairs(&mut by_rate);
        Intervals { all, by_rate }
    }
}

impl Order {
    /// The intervals with these places in the order of rising rates.
    #[inline(never)]
    pub fn new(intervals: &Intervals, ranks: Vec<usize>, n_prebins: usize) -> Self {
        let all: Vec<Interval> = ranks.iter().map(|&rank| intervals.all[intervals.by_rate[rank].1 as usize]).collect();
        let last = (0..all.len()).filter(|&at| all[at].to as usize == n_prebins).collect();
        Order { all, ranks, last }
    }

    /// One more bin: the most IV of bins of which each interval is the last, and the first pre-bin of the one before it in
    /// these. `values` are those of the intervals with one bin less, which links call `named`; `start` that of no bin at all.
    #[inline(never)]
    pub fn sweep(&self, values: &[f64], named: &[Interval], start: f64) -> (Vec<f64>, Vec<u16>) {
        let mut met = [(f64::NEG_INFINITY, 0); SLOTS];
        met[0].0 = start;
        let (mut next, mut links) = (vec![0.0; self.all.len()], vec![0; self.all.len()]);
        let found = next.iter_mut().zip(&mut links);
        for (((interval, named), &value), (next, link)) in self.all.iter().zip(named).zip(values).zip(found) {
            let best = &mut met[interval.to as usize % SLOTS];
            if value > best.0 || (value == best.0 && named.from < best.1) {
                *best = (value, named.from);
            }
            let before = met[interval.from as usize % SLOTS];
            (*next, *link) = (interval.iv + before.0, before.1);
        }
        (next, links)
    }

    /// What may lie before a bin past the turn: a bin past it, too, or the turn, which is named so; whichever has more.
    /// `values` are those past the turn, `turns` those of the order `near` before it.
    #[inline(never)]
    pub fn joined(&self, mut values: Vec<f64>, near: &Order, turns: &[f64]) -> (Vec<f64>, Vec<Interval>) {
        let mut by_rank = vec![0.0; turns.len()];
        for (&rank, &turn) in near.ranks.iter().zip(turns) {
            by_rank[rank] = turn;
        }
        let mut named = self.all.clone();
        for ((value, named), &rank) in values.iter_mut().zip(&mut named).zip(&self.ranks) {
            if by_rank[rank] > *value {
                *value = by_rank[rank];
                named.from |= BEFORE_TURN;
            }
        }
        (values, named)
    }
}

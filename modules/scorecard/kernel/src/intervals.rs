//! Intervals of pre-bins that may be a bin, in orders that a sweep can go by.

use gridfolk_numeric::sort::{sort_key, sort_pairs};

use crate::partition::{Limits, Trend};

/// Neighbouring pre-bins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interval {
    /// The first of them.
    pub(crate) from: u16,
    /// The one past the last.
    pub(crate) to: u16,
    /// Its share of the IV.
    pub(crate) iv: f64,
}

/// All intervals that may be a bin.
pub(crate) struct Intervals {
    /// In the order of their first pre-bins.
    all: Vec<Interval>,
    /// Keys of their bad rates, rising, with their places in `all`; at equal rates these rise.
    by_rate: Vec<(u64, f64)>,
}

/// Intervals in an order in which those that may come right before one stand before it.
pub(crate) struct Order {
    /// The intervals.
    pub(crate) all: Vec<Interval>,
    /// Where each stands in the order of rising rates.
    pub(crate) ranks: Vec<usize>,
    /// Which of them end with the last pre-bin.
    pub(crate) last: Vec<usize>,
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
    pub(crate) fn of(prebins: &[(f64, f64)], limits: &Limits) -> Self {
        let bounds = bounds(prebins, limits.rows_min);
        let n_most = bounds.len() * bounds.len() / 2;
        let (mut all, mut by_rate) = (Vec::with_capacity(n_most), Vec::with_capacity(n_most));
        for (at, from) in bounds.iter().enumerate() {
            for to in bounds.iter().skip(at + 1) {
                let (good, bad) = (to.good - from.good, to.bad - from.bad);
                if good <= 0.0 || bad <= 0.0 || good + bad < limits.rows_min {
                    continue;
                }
                let (good_share, bad_share) = (good / limits.totals.0, bad / limits.totals.1);
                let iv = (good_share - bad_share) * libm::log(good_share / bad_share);
                by_rate.push((sort_key(bad / (good + bad)), all.len() as f64));
                all.push(Interval { from: from.at, to: to.at, iv });
            }
        }
        sort_pairs(&mut by_rate);
        Intervals { all, by_rate }
    }

    /// The order that keeps to a trend. An interval ends where the next one begins: of neighbours the former has the
    /// lesser first pre-bin, so intervals of equal rate go by these, and all of them where any trend is right.
    pub(crate) fn in_order_of(&self, trend: Trend, n_prebins: usize) -> Order {
        let n = self.all.len();
        let mut ranks: Vec<usize> = (0..n).collect();
        match trend {
            Trend::None => {
                for (rank, &(_, place)) in self.by_rate.iter().enumerate() {
                    ranks[place as usize] = rank;
                }
            }
            Trend::Ascending | Trend::Peak => {}
            Trend::Descending | Trend::Valley => {
                ranks.reverse();
                for run in ranks.chunk_by_mut(|&a, &b| self.by_rate[a].0 == self.by_rate[b].0) {
                    run.reverse();
                }
            }
        }
        let all: Vec<Interval> = ranks.iter().map(|&rank| self.all[self.by_rate[rank].1 as usize]).collect();
        Order { ranks, last: (0..n).filter(|&at| all[at].to as usize == n_prebins).collect(), all }
    }
}

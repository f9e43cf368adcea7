//! The rows in the order of their scores: who has how many events at each score.
//!
//! AUC is the probability that a row with the event has the higher score than one without, ties
//! counting half (Mann and Whitney 1947; Hanley and McNeil, Radiology 143, 1982). Gini is 2 AUC - 1.
//! KS is the greatest distance between the distribution functions of the score with and without the
//! event (Kolmogorov and Smirnov).
//!
//! Up to [`EXACT_ROWS_MAX`] rows every distinct score is kept. Above, scores are rounded to 13
//! significant bits (1 part in 8192; whole numbers up to 8192 stay as they are): a histogram that is the
//! same for all data, so that parts need not agree on a range. Which way is taken depends on the total
//! number of rows alone; [`Way::name`] is for the reply.

use gridfolk_numeric::sort::{sort_key, sort_pairs, value_of_sort_key};

/// Rows up to which every distinct score is kept.
pub const EXACT_ROWS_MAX: u64 = 250_000;
/// Bits of a score that the histogram cuts off: 12 of the mantissa's 52 stay.
const BITS_CUT: u32 = 40;

/// Whether scores are kept as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Every distinct score.
    Exact,
    /// Scores rounded to 13 significant bits.
    Histogram,
}

impl Way {
    /// The way for so many rows in all parts together.
    pub fn of_rows(n_rows: u64) -> Self {
        if n_rows <= EXACT_ROWS_MAX { Way::Exact } else { Way::Histogram }
    }

    /// Its name in replies.
    pub fn name(self) -> &'static str {
        match self {
            Way::Exact => "exact",
            Way::Histogram => "histogram",
        }
    }

    /// The score as it is kept.
    fn kept(self, score: f64) -> f64 {
        match self {
            Way::Exact => score,
            Way::Histogram => {
                // To the nearest: a carry out of the mantissa is the next power of two.
                let bits = score.abs().to_bits() + (1 << (BITS_CUT - 1));
                f64::from_bits(bits >> BITS_CUT << BITS_CUT).copysign(score)
            }
        }
    }
}

/// The rows of one score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// The score.
    pub score: f64,
    /// Weight of the rows without the event.
    pub non_events: f64,
    /// Weight of the rows with the event.
    pub events: f64,
}

impl Entry {
    /// Weight of its rows.
    pub fn weight(&self) -> f64 {
        self.non_events + self.events
    }
}

/// The greatest distance between the two distribution functions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ks {
    /// 0 to 1.
    pub ks: f64,
    /// The last score on the one side of where the distance is greatest.
    pub at_score: f64,
}

/// Scores with their weights of non-events and events, ascending, each score once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ranking {
    entries: Vec<Entry>,
}

impl Ranking {
    /// The ranking of rows: score, whether the event happened, weight. Rows without a score (NaN) are
    /// left out; scores are finite. So that no sum rounds, weights are whole numbers or rounded by one
    /// [`Quantum`](gridfolk_numeric::sum::Quantum) for all rows of all parts; 1 where rows have none.
    ///
    /// ```
    /// use gridfolk_metrics::{Ranking, Way};
    /// let rows = [(0.1, false, 1.0), (0.4, false, 1.0), (0.35, true, 1.0), (0.8, true, 1.0)];
    /// assert_eq!(Ranking::new(rows, Way::Exact).auc(), Some(0.75));
    /// ```
    pub fn new(rows: impl IntoIterator<Item = (f64, bool, f64)>, way: Way) -> Self {
        // A weight's sign says whether the event happened: one number beside the key to move.
        let signed = |(score, is_event, weight): (f64, bool, f64)| {
            (sort_key(way.kept(score)), if is_event { weight } else { -weight })
        };
        let pairs = rows.into_iter().filter(|row| !row.0.is_nan()).map(signed).collect();
        Ranking::of_pairs(pairs)
    }

    /// The ranking of rows without weights: outcomes are 1 where the event happened.
    #[inline(never)]
    pub fn of_outcomes(scores: &[f64], outcomes: &[f64], way: Way) -> Self {
        let mut pairs = Vec::with_capacity(scores.len());
        for (&score, &outcome) in scores.iter().zip(outcomes) {
            if !score.is_nan() {
                pairs.push((sort_key(way.kept(score)), if outcome == 1.0 { 1.0 } else { -1.0 }));
            }
        }
        Ranking::of_pairs(pairs)
    }

    #[inline(never)]
    fn of_pairs(mut pairs: Vec<(u64, f64)>) -> Self {
        sort_pairs(&mut pairs);
        let mut entries: Vec<Entry> = Vec::new();
        let mut last_key = None;
        for (key, weight) in pairs {
            if last_key != Some(key) {
                last_key = Some(key);
                entries.push(Entry { score: value_of_sort_key(key), non_events: 0.0, events: 0.0 });
            }
            if let Some(entry) = entries.last_mut() {
                if weight > 0.0 {
                    entry.events += weight;
                } else {
                    entry.non_events -= weight;
                }
            }
        }
        Ranking { entries }
    }

    /// The ranking of entries from elsewhere; none unless scores are finite and rise and weights are
    /// finite and not negative.
    pub fn of_entries(entries: Vec<Entry>) -> Option<Self> {
        let is_weight = |weight: f64| (0.0..1e300).contains(&weight);
        let is_sound =
            |entry: &Entry| entry.score.is_finite() && is_weight(entry.non_events) && is_weight(entry.events);
        let is_rising = entries.windows(2).all(|pair| pair[0].score < pair[1].score);
        (is_rising && entries.iter().all(is_sound)).then_some(Ranking { entries })
    }

    /// As it travels: score, weight of non-events, weight of events, entry after entry.
    #[inline(never)]
    pub fn to_numbers(&self) -> Vec<f64> {
        let numbers = self.entries.iter().map(|entry| [entry.score, entry.non_events, entry.events]);
        numbers.collect::<Vec<[f64; 3]>>().into_flattened()
    }

    /// The ranking that travelled; none for what [`Ranking::of_entries`] refuses, and for another length.
    #[inline(never)]
    pub fn of_numbers(numbers: &[f64]) -> Option<Self> {
        let (entries, []) = numbers.as_chunks::<3>() else { return None };
        let entry = |&[score, non_events, events]: &[f64; 3]| Entry { score, non_events, events };
        Ranking::of_entries(entries.iter().map(entry).collect())
    }

    /// Whether all weights are numbers of rows.
    #[inline(never)]
    pub fn counts_rows(&self) -> bool {
        let is_count = |count: f64| count.floor() == count && count < 9e15;
        self.entries.iter().all(|entry| is_count(entry.non_events) && is_count(entry.events))
    }

    /// Scores ascending, each once.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The rows of both.
    #[must_use]
    pub fn merge(self, other: Ranking) -> Ranking {
        if self.entries.is_empty() {
            return other;
        }
        let mut merged: Vec<Entry> = Vec::with_capacity(self.entries.len().max(other.entries.len()));
        let (mut left, mut right) = (self.entries.into_iter().peekable(), other.entries.into_iter().peekable());
        loop {
            let is_left_next = match (left.peek(), right.peek()) {
                (None, None) => return Ranking { entries: merged },
                (a, b) => b.is_none_or(|b| a.is_some_and(|a| a.score <= b.score)),
            };
            let Some(entry) = (if is_left_next { left.next() } else { right.next() }) else { continue };
            match merged.last_mut().filter(|last| last.score == entry.score) {
                Some(last) => {
                    last.non_events += entry.non_events;
                    last.events += entry.events;
                }
                None => merged.push(entry),
            }
        }
    }

    /// Weight of all rows without the event, and of all rows with it.
    pub fn totals(&self) -> (f64, f64) {
        self.entries
            .iter()
            .fold((0.0, 0.0), |(non_events, events), entry| (non_events + entry.non_events, events + entry.events))
    }

    /// The area under the ROC curve, 0 to 1; none without an event or without a non-event.
    pub fn auc(&self) -> Option<f64> {
        let (non_events, events) = self.totals();
        let (mut below, mut area) = (0.0, 0.0);
        for entry in &self.entries {
            area += entry.events * (below + entry.non_events / 2.0);
            below += entry.non_events;
        }
        (non_events > 0.0 && events > 0.0).then(|| area / (non_events * events))
    }

    /// 2 AUC - 1, -1 to 1.
    pub fn gini(&self) -> Option<f64> {
        self.auc().map(|auc| 2.0 * auc - 1.0)
    }

    /// The greatest distance between the distribution functions, and where: rows with at least that score
    /// against those below, at equal distance the highest. None without an event or without a non-event.
    pub fn ks(&self) -> Option<Ks> {
        self.ks_along(self.entries.iter().rev())
    }

    /// The same of rows with at most that score against those above, at equal distance the lowest.
    pub fn ks_from_below(&self) -> Option<Ks> {
        self.ks_along(self.entries.iter())
    }

    fn ks_along<'e>(&self, entries: impl Iterator<Item = &'e Entry>) -> Option<Ks> {
        let (non_events, events) = self.totals();
        if non_events <= 0.0 || events <= 0.0 {
            return None;
        }
        let (mut non_events_from, mut events_from) = (0.0, 0.0);
        let mut best: Option<Ks> = None;
        for entry in entries {
            non_events_from += entry.non_events;
            events_from += entry.events;
            let ks: f64 = events_from / events - non_events_from / non_events;
            if best.is_none_or(|best| ks.abs() > best.ks) {
                best = Some(Ks { ks: ks.abs(), at_score: entry.score });
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ranking(rows: &[(f64, bool, f64)], way: Way) -> Ranking {
        Ranking::new(rows.iter().copied(), way)
    }

    /// By the definition: over all pairs of an event and a non-event.
    fn auc_of_pairs(rows: &[(f64, bool, f64)]) -> Option<f64> {
        let (mut won, mut all) = (0.0, 0.0);
        for event in rows.iter().filter(|row| row.1) {
            for other in rows.iter().filter(|row| !row.1) {
                let weight = event.2 * other.2;
                all += weight;
                won += match event.0.total_cmp(&other.0) {
                    std::cmp::Ordering::Greater => weight,
                    std::cmp::Ordering::Equal => weight / 2.0,
                    std::cmp::Ordering::Less => 0.0,
                };
            }
        }
        (all > 0.0).then(|| won / all)
    }

    #[test]
    fn ks_says_where_the_distance_is_greatest() {
        // Events at 3, 4, 5; non-events at 1, 2, 4: from 3 up lie all events and a third of the others.
        let rows = [(1.0, false), (2.0, false), (3.0, true), (4.0, false), (4.0, true), (5.0, true)];
        let ks = Ranking::new(rows.map(|(score, event)| (score, event, 1.0)), Way::Exact).ks().expect("both kinds");
        assert_eq!((ks.ks, ks.at_score), (1.0 - 1.0 / 3.0, 3.0));
    }

    #[test]
    fn without_events_or_non_events_there_is_no_measure() {
        for rows in [vec![], vec![(1.0, true, 1.0)], vec![(1.0, false, 1.0), (f64::NAN, true, 1.0)]] {
            let ranking = Ranking::new(rows, Way::Exact);
            assert_eq!((ranking.auc(), ranking.ks()), (None, None));
        }
    }

    #[test]
    fn the_histogram_keeps_whole_scores_and_one_part_in_8192_of_others() {
        let scores = [0.0, -8191.0, 600.0, 0.123_456_789, -1e-9, 1e9];
        let rows = scores.map(|score| (score, true, 1.0));
        for entry in ranking(&rows, Way::Histogram).entries() {
            assert!(scores.iter().any(|score| (entry.score - score).abs() <= score.abs() / 8192.0), "{}", entry.score);
        }
        assert!([600.0, -8191.0, 0.0].iter().all(|score| Way::Histogram.kept(*score) == *score));
    }

    #[test]
    fn a_ranking_comes_back_from_its_numbers() {
        let ranking = ranking(&[(2.0, true, 1.0), (1.0, false, 2.5)], Way::Exact);
        assert_eq!(ranking.to_numbers(), [1.0, 2.5, 0.0, 2.0, 0.0, 1.0]);
        assert_eq!(Ranking::of_numbers(&ranking.to_numbers()).as_ref(), Some(&ranking));
        assert!(!ranking.counts_rows());
        assert_eq!(Ranking::of_numbers(&[1.0, 2.0]), None);
    }

    #[test]
    fn entries_from_elsewhere_are_checked() {
        let entry = |score, events| Entry { score, non_events: 1.0, events };
        assert!(Ranking::of_entries(vec![entry(1.0, 0.0), entry(2.0, 3.0)]).is_some());
        for broken in [vec![entry(2.0, 0.0), entry(2.0, 0.0)], vec![entry(f64::NAN, 0.0)], vec![entry(1.0, -1.0)]] {
            assert_eq!(Ranking::of_entries(broken), None);
        }
    }

    fn rows() -> impl Strategy<Value = Vec<(f64, bool, f64)>> {
        let score = prop_oneof![-5.0..5.0f64, (-3..3i32).prop_map(f64::from)];
        prop::collection::vec((score, any::<bool>(), (1..4u8).prop_map(f64::from)), 0..60)
    }

    proptest! {
        #[test]
        fn auc_is_the_share_of_pairs_in_order(rows in rows()) {
            match (ranking(&rows, Way::Exact).auc(), auc_of_pairs(&rows)) {
                (Some(auc), Some(expected)) => prop_assert!((auc - expected).abs() < 1e-12),
                (auc, expected) => prop_assert_eq!(auc, expected),
            }
        }

        #[test]
        fn any_split_merges_to_the_ranking_of_all(rows in rows(), at in 0usize..60, is_exact in any::<bool>()) {
            let way = if is_exact { Way::Exact } else { Way::Histogram };
            let (left, right) = rows.split_at(at.min(rows.len()));
            let whole = ranking(&rows, way);
            prop_assert_eq!(&ranking(right, way).merge(ranking(left, way)), &whole);
            let ones: Vec<(f64, bool, f64)> = rows.iter().map(|row| (row.0, row.1, 1.0)).collect();
            let (scores, outcomes): (Vec<f64>, Vec<f64>) = rows.iter().map(|row| (row.0, f64::from(u8::from(row.1)))).unzip();
            prop_assert_eq!(Ranking::of_outcomes(&scores, &outcomes, way), ranking(&ones, way));
            prop_assert_eq!(Ranking::of_entries(whole.entries().to_vec()), Some(whole));
        }
    }
}

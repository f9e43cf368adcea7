//! Exact quantiles of a column that lies in parts: radix refinement.
//!
//! Numbers become integers of the same order ([`sort_key`]). Each wanted rank lies in a bracket of keys
//! with a common prefix. A pass counts the keys of each bracket by their next digits; the counts of all
//! parts, added up, say in which narrower bracket the rank lies. As soon as the brackets hold few
//! numbers in all, a pass collects these instead, and the ranks are read off. Counts are integers and
//! the collected keys are sorted, so neither the split of the rows nor the order of the parts matters.
//!
//! The caller carries a [`Refinement`] in its state ([`Refinement::to_words`]) and runs passes until
//! [`Refinement::is_done`].

use crate::sort::{sort_key, sort_pairs, value_of_sort_key};

/// Digits that one pass looks at, while few brackets are open and when many are.
const DIGIT_BITS_FEW: u32 = 12;
const DIGIT_BITS_MANY: u32 = 8;
/// Open brackets up to which a pass looks at more digits.
const FEW: usize = 16;
/// Numbers in open brackets up to which a pass collects them.
const COLLECT_MAX: u64 = 1 << 16;
/// The most ranks of one column.
pub const RANKS_MAX: usize = 1024;
const WORDS_A_GOAL: usize = 4;

/// The rank, from 0, of the quantile `q` of `n` numbers: the least one that at least a share `q` of them
/// does not exceed. The share is one correctly rounded division, so that 7 of 100 are a share of 0.07.
///
/// ```
/// use gridfolk_numeric::quantile::rank;
/// assert_eq!([rank(100, 0.07), rank(10, 0.9), rank(3, 0.5), rank(4, 0.0), rank(4, 1.0)], [6, 8, 1, 0, 3]);
/// ```
pub fn rank(n: u64, q: f64) -> u64 {
    let reaches = |count: u64| count as f64 / n as f64 >= q;
    let mut count = ((q * n as f64).ceil() as u64).clamp(1, n.max(1));
    while count > 1 && reaches(count - 1) {
        count -= 1;
    }
    while count < n && !reaches(count) {
        count += 1;
    }
    count - 1
}

/// The search for the numbers at some ranks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refinement {
    /// One a rank, in the order of ranks; those in one bracket agree in all but the rank.
    goals: Vec<Goal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Goal {
    /// The bracket's least key; its lower `bits` bits are 0.
    start: u64,
    /// Bits that are not known yet, at most 64.
    bits: u32,
    /// The rank among the numbers of the bracket, from 0.
    rank: u64,
    /// Numbers in the bracket.
    n: u64,
}

impl Goal {
    fn contains(&self, key: u64) -> bool {
        key >= self.start && (self.bits == 64 || (key - self.start) >> self.bits == 0)
    }
}

impl Refinement {
    /// The search among `n` numbers from `least` to `greatest` for those at `ranks`, which rise, are
    /// below `n` and at most [`RANKS_MAX`]. `None` where they are not so.
    pub fn new(least: f64, greatest: f64, n: u64, ranks: &[u64]) -> Option<Self> {
        if least.is_nan() || greatest.is_nan() || least > greatest {
            return None;
        }
        let (first, last) = (sort_key(least), sort_key(greatest));
        let bits = 64 - (first ^ last).leading_zeros();
        let start = if bits == 64 { 0 } else { first >> bits << bits };
        let search = Refinement { goals: ranks.iter().map(|&rank| Goal { start, bits, rank, n }).collect() };
        search.is_sound().then_some(search)
    }

    /// The ranks of `k - 1` cuts of `n` numbers into `k` parts of equal size; each once.
    ///
    /// ```
    /// assert_eq!(gridfolk_numeric::quantile::Refinement::ranks_of_parts(10, 4), [2, 5, 7]);
    /// ```
    pub fn ranks_of_parts(n: u64, k: u64) -> Vec<u64> {
        let mut ranks: Vec<u64> =
            (1..k).map(|part| ((u128::from(n) * u128::from(part)) / u128::from(k)) as u64).collect();
        ranks.dedup();
        ranks
    }

    /// Whether every rank's number is known.
    pub fn is_done(&self) -> bool {
        self.goals.iter().all(|goal| goal.bits == 0)
    }

    /// The numbers at the ranks, once they are known.
    pub fn values(&self) -> Vec<f64> {
        self.goals.iter().map(|goal| value_of_sort_key(goal.start)).collect()
    }

    /// What one part finds out in a pass: counts by bracket and digit, or sorted keys. NaN is left out.
    pub fn pass(&self, values: &[f64]) -> Vec<u64> {
        let open = self.open();
        if collects(&open) { collect(&open, values) } else { count(&open, values) }
    }

    /// Narrows the brackets by what all parts found, in any order; false where that cannot be what
    /// [`Refinement::pass`] found.
    pub fn narrow(&mut self, found: &[Vec<u64>]) -> bool {
        let open = self.open();
        let narrowed = if collects(&open) { self.read_off(&open, found) } else { self.descend(&open, found) };
        narrowed.is_some()
    }

    /// The brackets that are not single keys, each once.
    fn open(&self) -> Vec<Goal> {
        let mut open: Vec<Goal> = self.goals.iter().filter(|goal| goal.bits > 0).copied().collect();
        open.dedup_by_key(|goal| goal.start);
        open
    }

    fn descend(&mut self, open: &[Goal], found: &[Vec<u64>]) -> Option<()> {
        let n_cells = cells(open);
        let mut counts = vec![0u64; open.len() * n_cells];
        for part in found {
            if part.len() != counts.len() {
                return None;
            }
            for (sum, &count) in counts.iter_mut().zip(part) {
                *sum = sum.checked_add(count)?;
            }
        }
        for goal in self.goals.iter_mut().filter(|goal| goal.bits > 0) {
            let bracket = open.iter().position(|bracket| bracket.start == goal.start)?;
            let bits = goal.bits - digit_bits(open, goal.bits);
            let mut cell = 0;
            for &count in &counts[bracket * n_cells..(bracket + 1) * n_cells] {
                if goal.rank < count {
                    goal.n = count;
                    break;
                }
                goal.rank -= count;
                cell += 1;
            }
            if cell == n_cells as u64 {
                return None;
            }
            goal.start = goal.start.checked_add(cell.checked_shl(bits)?)?;
            goal.bits = bits;
        }
        Some(())
    }

    fn read_off(&mut self, open: &[Goal], found: &[Vec<u64>]) -> Option<()> {
        let n: u64 = found.iter().map(|part| part.len() as u64).sum();
        if n != open.iter().map(|goal| goal.n).sum::<u64>() {
            return None;
        }
        let mut keys: Vec<(u64, f64)> = found.iter().flatten().map(|&key| (key, 0.0)).collect();
        sort_pairs(&mut keys);
        for goal in self.goals.iter_mut().filter(|goal| goal.bits > 0) {
            let first = keys.partition_point(|pair| pair.0 < goal.start) as u64;
            let (key, _) = *keys.get(usize::try_from(first + goal.rank).ok()?)?;
            if !goal.contains(key) {
                return None;
            }
            *goal = Goal { start: key, bits: 0, rank: 0, n: 1 };
        }
        Some(())
    }

    /// The search as integers, for a state that travels.
    pub fn to_words(&self) -> Vec<u64> {
        self.goals.iter().flat_map(|goal| [goal.start, u64::from(goal.bits), goal.rank, goal.n]).collect()
    }

    /// The search of some integers, unless they are no sound search.
    pub fn from_words(words: &[u64]) -> Option<Self> {
        if !words.len().is_multiple_of(WORDS_A_GOAL) {
            return None;
        }
        let goal = |words: &[u64]| Goal {
            start: words[0],
            bits: u32::try_from(words[1]).unwrap_or(u32::MAX),
            rank: words[2],
            n: words[3],
        };
        let search = Refinement { goals: words.chunks_exact(WORDS_A_GOAL).map(goal).collect() };
        search.is_sound().then_some(search)
    }

    fn is_sound(&self) -> bool {
        let is_bracket = |goal: &Goal| {
            goal.bits <= 64
                && goal.rank < goal.n
                && goal.n < 1 << 53
                && (goal.bits == 0 || goal.start.trailing_zeros() >= goal.bits)
        };
        // Brackets lie in order and apart: one starts where it did, or past the end of the one before.
        let follows = |pair: &[Goal]| {
            let (a, b) = (pair[0], pair[1]);
            let is_same = (a.start, a.bits, a.n) == (b.start, b.bits, b.n) && a.rank <= b.rank;
            is_same || (b.start > a.start && !a.contains(b.start))
        };
        self.goals.len() <= RANKS_MAX && self.goals.iter().all(is_bracket) && self.goals.windows(2).all(follows)
    }
}

/// Narrows searches that travel side by side as integers, by what each part found of each of them, in any order;
/// false where that cannot be what [`Refinement::pass`] found. Of a search that is done, or of no integers, nothing is
/// found.
///
/// # Panics
/// Where a part has fewer findings than there are searches.
pub fn narrow_all(searches: &mut [Vec<u64>], mut parts: Vec<Vec<Vec<u64>>>) -> bool {
    for (place, words) in searches.iter_mut().enumerate() {
        let search = Refinement::from_words(words).filter(|search| !search.is_done());
        let Some(mut search) = search else { continue };
        let found: Vec<Vec<u64>> = parts.iter_mut().map(|part| std::mem::take(&mut part[place])).collect();
        if !search.narrow(&found) {
            return false;
        }
        *words = search.to_words();
    }
    true
}

/// Whether all of such searches are done.
pub fn are_done(searches: &[Vec<u64>]) -> bool {
    searches.iter().all(|words| Refinement::from_words(words).is_none_or(|search| search.is_done()))
}

fn collects(open: &[Goal]) -> bool {
    open.iter().map(|goal| goal.n).sum::<u64>() <= COLLECT_MAX
}

fn digits_of(open: &[Goal]) -> u32 {
    if open.len() <= FEW { DIGIT_BITS_FEW } else { DIGIT_BITS_MANY }
}

fn cells(open: &[Goal]) -> usize {
    1 << digits_of(open)
}

fn digit_bits(open: &[Goal], bits: u32) -> u32 {
    digits_of(open).min(bits)
}

/// The bracket of a key among those that are open.
#[inline(always)]
fn bracket_of(open: &[Goal], key: u64) -> Option<usize> {
    let after = open.partition_point(|goal| goal.start <= key);
    let bracket = after.checked_sub(1)?;
    open[bracket].contains(key).then_some(bracket)
}

#[inline(never)]
fn count(open: &[Goal], values: &[f64]) -> Vec<u64> {
    let n_cells = cells(open);
    let mut counts = vec![0; open.len() * n_cells];
    for &value in values.iter().filter(|value| !value.is_nan()) {
        let key = sort_key(value);
        if let Some(bracket) = bracket_of(open, key) {
            let goal = &open[bracket];
            let cell = (key - goal.start) >> (goal.bits - digit_bits(open, goal.bits));
            counts[bracket * n_cells + cell as usize] += 1;
        }
    }
    counts
}

#[inline(never)]
fn collect(open: &[Goal], values: &[f64]) -> Vec<u64> {
    let keys = values.iter().filter(|value| !value.is_nan()).map(|&value| sort_key(value));
    let mut inside: Vec<(u64, f64)> =
        keys.filter(|&key| bracket_of(open, key).is_some()).map(|key| (key, 0.0)).collect();
    sort_pairs(&mut inside);
    inside.into_iter().map(|(key, _)| key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn search(parts: &[&[f64]], ranks: &[u64]) -> Option<Vec<f64>> {
        let all: Vec<f64> = parts.concat().into_iter().filter(|value| !value.is_nan()).collect();
        let (least, greatest) = all
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| (low.min(value), high.max(value)));
        let mut search = Refinement::new(least, greatest, all.len() as u64, ranks)?;
        while !search.is_done() {
            search = Refinement::from_words(&search.to_words())?;
            let found: Vec<Vec<u64>> = parts.iter().rev().map(|part| search.pass(part)).collect();
            assert!(search.narrow(&found));
        }
        Some(search.values())
    }

    fn check(values: &[f64], at: usize, k: u64) {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        sorted.sort_by(f64::total_cmp);
        let ranks = Refinement::ranks_of_parts(sorted.len() as u64, k);
        let expected: Vec<f64> = ranks.iter().map(|&rank| sorted[rank as usize]).collect();
        let (left, right) = values.split_at(at.min(values.len()));
        assert_eq!(search(&[left, right, &[]], &ranks), Some(expected));
    }

    #[test]
    fn quantiles_of_many_rows_are_those_of_the_sorted_column() {
        let draw = |row: u64| crate::random::Stream::new(7, 0).uniform(row);
        // Continuous, tied, with a far outlier on each side of zero, all equal.
        let columns: [Vec<f64>; 4] = [
            (0..300_000).map(|row| draw(row) * 40.0).collect(),
            (0..300_000).map(|row| (draw(row) * 7.0).floor() + 20_000.0).collect(),
            (0..300_000).map(|row| if row == 9 { -1e9 } else { (draw(row) - 0.5) * 1e6 }).collect(),
            vec![0.1; 100_000],
        ];
        for column in columns {
            check(&column, 123_456, 256);
            check(&column, 99, 2);
        }
    }

    #[test]
    fn what_is_no_search_is_refused() {
        assert_eq!(Refinement::new(0.0, 1.0, 3, &[3]), None);
        assert_eq!(Refinement::new(0.0, 1.0, 3, &[2, 1]), None);
        assert_eq!(Refinement::new(1.0, 0.0, 3, &[1]), None);
        assert_eq!(Refinement::from_words(&[1, 4, 0, 1]), None);
        assert_eq!(Refinement::from_words(&[0, 65, 0, 1]), None);
        let mut search = Refinement::new(0.0, 1.0, 1 << 20, &[0, 1 << 19]).expect("a search");
        assert!(!search.narrow(&[vec![1]]));
        assert!(!search.narrow(&[vec![u64::MAX; 4096], vec![1; 4096]]));
        assert!(!search.narrow(&[vec![0; 4096]]));
    }

    proptest! {
        #[test]
        fn any_split_gives_the_numbers_at_the_ranks(
            values in prop::collection::vec(prop_oneof![-1e3..1e3f64, (-3..3i32).prop_map(f64::from), Just(f64::NAN), Just(-0.0)], 1..200),
            at in 0usize..200,
            k in 1u64..20,
        ) {
            prop_assume!(values.iter().any(|value| !value.is_nan()));
            check(&values, at, k);
        }

        #[test]
        fn no_words_and_no_partials_make_it_panic(
            words in prop::collection::vec(prop_oneof![any::<u64>(), 0..70u64], 0..12),
            found in prop::collection::vec(prop::collection::vec(any::<u64>(), 0..9), 0..3),
        ) {
            if let Some(mut search) = Refinement::from_words(&words) {
                search.narrow(&found);
            }
        }
    }

    #[test]
    fn searches_side_by_side_are_narrowed_each_by_its_own() {
        let columns = [vec![3.0, 1.0, 2.0], vec![], vec![0.5, 8.0, 7.0]];
        let begin = |least, greatest| Refinement::new(least, greatest, 3, &[1]).expect("a search").to_words();
        let mut searches = vec![begin(1.0, 3.0), Vec::new(), begin(0.5, 8.0)];
        let pass = |(words, column): (&Vec<u64>, &Vec<f64>)| match Refinement::from_words(words) {
            Some(search) if !search.is_done() => search.pass(column),
            _ => Vec::new(),
        };
        while !are_done(&searches) {
            let found: Vec<Vec<u64>> = searches.iter().zip(&columns).map(pass).collect();
            assert!(narrow_all(&mut searches, vec![found]));
        }
        let medians: Vec<Vec<f64>> =
            searches.iter().map(|words| Refinement::from_words(words).expect("a search").values()).collect();
        assert_eq!(medians, [vec![2.0], vec![], vec![7.0]]);
        assert!(!narrow_all(&mut [begin(1.0, 3.0)], vec![vec![vec![1; 3]]]));
    }
}

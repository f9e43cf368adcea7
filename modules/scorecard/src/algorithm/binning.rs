//! The bins of a column, found or counted as the caller gives them.
//!
//! Numbers: optimal over the pre-bins ([`partition()`]). Categories: levels in the order of
//! their bad rates (ties by text), then optimal over neighbours, which is optimal over all groupings, as
//! IV is convex (W. D. Fisher, "On grouping for maximum homogeneity", 1958; Breiman et al., "Classification
//! and Regression Trees", 1984, section 9.4).

use gridfolk_metrics::{Entry, Ranking};
use scorecard_kernel::Limits;

use super::attribute::{Attribute, Count, Split};
use super::partition::partition;
use super::prebins::{count, prebins};
use super::scan::ColumnScan;
use super::selection::order_by;
use crate::contract::{Binning, BinningOf, Trend, UnknownLevel};
use crate::problem;
use gridfolk_contract::Problem;

/// The bins of a column. `numbers` are its numbers, or cells of them.
///
/// # Errors
/// Bins of the caller for another kind of column, or that lack a level where that is refused.
pub fn bin(column: &ColumnScan, numbers: &Ranking, all: Count, binning: &Binning) -> Result<Attribute, Problem> {
    let of = binning.of(&column.name);
    let (mut trend, mut ordinary) = (None, Vec::new());
    let split = match (column.is_number, of.edges, of.groups) {
        (true, _, Some(_)) => return Err(problem::bins_of_other_kind(&column.name, "number")),
        (false, Some(_), _) => return Err(problem::bins_of_other_kind(&column.name, "category")),
        (true, given, _) => {
            ordinary = match given {
                Some(_) => numbers.entries().to_vec(),
                None => prebins(numbers.entries(), binning.max_prebins as usize),
            };
            let edges = given.cloned().unwrap_or_else(|| {
                let (edges, kept) = edges(&ordinary, all, &of);
                trend = Some(kept);
                edges
            });
            Split::of_numbers(edges, of.special_numbers())
        }
        (false, _, given) => {
            let groups = given.cloned().unwrap_or_else(|| groups(&column.levels, all, &of));
            Split::of_levels(groups, of.special_levels())
        }
    };
    let mut counts = vec![Count::default(); split.n_bins()];
    counts[split.n_ordinary()..].iter_mut().zip(&column.apart).for_each(|(count, apart)| *count = *apart);
    if split.is_number {
        let found = count(&ordinary, &split.edges);
        counts.iter_mut().zip(found).for_each(|(to, (goods, bads))| {
            *to = Count { goods: goods as u64, bads: bads as u64 };
        });
    } else {
        count_levels(column, &split, binning.unknown_level, &mut counts)?;
    }
    Ok(Attribute { column: column.name.clone(), split, counts, trend })
}

fn limits(all: Count, of: &BinningOf<'_>) -> Limits {
    Limits {
        rows_min: all.n() as f64 * of.min_share,
        bins_max: of.max_bins as usize,
        totals: (all.goods as f64, all.bads as f64),
    }
}

/// The edges of greatest IV, and their trend; of two trends at equal IV the ascending one.
fn edges(prebins: &[Entry], all: Count, of: &BinningOf<'_>) -> (Vec<f64>, Trend) {
    let counts: Vec<(f64, f64)> = prebins.iter().map(|prebin| (prebin.non_events, prebin.events)).collect();
    let Some(found) = partition(&counts, &limits(all, of), of.trend) else {
        // One bin of all: it keeps to every trend.
        return (Vec::new(), if of.trend == Trend::Auto { Trend::Ascending } else { of.trend });
    };
    // The last bin ends where no pre-bin begins.
    let begins = &found.ends[..found.ends.len() - 1];
    (begins.iter().map(|&end| prebins[end].score).collect(), found.trend)
}

/// The levels of each bin, lowest bad rate first; within a bin by text.
fn groups(levels: &[(String, Count)], all: Count, of: &BinningOf<'_>) -> Vec<Vec<String>> {
    if levels.is_empty() {
        return Vec::new();
    }
    // Levels come by their text, which decides at equal rates.
    let order = order_by(levels.len(), &|at| levels[at].1.bads as f64 / levels[at].1.n() as f64);
    // More levels than pre-bins are joined with their neighbours.
    let (n, n_prebins) = (order.len(), order.len().min(scorecard_kernel::PREBINS_MAX));
    let mut counts = vec![(0.0, 0.0); n_prebins];
    let mut prebins = vec![0; n];
    for (rank, &at) in order.iter().enumerate() {
        let prebin = ((rank + 1) * n_prebins - 1) / n;
        counts[prebin].0 += levels[at].1.goods as f64;
        counts[prebin].1 += levels[at].1.bads as f64;
        prebins[at] = prebin;
    }
    let found = partition(&counts, &limits(all, of), Trend::None);
    let ends = found.map_or_else(|| vec![n_prebins], |found| found.ends);
    let mut groups = vec![Vec::new(); ends.len()];
    for ((level, _), prebin) in levels.iter().zip(&prebins) {
        groups[ends.partition_point(|end| end <= prebin)].push(level.clone());
    }
    groups
}

fn count_levels(
    column: &ColumnScan,
    split: &Split,
    unknown: UnknownLevel,
    counts: &mut [Count],
) -> Result<(), Problem> {
    let bins = split.level_bins();
    for (level, count) in &column.levels {
        let bin = match bins.of(level) {
            Some(bin) => bin as usize,
            None if unknown == UnknownLevel::Refuse => {
                return Err(problem::level_without_bin(&column.name, level));
            }
            None => split.missing() + 1,
        };
        counts[bin].merge(*count);
    }
    Ok(())
}

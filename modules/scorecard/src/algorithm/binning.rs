//! The bins of a column, found or counted as the caller gives them.
//!
//! Numbers: optimal over the pre-bins ([`scorecard_kernel::partition()`]). Categories: levels in the order of
//! their bad rates (ties by text), then optimal over neighbours, which is optimal over all groupings, as
//! IV is convex (W. D. Fisher, "On grouping for maximum homogeneity", 1958; Breiman et al., "Classification
//! and Regression Trees", 1984, section 9.4).

use gridfolk_metrics::Ranking;
use gridfolk_numeric::sort::{sort_key, sort_pairs};
use scorecard_kernel::{Limits, partition};

use super::attribute::{Attribute, Count, Split};
use super::prebins::{Prebins, all_of, prebins};
use super::scan::{ColumnScan, apart_of};
use crate::contract::{Binning, ColumnBinning, Trend, UnknownLevel};
use crate::problem;
use gridfolk_contract::Problem;

/// A column with its bins, and how they came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Binned {
    /// The column with its bins.
    pub attribute: Attribute,
    /// The trend that was kept to; none for bins that the caller gave, and for levels.
    pub trend: Option<Trend>,
}

/// The bins of a column. `numbers` are its numbers, or cells of them.
///
/// # Errors
/// Bins of the caller for another kind of column, or that lack a level where that is refused.
pub fn bin(column: &ColumnScan, numbers: &Ranking, all: Count, binning: &Binning) -> Result<Binned, Problem> {
    let of = binning.of(&column.name);
    let mut trend = None;
    let split = apart_of(&column.name, column.is_number, binning);
    let (split, ordinary, other) = match split {
        Split::Number { special, .. } => {
            let (edges, counts) = match (&of.edges, &of.groups) {
                (_, Some(_)) => return Err(problem::bins_of_other_kind(&column.name, "number")),
                (Some(edges), _) => (edges.clone(), all_of(numbers.entries()).count(edges)),
                _ => {
                    let found = prebins(numbers.entries(), binning.max_prebins as usize);
                    let (edges, kept) = edges(&found, all, &of);
                    trend = Some(kept);
                    let counts = found.count(&edges);
                    (edges, counts)
                }
            };
            (Split::Number { edges, special }, counts.into_iter().map(count).collect(), None)
        }
        Split::Category { special, .. } => {
            let groups = match (of.edges.is_some(), &of.groups) {
                (true, _) => return Err(problem::bins_of_other_kind(&column.name, "category")),
                (_, Some(groups)) => groups.clone(),
                _ => groups(&column.levels, all, &of),
            };
            let (ordinary, other) = count_levels(column, &groups, binning.unknown_level)?;
            (Split::Category { groups, special }, ordinary, Some(other))
        }
    };
    let counts: Vec<Count> = [ordinary, column.apart.clone()].concat().into_iter().chain(other).collect();
    Ok(Binned { attribute: Attribute { column: column.name.clone(), split, counts }, trend })
}

fn count((goods, bads): (f64, f64)) -> Count {
    Count { goods: goods as u64, bads: bads as u64 }
}

fn limits(all: Count, of: &ColumnBinning) -> Limits {
    Limits {
        rows_min: all.n() as f64 * of.min_share.unwrap_or_default(),
        bins_max: of.max_bins.unwrap_or(1) as usize,
        totals: (all.goods as f64, all.bads as f64),
    }
}

/// The edges of greatest IV, and their trend; of two trends at equal IV the ascending one.
fn edges(prebins: &Prebins, all: Count, of: &ColumnBinning) -> (Vec<f64>, Trend) {
    use scorecard_kernel::Trend as Kernel;
    let asked = of.trend.unwrap_or(Trend::Auto);
    let trends: &[Kernel] = match asked {
        Trend::Auto => &[Kernel::Ascending, Kernel::Descending],
        Trend::Ascending => &[Kernel::Ascending],
        Trend::Descending => &[Kernel::Descending],
        Trend::Peak => &[Kernel::Peak],
        Trend::Valley => &[Kernel::Valley],
        Trend::None => &[Kernel::None],
    };
    let Some(found) = partition(&prebins.goods, &prebins.bads, &limits(all, of), trends) else {
        // One bin of all: it keeps to every trend.
        return (Vec::new(), if asked == Trend::Auto { Trend::Ascending } else { asked });
    };
    let trend = match found.trend {
        Kernel::Descending => Trend::Descending,
        _ if asked == Trend::Auto => Trend::Ascending,
        _ => asked,
    };
    (found.ends.iter().filter_map(|&end| prebins.from.get(end).copied()).collect(), trend)
}

/// The levels of each bin, lowest bad rate first; within a bin by text.
fn groups(levels: &[(String, Count)], all: Count, of: &ColumnBinning) -> Vec<Vec<String>> {
    if levels.is_empty() {
        return Vec::new();
    }
    // Levels come by their text, which decides at equal rates.
    let rate = |count: &Count| count.bads as f64 / count.n() as f64;
    let mut order: Vec<(u64, f64)> =
        levels.iter().enumerate().map(|(at, (_, count))| (sort_key(rate(count)), at as f64)).collect();
    sort_pairs(&mut order);
    // More levels than pre-bins are joined with their neighbours.
    let n_prebins = order.len().min(scorecard_kernel::PREBINS_MAX);
    let starts: Vec<usize> = (0..=n_prebins).map(|at| at * order.len() / n_prebins).collect();
    let sum = |count: fn(&Count) -> u64| -> Vec<f64> {
        starts
            .windows(2)
            .map(|ends| order[ends[0]..ends[1]].iter().map(|&(_, at)| count(&levels[at as usize].1) as f64).sum())
            .collect()
    };
    let (goods, bads) = (sum(|count| count.goods), sum(|count| count.bads));
    let found = partition(&goods, &bads, &limits(all, of), &[scorecard_kernel::Trend::None]);
    let ends = found.map_or_else(|| vec![n_prebins], |found| found.ends);
    let mut start = 0;
    let group = |end: usize| {
        let mut group: Vec<(u64, f64)> =
            order[starts[start]..starts[end]].iter().map(|&(_, at)| (at as u64, at)).collect();
        start = end;
        sort_pairs(&mut group);
        group.into_iter().map(|(at, _)| levels[at as usize].0.clone()).collect()
    };
    ends.into_iter().map(group).collect()
}

fn count_levels(
    column: &ColumnScan,
    groups: &[Vec<String>],
    unknown: UnknownLevel,
) -> Result<(Vec<Count>, Count), Problem> {
    let (mut ordinary, mut other) = (vec![Count::default(); groups.len()], Count::default());
    let split = Split::Category { groups: groups.to_vec(), special: Vec::new() };
    let bins = split.level_bins();
    for (level, count) in &column.levels {
        match bins.of(level) {
            Some(bin) => ordinary[bin as usize].merge(*count),
            None if unknown == UnknownLevel::Refuse => {
                return Err(problem::level_without_bin(&column.name, level));
            }
            None => other.merge(*count),
        }
    }
    Ok((ordinary, other))
}

//! The numbers of a column, with goods and bads, ascending: out of these its bins are made.
//!
//! Up to [`EXACT_ROWS_MAX`] rows every distinct number is kept. Above, first the column's 1024-quantiles
//! are found exactly; then goods and bads are counted between them. Bins the caller gives are counted
//! as they are in either way.

use std::borrow::Cow;

use gridfolk_metrics::{EXACT_ROWS_MAX, Entry, Ranking, Way};
use gridfolk_numeric::quantile::Refinement;

use super::attribute::Count;
use super::part::Part;
use super::scan::ColumnScan;
use crate::contract::Binning;

/// Cells between quantiles, above [`EXACT_ROWS_MAX`] rows.
const N_CELLS: u64 = 1024;
/// Columns whose quantiles are looked for in one pass.
const SEARCHES_MAX: usize = 16;
/// The lower end of the first cell.
const FIRST_CELL: f64 = f64::MIN;

/// The search for a column's quantiles; empty where none are needed.
pub fn search_of(column: &ColumnScan, binning: &Binning, n_rows: u64) -> Vec<u64> {
    let is_needed = column.is_number && column.n > 0 && binning.of(&column.name).edges.is_none();
    if n_rows <= EXACT_ROWS_MAX || !is_needed {
        return Vec::new();
    }
    let ranks = Refinement::ranks_of_parts(column.n, N_CELLS);
    Refinement::new(column.least, column.greatest, column.n, &ranks).map_or_else(Vec::new, |search| search.to_words())
}

/// The columns whose quantiles the next pass looks for: the first few that are not found yet. A pass counts up to
/// 2 MB a column.
pub fn searched_next(searches: &[Vec<u64>]) -> Vec<usize> {
    let mut next = Vec::new();
    for (column, words) in searches.iter().enumerate() {
        let is_open = Refinement::from_words(words).is_some_and(|search| !search.is_done());
        if is_open && next.len() < SEARCHES_MAX {
            next.push(column);
        }
    }
    next
}

/// The lower ends of a column's cells but the first: the caller's edges, or the quantiles found. None
/// where every distinct number is kept.
pub fn cell_edges(column: &ColumnScan, binning: &Binning, search: &[u64]) -> Option<Vec<f64>> {
    if let Some(edges) = binning.of(&column.name).edges {
        return Some(edges.clone());
    }
    if search.is_empty() {
        return None;
    }
    let mut edges = Refinement::from_words(search).map_or_else(Vec::new, |search| search.values());
    edges.dedup();
    Some(edges)
}

/// Numbers of a column that are neither missing nor special; NaN in place of the others.
pub fn ordinary<'a>(column: &ColumnScan, binning: &Binning, numbers: &'a [f64]) -> Cow<'a, [f64]> {
    match binning.of(&column.name).special_numbers() {
        special if special.is_empty() => Cow::Borrowed(numbers),
        special => numbers.iter().map(|value| if special.contains(value) { f64::NAN } else { *value }).collect(),
    }
}

/// The numbers of one part with goods and bads: each distinct one, or the lower end of its cell.
pub fn counted(numbers: &[f64], part: &Part<'_>, edges: Option<&[f64]>) -> Ranking {
    let Some(edges) = edges else {
        return Ranking::of_outcomes(numbers, part.target, Way::Exact);
    };
    let mut counts = vec![Count::default(); edges.len() + 1];
    for (row, &value) in numbers.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
        counts[edges.partition_point(|edge| *edge <= value)].add(part.is_bad(row));
    }
    let mut entries = Vec::new();
    for (cell, count) in counts.iter().enumerate().filter(|(_, count)| count.n() > 0) {
        let score = cell.checked_sub(1).map_or(FIRST_CELL, |before| edges[before]);
        entries.push(Entry { score, non_events: count.goods as f64, events: count.bads as f64 });
    }
    Ranking::of_entries(entries).unwrap_or_default()
}

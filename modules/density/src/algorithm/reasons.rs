//! Why a customer is unusual: what sets it apart from the nearest customer of a group.

use density_kernel::Leaves;
use gridfolk_numeric::sort::{sort_key, sort_pairs};
use gridfolk_space::Space;

use super::limits::REASONS_MAX;

/// A row that fits no group.
#[derive(Debug, Clone, PartialEq)]
pub struct Unusual {
    /// The used row.
    pub row: usize,
    /// The nearest used row of a group; none where there is no group.
    pub nearest: Option<usize>,
    /// The columns that set it apart most, at most three.
    pub reasons: Vec<Reason>,
}

/// One column of an unusual row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// Index of the column.
    pub column: usize,
    /// Its part of the squared distance to the nearest row of a group, or to the mean of all where there is
    /// no group: 0 to 1.
    pub share: f64,
    /// How far the value is from the mean of all, in standard deviations.
    pub stands_out: f64,
}

/// The rows that fit no group, the farthest from their neighbours first, ties in the order of rows.
pub fn unusual(space: &Space, leaves: &Leaves, labels: &[Option<usize>], reach: &[f64]) -> Vec<Unusual> {
    let is_usual: Vec<bool> = labels.iter().map(Option::is_some).collect();
    let rows = (0..labels.len()).filter(|&row| !is_usual[row]);
    // The greatest first: the keys of the negatives ascend.
    let mut rows: Vec<(u64, f64)> = rows.map(|row| (sort_key(-reach[row]), row as f64)).collect();
    sort_pairs(&mut rows);
    rows.into_iter().map(|(_, row)| explain(space, leaves, row as usize, &is_usual)).collect()
}

fn explain(space: &Space, leaves: &Leaves, row: usize, is_usual: &[bool]) -> Unusual {
    let nearest = leaves.nearest(row, is_usual);
    let point = leaves.point(row);
    let usual = nearest.map_or_else(|| vec![0.0; point.len()], |nearest| leaves.point(nearest));
    let squares: Vec<f64> = point.iter().zip(&usual).map(|(a, b)| (a - b) * (a - b)).collect();
    let sum: f64 = squares.iter().sum();
    let mut columns: Vec<usize> = Vec::new();
    for (column, &square) in squares.iter().enumerate().filter(|(_, square)| **square > 0.0) {
        columns.insert(columns.partition_point(|&other| squares[other] >= square), column);
        columns.truncate(REASONS_MAX);
    }
    let reason = |column: usize| Reason {
        column,
        share: squares[column] / sum,
        stands_out: space.in_deviations(column, point[column]),
    };
    Unusual { row, nearest, reasons: columns.into_iter().map(reason).collect() }
}

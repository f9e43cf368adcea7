//! The loops of the three criteria of separation.

use gridfolk_numeric::lanes::Pair;

use crate::nearest::square_distance;
use crate::part::Part;
use crate::points::{Four, Points};

/// The distance of each sampled row to the row `from`.
#[inline(never)]
pub fn distances(part: &Part, sample: &[usize], from: usize, distances: &mut [f64]) {
    let from = part.row(from);
    for (distance, &row) in distances.iter_mut().zip(sample) {
        *distance = square_distance(part.row(row), from).sqrt();
    }
}

/// Sums of distances by label. Four sums a label, taken in turn: additions to one of them would wait
/// for each other.
#[inline(never)]
pub fn sums_by_label(labels: &[u16], distances: &[f64], k: usize) -> Vec<f64> {
    let mut sums = vec![[0.0; 4]; k];
    for (labels, distances) in labels.chunks(4).zip(distances.chunks(4)) {
        for (lane, (&label, &distance)) in labels.iter().zip(distances).enumerate() {
            sums[label as usize][lane] += distance;
        }
    }
    sums.into_iter().map(|[a, b, c, d]| (a + b) + (c + d)).collect()
}

/// Means of segments, and how far their rows are.
#[derive(Debug)]
pub struct Spread {
    /// Rows by segment.
    pub counts: Vec<u64>,
    /// The mean of each segment; of an empty one NaN.
    pub means: Points,
    /// The mean of all rows.
    pub centre: Points,
    /// Of the squared distances to the own mean, by segment.
    pub squares: Vec<f64>,
    /// Of the distances to the own mean, by segment.
    pub distances: Vec<f64>,
}

impl Spread {
    /// Of `k` segments.
    #[inline(never)]
    pub fn new(part: &Part, labels: &[u16], k: usize) -> Self {
        let d = part.n_columns();
        let mut spread = Spread {
            counts: vec![0; k],
            means: Points::zeros(k, d),
            centre: Points::zeros(1, d),
            squares: vec![0.0; k],
            distances: vec![0.0; k],
        };
        for (row, &label) in part.rows().zip(labels) {
            spread.counts[label as usize] += 1;
            add(spread.means.get_mut(label as usize), row);
            add(spread.centre.get_mut(0), row);
        }
        (0..k).for_each(|label| divide(spread.means.get_mut(label), spread.counts[label]));
        divide(spread.centre.get_mut(0), part.n_rows() as u64);
        for (row, &label) in part.rows().zip(labels) {
            let square = square_distance(row, spread.means.get(label as usize));
            spread.squares[label as usize] += square;
            spread.distances[label as usize] += square.sqrt();
        }
        spread
    }
}

#[inline(always)]
fn add(sums: &mut [Four], row: &[Four]) {
    let pairs = sums.as_flattened_mut().iter_mut().zip(row.as_flattened());
    pairs.for_each(|(sum, x)| *sum = sum.plus(*x));
}

fn divide(sums: &mut [Four], count: u64) {
    let count = Pair::splat(count as f64);
    sums.as_flattened_mut().iter_mut().for_each(|sum| *sum = sum.over(count));
}

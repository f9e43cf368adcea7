//! In which order segments are answered.

use gridfolk_numeric::assignment::assign;

use super::finish::Outcome;
use super::settings::Order;
use super::space::Space;

/// For each place of the answer the segment that stands there.
pub fn ordered(order: &Order, space: &Space, centroids: &[f64], outcome: &Outcome) -> Vec<usize> {
    let mut segments: Vec<usize> = (0..outcome.counts.len()).collect();
    match order {
        Order::Start => {}
        Order::Size => segments = by_size(outcome),
        Order::Like { points, .. } => {
            let earlier: Vec<Vec<f64>> = points.iter().map(|point| space.to_coordinates(point)).collect();
            let square = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
            let costs: Vec<Vec<f64>> = earlier
                .iter()
                .map(|point| centroids.chunks_exact(space.n_columns()).map(|c| square(point, c)).collect())
                .collect();
            segments = assign(&costs);
        }
    }
    segments
}

/// The largest first, ties by first row, then by index.
fn by_size(outcome: &Outcome) -> Vec<usize> {
    let rank = |k: usize| (u64::MAX - outcome.counts[k], outcome.first_rows[k].unwrap_or(u64::MAX));
    let mut segments = Vec::new();
    for k in 0..outcome.counts.len() {
        let place = segments.partition_point(|&other| rank(other) <= rank(k));
        segments.insert(place, k);
    }
    segments
}

//! The rows of a table by the centroids of a fit.

use kmeans_kernel::nearest::square_distance;
use kmeans_kernel::points::Points;

use super::fitted::Fitted;
use super::memory::Memory;
use super::quality::{Quality, qualities};
use super::rows::Rows;
use super::space::Space;

/// The label of a row without a segment.
pub const NO_SEGMENT: u32 = u32::MAX;

/// What a model says of each row of a part.
#[derive(Debug, Clone, PartialEq)]
pub struct Assigned {
    /// Index of the nearest centroid; [`NO_SEGMENT`] for a dropped row.
    pub labels: Vec<u32>,
    /// Distance to it in the space of the model; NaN for a dropped row.
    pub distances: Vec<f64>,
    /// Rows by centroid.
    pub sizes: Vec<u64>,
}

/// Assigns rows to the nearest centroids, ties to the lowest index. `columns` are those of the space,
/// finite and within the limit; a missing value where that is refused counts as dropped.
pub fn predict(space: &Space, centroids: &[f64], columns: Vec<&[f64]>, memory: &mut Memory) -> Assigned {
    let rows = Rows::new(columns, 0, space.missing);
    let (part, track) = memory.part(space, &rows, 0);
    let (labels, squares) = track.labels_and_squares(part, centroids);
    let mut assigned = Assigned {
        labels: vec![NO_SEGMENT; rows.n_rows()],
        distances: vec![f64::NAN; rows.n_rows()],
        sizes: vec![0; centroids.len() / space.n_columns()],
    };
    for (index, square) in squares.iter().enumerate() {
        let (label, position) = (labels[index], rows.position(index));
        assigned.labels[position] = u32::from(label);
        assigned.distances[position] = square.sqrt();
        assigned.sizes[label as usize] += 1;
    }
    assigned
}

/// By how much nearer its centroid is to each row than that of the label it had `before`; 0 where it has the same
/// one, or none then or now. `after` is what [`predict`] says with the same arguments.
pub fn gains(
    space: &Space,
    centroids: &[f64],
    columns: Vec<&[f64]>,
    memory: &mut Memory,
    before: &[u32],
    after: &Assigned,
) -> Vec<f64> {
    let rows = Rows::new(columns, 0, space.missing);
    let (part, _) = memory.part(space, &rows, 0);
    let points = Points::new(centroids, space.n_columns());
    let mut gains = vec![0.0; rows.n_rows()];
    for index in 0..rows.n_used() {
        let position = rows.position(index);
        let label = before[position];
        if label != after.labels[position] && label != NO_SEGMENT {
            let distance = square_distance(part.row(index), points.get(label as usize)).sqrt();
            gains[position] = distance - after.distances[position];
        }
    }
    gains
}

/// The label of each used row under a fit. `memory` is of the same columns, or new.
pub fn labels_of(fitted: &Fitted, columns: &[&[f64]], memory: &mut Memory) -> Vec<u16> {
    let rows = Rows::new(columns.to_vec(), 0, fitted.space.missing);
    let (part, track) = memory.part(&fitted.space, &rows, 0);
    track.labels(part, &fitted.centroids).to_vec()
}

/// The criteria of several labellings of the used rows of a table, in the space of its fits, and of how
/// many rows the silhouettes are.
pub fn qualities_of(
    space: &Space,
    columns: &[&[f64]],
    labellings: &[Vec<u16>],
    seed: u64,
    memory: &mut Memory,
) -> (Vec<Quality>, usize) {
    let rows = Rows::new(columns.to_vec(), 0, space.missing);
    let (part, _) = memory.part(space, &rows, 0);
    qualities(part, labellings, seed, |index| rows.number(index))
}

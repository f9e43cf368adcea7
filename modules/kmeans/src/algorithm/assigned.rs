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

/// Assigns rows that nothing is remembered of.
pub fn predict_anew(space: &Space, centroids: &[f64], columns: Vec<&[f64]>) -> Assigned {
    predict(space, centroids, columns, &mut Memory::default())
}

/// The distance of one row, in original units, to the centroid with this index.
pub fn distance(space: &Space, row: &[f64], centroids: &[f64], index: usize) -> f64 {
    let d = space.n_columns();
    let row = Points::new(&space.to_coordinates(row), d);
    let centroid = Points::new(&centroids[index * d..(index + 1) * d], d);
    square_distance(row.get(0), centroid.get(0)).sqrt()
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

//! The rows of a table by the centroids of a fit.

use super::memory::Memory;
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

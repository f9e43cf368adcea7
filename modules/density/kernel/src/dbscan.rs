//! DBSCAN by linfa-clustering, over our own index of neighbours.
//!
//! The indices of linfa-nn recurse: the k-d tree as deep as points lie on different scales, the ball tree as
//! deep as there are equal points. A caller's table must not be able to exhaust the stack.

use std::fmt;
use std::sync::Arc;

use linfa::traits::Transformer;
use linfa::{Float, ParamGuard};
use linfa_clustering::Dbscan;
use linfa_nn::distance::{Distance, L2Dist};
use linfa_nn::{BuildError, NearestNeighbour, NearestNeighbourIndex, NnError};
use ndarray::{Array2, ArrayBase, ArrayView1, ArrayView2, Data, Ix2};

use crate::leaves::Leaves;

/// The group of each row, in the order in which their first rows that have `min_points` neighbours stand (a
/// row counts as its own neighbour); none for a row that is in reach of no such row. `eps` is above 0,
/// `min_points` above 1; else all rows are in no group.
pub fn dbscan(leaves: &Arc<Leaves>, eps: f64, min_points: usize) -> Vec<Option<usize>> {
    // What linfa hands to the index is a row's point; the row's number is all that ours needs.
    let numbers = Array2::from_shape_fn((leaves.n_rows(), 1), |(row, _)| row as f64);
    let params = Dbscan::params_with(min_points, L2Dist, Index(Arc::clone(leaves))).tolerance(eps);
    match params.check() {
        Ok(params) => params.transform(&numbers).to_vec(),
        Err(_) => vec![None; leaves.n_rows()],
    }
}

struct Index(Arc<Leaves>);

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Index")
    }
}

impl NearestNeighbour for Index {
    fn from_batch_with_leaf_size<'a, F: Float, DT: Data<Elem = F>, D: 'a + Distance<F>>(
        &self,
        batch: &'a ArrayBase<DT, Ix2>,
        _leaf_size: usize,
        _dist_fn: D,
    ) -> Result<Box<dyn 'a + Send + Sync + NearestNeighbourIndex<F>>, BuildError> {
        Ok(Box::new(OfBatch { numbers: batch.view(), leaves: Arc::clone(&self.0) }))
    }
}

struct OfBatch<'a, F> {
    numbers: ArrayView2<'a, F>,
    leaves: Arc<Leaves>,
}

impl<F: Float> NearestNeighbourIndex<F> for OfBatch<'_, F> {
    /// DBSCAN does not ask for it.
    fn k_nearest(&self, _: ArrayView1<'_, F>, _: usize) -> Result<Vec<(ArrayView1<'_, F>, usize)>, NnError> {
        Ok(Vec::new())
    }

    fn within_range(&self, point: ArrayView1<'_, F>, range: F) -> Result<Vec<(ArrayView1<'_, F>, usize)>, NnError> {
        let row = point.first().and_then(|number| number.to_usize()).unwrap_or_default();
        let range = range.to_f64().unwrap_or_default();
        let rows = self.leaves.within(row, range * range);
        Ok(rows.into_iter().map(|row| (self.numbers.row(row as usize), row as usize)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_and_one_alone() {
        let x = vec![0.0, 50.0, 0.1, 10.0, 0.2, 10.1, 10.2, 0.35];
        let labels = dbscan(&Arc::new(Leaves::new(&[x])), 0.15, 3);
        assert_eq!(labels, [Some(0), None, Some(0), Some(1), Some(0), Some(1), Some(1), Some(0)]);
    }

    #[test]
    fn all_rows_may_be_equal() {
        let labels = dbscan(&Arc::new(Leaves::new(&[vec![1.0; 5000]])), 1e-9, 4);
        assert!(labels.iter().all(|label| *label == Some(0)));
    }
}

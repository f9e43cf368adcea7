//! DBSCAN over leaves.
//!
//! Who is a core is known: the distance to its `min_points`-th neighbour says it. Cores within reach of each other
//! are of one group, and groups are joined leaf by leaf (union-find). Where most rows lie together, most pairs of
//! leaves are of one group by the time they are looked at, and no distance between them is computed; linfa's
//! algorithm, a checked peer in the tests, asks for all neighbours of every row.

use crate::leaves::{Leaves, ROWS};

/// The group of each row, in the order in which their first cores stand; none for a row that is in reach of no
/// core. Of several groups, a row that is no core itself is of the first. `square` is the squared distance within
/// which rows reach each other, `is_core` by row.
pub fn dbscan(leaves: &Leaves, square: f64, is_core: &[bool]) -> Vec<Option<usize>> {
    let mut groups = Groups::new(leaves, square, is_core);
    groups.join();
    let mut labels = groups.labels();
    for row in (0..labels.len()).filter(|&row| !is_core[row]) {
        let cores = leaves.within(row, square).into_iter().filter(|&other| is_core[other as usize]);
        labels[row] = cores.filter_map(|core| labels[core as usize]).min();
    }
    labels
}

/// Sets of cores, by their places in the leaves.
struct Groups<'a> {
    leaves: &'a Leaves,
    square: f64,
    /// The places of each leaf's cores.
    cores: Vec<Vec<usize>>,
    /// By place: another core of the same group; a core that is its own stands for the group.
    parents: Vec<usize>,
}

impl<'a> Groups<'a> {
    fn new(leaves: &'a Leaves, square: f64, is_core: &[bool]) -> Self {
        let cores_of = |(leaf, rows): (usize, &[u32])| {
            let places = (leaf * ROWS..).zip(rows).filter(|(_, row)| is_core[**row as usize]);
            places.map(|(place, _)| place).collect()
        };
        let cores = leaves.order().chunks(ROWS).enumerate().map(cores_of).collect();
        Groups { leaves, square, cores, parents: (0..leaves.n_rows()).collect() }
    }

    /// Joins all cores that reach each other, in leaves that stand side by side first: they lie near each other as
    /// a rule, and soon most are of one group.
    #[inline(never)]
    fn join(&mut self) {
        let n_leaves = self.cores.len();
        for apart in 0..n_leaves {
            (0..n_leaves - apart).for_each(|leaf| self.join_leaves(leaf, leaf + apart));
        }
    }

    fn join_leaves(&mut self, leaf: usize, other: usize) {
        let Some(&first) = self.cores[leaf].first() else { return };
        let root = self.root(first);
        if self.are_of(root, leaf) && self.are_of(root, other) || self.leaves.gap(leaf, other) > self.square {
            return;
        }
        for i in 0..self.cores[leaf].len() {
            let place = self.cores[leaf][i];
            let root = self.root(place);
            if self.are_of(root, other) {
                continue;
            }
            let squares = self.leaves.squares_of(place, other);
            for j in 0..self.cores[other].len() {
                let core = self.cores[other][j];
                if squares[core % ROWS] <= self.square {
                    self.unite(place, core);
                }
            }
        }
    }

    /// Whether all cores of a leaf are of the group.
    fn are_of(&mut self, root: usize, leaf: usize) -> bool {
        (0..self.cores[leaf].len()).all(|i| self.root(self.cores[leaf][i]) == root)
    }

    fn root(&mut self, mut place: usize) -> usize {
        while self.parents[place] != place {
            // Each on the way comes nearer to the root.
            self.parents[place] = self.parents[self.parents[place]];
            place = self.parents[place];
        }
        place
    }

    fn unite(&mut self, place: usize, other: usize) {
        let (root, other_root) = (self.root(place), self.root(other));
        self.parents[root.max(other_root)] = root.min(other_root);
    }

    /// The group of each row that is a core, numbered by their first rows.
    fn labels(&mut self) -> Vec<Option<usize>> {
        let n_rows = self.parents.len();
        let mut roots = vec![None; n_rows];
        for place in self.cores.concat() {
            roots[self.leaves.order()[place] as usize] = Some(self.root(place));
        }
        let mut numbers = vec![None; n_rows];
        let mut n_groups = 0;
        let mut number = |root: usize| {
            *numbers[root].get_or_insert_with(|| {
                n_groups += 1;
                n_groups - 1
            })
        };
        roots.into_iter().map(|root| root.map(&mut number)).collect()
    }
}

#[cfg(test)]
mod tests {
    use linfa::ParamGuard;
    use linfa::traits::Transformer;
    use linfa_clustering::Dbscan;
    use linfa_nn::CommonNearestNeighbour::LinearSearch;
    use linfa_nn::distance::L2Dist;
    use ndarray::Array2;
    use proptest::prelude::*;

    use super::*;

    fn groups(columns: &[Vec<f64>], eps: f64, min_points: usize) -> Vec<Option<usize>> {
        let leaves = Leaves::new(columns);
        let is_core: Vec<bool> = leaves.kth_squares(min_points).into_iter().map(|square| square <= eps * eps).collect();
        dbscan(&leaves, eps * eps, &is_core)
    }

    fn groups_of_linfa(columns: &[Vec<f64>], eps: f64, min_points: usize) -> Vec<Option<usize>> {
        let rows = Array2::from_shape_fn((columns[0].len(), columns.len()), |(row, column)| columns[column][row]);
        let params = Dbscan::params_with(min_points, L2Dist, LinearSearch).tolerance(eps);
        params.check().expect("sound parameters").transform(&rows).to_vec()
    }

    #[test]
    fn two_groups_and_one_alone() {
        let x = vec![0.0, 50.0, 0.1, 10.0, 0.2, 10.1, 10.2, 0.35];
        assert_eq!(groups(&[x], 0.15, 3), [Some(0), None, Some(0), Some(1), Some(0), Some(1), Some(1), Some(0)]);
    }

    #[test]
    fn all_rows_may_be_equal() {
        assert!(groups(&[vec![1.0; 5000]], 1e-9, 4).iter().all(|label| *label == Some(0)));
    }

    #[test]
    fn a_long_chain_is_one_group_and_a_row_between_two_is_of_the_first() {
        let chain: Vec<f64> = (0..3000).map(|row| f64::from(row * 7919 % 3000)).collect();
        assert!(groups(&[chain], 1.0, 2).iter().all(|label| *label == Some(0)));
        let between = vec![5.0, 5.5, 6.0, 5.2, 0.0, 0.5, 1.0, 0.8, 3.0];
        assert_eq!(groups(&[between], 2.0, 4), [0, 0, 0, 0, 1, 1, 1, 1, 0].map(Some));
    }

    proptest! {
        #[test]
        fn groups_are_those_of_linfa(
            rows in prop::collection::vec(prop::array::uniform2(prop_oneof![-3.0..3.0f64, (-3..3i32).prop_map(f64::from)]), 1..200),
            eps in 0.05..1.5f64, min_points in 2usize..9,
        ) {
            let columns: Vec<Vec<f64>> = (0..2).map(|j| rows.iter().map(|row| row[j]).collect()).collect();
            prop_assert_eq!(groups(&columns, eps, min_points), groups_of_linfa(&columns, eps, min_points));
        }
    }
}

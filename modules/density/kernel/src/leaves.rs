//! Rows in leaves of sixteen that lie close together: an index for the neighbours of a row.
//!
//! Rows are halved at the median of the column in which they are spread most, again and again: the leaves of
//! a balanced k-d tree, of which nothing but the leaves and the boxes around them is kept. A search looks at
//! every box, and into those that are near enough: four operations a column and box, without recursion,
//! however many rows are equal and whatever distances they have.

use gridfolk_numeric::lanes::Pair;

/// Rows in a leaf.
pub(crate) const ROWS: usize = 16;
const PAIRS: usize = ROWS / 2;

/// One number for each row of a leaf.
pub(crate) type Lane = [f64; ROWS];

/// Rows in leaves.
#[derive(Debug)]
pub struct Leaves {
    n_columns: usize,
    /// The rows, leaf after leaf.
    order: Vec<u32>,
    /// The place of each row in `order`.
    places: Vec<u32>,
    /// Coordinates: of leaf b and column j at `b * n_columns + j`. Lanes past the last row are infinite.
    lanes: Vec<Lane>,
    /// Least and greatest coordinates of two leaves: of the leaves 2 b and 2 b + 1 and column j at `b * n_columns + j`.
    /// Past the last leaf they are infinite.
    boxes: Vec<[[f64; 2]; 2]>,
}

impl Leaves {
    /// Of columns of coordinates, equally long and fewer than 2^32; squares of differences and their sums are
    /// finite.
    pub fn new(columns: &[Vec<f64>]) -> Self {
        let n_rows = columns.first().map_or(0, Vec::len);
        let mut order: Vec<u32> = (0..n_rows as u32).collect();
        arrange(columns, &mut order);
        let mut places = vec![0; n_rows];
        (0..).zip(&order).for_each(|(place, &row)| places[row as usize] = place);
        let n_boxes = n_rows.div_ceil(2 * ROWS) * columns.len();
        let mut leaves = Leaves {
            n_columns: columns.len(),
            order,
            places,
            lanes: Vec::new(),
            boxes: vec![[[f64::INFINITY; 2]; 2]; n_boxes],
        };
        for (index, leaf) in leaves.order.chunks(ROWS).enumerate() {
            for (j, column) in columns.iter().enumerate() {
                let mut lane = [f64::INFINITY; ROWS];
                let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
                for (coordinate, &row) in lane.iter_mut().zip(leaf) {
                    *coordinate = column[row as usize];
                    (least, greatest) = (least.min(*coordinate), greatest.max(*coordinate));
                }
                leaves.lanes.push(lane);
                let [leasts, greatests] = &mut leaves.boxes[index / 2 * columns.len() + j];
                (leasts[index % 2], greatests[index % 2]) = (least, greatest);
            }
        }
        leaves
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.order.len()
    }

    /// The rows, leaf after leaf.
    pub(crate) fn order(&self) -> &[u32] {
        &self.order
    }

    /// The coordinates of a row.
    pub fn point(&self, row: usize) -> Vec<f64> {
        self.point_at(self.places[row] as usize)
    }

    fn point_at(&self, place: usize) -> Vec<f64> {
        self.leaf(place / ROWS).iter().map(|lane| lane[place % ROWS]).collect()
    }

    /// The squared distances from the row at a place to the rows of a leaf.
    pub(crate) fn squares_of(&self, place: usize, leaf: usize) -> Lane {
        self.squares(leaf, &self.point_at(place))
    }

    /// The squared distance between the boxes around two leaves: no two rows in them are nearer.
    pub(crate) fn gap(&self, leaf: usize, other: usize) -> f64 {
        let boxes = |leaf: usize| {
            self.boxes[leaf / 2 * self.n_columns..]
                .iter()
                .map(move |[least, greatest]| (least[leaf % 2], greatest[leaf % 2]))
        };
        let gaps =
            boxes(leaf).zip(boxes(other)).take(self.n_columns).map(|((a, b), (c, d))| (a - d).max(c - b).max(0.0));
        gaps.map(|gap| gap * gap).sum()
    }

    /// The rows whose squared distance from a row is at most `square`, itself too.
    #[inline(never)]
    pub fn within(&self, row: usize, square: f64) -> Vec<u32> {
        let point = self.point(row);
        let mut found = Vec::new();
        for (gap, (leaf, rows)) in self.gaps(&point).into_iter().zip(self.order.chunks(ROWS).enumerate()) {
            if gap > square {
                continue;
            }
            // All are written and the count moves on for those within: a branch that is taken by chance costs more.
            let mut n = found.len();
            found.extend_from_slice(rows);
            for (&other, found_square) in rows.iter().zip(self.squares(leaf, &point)) {
                found[n] = other;
                n += usize::from(found_square <= square);
            }
            found.truncate(n);
        }
        found
    }

    /// The squared distance from each row to its `k`-th nearest, itself counted; infinite where there are
    /// fewer.
    #[inline(never)]
    pub fn kth_squares(&self, k: usize) -> Vec<f64> {
        (0..self.n_rows()).map(|row| self.kth_square(row, k)).collect()
    }

    fn kth_square(&self, row: usize, k: usize) -> f64 {
        let point = self.point(row);
        // The k least so far, ascending.
        let mut least = vec![f64::INFINITY; k.max(1)];
        let last = least.len() - 1;
        self.visit_near(row, &point, |leaf| {
            for square in self.squares(leaf, &point) {
                if square < least[last] {
                    let place = least.partition_point(|&other| other <= square);
                    least.copy_within(place..last, place + 1);
                    least[place] = square;
                }
            }
            least[last]
        });
        least[last]
    }

    /// The nearest row that is chosen, ties to the lowest; none where none is.
    #[inline(never)]
    pub fn nearest(&self, row: usize, is_chosen: &[bool]) -> Option<usize> {
        let point = self.point(row);
        let mut best = (f64::INFINITY, u32::MAX);
        self.visit_near(row, &point, |leaf| {
            let rows = &self.order[leaf * ROWS..];
            for (&other, square) in rows.iter().zip(self.squares(leaf, &point)) {
                if is_chosen[other as usize] && (square, other) < best {
                    best = (square, other);
                }
            }
            best.0
        });
        (best.1 != u32::MAX).then_some(best.1 as usize)
    }

    /// Visits the leaves that may hold rows nearer than a limit, or as near, the nearest first as a rule; a visit
    /// gives the limit from then on.
    fn visit_near(&self, row: usize, point: &[f64], mut visit: impl FnMut(usize) -> f64) {
        let own = self.places[row] as usize / ROWS;
        let mut limit = visit(own);
        let mut left: Vec<(f64, u32)> = self.gaps(point).into_iter().zip(0..).collect();
        left.retain(|&(_, leaf)| leaf as usize != own && (leaf as usize) < self.order.len().div_ceil(ROWS));
        // Sorting the gaps would take longer than it saves.
        for part in [0.0, 0.1, 0.3, 1.0] {
            let near = limit * part;
            left.retain(|&(gap, leaf)| {
                let is_near = gap <= near;
                if is_near && gap <= limit {
                    limit = visit(leaf as usize);
                }
                !is_near && gap <= limit
            });
        }
    }

    #[inline(always)]
    fn leaf(&self, leaf: usize) -> &[Lane] {
        &self.lanes[leaf * self.n_columns..][..self.n_columns]
    }

    /// The squared distance from a point to the box around each leaf: no row in it is nearer. (One more where the
    /// number of leaves is odd.)
    #[inline(always)]
    fn gaps(&self, point: &[f64]) -> Vec<f64> {
        let zero = Pair::splat(0.0);
        let gaps = self.boxes.chunks_exact(self.n_columns.max(1)).map(|boxes| {
            let gap = boxes.iter().zip(point).fold(zero, |sum, ([least, greatest], &x)| {
                let x = Pair::splat(x);
                let gap = Pair::load(least).minus(x).greatest(x.minus(Pair::load(greatest))).greatest(zero);
                sum.plus(gap.times(gap))
            });
            gap.to_array()
        });
        gaps.collect::<Vec<[f64; 2]>>().into_flattened()
    }

    /// The squared distances from a point to the rows of a leaf.
    #[inline(always)]
    fn squares(&self, leaf: usize, point: &[f64]) -> Lane {
        let mut sums = [Pair::splat(0.0); PAIRS];
        for (lane, &x) in self.leaf(leaf).iter().zip(point) {
            let x = Pair::splat(x);
            for (sum, rows) in sums.iter_mut().zip(lane.as_chunks::<2>().0) {
                let difference = Pair::load(rows).minus(x);
                *sum = sum.plus(difference.times(difference));
            }
        }
        let mut squares = [0.0; ROWS];
        for (rows, sum) in squares.as_chunks_mut::<2>().0.iter_mut().zip(sums) {
            *rows = sum.to_array();
        }
        squares
    }
}

/// Puts rows in the order of the leaves.
fn arrange(columns: &[Vec<f64>], order: &mut [u32]) {
    let mut open = vec![(0, order.len())];
    while let Some((from, to)) = open.pop() {
        let n_leaves = (to - from).div_ceil(ROWS);
        if n_leaves < 2 {
            continue;
        }
        let middle = n_leaves / 2 * ROWS;
        split(widest(columns, &order[from..to]), &mut order[from..to], middle);
        open.extend([(from, from + middle), (from + middle, to)]);
    }
}

/// The column in which rows are spread most.
fn widest<'a>(columns: &'a [Vec<f64>], rows: &[u32]) -> &'a [f64] {
    let mut widest: (f64, &[f64]) = (f64::NEG_INFINITY, &[]);
    for column in columns {
        let values = rows.iter().map(|&row| column[row as usize]);
        let (least, greatest) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (x.min(a), x.max(b)));
        if greatest - least > widest.0 {
            widest = (greatest - least, column);
        }
    }
    widest.1
}

/// Moves the rows of the `middle` least values to the front: Hoare's quickselect, as in `numeric::select`.
fn split(column: &[f64], rows: &mut [u32], middle: usize) {
    let value = |row: u32| column[row as usize];
    let (mut first, mut last) = (0, rows.len() - 1);
    while first < last {
        let [a, b, c] = [first, first + (last - first) / 2, last].map(|place| value(rows[place]));
        let pivot = a.min(b).max(a.max(b).min(c));
        let (mut low, mut end) = (first, last + 1);
        while low < end {
            while value(rows[low]) < pivot {
                low += 1;
            }
            while value(rows[end - 1]) > pivot {
                end -= 1;
            }
            if low < end {
                rows.swap(low, end - 1);
                low += 1;
                end -= 1;
            }
        }
        if middle < end {
            last = end - 1;
        } else if middle >= low {
            first = low;
        } else {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn square(columns: &[Vec<f64>], a: usize, b: usize) -> f64 {
        columns.iter().fold(0.0, |sum, column| sum + (column[a] - column[b]) * (column[a] - column[b]))
    }

    fn check(columns: &[Vec<f64>], limit: f64, k: usize) {
        let leaves = Leaves::new(columns);
        let n = leaves.n_rows();
        let kth = leaves.kth_squares(k);
        let chosen: Vec<bool> = (0..n).map(|row| row % 3 == 1).collect();
        for row in 0..n {
            let mut squares: Vec<f64> = (0..n).map(|other| square(columns, row, other)).collect();
            let mut within = leaves.within(row, limit);
            within.sort_unstable();
            let expected: Vec<u32> = (0..n as u32).filter(|&other| squares[other as usize] <= limit).collect();
            assert_eq!(within, expected, "row {row}");
            let nearest = (0..n).filter(|&other| chosen[other]).min_by(|&a, &b| squares[a].total_cmp(&squares[b]));
            assert_eq!(leaves.nearest(row, &chosen), nearest);
            squares.sort_by(f64::total_cmp);
            assert_eq!(kth[row], squares.get(k - 1).copied().unwrap_or(f64::INFINITY));
            assert_eq!(leaves.point(row), columns.iter().map(|column| column[row]).collect::<Vec<_>>());
        }
    }

    #[test]
    fn equal_rows_and_rows_on_every_scale_are_found() {
        check(&[vec![5.0; 100]], 0.0, 7);
        let scales: Vec<f64> = (0..200).map(|k| f64::from_bits((1023 - 4 * k) << 52)).collect();
        check(&[scales.clone(), scales.iter().map(|x| -x).collect()], 1e-9, 3);
        check(&[vec![1.0]], 1.0, 4);
        check(&[], 1.0, 1);
    }

    proptest! {
        #[test]
        fn neighbours_are_those_of_the_definition(
            rows in prop::collection::vec(prop::array::uniform3(prop_oneof![-3.0..3.0f64, (-3..3i32).prop_map(f64::from)]), 1..150),
            limit in 0.0..4.0f64, k in 1usize..9,
        ) {
            let columns: Vec<Vec<f64>> = (0..3).map(|j| rows.iter().map(|row| row[j]).collect()).collect();
            check(&columns, limit, k);
        }
    }
}

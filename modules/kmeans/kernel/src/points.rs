//! Points, laid out for instructions that work on two coordinates at a time.

use gridfolk_numeric::lanes::Pair;

/// Four coordinates of a point: a loop over them has half as many turns, and an engine may ask at every
/// turn whether the call may go on.
pub type Four = [Pair; 2];

/// Points, four coordinates at a time; filled up with 0, which adds nothing to distances and sums.
#[derive(Debug)]
pub struct Points {
    fours: Vec<Four>,
    n_fours: usize,
}

impl Points {
    /// Points of `n_columns` coordinates each, one after the other.
    pub fn new(coordinates: &[f64], n_columns: usize) -> Self {
        let mut points = Points::with_capacity(coordinates.len() / n_columns, n_columns);
        for point in coordinates.chunks_exact(n_columns) {
            let at = |j: usize| point.get(j).copied().unwrap_or(0.0);
            let four = |j: usize| [Pair::new(at(j), at(j + 1)), Pair::new(at(j + 2), at(j + 3))];
            points.fours.extend((0..n_columns).step_by(4).map(four));
        }
        points
    }

    /// `n` points at the origin.
    pub fn zeros(n: usize, n_columns: usize) -> Self {
        let n_fours = n_columns.div_ceil(4);
        Points { fours: vec![[Pair::splat(0.0); 2]; n * n_fours], n_fours }
    }

    pub(crate) fn with_capacity(n: usize, n_columns: usize) -> Self {
        let n_fours = n_columns.div_ceil(4);
        Points { fours: Vec::with_capacity(n * n_fours), n_fours }
    }

    /// One point.
    #[inline(always)]
    pub fn get(&self, index: usize) -> &[Four] {
        &self.fours[index * self.n_fours..][..self.n_fours]
    }

    /// One point, to be changed.
    #[inline(always)]
    pub(crate) fn get_mut(&mut self, index: usize) -> &mut [Four] {
        &mut self.fours[index * self.n_fours..][..self.n_fours]
    }

    /// Two different points, to be changed.
    ///
    /// # Panics
    /// When they are one.
    #[inline(always)]
    pub(crate) fn get_two(&mut self, indices: [usize; 2]) -> [&mut [Four]; 2] {
        let ranges = indices.map(|index| index * self.n_fours..(index + 1) * self.n_fours);
        self.fours.get_disjoint_mut(ranges).expect("two different points")
    }

    /// All points.
    #[inline(always)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[Four]> {
        self.fours.chunks_exact(self.n_fours)
    }

    /// Appends a point.
    #[inline(always)]
    pub(crate) fn push(&mut self, point: impl Iterator<Item = Four>) {
        self.fours.extend(point);
    }

    /// Leaves no points.
    pub(crate) fn clear(&mut self) {
        self.fours.clear();
    }

    /// The coordinates of all points, one point after the other.
    pub fn to_coordinates(&self, n_columns: usize) -> Vec<f64> {
        self.iter().flat_map(|point| coordinates_of(point, n_columns)).collect()
    }
}

/// The coordinates of one point.
pub fn coordinates_of(point: &[Four], n_columns: usize) -> Vec<f64> {
    point.as_flattened().iter().flat_map(|pair| pair.to_array()).take(n_columns).collect()
}

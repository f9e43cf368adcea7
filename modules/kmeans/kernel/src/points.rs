//! Points, laid out for instructions that work on two coordinates at a time.

use gridfolk_numeric::lanes::Pair;

/// Points, two coordinates at a time; an odd number of them is filled up with 0, which adds nothing to
/// distances and sums.
#[derive(Debug)]
pub struct Points {
    pairs: Vec<Pair>,
    n_pairs: usize,
}

impl Points {
    /// Points of `n_columns` coordinates each, one after the other.
    pub fn new(coordinates: &[f64], n_columns: usize) -> Self {
        let mut points = Points::with_capacity(coordinates.len() / n_columns, n_columns);
        for point in coordinates.chunks_exact(n_columns) {
            let (pairs, last) = point.as_chunks::<2>();
            points.pairs.extend(pairs.iter().map(|[a, b]| Pair::new(*a, *b)));
            points.pairs.extend(last.iter().map(|a| Pair::new(*a, 0.0)));
        }
        points
    }

    /// `n` points at the origin.
    pub fn zeros(n: usize, n_columns: usize) -> Self {
        let n_pairs = n_columns.div_ceil(2);
        Points { pairs: vec![Pair::splat(0.0); n * n_pairs], n_pairs }
    }

    pub(crate) fn with_capacity(n: usize, n_columns: usize) -> Self {
        let n_pairs = n_columns.div_ceil(2);
        Points { pairs: Vec::with_capacity(n * n_pairs), n_pairs }
    }

    /// One point.
    #[inline(always)]
    pub fn get(&self, index: usize) -> &[Pair] {
        &self.pairs[index * self.n_pairs..][..self.n_pairs]
    }

    /// One point, to be changed.
    #[inline(always)]
    pub(crate) fn get_mut(&mut self, index: usize) -> &mut [Pair] {
        &mut self.pairs[index * self.n_pairs..][..self.n_pairs]
    }

    /// All points.
    #[inline(always)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[Pair]> {
        self.pairs.chunks_exact(self.n_pairs)
    }

    /// Appends a point.
    #[inline(always)]
    pub(crate) fn push(&mut self, point: impl Iterator<Item = Pair>) {
        self.pairs.extend(point);
    }

    /// The coordinates of all points, one point after the other.
    pub fn to_coordinates(&self, n_columns: usize) -> Vec<f64> {
        let mut coordinates = Vec::with_capacity(self.pairs.len() * 2);
        for point in self.iter() {
            coordinates.extend_from_slice(&coordinates_of(point, n_columns));
        }
        coordinates
    }
}

/// The coordinates of one point.
pub fn coordinates_of(point: &[Pair], n_columns: usize) -> Vec<f64> {
    point.iter().flat_map(|pair| pair.to_array()).take(n_columns).collect()
}

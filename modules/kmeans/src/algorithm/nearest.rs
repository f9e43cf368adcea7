//! Which centroid is nearest to each row: the kernel.
//!
//! What is computed, by definition: D_k = sum over columns j of (x_j - c_kj)^2 in double precision (the
//! even columns in order, the odd ones in order, then both together), and the lowest k of the least D_k.
//! The difference form, and not the cheaper
//! |c|^2 / 2 - x.c, because it stays true for values far from zero.
//!
//! How: a filter scores all centroids by s_k = |c_k|^2 / 2 - x.c_k in single precision on centred
//! coordinates. D_k = |x|^2 + 2 s_k, so the order of the scores is that of the distances; where the
//! least score lies clearly below the second, it is settled. Else the row is computed as defined.
//!
//! What is clear. With u = 2^-24, d columns, r >= |x| and m >= |c_k| for all k: coordinates and centroid
//! are rounded once each, a product rounds once and takes part in at most d subtractions, so a score is
//! off by at most (d + 3) u (r m + m^2 / 2) to first order (Higham, Accuracy and Stability of Numerical
//! Algorithms, 3.1). The double-precision distances themselves, and the centring before, are off by at
//! most (d + 6) 2^-53 (r + m)^2 each, relative to exact ones. Two scores are compared:
//!
//! ```text
//! gap = 2 (d + 8) (u (r m + m^2 / 2) + 2^-53 (r + m)^2)
//! ```
//!
//! taken 1 % larger for the second order and the rounding of the comparison, plus a last part for what
//! underflow takes away.

use super::lanes::{Nearest, Pair, Scores};
use super::part::{LANES, Part};

/// A row without a segment yet.
pub const UNLABELLED: u16 = u16::MAX;

/// Centroids scored together, so that a row's coordinates are loaded once for all of them.
const TILE: usize = 4;

/// Centroids in single precision, four by four, and how clear a score must be.
struct Filter {
    /// Of tile t and column j the coordinates of four centroids at `tiles[t * d + j]`.
    tiles: Vec<[f32; TILE]>,
    /// |c|^2 / 2 of four centroids; infinite where there are fewer.
    halves: Vec<[f32; TILE]>,
    /// gap = terms[0] + terms[1] r + terms[2] r^2
    terms: [f32; 3],
}

impl Filter {
    fn new(part: &Part, centroids: &[f64]) -> Self {
        let d = part.n_columns();
        let n_tiles = (centroids.len() / d).div_ceil(TILE);
        let mut filter = Filter {
            tiles: vec![[0.0; TILE]; n_tiles * d],
            halves: vec![[f32::INFINITY; TILE]; n_tiles],
            terms: [0.0; 3],
        };
        let centre: Vec<f64> = (0..d).map(|j| part.space.axis(j).centre).collect();
        let mut longest = 0.0f64;
        for (k, centroid) in centroids.chunks_exact(d).enumerate() {
            let mut square = 0.0;
            for j in 0..d {
                let coordinate = centroid[j] - centre[j];
                filter.tiles[k / TILE * d + j][k % TILE] = coordinate as f32;
                square += coordinate * coordinate;
            }
            filter.halves[k / TILE][k % TILE] = (0.5 * square) as f32;
            longest = longest.max(square.sqrt());
        }
        filter.terms = gap_terms(d, longest * 1.000_001);
        filter
    }

    #[inline(always)]
    fn gap(&self, radius: f32) -> f32 {
        self.terms[0] + radius * (self.terms[1] + radius * self.terms[2])
    }

    #[inline(always)]
    fn nearest(&self, block: &[[f32; LANES]]) -> Nearest {
        let mut nearest = Nearest::none();
        let mut index = 0;
        for (tile, halves) in self.tiles.chunks_exact(block.len()).zip(&self.halves) {
            let mut scores = halves.map(Scores::splat);
            for (rows, coordinates) in block.iter().zip(tile) {
                let rows = Scores::load(rows);
                for i in 0..TILE {
                    scores[i] = scores[i].minus_product(rows, coordinates[i]);
                }
            }
            for score in scores {
                nearest.offer(score, index);
                index += 1;
            }
        }
        nearest
    }
}

/// The gap of the module's text as a polynomial in the radius, each term rounded up.
fn gap_terms(d: usize, longest: f64) -> [f32; 3] {
    let n_roundings = 2.0 * (d as f64 + 8.0) * 1.01;
    let single = n_roundings * f64::from(f32::EPSILON) / 2.0;
    let double = n_roundings * f64::EPSILON / 2.0;
    let underflow = n_roundings * f64::from(f32::MIN_POSITIVE);
    [
        (single / 2.0 + double) * longest * longest + underflow * (1.0 + longest),
        single * longest + 2.0 * double * longest + underflow,
        double,
    ]
    .map(|term| (term * 1.000_001) as f32)
}

/// Gives every row its nearest centroid, ties to the lowest index, and tells which rows changed: index
/// among the used rows, label before (or [`UNLABELLED`]), label now.
#[inline(never)]
pub fn relabel(part: &Part, centroids: &[f64], labels: &mut [[u16; LANES]], mut tell: impl FnMut(usize, u16, u16)) {
    let filter = Filter::new(part, centroids);
    for (b, ((block, radius), labels)) in part.coarse().zip(labels).enumerate() {
        let found = filter.nearest(block);
        let gap = filter.gap(radius);
        let n_lanes = (part.n_rows() - b * LANES).min(LANES);
        let mut new = found.indices();
        if !found.is_clear(gap) {
            settle(part, b * LANES, n_lanes, centroids, found.gaps().map(|found| found > gap), &mut new);
        }
        if new != *labels {
            for lane in 0..n_lanes {
                if new[lane] != labels[lane] {
                    tell(b * LANES + lane, labels[lane], new[lane]);
                    labels[lane] = new[lane];
                }
            }
        }
    }
}

/// Computes the doubtful rows of a block as defined.
#[inline(never)]
fn settle(
    part: &Part,
    first: usize,
    n_lanes: usize,
    centroids: &[f64],
    is_clear: [bool; LANES],
    labels: &mut [u16; LANES],
) {
    for lane in (0..n_lanes).filter(|&lane| !is_clear[lane]) {
        let row = part.row(first + lane);
        let (mut best, mut label) = (f64::INFINITY, 0);
        for (k, centroid) in centroids.chunks_exact(row.len()).enumerate() {
            let square = square_distance(row, centroid);
            if square < best {
                (best, label) = (square, k as u16);
            }
        }
        labels[lane] = label;
    }
}

/// The square of the distance from a row to a centroid, as it is defined.
#[inline(always)]
pub fn square_distance(row: &[f64], centroid: &[f64]) -> f64 {
    let ((rows, last), (centroids, last_of_centroid)) = (row.as_chunks::<2>(), centroid.as_chunks::<2>());
    let mut sums = Pair::new(0.0, 0.0);
    for (x, c) in rows.iter().zip(centroids) {
        let difference = Pair::new(x[0], x[1]).minus(Pair::new(c[0], c[1]));
        sums = sums.plus(difference.times(difference));
    }
    let [mut even, odd] = sums.to_array();
    for (x, c) in last.iter().zip(last_of_centroid) {
        even += (x - c) * (x - c);
    }
    even + odd
}

/// The square of each row's distance to its own centroid.
#[inline(never)]
pub fn square_distances(part: &Part, centroids: &[f64], labels: &[[u16; LANES]]) -> Vec<f64> {
    let d = part.n_columns();
    let own = |label: u16| &centroids[label as usize * d..][..d];
    part.rows().zip(labels.as_flattened()).map(|(row, &label)| square_distance(row, own(label))).collect()
}

//! Which centroid is nearest to each row: the kernel.
//!
//! What is computed, by definition: D_k = sum over columns j of (x_j - c_kj)^2 in double precision (the
//! even columns in order, the odd ones in order, then both together), and the lowest k of the least D_k.
//! The difference form, and not the cheaper |c|^2 / 2 - x.c, because it stays true for values far from
//! zero.
//!
//! How: two shortcuts, each of which only settles what it proves.
//!
//! **The filter** scores all centroids in whole numbers. With coordinates less the columns' centres, in units
//! such that rows and centroids are at most [`LENGTH_MAX`] long, X and C_k are row and centroid rounded to
//! whole numbers, and
//!
//! ```text
//! S_k = |c_k|^2 / 2 rounded - X.C_k
//! ```
//!
//! D_k = |x|^2 + 2 s_k, where s_k is S_k without any rounding, so the order of the s_k is that of the
//! distances. Whole numbers add up without error, and nothing overflows: no S_k is above 3/2 LENGTH_MAX^2
//! or below -1/2 LENGTH_MAX^2. What rounding does: with d columns, x = X + a and c_k = C_k + b_k, where a is
//! at most sqrt(d) / 2 long and b_k at most e, x.c_k - X.C_k = a.c_k + X.b_k. For two centroids at most m long,
//! and a row with |x| + sqrt(d) / 2 <= r, the difference of their S is off by at most
//!
//! ```text
//! limit = sqrt(d) m + 2 e r + 1
//! ```
//!
//! The row is settled when its least score is below the second by more than that (1 % and [`SLACK`] more,
//! for the rounding of doubles, which is 2^-53 of far smaller numbers). Else it is computed as defined, and
//! so is a row that is too long. A centroid that is too long is drawn in to L = LENGTH_MAX, which lowers its
//! score for every row: (|c| - L) ((|c| + L) / 2 - x.c / |c|) >= 0 where |x| <= L <= |c|. Scored twice, it is
//! never the least by any gap, and as the second it is too near, which is safe.
//!
//! **The margin** (Hamerly, "Making k-means even faster", SDM 2010) spares even the filter. Where the two
//! least scores are g > limit apart, the second distance exceeds the least by 2 (s_2 - s_1) over their sum,
//! so by at least
//!
//! ```text
//! (g - limit) / (m + r)
//! ```
//!
//! An update that moves centroid k by step_k shortens this margin by at most step_own + the largest other
//! step, so by at most the sum of the two largest steps. Each block of rows keeps the way until which it is
//! safe, a sum of such sums over updates. (Margins by row spare more rows, but finding and gathering them
//! costs more than scoring them; steps by segment are hardly shorter: usually one centroid moves most.)

use crate::lanes::{FAR, FourTimes, Nearest, Scores, differ};
use crate::part::{Coarse, LANES, LENGTH_MAX, Part};
use crate::points::{Four, Points};
use crate::tally::RunningTally;
use gridfolk_numeric::lanes::Pair;

/// A row without a segment yet.
pub(crate) const UNLABELLED: u16 = u16::MAX;

/// Changes told at a time, or a few more.
const CHANGES_TOLD: usize = 64;

/// A row that went to another centroid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    /// Index among the used rows of the part.
    pub(crate) row: u32,
    /// Its label before, or [`UNLABELLED`].
    pub(crate) from: u16,
    /// Its label now.
    pub(crate) to: u16,
}

/// Centroids scored together, so that a row's coordinates are loaded once for all of them.
const TILE: usize = 2;

/// What scores must be apart beside the rounding of coordinates.
const SLACK: i32 = 4;

/// So many of sqrt(1024) times the longest row and centroid are still an `i32`.
const BLUR_BITS: i32 = 8;

/// The segment of each row of a part, and until when it is sure.
#[derive(Debug, Default)]
pub struct Labels {
    /// The centroids that the labels belong to.
    centroids: Vec<f64>,
    /// Label of each row, by block; lanes past the last row repeat its label.
    of_row: Vec<[u16; LANES]>,
    /// By block: its labels hold while `travelled` is below.
    safe_until: Vec<f64>,
    /// The sum over updates of the two largest steps.
    travelled: f64,
    /// Number of centroids.
    k: usize,
}

impl Labels {
    /// No labels yet, for rows of `part` and `k` centroids.
    pub fn new(part: &Part, k: usize) -> Self {
        Labels {
            centroids: Vec::new(),
            of_row: vec![[UNLABELLED; LANES]; part.n_blocks()],
            safe_until: vec![f64::NEG_INFINITY; part.n_blocks()],
            travelled: 0.0,
            k,
        }
    }

    /// The label of each row.
    pub fn of_rows(&self, n_rows: usize) -> &[u16] {
        &self.of_row.as_flattened()[..n_rows]
    }

    /// Number of centroids.
    pub fn k(&self) -> usize {
        self.k
    }

    /// Whether the labels belong to these centroids.
    pub fn are_of(&self, centroids: &[f64]) -> bool {
        self.centroids == centroids
    }

    /// Gives every row its nearest centroid, ties to the lowest index, and moves the rows that changed in
    /// the tally. There are as many centroids as before.
    pub fn follow(&mut self, part: &Part, centroids: &[f64], tally: Option<&mut RunningTally>) {
        self.travel(centroids, part.n_columns());
        let (filter, points) = (Filter::new(part, centroids), Points::new(centroids, part.n_columns()));
        let changes = Vec::with_capacity(CHANGES_TOLD + LANES);
        Pass { filter, points, part, changes, tally }.run(self);
    }

    /// Adds the two largest steps from the old centroids to the new ones to the way travelled.
    fn travel(&mut self, centroids: &[f64], d: usize) {
        let (mut largest, mut second) = (0.0f64, 0.0f64);
        for (old, new) in self.centroids.chunks_exact(d).zip(centroids.chunks_exact(d)) {
            let step = length(old.iter().zip(new).map(|(a, b)| a - b));
            second = second.max(step.min(largest));
            largest = largest.max(step);
        }
        // More than what all additions round away.
        self.travelled += largest + second;
        self.travelled *= 1.0 + 1e-9;
        self.centroids = centroids.to_vec();
    }
}

/// One pass over the rows of a part.
struct Pass<'a> {
    filter: Filter,
    points: Points,
    part: &'a Part,
    /// Changes that the tally has not been told yet.
    changes: Vec<Change>,
    tally: Option<&'a mut RunningTally>,
}

impl Pass<'_> {
    #[inline(never)]
    fn run(mut self, labels: &mut Labels) {
        let Labels { of_row, safe_until, travelled, .. } = labels;
        let blocks = self.part.blocks().zip(of_row).zip(safe_until).enumerate();
        for (b, (((rows, reach), labels), safe_until)) in blocks {
            if *safe_until > *travelled {
                continue;
            }
            let found = self.filter.nearest(rows);
            let (apart, both) = (found.apart(), reach.length + self.filter.longest);
            let (least, limit) = (apart.least(), self.filter.limit(reach.length));
            *safe_until = *travelled + self.part.unit() * (f64::from(least - limit) / f64::from(both));
            let mut new = found.indices();
            if least <= limit || reach.outside != 0 {
                *safe_until = f64::NEG_INFINITY;
                self.settle(b, &mut new, reach.outside | apart.not_above(limit));
            }
            let differ = differ(&new, labels);
            if differ != 0 {
                self.note(b, differ, labels, &new);
                *labels = new;
            }
        }
        self.tell();
    }

    /// Computes as defined the labels of the rows of a block that have a bit.
    #[inline(never)]
    fn settle(&self, b: usize, labels: &mut [u16; LANES], rows: u32) {
        for lane in (0..LANES).filter(|lane| rows >> lane & 1 == 1) {
            labels[lane] = nearest_as_defined(self.part.row(b * LANES + lane), &self.points);
        }
    }

    /// Keeps the changes of a block's rows that have a bit, until there are enough to tell.
    #[inline(never)]
    fn note(&mut self, b: usize, mut rows: u32, from: &[u16; LANES], to: &[u16; LANES]) {
        while rows != 0 {
            let lane = rows.trailing_zeros() as usize % LANES;
            rows &= rows - 1;
            let row = b * LANES + lane;
            if row < self.part.n_rows() {
                self.changes.push(Change { row: row as u32, from: from[lane], to: to[lane] });
            }
        }
        if self.changes.len() >= CHANGES_TOLD {
            self.tell();
        }
    }

    fn tell(&mut self) {
        if let Some(tally) = &mut self.tally {
            tally.shift(self.part, &self.changes);
        }
        self.changes.clear();
    }
}

/// Coarse centroids, tile by tile.
struct Filter {
    /// Of tile t and columns 4 q to 4 q + 3 the coordinates of its centroids, their signs turned, at
    /// `tiles[t * n_columns / 4 + q]`, n_columns rounded up.
    tiles: Vec<[[FourTimes; TILE]; 2]>,
    /// |c|^2 / 2 of each tile's centroids; [`FAR`] where there are fewer.
    halves: Vec<[i32; TILE]>,
    /// At least the length of each.
    longest: i32,
    /// What scores must be apart is blur[0] + blur[1] r, in parts of 2^[`BLUR_BITS`].
    blur: [i32; 2],
}

impl Filter {
    fn new(part: &Part, centroids: &[f64]) -> Self {
        let d = part.n_columns();
        let (mut points, mut twins) = (Vec::new(), Vec::new());
        for centroid in centroids.chunks_exact(d) {
            let mut point = part.in_units(centroid);
            let length = length(point.iter().copied());
            if length > LENGTH_MAX {
                point.iter_mut().for_each(|c| *c *= LENGTH_MAX / length);
                twins.push((point.clone(), LENGTH_MAX));
            }
            points.push((point, length.min(LENGTH_MAX)));
        }
        points.append(&mut twins);
        let (n_tiles, n_fours) = (points.len().div_ceil(TILE), part.n_fours());
        let mut filter = Filter {
            tiles: vec![[[FourTimes::new([0, 0]); TILE]; 2]; n_tiles * n_fours],
            halves: vec![[FAR; TILE]; n_tiles],
            longest: 0,
            blur: [0; 2],
        };
        let mut rounding = 0.0f64;
        for (k, (point, length)) in points.iter().enumerate() {
            let turned = |j: usize| point.get(j).map_or(0, |c| -c.round_ties_even() as i16);
            for j in (0..d).step_by(2) {
                filter.tiles[k / TILE * n_fours + j / 4][j / 2 % 2][k % TILE] =
                    FourTimes::new([turned(j), turned(j + 1)]);
            }
            filter.halves[k / TILE][k % TILE] = (0.5 * length * length) as i32;
            filter.longest = filter.longest.max(length.ceil() as i32);
            rounding = rounding.max(self::length(point.iter().map(|c| c - c.round_ties_even())));
        }
        let of_rows = (d as f64).sqrt() * f64::from(filter.longest);
        filter.blur = [of_rows, 2.0 * rounding].map(|blur| (1.01 * blur * f64::from(1 << BLUR_BITS)) as i32 + 1);
        filter
    }

    /// Scores that are further apart order distances, of rows of this length.
    #[inline(always)]
    fn limit(&self, length: i32) -> i32 {
        ((self.blur[0] + self.blur[1] * length) >> BLUR_BITS) + SLACK
    }

    #[inline(always)]
    fn nearest(&self, block: &[Coarse]) -> Nearest {
        let mut nearest = Nearest::none();
        let mut index = 0;
        for (t, halves) in self.halves.iter().enumerate() {
            let tile = &self.tiles[t * block.len()..][..block.len()];
            let mut scores = halves.map(Scores::splat);
            for (rows, coordinates) in block.iter().zip(tile) {
                for pair in 0..2 {
                    for i in 0..TILE {
                        scores[i] = scores[i].plus_products(rows[pair], coordinates[pair][i]);
                    }
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

fn length(coordinates: impl Iterator<Item = f64>) -> f64 {
    coordinates.fold(0.0, |sum, c| sum + c * c).sqrt()
}

#[inline(never)]
fn nearest_as_defined(row: &[Four], centroids: &Points) -> u16 {
    let (mut best, mut label) = (f64::INFINITY, 0);
    for (k, centroid) in centroids.iter().enumerate() {
        let square = square_distance(row, centroid);
        if square < best {
            (best, label) = (square, k as u16);
        }
    }
    label
}

/// The square of the distance from a row to a centroid, as it is defined.
#[inline(always)]
pub fn square_distance(row: &[Four], centroid: &[Four]) -> f64 {
    let mut sums = Pair::splat(0.0);
    for (x, c) in row.iter().zip(centroid) {
        for pair in 0..2 {
            let difference = x[pair].minus(c[pair]);
            sums = sums.plus(difference.times(difference));
        }
    }
    let [even, odd] = sums.to_array();
    even + odd
}

/// The square of each row's distance to its own centroid.
#[inline(never)]
pub fn square_distances(part: &Part, centroids: &[f64], labels: &[u16]) -> Vec<f64> {
    let points = Points::new(centroids, part.n_columns());
    part.rows().zip(labels).map(|(row, &label)| square_distance(row, points.get(label as usize))).collect()
}

/// The square of each row's distance to one point, where that is less than what is there.
#[inline(never)]
pub fn shorten(squares: &mut [f64], part: &Part, point: &[f64]) {
    let point = Points::new(point, part.n_columns());
    for (least, row) in squares.iter_mut().zip(part.rows()) {
        let square = square_distance(row, point.get(0));
        *least = if square < *least { square } else { *least };
    }
}

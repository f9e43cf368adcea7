//! Which centroid is nearest to each row: the kernel.
//!
//! What is computed, by definition: D_k = sum over columns j of (x_j - c_kj)^2 in double precision (the
//! even columns in order, the odd ones in order, then both together), and the lowest k of the least D_k.
//! The difference form, and not the cheaper |c|^2 / 2 - x.c, because it stays true for values far from
//! zero.
//!
//! How: two shortcuts, each of which only settles what it proves.
//!
//! **The filter** scores all centroids by s_k = |c_k|^2 / 2 - x.c_k in single precision on centred
//! coordinates. D_k = |x|^2 + 2 s_k, so the order of the scores is that of the distances. With u = 2^-24,
//! d columns, r >= |x| and m >= |c_k| for all k: coordinates and centroid are rounded once each, a product
//! rounds once and takes part in at most d subtractions, so a score is off by at most
//! (d + 3) u (r m + m^2 / 2) to first order (Higham, Accuracy and Stability of Numerical Algorithms, 3.1).
//! The double-precision distances, and the centring before, are off by at most (d + 6) 2^-53 (r + m)^2.
//! Two scores are compared, so the row is settled when the least score is below the second by more than
//!
//! ```text
//! gap = 2 (d + 8) (u (r m + m^2 / 2) + 2^-53 (r + m)^2)
//! ```
//!
//! taken 1 % larger for the second order and the rounding of the comparison, with a last part for what
//! underflow takes away. Else the row is computed as defined.
//!
//! **The margin** (Hamerly, "Making k-means even faster", SDM 2010) spares even the filter. Where the two
//! least scores are g > gap apart, the second distance exceeds the least by at least
//! (g - gap) / the second distance. An update that moves centroid k by
//! step_k shortens this margin by at most step_own + the largest other step, so by at most the sum of the
//! two largest steps. Each row keeps the way until which it is safe, a sum of such sums over updates,
//! less a slack of 4 sqrt(2 (d + 8) 2^-52) (r + m), beyond which the doubles' own rounding cannot swap two
//! distances. (Steps by segment, as Hamerly has them, spare few rows more and cost more to look up than
//! they save: usually one centroid moves most.)

use gridfolk_numeric::lanes::Pair;

use crate::lanes::{MarginTerms, Nearest, Scores};
use crate::part::{LANES, Part};
use crate::points::Points;
use crate::tally::RunningTally;

/// A row without a segment yet.
pub(crate) const UNLABELLED: u16 = u16::MAX;

/// Changes told at a time.
const CHANGES_TOLD: usize = 256;

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
const TILE: usize = 4;

/// From so many unsafe rows in a block on, the block is scored as it lies; else its unsafe rows are
/// gathered with those of other blocks.
const CROWD: usize = 4;

/// The segment of each row of a part, and until when it is sure.
#[derive(Debug, Default)]
pub struct Labels {
    /// The centroids that the labels belong to.
    centroids: Vec<f64>,
    /// Label of each row, by block; lanes past the last row stay unlabelled.
    of_row: Vec<[u16; LANES]>,
    /// The label holds while `travelled` is below.
    safe_until: Vec<[f32; LANES]>,
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
            safe_until: vec![[f32::NEG_INFINITY; LANES]; part.n_blocks()],
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
    #[inline(never)]
    pub fn follow(&mut self, part: &Part, centroids: &[f64], tally: Option<&mut RunningTally>) {
        self.travel(centroids, part.n_columns());
        let doubtful = self.doubtful(part.n_rows());
        let mut pass = Pass::new(part, centroids, self, tally);
        doubtful.blocks.iter().for_each(|&b| pass.assign_block(b as usize));
        doubtful.rows.chunks(LANES).for_each(|rows| pass.assign_rows(rows));
        pass.tell();
    }

    /// The rows whose labels may not hold any more. Every block takes the same steps, whatever it holds:
    /// branches that go either way would cost more than the rest.
    #[inline(never)]
    fn doubtful(&self, n_rows: usize) -> Doubtful {
        let limit = Scores::splat(round_up(self.travelled));
        let n_whole = n_rows / LANES;
        let (mut blocks, mut n_blocks) = (vec![0; n_whole + 1], 0);
        let (mut rows, mut n) = (vec![0; (CROWD - 1) * n_whole + LANES], 0);
        for (b, safe_until) in self.safe_until[..n_whole].iter().enumerate() {
            let mut lanes = Scores::load(safe_until).not_above(limit);
            let is_crowd = lanes.count_ones() as usize >= CROWD;
            blocks[n_blocks] = b as u32;
            n_blocks += usize::from(is_crowd);
            lanes = if is_crowd { 0 } else { lanes };
            for _ in 1..CROWD {
                rows[n] = (b * LANES) as u32 + lanes.trailing_zeros();
                n += usize::from(lanes != 0);
                lanes &= lanes.wrapping_sub(1);
            }
        }
        blocks.truncate(n_blocks);
        rows.truncate(n);
        rows.extend((n_whole * LANES..n_rows).map(|row| row as u32));
        Doubtful { blocks, rows }
    }

    /// Adds the two largest steps from the old centroids to the new ones to the way travelled.
    fn travel(&mut self, centroids: &[f64], d: usize) {
        let (mut largest, mut second) = (0.0f64, 0.0f64);
        for (old, new) in self.centroids.chunks_exact(d).zip(centroids.chunks_exact(d)) {
            let step = length(old.iter().zip(new).map(|(a, b)| a - b));
            second = second.max(step.min(largest));
            largest = largest.max(step);
        }
        self.travelled += (largest + second) * (1.0 + 1e-9);
        self.centroids = centroids.to_vec();
    }
}

/// Rows whose labels may not hold any more.
struct Doubtful {
    /// Blocks that are scored as they lie.
    blocks: Vec<u32>,
    /// Rows of other blocks.
    rows: Vec<u32>,
}

/// One pass over the rows of a part.
struct Pass<'a> {
    filter: Filter,
    points: Points,
    /// The way travelled, rounded down.
    way: f32,
    /// Room for rows of different blocks.
    gathered: Vec<[f32; LANES]>,
    part: &'a Part,
    labels: &'a mut Labels,
    /// Changes that the tally has not been told yet.
    changes: Vec<Change>,
    tally: Option<&'a mut RunningTally>,
}

impl<'a> Pass<'a> {
    fn new(part: &'a Part, centroids: &[f64], labels: &'a mut Labels, tally: Option<&'a mut RunningTally>) -> Self {
        Pass {
            filter: Filter::new(part, centroids),
            points: Points::new(centroids, part.n_columns()),
            way: round_down(labels.travelled),
            gathered: vec![[0.0; LANES]; part.n_columns()],
            part,
            labels,
            changes: Vec::with_capacity(CHANGES_TOLD),
            tally,
        }
    }

    /// Keeps a change until there are enough to tell: handled one after the other, their rows come from
    /// memory side by side.
    #[inline(always)]
    fn note(&mut self, change: Change) {
        self.changes.push(change);
        if self.changes.len() == CHANGES_TOLD {
            self.tell();
        }
    }

    fn tell(&mut self) {
        if let Some(tally) = &mut self.tally {
            tally.shift(self.part, &self.changes);
        }
        self.changes.clear();
    }

    /// Scores a whole block of rows as it lies.
    #[inline(never)]
    fn assign_block(&mut self, b: usize) {
        let rows = std::array::from_fn(|lane| b * LANES + lane);
        let (labels, safe_until) = self.score(self.part.coarse(b), self.part.lengths(b), &rows);
        let old = std::mem::replace(&mut self.labels.of_row[b], labels);
        self.labels.safe_until[b] = safe_until;
        if old != labels {
            for lane in (0..LANES).filter(|&lane| old[lane] != labels[lane]) {
                self.note(Change { row: rows[lane] as u32, from: old[lane], to: labels[lane] });
            }
        }
    }

    /// Scores up to eight rows of different blocks, side by side in one block.
    #[inline(never)]
    fn assign_rows(&mut self, chosen: &[u32]) {
        let rows = std::array::from_fn(|lane| chosen[lane.min(chosen.len() - 1)] as usize);
        let mut block = std::mem::take(&mut self.gathered);
        let lengths = self.part.gather(&rows, &mut block);
        let (labels, safe_until) = self.score(&block, &lengths, &rows);
        self.gathered = block;
        for lane in 0..chosen.len() {
            let (b, place) = (rows[lane] / LANES, rows[lane] % LANES);
            let old = std::mem::replace(&mut self.labels.of_row[b][place], labels[lane]);
            self.labels.safe_until[b][place] = safe_until[lane];
            if old != labels[lane] {
                self.note(Change { row: rows[lane] as u32, from: old, to: labels[lane] });
            }
        }
    }

    /// The labels of eight rows, and until when each is safe.
    #[inline(always)]
    fn score(
        &self,
        block: &[[f32; LANES]],
        lengths: &[f32; LANES],
        rows: &[usize; LANES],
    ) -> ([u16; LANES], [f32; LANES]) {
        let found = self.filter.nearest(block);
        let (mut labels, margins) = (found.indices(), found.margins(Scores::load(lengths), &self.filter.terms));
        // Rounded down: the sum of two singles is off by 2^-24 of it at most.
        let rounded = Scores::splat(1.0 - 4.0 * f32::EPSILON);
        let mut safe_until = Scores::splat(self.way).plus(margins).times(rounded).to_array();
        let unclear = margins.not_above(Scores::splat(0.0));
        if unclear != 0 {
            for lane in (0..LANES).filter(|lane| unclear >> lane & 1 == 1) {
                labels[lane] = nearest_as_defined(self.part.row(rows[lane]), &self.points);
                safe_until[lane] = f32::NEG_INFINITY;
            }
        }
        (labels, safe_until)
    }
}

/// Centroids in single precision, four by four, and what makes a score clear.
struct Filter {
    /// Of tile t and column j the coordinates of four centroids at `tiles[t * d + j]`.
    tiles: Vec<[f32; TILE]>,
    /// |c|^2 / 2 of four centroids; infinite where there are fewer.
    halves: Vec<[f32; TILE]>,
    /// Gap and slack as functions of r.
    terms: MarginTerms,
}

impl Filter {
    fn new(part: &Part, centroids: &[f64]) -> Self {
        let d = part.n_columns();
        let n_tiles = (centroids.len() / d).div_ceil(TILE);
        let (mut tiles, mut halves) = (vec![[0.0; TILE]; n_tiles * d], vec![[f32::INFINITY; TILE]; n_tiles]);
        let mut longest = 0.0f64;
        for (k, centroid) in centroids.chunks_exact(d).enumerate() {
            let centred = || centroid.iter().zip(part.centres()).map(|(c, centre)| c - centre);
            for (j, coordinate) in centred().enumerate() {
                tiles[k / TILE * d + j][k % TILE] = coordinate as f32;
            }
            let length = length(centred());
            halves[k / TILE][k % TILE] = (0.5 * length * length) as f32;
            longest = longest.max(length);
        }
        Filter { tiles, halves, terms: margin_terms(d, longest * (1.0 + 1e-9)) }
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

/// The gap and the slack of the module's text as functions of r, rounded up.
fn margin_terms(d: usize, longest: f64) -> MarginTerms {
    let n_roundings = 2.0 * (d as f64 + 8.0) * 1.01;
    let single = n_roundings * f64::from(f32::EPSILON) / 2.0;
    let double = n_roundings * f64::EPSILON / 2.0;
    let underflow = n_roundings * f64::from(f32::MIN_POSITIVE);
    let slack = 4.0 * (n_roundings * f64::EPSILON).sqrt();
    MarginTerms {
        gap: [
            (single / 2.0 + double) * longest * longest + underflow * (1.0 + longest),
            single * longest + 2.0 * double * longest + underflow,
            double,
        ]
        .map(round_up),
        slack: [slack * longest, slack].map(round_up),
    }
}

fn length(coordinates: impl Iterator<Item = f64>) -> f64 {
    coordinates.fold(0.0, |sum, c| sum + c * c).sqrt()
}

/// A single that is not below.
fn round_up(value: f64) -> f32 {
    (value * (1.0 + 1e-6)) as f32
}

/// A single that is not above.
fn round_down(value: f64) -> f32 {
    (value * (1.0 - 1e-6)) as f32
}

#[inline(never)]
fn nearest_as_defined(row: &[Pair], centroids: &Points) -> u16 {
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
pub fn square_distance(row: &[Pair], centroid: &[Pair]) -> f64 {
    let sums = row.iter().zip(centroid).fold(Pair::new(0.0, 0.0), |sums, (x, c)| {
        let difference = x.minus(*c);
        sums.plus(difference.times(difference))
    });
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

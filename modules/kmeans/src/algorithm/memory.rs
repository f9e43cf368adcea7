//! What an instance remembers between passes over the same columns: coordinates, labels, sums.
//! All of it is a pure result; without it every pass computes it anew, to the same bits.

use super::nearest::{UNLABELLED, relabel, square_distances};
use super::part::{LANES, Part};
use super::rows::Rows;
use super::space::Space;
use super::tally::{Grid, Tally};

/// The remembered state of one part.
#[derive(Debug, Default)]
pub struct Memory {
    part: Option<Part>,
    tracks: Vec<Track>,
}

/// What is remembered of one start's course.
#[derive(Debug, Default)]
pub struct Track {
    /// The centroids that the labels belong to.
    centroids: Vec<f64>,
    labels: Vec<[u16; LANES]>,
    /// Of each row to its own centroid.
    squares: Option<Vec<f64>>,
    tally: Option<(Grid, Tally)>,
    /// The start centroids so far, and the square of each row's distance to the nearest.
    pub(super) reach: Reach,
}

/// How far each row is from the start centroids drawn so far.
#[derive(Debug, Default)]
pub struct Reach {
    pub(super) drawn: Vec<f64>,
    pub(super) squares: Vec<f64>,
}

impl Memory {
    /// The part's coordinates in `space`, and the track of the start number `index`.
    pub fn part(&mut self, space: &Space, rows: &Rows<'_>, index: usize) -> (&Part, &mut Track) {
        if self.part.as_ref().is_none_or(|part| part.space != *space) {
            self.tracks.clear();
            self.part = None;
        }
        if self.tracks.len() <= index {
            self.tracks.resize_with(index + 1, Track::default);
        }
        (self.part.get_or_insert_with(|| Part::new(space, rows)), &mut self.tracks[index])
    }

    /// Keeps the track of the best start alone: what follows a fit asks for that one.
    pub fn keep_only(&mut self, index: usize) {
        if index < self.tracks.len() {
            self.tracks.swap(0, index);
            self.tracks.truncate(1);
        }
    }
}

impl Track {
    /// The label of each row, by block.
    pub fn labels(&mut self, part: &Part, centroids: &[f64]) -> &[[u16; LANES]] {
        self.follow(part, centroids);
        &self.labels
    }

    /// Counts and sums of the rows by their nearest centroid.
    pub fn tally(&mut self, part: &Part, centroids: &[f64], grid: &Grid) -> &Tally {
        if self.tally.as_ref().is_none_or(|(old, _)| old != grid) {
            self.forget();
            let d = part.n_columns();
            self.tally = Some((grid.clone(), Tally::none(centroids.len() / d, d)));
        }
        self.follow(part, centroids);
        // `follow` forgets a tally of another number of segments only, and this one has the right one.
        &self.tally.get_or_insert_with(|| (grid.clone(), Tally::default())).1
    }

    /// The label of each row, by block, and the square of its distance to its own centroid.
    pub fn labels_and_squares(&mut self, part: &Part, centroids: &[f64]) -> (&[[u16; LANES]], &[f64]) {
        self.follow(part, centroids);
        let squares = self.squares.get_or_insert_with(|| square_distances(part, centroids, &self.labels));
        (&self.labels, squares)
    }

    fn follow(&mut self, part: &Part, centroids: &[f64]) {
        if !self.centroids.is_empty() && self.centroids.len() != centroids.len() {
            self.forget();
        }
        if self.centroids == centroids {
            return;
        }
        self.squares = None;
        self.labels.resize(part.n_blocks(), [UNLABELLED; LANES]);
        match &mut self.tally {
            Some((grid, tally)) => relabel(part, centroids, &mut self.labels, |row, from, to| {
                tally.shift(grid, part.row(row), from, to);
            }),
            None => relabel(part, centroids, &mut self.labels, |_, _, _| {}),
        }
        self.centroids.clear();
        self.centroids.extend_from_slice(centroids);
    }

    fn forget(&mut self) {
        let reach = std::mem::take(&mut self.reach);
        *self = Track { reach, ..Track::default() };
    }
}

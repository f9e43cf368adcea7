//! What an instance remembers between passes over the same columns: coordinates, labels, sums.
//! All of it is a pure result; without it every pass computes it anew, to the same bits.

use gridfolk_whatif::Distribution;
use kmeans_kernel::nearest::{Labels, square_distances};
use kmeans_kernel::part::Part;
use kmeans_kernel::tally::RunningTally;

use super::assigned::{Assigned, predict};
use super::rows::Rows;
use super::space::Space;
use super::tally::{Grid, Tally};

/// The remembered state of one part.
#[derive(Debug, Default)]
pub struct Memory {
    part: Option<(Space, Part)>,
    tracks: Vec<Track>,
    known: Option<Known>,
}

/// What a model says of the rows: the same before every move of a slider.
#[derive(Debug)]
pub struct Known {
    space: Space,
    centroids: Vec<f64>,
    /// Row by row.
    pub assigned: Assigned,
    /// How the distances are distributed.
    pub distances: Distribution,
}

/// What is remembered of one start's course.
#[derive(Debug, Default)]
pub struct Track {
    labels: Labels,
    /// Of each row to its own centroid, squared.
    squares: Option<Vec<f64>>,
    tally: Option<RunningTally>,
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
        if self.part.as_ref().is_some_and(|(remembered, _)| remembered != space) {
            self.tracks.clear();
            self.part = None;
        }
        if self.tracks.len() <= index {
            self.tracks.resize_with(index + 1, Track::default);
        }
        let (_, part) = self.part.get_or_insert_with(|| (space.clone(), place(space, rows)));
        (part, &mut self.tracks[index])
    }

    /// Whether it is known what a model says of the rows: they can be assigned, then.
    pub fn knows(&self, space: &Space, centroids: &[f64]) -> bool {
        self.known.as_ref().is_some_and(|known| known.space == *space && known.centroids == centroids)
    }

    /// What a model says of the rows; `columns` as for [`predict`].
    pub fn known(&mut self, space: &Space, centroids: &[f64], columns: Vec<&[f64]>) -> &Known {
        let is_known = self.knows(space, centroids);
        let known = match self.known.take() {
            Some(known) if is_known => known,
            _ => {
                let assigned = predict(space, centroids, columns, self);
                let distances = Distribution::of(&assigned.distances);
                Known { space: space.clone(), centroids: centroids.to_vec(), assigned, distances }
            }
        };
        self.known.insert(known)
    }

    /// Keeps the track of the best start alone: what follows a fit asks for that one.
    pub fn keep_only(&mut self, index: usize) {
        if index < self.tracks.len() {
            self.tracks.swap(0, index);
            self.tracks.truncate(1);
        }
    }
}

/// The coordinates of rows in a space.
pub fn place(space: &Space, rows: &Rows<'_>) -> Part {
    let mut columns = Vec::new();
    for (j, column) in rows.columns().iter().enumerate() {
        columns.push((space.axis(j), column.as_ref()));
    }
    Part::new(&columns, rows.n_used())
}

impl Track {
    /// The label of each row.
    pub fn labels(&mut self, part: &Part, centroids: &[f64]) -> &[u16] {
        self.follow(part, centroids);
        self.labels.of_rows(part.n_rows())
    }

    /// The label of each row, and the square of its distance to its own centroid.
    pub fn labels_and_squares(&mut self, part: &Part, centroids: &[f64]) -> (&[u16], &[f64]) {
        self.follow(part, centroids);
        let labels = self.labels.of_rows(part.n_rows());
        (labels, self.squares.get_or_insert_with(|| square_distances(part, centroids, labels)))
    }

    /// Counts and sums of the rows by their nearest centroid.
    pub fn tally(&mut self, part: &Part, centroids: &[f64], grid: &Grid) -> Tally {
        let k = centroids.len() / part.n_columns();
        if self.labels.k() != k || self.tally.as_ref().is_none_or(|tally| !tally.is_on(grid.magic())) {
            self.labels = Labels::new(part, k);
            self.tally = Some(RunningTally::new(grid.magic(), k));
        }
        self.follow(part, centroids);
        self.tally.as_ref().map(Tally::of).unwrap_or_default()
    }

    fn follow(&mut self, part: &Part, centroids: &[f64]) {
        if self.labels.are_of(centroids) {
            return;
        }
        let k = centroids.len() / part.n_columns();
        if self.labels.k() != k {
            self.tally = None;
            self.labels = Labels::new(part, k);
        }
        self.squares = None;
        self.labels.follow(part, centroids, self.tally.as_mut());
    }
}

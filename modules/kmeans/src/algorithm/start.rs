//! The first centroids.
//!
//! k-means++ draws each next centroid among the rows with a chance in proportion to w, the square of
//! the row's distance to those drawn before (1 for the first). Here each row runs a race: it draws u
//! from (seed, start, centroid, row) alone, and the smallest -ln(u) / w wins, which is a row with
//! chance w / sum of w (the least of exponential variables of rates w). So one pass draws one centroid,
//! and how the rows are split does not matter.

use super::limits::K_MAX;
use super::memory::{Reach, Track};
use super::rows::Rows;
use crate::wire::packed;
use gridfolk_numeric::random::Stream;
use kmeans_kernel::nearest::shorten;
use kmeans_kernel::part::Part;
use kmeans_kernel::race::winner;

/// The winner of one part's race.
#[derive(Debug, Clone, PartialEq)]
pub struct Winner {
    /// -ln(u) / w.
    pub key: f64,
    /// The row's number in the whole table.
    pub row: u64,
    /// Its coordinates.
    pub point: Vec<f64>,
}

packed!(Winner { key, row, point });
packed!(FoundRow { place, point });

impl Winner {
    /// Whether it wins against another part's winner; ties to the lowest row.
    pub fn beats(&self, other: &Winner) -> bool {
        (self.key, self.row) < (other.key, other.row)
    }
}

/// A row that the caller named as a start.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundRow {
    /// Which of the named rows it is.
    pub place: usize,
    /// Its coordinates; none when it was dropped.
    pub point: Option<Vec<f64>>,
}

/// Draws the next centroid among the rows of a part, or nothing where all rows coincide with
/// centroids drawn before.
pub fn race(part: &Part, rows: &Rows<'_>, drawn: &[f64], track: &mut Track, seed: u64, start: usize) -> Option<Winner> {
    let j = drawn.len() / part.n_columns();
    let stream = Stream::new(seed, (start * K_MAX + j) as u64);
    track.reach.extend_to(part, drawn);
    let weights = (j > 0).then_some(track.reach.squares.as_slice());
    let (key, index) = winner(rows.numbers(), stream, weights)?;
    Some(Winner { key, row: rows.number(index), point: part.coordinates(index) })
}

impl Reach {
    /// Measures to the centroids that are new since the last call.
    fn extend_to(&mut self, part: &Part, drawn: &[f64]) {
        if self.squares.len() != part.n_rows() || !drawn.starts_with(&self.drawn) {
            self.squares = vec![f64::INFINITY; part.n_rows()];
            self.drawn.clear();
        }
        for centroid in drawn[self.drawn.len()..].chunks_exact(part.n_columns()) {
            shorten(&mut self.squares, part, centroid);
        }
        self.drawn = drawn.to_vec();
    }
}

/// The named rows that lie in this part.
pub fn find_rows(part: &Part, rows: &Rows<'_>, named: &[u64]) -> Vec<FoundRow> {
    let mut found = Vec::new();
    for (place, &number) in named.iter().enumerate() {
        if rows.numbers().holds(number) {
            let index = rows.numbers().index_of(number);
            found.push(FoundRow { place, point: index.map(|index| part.coordinates(index)) });
        }
    }
    found
}

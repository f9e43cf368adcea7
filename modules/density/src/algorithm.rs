//! DBSCAN: groups are where customers lie densely; who is in reach of no group fits none.
//!
//! M. Ester, H.-P. Kriegel, J. Sander, X. Xu, "A density-based algorithm for discovering clusters in large
//! spatial databases with noise", KDD 1996. A customer with at least `min_points` neighbours within `eps`,
//! itself counted, is a core; cores within `eps` of each other are of one group, and so is who is within `eps` of
//! a core (of several groups: of the one whose first core stands first).
//!
//! The distance to the `min_points`-th neighbour says how thinly populated a customer's surroundings are, and
//! sorted it suggests `eps` ([`knee`]).

pub mod grid;
pub mod knee;
pub mod limits;
pub mod reasons;

use density_kernel::{Leaves, dbscan};
use gridfolk_contract::Problem;
use gridfolk_space::{Basis, Moments, Rows, Scan, Space};

use crate::problem;
use limits::ROWS_MAX;
use reasons::Unusual;

/// What is asked for, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The space to find.
    pub basis: Basis,
    /// How near a neighbour is; suggested where absent.
    pub eps: Option<f64>,
    /// Neighbours that make a core; by the number of columns where absent.
    pub min_points: Option<usize>,
    /// The most unusual customers that are listed.
    pub top: usize,
}

/// The customers of a table, where distances are measured.
#[derive(Debug)]
pub struct Placed {
    /// What was asked for.
    basis: Basis,
    /// Where distances are measured.
    pub space: Space,
    /// All rows.
    pub n_rows: usize,
    /// Positions in the table of the rows that take part, where some are dropped.
    kept: Option<Vec<u32>>,
    leaves: Leaves,
    /// Neighbours that were counted, and of each row the squared distance to the last of them.
    squares: Option<(usize, Vec<f64>)>,
}

/// What is found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How near a neighbour is.
    pub eps: f64,
    /// The suggestion.
    pub eps_suggested: f64,
    /// Neighbours that make a core.
    pub min_points: usize,
    /// The group of each used row, the largest first, ties by first row; none of an unusual one.
    pub labels: Vec<Option<usize>>,
    /// Rows of each group.
    pub sizes: Vec<u64>,
    /// The distance of each used row to its `min_points`-th neighbour, itself counted.
    pub reach: Vec<f64>,
    /// Rows that fit no group, the farthest from their neighbours first.
    pub unusual: Vec<Unusual>,
}

impl Placed {
    /// Places the rows of a table.
    ///
    /// # Errors
    /// What the table is refused for.
    pub fn new(basis: &Basis, names: &[String], columns: &[&[f64]]) -> Result<Self, Problem> {
        let logs = basis.logs(names)?;
        let rows = Rows::new(columns.to_vec(), &logs, 0, basis.missing);
        let scan = Scan::of(names, &logs, &rows, basis.missing);
        scan.check()?;
        if scan.n_used > ROWS_MAX {
            return Err(problem::too_many_rows_to_compare(scan.n_used, ROWS_MAX));
        }
        let (mean, sd) = Moments::of(&scan, &rows).finish(&scan);
        let (missing, standardize) = (basis.missing, basis.standardize);
        let space = Space { columns: names.to_vec(), logs, missing, standardize, mean, sd };
        let mut placed = Vec::with_capacity(columns.len());
        for (column, axis) in rows.columns().iter().zip(space.axes()) {
            placed.push(column.iter().map(|&value| axis.coordinate(value)).collect());
        }
        Ok(Placed {
            basis: basis.clone(),
            space,
            n_rows: rows.n_rows(),
            kept: rows.kept().map(<[u32]>::to_vec),
            leaves: Leaves::new(&placed),
            squares: None,
        })
    }

    /// Whether these are the rows as `basis` asks for them.
    pub fn is_of(&self, basis: &Basis) -> bool {
        self.basis == *basis
    }

    /// Rows that take part.
    pub fn n_used(&self) -> usize {
        self.leaves.n_rows()
    }

    /// The position in the table of a used row.
    pub fn position(&self, row: usize) -> usize {
        self.kept.as_ref().map_or(row, |kept| kept[row] as usize)
    }

    /// Finds groups, and who fits none.
    ///
    /// # Errors
    /// More neighbours than there are rows: a customer alone has none.
    pub fn find(&mut self, settings: &Settings) -> Result<Found, Problem> {
        let usual = (2 * self.space.n_columns()).clamp(4, 1000).min(self.n_used().max(2));
        let min_points = settings.min_points.unwrap_or(usual);
        if min_points > self.n_used() {
            return Err(problem::min_points_above_rows(min_points as u64, self.n_used() as u64));
        }
        let squares = self.squares(min_points);
        let reach: Vec<f64> = squares.iter().map(|square| square.sqrt()).collect();
        let eps_suggested = knee::suggest(&reach);
        let eps = settings.eps.unwrap_or(eps_suggested);
        let is_core: Vec<bool> = squares.iter().map(|&square| square <= eps * eps).collect();
        let (labels, sizes) = by_size(dbscan(&self.leaves, eps * eps, &is_core));
        let unusual = reasons::unusual(&self.space, &self.leaves, &labels, &reach);
        Ok(Found { eps, eps_suggested, min_points, labels, sizes, reach, unusual })
    }

    /// The squared distance of each row to its `min_points`-th neighbour: the longest part of a fit, whatever `eps`.
    fn squares(&mut self, min_points: usize) -> &[f64] {
        if self.squares.as_ref().is_none_or(|(of, _)| *of != min_points) {
            self.squares = None;
        }
        &self.squares.get_or_insert_with(|| (min_points, self.leaves.kth_squares(min_points))).1
    }
}

/// Numbers groups by size, the largest first, ties by their first row.
fn by_size(labels: Vec<Option<usize>>) -> (Vec<Option<usize>>, Vec<u64>) {
    let n_groups = labels.iter().flatten().max().map_or(0, |last| last + 1);
    let mut sizes = vec![0u64; n_groups];
    labels.iter().flatten().for_each(|&group| sizes[group] += 1);
    // Groups come in the order of their first cores; those of equal size keep it.
    let mut keys: Vec<(u64, f64)> =
        sizes.iter().enumerate().map(|(group, size)| (u64::MAX - size, group as f64)).collect();
    gridfolk_numeric::sort::sort_pairs(&mut keys);
    let mut places = vec![0; n_groups];
    let mut sorted = Vec::with_capacity(n_groups);
    for (place, &(_, group)) in keys.iter().enumerate() {
        places[group as usize] = place;
        sorted.push(sizes[group as usize]);
    }
    (labels.into_iter().map(|label| label.map(|group| places[group])).collect(), sorted)
}

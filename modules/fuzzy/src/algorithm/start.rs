//! The memberships that a fit starts from.

use fuzzy_kernel::{Lane, Memberships, ROWS, normalise, power};
use gridfolk_numeric::random::Stream;
use gridfolk_space::Rows;

use super::settings::{Settings, Start};

/// Start memberships of the rows of a part. `starts` are the columns that they stand in, where they do.
pub fn with_start<T>(
    settings: &Settings,
    rows: &Rows<'_>,
    starts: &[&[f64]],
    then: impl FnOnce(Memberships<'_>) -> T,
) -> T {
    let fill = |block: usize, u: &mut [Lane], powers: &mut [Lane]| {
        for (k, lane) in u.iter_mut().enumerate() {
            for (row, membership) in lane.iter_mut().enumerate() {
                let index = block * ROWS + row;
                // Rows that fill up the last block are cleared later; here they must not divide by 0.
                *membership = if index < rows.n_used() { start_of(settings, rows, starts, k, index) } else { 1.0 };
            }
        }
        normalise(u);
        power(settings.m, u, powers);
    };
    then(&fill)
}

fn start_of(settings: &Settings, rows: &Rows<'_>, starts: &[&[f64]], k: usize, index: usize) -> f64 {
    match (&settings.start, starts.get(k)) {
        (Start::Random { seed }, _) => Stream::new(*seed, k as u64).uniform(rows.number(index)),
        (_, Some(column)) => column[rows.position(index)],
        (_, None) => 1.0,
    }
}

/// The number of the first used row whose start memberships are no memberships: missing, below 0, too large
/// to add up, or all 0.
pub fn first_bad(rows: &Rows<'_>, starts: &[&[f64]]) -> Option<u64> {
    if starts.is_empty() {
        return None;
    }
    let is_bad = |index: &usize| {
        let row = rows.position(*index);
        let are_memberships = starts.iter().all(|column| (0.0..=1e9).contains(&column[row]));
        let sum: f64 = starts.iter().map(|column| column[row]).sum();
        !are_memberships || sum < 1e-9
    };
    (0..rows.n_used()).find(is_bad).map(|index| rows.number(index))
}

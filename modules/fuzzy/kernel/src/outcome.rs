//! What describes finished memberships.

use gridfolk_numeric::fixed::Grid;

use crate::memberships::Centres;
use crate::part::{Part, ROWS, ZERO};
use crate::rank::{NO_GROUP, Ranking};
use crate::tally::clear;

/// The grids of the sums of [`outcome`].
#[derive(Debug, Clone, Copy)]
pub struct OutcomeGrids {
    /// Of memberships, and of their squares.
    pub shares: Grid,
    /// Of a row's entropy.
    pub entropy: Grid,
    /// Of a row's u^m D.
    pub objective: Grid,
}

/// Of each of c groups: its rows by largest membership; those of them that are between two groups; the units
/// of the sum of its memberships. Then the units of the sums over rows of u^2, of -u ln u and of u^m D:
/// 3 c + 3 numbers.
#[inline(never)]
pub fn outcome(part: &Part, centres: Centres<'_>, ranking: Ranking<'_>, grids: &OutcomeGrids) -> Vec<u64> {
    let c = ranking.values.len();
    let (mut u, mut powers, mut squares) = (vec![ZERO; c], vec![ZERO; c], vec![ZERO; c]);
    let mut found = vec![0; 3 * c + 3];
    let totals = [grids.shares, grids.entropy, grids.objective];
    for block in 0..part.n_blocks() {
        centres.memberships(part, block, &mut u, &mut powers);
        centres.squares(part, block, &mut squares);
        let ranked = ranking.of_block(&u);
        for row in 0..part.n_rows_of(block) {
            let first = ranked.first[row] as usize;
            found[first] += 1;
            found[c + first] += u64::from(ranked.second[row] != NO_GROUP);
        }
        clear(part, block, &mut u);
        let mut rows = [ZERO; 3];
        for k in 0..c {
            for row in 0..ROWS {
                let u = u[k][row];
                add(&mut found[2 * c + k], grids.shares, u);
                rows[0][row] += u * u;
                rows[1][row] -= if u > 0.0 { u * libm::log(u) } else { 0.0 };
                rows[2][row] += powers[k][row] * squares[k][row];
            }
        }
        for row in 0..part.n_rows_of(block) {
            for ((total, grid), sums) in found[3 * c..].iter_mut().zip(totals).zip(&rows) {
                add(total, grid, sums[row]);
            }
        }
    }
    found
}

fn add(sum: &mut u64, grid: Grid, summand: f64) {
    *sum = sum.wrapping_add(grid.units(summand) as u64);
}

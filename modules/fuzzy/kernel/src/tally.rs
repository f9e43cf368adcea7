//! Sums over rows of u^m and u^m x, and how far memberships moved.

use gridfolk_numeric::lanes::{Pair, Units};

use crate::part::{Lane, PAIRS, Part, ROWS, ZERO, pair, pairs};

/// Gives the memberships of a block of rows and their powers, one lane a group.
pub type Memberships<'a> = &'a dyn Fn(usize, &mut [Lane], &mut [Lane]);

/// The sum over rows and groups of the squared move since other memberships, each square cut at `cap`.
#[derive(Clone, Copy)]
pub struct Change<'a> {
    /// The other memberships.
    pub before: Memberships<'a>,
    /// Of each square; so the sum is exact up to it.
    pub cap: f64,
    /// Of the grid of the sum.
    pub magic: f64,
}

/// Of each of `c` groups the units of the sum of u^m and of those of u^m x_j; last the units of the change, 0
/// where it is not asked for. `magics` are of the grids: first that of u^m, then one a column.
pub fn tally(
    part: &Part,
    c: usize,
    memberships: Memberships<'_>,
    change: Option<Change<'_>>,
    magics: &[f64],
) -> Vec<u64> {
    let (mut u, mut powers) = (vec![ZERO; c], vec![ZERO; c]);
    let mut before = (vec![ZERO; c], vec![ZERO; c]);
    let (mut sums, mut moved) = (vec![Units::zero(); c * magics.len()], Units::zero());
    for block in 0..part.n_blocks() {
        memberships(block, &mut u, &mut powers);
        if let Some(change) = &change {
            (change.before)(block, &mut before.0, &mut before.1);
            clear(part, block, &mut before.0);
            clear(part, block, &mut u);
            moved = add_change(&u, &before.0, change, moved);
        }
        clear(part, block, &mut powers);
        add_block(part.block(block), &powers, magics, &mut sums);
    }
    let n_summands = (part.n_blocks() * ROWS) as u64;
    let total = |(index, units): (usize, &Units)| units.total(magics[index % magics.len()], n_summands) as u64;
    let mut totals: Vec<u64> = sums.iter().enumerate().map(total).collect();
    totals.push(change.map_or(0, |change| moved.total(change.magic, n_summands * c as u64) as u64));
    totals
}

/// Rows that fill up the last block weigh nothing.
pub(crate) fn clear(part: &Part, block: usize, lanes: &mut [Lane]) {
    let n_rows = part.n_rows_of(block);
    if n_rows < ROWS {
        lanes.iter_mut().for_each(|lane| lane[n_rows..].fill(0.0));
    }
}

#[inline(never)]
fn add_block(block: &[Lane], powers: &[Lane], magics: &[f64], sums: &mut [Units]) {
    for (power, sums) in powers.iter().zip(sums.chunks_exact_mut(magics.len())) {
        let power = pairs(power);
        let Some((weight, sums)) = sums.split_first_mut() else { return };
        let magic = Pair::splat(magics[0]);
        for power in power {
            *weight = weight.plus_bits(power.plus(magic));
        }
        for ((column, sum), &magic) in block.iter().zip(sums).zip(&magics[1..]) {
            let (magic, column, mut units) = (Pair::splat(magic), pairs(column), *sum);
            for index in 0..PAIRS {
                units = units.plus_bits(power[index].times(column[index]).plus(magic));
            }
            *sum = units;
        }
    }
}

#[inline(never)]
fn add_change(u: &[Lane], before: &[Lane], change: &Change<'_>, mut moved: Units) -> Units {
    let (cap, magic) = (Pair::splat(change.cap), Pair::splat(change.magic));
    for (u, before) in u.iter().zip(before) {
        for index in 0..PAIRS {
            let difference = pair(u, index).minus(pair(before, index));
            moved = moved.plus_bits(difference.times(difference).least(cap).plus(magic));
        }
    }
    moved
}

//! Sums of products of columns: the Gram matrix and the Hessian.

use gridfolk_numeric::lanes::{Pair, Units};

use crate::block::{Lane, ROWS, ZERO, pair};

/// Adds to `sums` the units of the sums of w z_j z_k for all k <= j, where z_0 is 1: the lower triangle,
/// row after row. Two rows of it at a time and four or two columns: eight running sums fit in registers.
#[inline(never)]
pub fn hessian(columns: &[Lane], w: &Lane, magic: f64, sums: &mut [i64]) {
    let n_terms = columns.len() + 1;
    let mut weighted = [ZERO; 2];
    let mut j = 0;
    let ones = [1.0; ROWS];
    let term = |index: usize| {
        if index == 0 || columns.is_empty() { &ones } else { &columns[(index - 1).min(columns.len() - 1)] }
    };
    let mut rows = sums;
    while j < n_terms {
        let n_rows = (n_terms - j).min(2);
        for (row, weighted) in weighted.iter_mut().enumerate() {
            products(term((j + row).min(n_terms - 1)), w, weighted);
        }
        let Some((first, rest)) = rows.split_at_mut_checked(j + 1) else { return };
        let Some((second, rest)) = rest.split_at_mut_checked(if n_rows == 2 { j + 2 } else { 0 }) else { return };
        rows = rest;
        let mut k = 0;
        while k < j + n_rows {
            if k + 2 < j + n_rows {
                add(&tile(&weighted, [term(k), term(k + 1), term(k + 2), term(k + 3)], magic), k, first, second);
                k += 4;
            } else {
                add(&tile(&weighted, [term(k), term(k + 1)], magic), k, first, second);
                k += 2;
            }
        }
        j += 2;
    }
}

/// Writes the product of two columns.
#[inline(always)]
pub(crate) fn products(column: &Lane, w: &Lane, out: &mut Lane) {
    for (index, out) in out.as_chunks_mut::<2>().0.iter_mut().enumerate() {
        *out = pair(column, index).times(pair(w, index)).to_array();
    }
}

/// Cells beyond the triangle are left out.
#[inline(always)]
fn add<const N: usize>(tile: &[[i64; N]; 2], k: usize, first: &mut [i64], second: &mut [i64]) {
    for (row, units) in [first, second].into_iter().zip(tile) {
        for (sum, units) in row.iter_mut().skip(k).zip(units) {
            *sum = sum.wrapping_add(*units);
        }
    }
}

#[inline(always)]
fn tile<const N: usize>(weighted: &[Lane; 2], columns: [&Lane; N], magic: f64) -> [[i64; N]; 2] {
    let magic_pair = Pair::splat(magic);
    let mut totals = [[Units::zero(); N]; 2];
    for two in 0..ROWS / 4 {
        for index in [2 * two, 2 * two + 1] {
            let a = [pair(&weighted[0], index), pair(&weighted[1], index)];
            for (n, column) in columns.iter().enumerate() {
                let z = pair(column, index);
                totals[0][n] = totals[0][n].plus_bits(a[0].times(z).plus(magic_pair));
                totals[1][n] = totals[1][n].plus_bits(a[1].times(z).plus(magic_pair));
            }
        }
    }
    totals.map(|row| row.map(|total| total.total(magic, ROWS as u64)))
}

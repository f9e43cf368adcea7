//! Which columns enter the card, and why the others do not.

use gridfolk_contract::wire::{packed, packed_enum};
use gridfolk_numeric::sort::{sort_key, sort_pairs};
use gridfolk_numeric::sum::Quantum;
use scorecard_kernel::sum_by_pair;

use super::attribute::Count;

/// Why a column was left out.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// Its IV is too small.
    LowIv,
    /// All rows lie in one bin.
    Constant,
    /// It correlates too much with a column of greater IV: which, and how much.
    Correlated((usize, f64)),
    /// Its coefficient has the wrong sign: more WOE, fewer goods.
    WrongSign(f64),
    /// It is a linear combination of columns that were kept.
    Collinear,
}

/// A column that was left out, by its place.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Its place among the columns of the scan.
    pub column: usize,
    /// Why.
    pub reason: Reason,
}

packed_enum!(Reason { 0 => LowIv, 1 => Constant, 2 => Correlated(of), 3 => WrongSign(coefficient), 4 => Collinear });
packed!(LeftOut { column, reason });

/// Bins of the rows, and the WOE of each bin, by column.
#[derive(Debug, Clone, Copy)]
pub struct Coded<'a> {
    /// The bin of each row.
    pub codes: &'a [u8],
    /// The WOE of each bin.
    pub woes: &'a [f64],
}

/// Sums over rows of products of WOE, for each pair of columns: (0, 1), (0, 2), (1, 2) … They are exact on
/// the grid for `n_rows` rows in all parts.
pub fn products(columns: &[Coded<'_>], n_rows: u64) -> Vec<f64> {
    let mut sums = Vec::new();
    for (at, b) in columns.iter().enumerate() {
        for a in &columns[..at] {
            let quantum = Quantum::new(most(a.woes) * most(b.woes), n_rows);
            let mut worths = Vec::with_capacity(a.woes.len() * b.woes.len());
            for x in a.woes {
                worths.extend(b.woes.iter().map(|y| quantum.round(x * y)));
            }
            sums.push(sum_by_pair(a.codes, b.codes, b.woes.len(), &worths));
        }
    }
    sums
}

fn most(woes: &[f64]) -> f64 {
    woes.iter().fold(0.0, |most, woe| f64::max(most, woe.abs()))
}

/// Mean and population standard deviation of a column's WOE.
pub fn mean_and_sd(counts: &[Count], woes: &[f64]) -> (f64, f64) {
    let n: f64 = counts.iter().map(|count| count.n() as f64).sum();
    let mean = counts.iter().zip(woes).map(|(count, woe)| count.n() as f64 * woe).sum::<f64>() / n;
    let square = |(count, woe): (&Count, &f64)| count.n() as f64 * (woe - mean) * (woe - mean);
    let variance = counts.iter().zip(woes).map(square).sum::<f64>() / n;
    (mean, variance.sqrt())
}

/// The first `n` numbers in the order of their keys; ties as they are.
pub fn order_by(n: usize, key: &dyn Fn(usize) -> f64) -> Vec<usize> {
    let mut pairs = Vec::with_capacity(n);
    for at in 0..n {
        pairs.push((sort_key(key(at)), at as f64));
    }
    sort_pairs(&mut pairs);
    pairs.iter().map(|pair| pair.1 as usize).collect()
}

/// Which columns to leave out, those of greater IV first: each that correlates by more than `most` with one kept
/// before it, with that one and their correlation. All by place.
pub fn correlated(ivs: &[f64], most: f64, correlation: &dyn Fn(usize, usize) -> f64) -> Vec<(usize, (usize, f64))> {
    let order = order_by(ivs.len(), &|place| -ivs[place]);
    let (mut kept, mut left_out): (Vec<usize>, _) = (Vec::new(), Vec::new());
    for place in order {
        let with = |&other: &usize| (other, correlation(place.min(other), place.max(other)));
        match kept.iter().map(with).find(|(_, correlation)| correlation.abs() > most) {
            Some(with) => left_out.push((place, with)),
            None => kept.push(place),
        }
    }
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_of_less_iv_is_left_out() {
        let correlation = |a: usize, b: usize| if a + b == 1 { -0.9 } else { 0.2 };
        assert_eq!(correlated(&[0.1, 0.5, 0.3], 0.7, &correlation), [(0, (1, -0.9))]);
    }

    #[test]
    fn products_and_moments_by_hand() {
        let (a, b) = ([0u8, 1, 1], [1u8, 0, 1]);
        let columns = [Coded { codes: &a, woes: &[1.0, -0.5] }, Coded { codes: &b, woes: &[0.25, 2.0] }];
        assert_eq!(products(&columns, 3), [2.0 - 0.125 - 1.0]);
        let counts = [Count { goods: 1, bads: 0 }, Count { goods: 1, bads: 1 }];
        assert_eq!(mean_and_sd(&counts, &[1.0, -0.5]), (0.0, 0.5f64.sqrt()));
    }
}

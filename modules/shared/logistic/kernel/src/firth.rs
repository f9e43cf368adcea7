//! The score of Firth's penalised likelihood.

use gridfolk_numeric::lanes::Pair;

use crate::block::{Lane, ROWS, ZERO, linear, pair};

/// Adds to each residual its leverage times (1/2 - p), divided by `weight`.
///
/// The leverage of a row is h = w z' H^-1 z, at most 1; `inverse` is the inverse of H's Cholesky factor,
/// the lower triangle row after row, so that h = w |inverse z|^2. `p_less_half` holds p - 1/2.
#[inline(never)]
pub fn firth_residuals(columns: &[Lane], w: &Lane, inverse: &[f64], p_less_half: &Lane, weight: f64, r: &mut Lane) {
    let (mut sum, mut squares) = (ZERO, ZERO);
    let mut start = 0;
    for j in 0..=columns.len() {
        let Some(row) = inverse.get(start..start + j + 1) else { return };
        start += j + 1;
        linear(&columns[..j], row, &mut sum);
        for (index, squares) in squares.as_chunks_mut::<2>().0.iter_mut().enumerate() {
            let sum = pair(&sum, index);
            *squares = Pair::load(squares).plus(sum.times(sum)).to_array();
        }
    }
    for row in 0..ROWS {
        // Rounding alone can bring it above 1.
        let leverage = (w[row] * squares[row]).min(1.0);
        r[row] -= leverage * p_less_half[row] / weight;
    }
}

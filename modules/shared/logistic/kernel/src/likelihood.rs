//! What the rows say of a point: residuals, curvature, log likelihood.

use gridfolk_numeric::lanes::{Pair, Units};

use crate::block::{Lane, ROWS, pair};
use crate::transcendental::{exp_pair, log1p_pair};

/// What one block adds beside residuals and weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Residuals {
    /// Units of the sum of u ln p(y).
    pub log_likelihood: i64,
    /// The least margin: the log odds of the outcome that happened. Above 0 where a cut at p = 1/2 is
    /// right for every row.
    pub margin_least: f64,
}

/// For each row, with log odds `eta`, outcome `y` (0 or 1) and weight `u`: the residual r = u (y - p) and
/// the curvature w = u p (1 - p). Rows of weight 0 count in nothing.
#[inline(never)]
pub fn residuals(eta: &Lane, y: &Lane, u: &Lane, magic: f64, r: &mut Lane, w: &mut Lane) -> Residuals {
    let (one, zero) = (Pair::splat(1.0), Pair::splat(0.0));
    let magic_pair = Pair::splat(magic);
    let mut total = Units::zero();
    let mut least = Pair::splat(f64::INFINITY);
    let outputs = r.as_chunks_mut::<2>().0.iter_mut().zip(w.as_chunks_mut::<2>().0);
    for (index, (r, w)) in outputs.enumerate() {
        let (eta, y, u) = (pair(eta, index), pair(y, index), pair(u, index));
        let size = eta.negative_size();
        let e = exp_pair(size);
        let larger = one.over(one.plus(e));
        let smaller = e.times(larger);
        let p = eta.if_below(zero, smaller, larger);
        *r = y.minus(p).times(u).to_array();
        *w = smaller.times(larger).times(u).to_array();
        // The log odds of what happened: eta where y is 1, -eta where it is 0.
        let margin = y.plus(y).minus(one).times(eta);
        let log = zero.least(margin).minus(log1p_pair(e));
        total = total.plus_bits(log.times(u).plus(magic_pair));
        let counted = zero.if_below(u, margin, Pair::splat(f64::INFINITY));
        least = least.least(counted);
    }
    let [a, b] = least.to_array();
    Residuals { log_likelihood: total.total(magic, ROWS as u64), margin_least: a.min(b) }
}

//! Which row wins the race for the next start centroid.

use gridfolk_numeric::random::Stream;

use crate::numbers::Numbers;

/// The least -ln(u) / w of the used rows, and whose it is, ties to the lowest row; none where every w is 0.
/// u is the row's random number; w is its weight, or 1 without weights.
#[inline(never)]
pub fn winner(numbers: &Numbers, stream: Stream, weights: Option<&[f64]>) -> Option<(f64, usize)> {
    let mut best = f64::INFINITY;
    let mut winner = None;
    for index in 0..numbers.n_used() {
        let weight = weights.map_or(1.0, |weights| weights[index]);
        let u = stream.uniform(numbers.number(index));
        // -ln(u) is at least 1 - u: most rows need no logarithm. The slack covers the rounding.
        if weight == 0.0 || (1.0 - u) * (1.0 - 1e-9) > best * weight {
            continue;
        }
        let key = -libm::log(u) / weight;
        if key < best {
            (best, winner) = (key, Some(index));
        }
    }
    Some((best, winner?))
}

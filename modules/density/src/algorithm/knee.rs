//! Which `eps` suits a table: the knee of the sorted distances to the `min_points`-th neighbour.
//!
//! Most customers have their neighbours about equally near; towards the end the distances rise steeply. The
//! knee is where the curve is farthest below the straight line from its first point to its last, both axes
//! scaled to 0 to 1 (V. Satopää et al., "Finding a kneedle in a haystack", ICDCS workshops 2011).

use gridfolk_numeric::sort::{sort_key, sort_pairs, value_of_sort_key};

/// The suggestion, from the distances in any order. Where most customers have equals, the least distance that
/// is not 0; where all have, any would do, and 1 is said.
pub fn suggest(distances: &[f64]) -> f64 {
    let sorted = sorted(distances);
    let (Some(&first), Some(&last)) = (sorted.first(), sorted.last()) else { return 1.0 };
    let (mut knee, mut farthest) = (last, 0.0);
    for (index, &distance) in sorted.iter().enumerate() {
        let along = index as f64 / (sorted.len() - 1) as f64;
        let below = along - (distance - first) / (last - first);
        if below > farthest {
            (knee, farthest) = (distance, below);
        }
    }
    let positive = sorted.iter().copied().find(|&distance| distance > 0.0);
    if knee > 0.0 { knee } else { positive.unwrap_or(1.0) }
}

/// Distances that 0 %, 1 % … 100 % of the customers do not exceed.
pub fn percentiles(distances: &[f64]) -> Vec<f64> {
    let sorted = sorted(distances);
    let at = |percent: usize| sorted[(sorted.len() * percent).div_ceil(100).max(1) - 1];
    if sorted.is_empty() { Vec::new() } else { (0..=100).map(at).collect() }
}

fn sorted(distances: &[f64]) -> Vec<f64> {
    let mut pairs: Vec<(u64, f64)> = distances.iter().map(|&distance| (sort_key(distance), 0.0)).collect();
    sort_pairs(&mut pairs);
    pairs.into_iter().map(|(key, _)| value_of_sort_key(key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_knee_is_where_distances_begin_to_rise() {
        // 0.1 … 0.8 rise slowly, then 5 and 9: the line from 0.1 to 9 is farthest above 0.8.
        assert_eq!(suggest(&[9.0, 0.1, 0.3, 0.2, 0.5, 0.4, 0.7, 0.6, 0.8, 5.0]), 0.8);
    }

    #[test]
    fn equal_distances_are_no_trouble() {
        assert_eq!((suggest(&[]), suggest(&[0.0]), suggest(&[0.0; 9]), suggest(&[2.0; 9])), (1.0, 1.0, 1.0, 2.0));
        assert_eq!(suggest(&[0.0, 0.0, 0.0, 0.0, 0.5, 3.0]), 0.5);
    }

    #[test]
    fn percentiles_are_distances_that_occur() {
        let percentiles = percentiles(&[3.0, 1.0, 2.0, 4.0]);
        assert_eq!(
            (percentiles.len(), percentiles[0], percentiles[25], percentiles[26], percentiles[100]),
            (101, 1.0, 1.0, 2.0, 4.0)
        );
    }
}

//! The value at a rank, without sorting: Hoare's quickselect.
//!
//! The standard library's selection guards against inputs made to be slow, at 3 KB gzipped in each
//! module; here such a caller slows his own call.

/// Cells of equal width that many values are dealt into.
const N_CELLS: usize = 1024;

/// A number as an integer of the same order (that of `f64::total_cmp`).
pub fn key_of(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// The number of a key.
pub fn value_of(key: i64) -> f64 {
    f64::from_bits((key ^ (((key >> 63) as u64) >> 1) as i64) as u64)
}

/// Moves keys so that the one at `rank` stands where sorting would put it, none larger before it, none
/// smaller after it, and returns it.
///
/// # Panics
/// When `rank` is not below the number of keys.
#[inline(never)]
pub fn select(keys: &mut [i64], rank: usize) -> i64 {
    let (mut first, mut last) = (0, keys.len() - 1);
    while first < last {
        let pivot = middle(keys[first], keys[first + (last - first) / 2], keys[last]);
        // Below `low` nothing is above the pivot, from `end` on nothing is below it.
        let (mut low, mut end) = (first, last + 1);
        while low < end {
            while keys[low] < pivot {
                low += 1;
            }
            while keys[end - 1] > pivot {
                end -= 1;
            }
            if low < end {
                keys.swap(low, end - 1);
                low += 1;
                end -= 1;
            }
        }
        if rank < end {
            last = end - 1;
        } else if rank >= low {
            first = low;
        } else {
            break;
        }
    }
    keys[rank]
}

/// The numbers that are not missing (NaN).
#[inline(never)]
pub fn present(values: &[f64]) -> Vec<f64> {
    let mut present = vec![0.0; values.len()];
    let mut n = 0;
    for &value in values {
        present[n] = value;
        n += usize::from(!value.is_nan());
    }
    present.truncate(n);
    present
}

/// The values that sorting would put at some rising ranks. They are dealt into cells of equal width first, so that each is
/// looked for among few.
///
/// # Panics
/// When a rank is not below the number of values.
#[inline(never)]
pub fn values_at<const N: usize>(values: &[f64], ranks: [usize; N]) -> [f64; N] {
    let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
    for &value in values {
        least = if value < least { value } else { least };
        greatest = if value > greatest { value } else { greatest };
    }
    // Where the range is nothing or infinite all lie in the first cell, or the last.
    let scale = (N_CELLS - 1) as f64 / (greatest - least);
    let cell_of = |value: f64| (((value - least) * scale) as usize).min(N_CELLS - 1);
    let mut ends = [0; N_CELLS];
    for &value in values {
        ends[cell_of(value)] += 1;
    }
    let mut n_before = 0;
    for end in &mut ends {
        n_before += std::mem::replace(end, n_before);
    }
    let mut keys = vec![0; values.len()];
    for &value in values {
        let end = &mut ends[cell_of(value)];
        keys[*end] = key_of(value);
        *end += 1;
    }
    let mut start = 0;
    let value_at = |rank: usize| {
        let cell = ends.partition_point(|&end| end <= rank);
        start = start.max(if cell == 0 { 0 } else { ends[cell - 1] });
        let key = select(&mut keys[start..ends[cell]], rank - start);
        // What comes before it is not looked at again.
        start = rank;
        value_of(key)
    };
    ranks.map(value_at)
}

fn middle(a: i64, b: i64, c: i64) -> i64 {
    a.min(b).max(a.max(b).min(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rank_holds_what_sorting_puts_there() {
        for (n, modulus) in [(1u64, 9), (2, 9), (3, 2), (10, 3), (100, 7), (257, 1 << 40), (1000, 1), (1000, 50)] {
            let keys: Vec<i64> =
                (0..n).map(|i| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) as i64 % modulus).collect();
            let mut sorted = keys.clone();
            sorted.sort_unstable();
            for rank in 0..keys.len() {
                let mut keys = keys.clone();
                assert_eq!(select(&mut keys, rank), sorted[rank]);
                assert!(keys[..rank].iter().all(|key| *key <= sorted[rank]));
                assert!(keys[rank..].iter().all(|key| *key >= sorted[rank]));
            }
        }
    }

    #[test]
    fn each_rank_has_the_value_that_sorting_puts_there() {
        let spread = |i: u64| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11) as f64 / (1u64 << 53) as f64;
        let whole = |i: u64| (spread(i) * 40.0).floor() - 7.0;
        let extreme = |i: u64| [f64::MAX, f64::MIN, 0.0, -0.0, 5e-324, 1.0, f64::INFINITY][i as usize % 7];
        let makers: [&dyn Fn(u64) -> f64; 5] = [&spread, &whole, &extreme, &|_| 2.5, &|i| 5e-324 * (i % 3) as f64];
        for make in makers {
            for n in [1, 2, 10, 999, 5000] {
                let values: Vec<f64> = (0..n).map(make).collect();
                let mut sorted = values.clone();
                sorted.sort_by(f64::total_cmp);
                let ranks: [usize; 21] = std::array::from_fn(|part| (n as usize - 1) * part / 20);
                let expected = ranks.map(|rank| sorted[rank].to_bits());
                assert_eq!(values_at(&values, ranks).map(f64::to_bits), expected);
            }
        }
        assert_eq!(present(&[1.0, f64::NAN, -2.0]), [1.0, -2.0]);
    }

    #[test]
    fn keys_keep_the_order_of_their_numbers() {
        let numbers = [f64::NEG_INFINITY, -2.5, -5e-324, -0.0, 0.0, 5e-324, 1.0, f64::MAX];
        assert!(numbers.windows(2).all(|pair| key_of(pair[0]) < key_of(pair[1])));
        assert!(numbers.iter().all(|&number| value_of(key_of(number)).to_bits() == number.to_bits()));
    }
}

//! The value at a rank, without sorting: Hoare's quickselect.
//!
//! The standard library's selection guards against inputs made to be slow, at 3 KB gzipped in each
//! module; here such a caller slows his own call.

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
    fn keys_keep_the_order_of_their_numbers() {
        let numbers = [f64::NEG_INFINITY, -2.5, -5e-324, -0.0, 0.0, 5e-324, 1.0, f64::MAX];
        assert!(numbers.windows(2).all(|pair| key_of(pair[0]) < key_of(pair[1])));
        assert!(numbers.iter().all(|&number| value_of(key_of(number)).to_bits() == number.to_bits()));
    }
}

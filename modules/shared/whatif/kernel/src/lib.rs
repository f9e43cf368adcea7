//! Who meets which of many conditions: loops over rows and conditions, built for speed.
#![forbid(unsafe_code)]

use gridfolk_whatif::Truth;

/// How many rows have this truth.
#[inline(never)]
pub fn count(truths: &[Truth], wanted: Truth) -> u64 {
    truths.iter().filter(|truth| **truth == wanted).count() as u64
}

/// How many conditions have this truth for each of `n_rows` rows.
#[inline(never)]
pub fn count_by_row(conditions: &[&[Truth]], wanted: Truth, n_rows: usize) -> Vec<u32> {
    let mut counts = vec![0; n_rows];
    for truths in conditions {
        counts.iter_mut().zip(*truths).for_each(|(count, truth)| *count += u32::from(*truth == wanted));
    }
    counts
}

/// The conditions that hold for each row: where each row's set ends, and their places in `conditions`, row
/// after row in rising order.
#[inline(never)]
pub fn sets(conditions: &[&[Truth]], n_rows: usize) -> (Vec<u32>, Vec<u32>) {
    let mut ends = count_by_row(conditions, Truth::True, n_rows);
    let mut n_codes = 0;
    let mut free = Vec::with_capacity(n_rows);
    for end in &mut ends {
        free.push(n_codes);
        n_codes += *end;
        *end = n_codes;
    }
    let mut codes = vec![0; n_codes as usize];
    // Condition after condition, as the truths lie: within a row the codes then come in their order.
    for (code, truths) in (0..).zip(conditions) {
        for (place, truth) in free.iter_mut().zip(*truths) {
            if *truth == Truth::True {
                codes[*place as usize] = code;
                *place += 1;
            }
        }
    }
    (ends, codes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Truth::{False, True, Unknown};

    #[test]
    fn conditions_are_counted_and_listed_by_row() {
        let conditions: [&[Truth]; 3] = [&[True, False, Unknown], &[False, False, True], &[True, Unknown, True]];
        assert_eq!((count(conditions[0], True), count(conditions[0], Unknown)), (1, 1));
        assert_eq!(count_by_row(&conditions, Unknown, 3), [0, 1, 1]);
        assert_eq!(sets(&conditions, 3), (vec![2, 2, 4], vec![0, 2, 1, 2]));
        assert_eq!(sets(&[], 2), (vec![0, 0], vec![]));
    }
}

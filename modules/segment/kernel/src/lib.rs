//! What runs once a row: built for speed, the rest of the module for size.
#![forbid(unsafe_code)]

/// The level of each number: 0 at `high` or above, 1 at `medium` or above, else 2; 3 of NaN. `sign` is -1
/// where small numbers are high; the cuts are of the turned numbers, `medium` not above `high`.
#[inline(never)]
pub fn cut(numbers: &[f64], high: f64, medium: f64, sign: f64) -> Vec<u32> {
    let level = |number: &f64| {
        let value = sign * number;
        // A row at a time without branches: comparisons with NaN are false.
        3 - u32::from(!value.is_nan()) - u32::from(value >= medium) - u32::from(value >= high)
    };
    numbers.iter().map(level).collect()
}

/// The cell of each row: 1024 times the class, plus the five levels as the digits of a number to base 4.
/// All lists are of equal length.
#[inline(never)]
pub fn cells(classes: &[u32], [a, b, c, d, e]: [&[u32]; 5]) -> Vec<u32> {
    let n = classes.len();
    let (a, b, c, d, e) = (&a[..n], &b[..n], &c[..n], &d[..n], &e[..n]);
    (0..n).map(|row| classes[row] << 10 | a[row] << 8 | b[row] << 6 | c[row] << 4 | d[row] << 2 | e[row]).collect()
}

/// How many rows have each of `n` codes; codes past them are not counted.
#[inline(never)]
pub fn count(codes: &[u32], n: usize) -> Vec<u64> {
    let mut counts = vec![0; n];
    for &code in codes {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    counts
}

/// How many rows have each pair of codes below `k`: row by row a code before, column by column one after.
#[inline(never)]
pub fn count_pairs(before: &[u32], after: &[u32], k: usize) -> Vec<u64> {
    let mut counts = vec![0; k * k];
    for (&from, &to) in before.iter().zip(after) {
        if (from as usize) < k && (to as usize) < k {
            counts[from as usize * k + to as usize] += 1;
        }
    }
    counts
}

/// What each code stands for; a code past the list stands for `other`.
#[inline(never)]
pub fn look_up(codes: &[u32], list: &[u32], other: u32) -> Vec<u32> {
    codes.iter().map(|&code| if (code as usize) < list.len() { list[code as usize] } else { other }).collect()
}

/// The rows at which two lists differ.
#[inline(never)]
pub fn differing(before: &[u32], after: &[u32]) -> Vec<u32> {
    let mut rows = Vec::new();
    for (row, (before, after)) in before.iter().zip(after).enumerate() {
        if before != after {
            rows.push(row as u32);
        }
    }
    rows
}

/// Gives `class` to the rows that are still `open` and of whom `truths` says 2, and remembers in
/// `uncertain` those still open of whom it says 1. Tells how many of those taken are remembered.
#[inline(never)]
pub fn take(classes: &mut [u32], uncertain: &mut [u8], truths: &[u8], open: u32, class: u32) -> u64 {
    let mut n_uncertain = 0;
    for ((own, uncertain), &truth) in classes.iter_mut().zip(uncertain).zip(truths) {
        if *own == open && truth > 0 {
            if truth == 2 {
                *own = class;
                n_uncertain += u64::from(*uncertain);
            } else {
                *uncertain = 1;
            }
        }
    }
    n_uncertain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_are_part_of_the_higher_band() {
        let numbers = [0.1, 0.5, 0.9, f64::NAN];
        assert_eq!(cut(&numbers, 0.9, 0.5, 1.0), [2, 1, 0, 3]);
        assert_eq!(cut(&numbers, -0.1, -0.5, -1.0), [0, 1, 2, 3]);
        assert_eq!(cut(&numbers, f64::INFINITY, 0.5, 1.0), [2, 1, 1, 3]);
    }

    #[test]
    fn classes_take_who_is_left() {
        let (mut classes, mut uncertain) = (vec![9; 4], vec![0; 4]);
        assert_eq!(take(&mut classes, &mut uncertain, &[2, 1, 0, 1], 9, 0), 0);
        assert_eq!(take(&mut classes, &mut uncertain, &[2, 2, 2, 0], 9, 1), 1);
        assert_eq!((classes, uncertain), (vec![0, 1, 1, 9], vec![0, 1, 0, 1]));
    }

    #[test]
    fn cells_hold_class_and_levels() {
        let levels = [[0, 3], [1, 3], [2, 3], [3, 3], [0, 3]];
        let found = cells(&[0, 2], [&levels[0], &levels[1], &levels[2], &levels[3], &levels[4]]);
        assert_eq!(found, [0b00_01_10_11_00, 2 * 1024 + 1023]);
        assert_eq!(count(&found, 109), [[0; 108].as_slice(), &[1]].concat());
        assert_eq!(count_pairs(&[0, 0, 1, 9], &[1, 1, 0, 0], 2), [0, 2, 1, 0]);
        assert_eq!(look_up(&[0, 1, 5], &[7, 8], 9), [7, 8, 9]);
        assert_eq!(differing(&[1, 2, 3], &[1, 0, 4]), [1, 2]);
    }
}

//! Rows to bins, and bins to sums.

/// Rows whose codes are found together, edge by edge: few enough to stay in the nearest cache.
const BLOCK: usize = 1024;

/// The bin of each number: how many edges it reaches, `codes_special[i]` where it is `special[i]`,
/// `code_missing` where it is NaN. Edges rise and are at most 255.
#[inline(never)]
pub fn codes_of_numbers(values: &[f64], edges: &[f64], special: &[f64], code_missing: u8) -> Vec<u8> {
    let mut codes = vec![0u8; values.len()];
    for (codes, values) in codes.chunks_mut(BLOCK).zip(values.chunks(BLOCK)) {
        for &edge in edges {
            for (code, &value) in codes.iter_mut().zip(values) {
                *code += u8::from(value >= edge);
            }
        }
        for (index, &special) in special.iter().enumerate() {
            let code_special = (edges.len() + 1 + index) as u8;
            for (code, &value) in codes.iter_mut().zip(values) {
                *code = if value == special { code_special } else { *code };
            }
        }
        for (code, &value) in codes.iter_mut().zip(values) {
            *code = if value.is_nan() { code_missing } else { *code };
        }
    }
    codes
}

/// Adds to each row what its bin is worth.
///
/// # Panics
/// When a code has no worth.
#[inline(never)]
pub fn add_by_code(sums: &mut [f64], codes: &[u8], worths: &[f64]) {
    for (sum, &code) in sums.iter_mut().zip(codes) {
        *sum += worths[code as usize];
    }
}

/// How many numbers have the code 0, the least and the greatest of them.
#[inline(never)]
pub fn range_of_first(values: &[f64], codes: &[u8]) -> (u64, f64, f64) {
    let (mut n, mut least, mut greatest) = (0, f64::INFINITY, f64::NEG_INFINITY);
    for (&value, &code) in values.iter().zip(codes) {
        let is_first = code == 0;
        n += u64::from(is_first);
        least = if is_first && value < least { value } else { least };
        greatest = if is_first && value > greatest { value } else { greatest };
    }
    (n, least, greatest)
}

/// Rows of each code: those whose target is not 1, and those whose target is.
///
/// # Panics
/// When a code is `n` or more.
#[inline(never)]
pub fn count_by_code(codes: &[u8], target: &[f64], n: usize) -> Vec<(u64, u64)> {
    let mut counts = vec![(0, 0); n];
    for (&code, &target) in codes.iter().zip(target) {
        let count = &mut counts[code as usize];
        let is_bad = u64::from(target == 1.0);
        count.1 += is_bad;
        count.0 += 1 - is_bad;
    }
    counts
}

/// The probability of the event at each score: 1 / (1 + e^((score - offset) / factor)).
#[inline(never)]
pub fn probabilities(scores: &[f64], factor: f64, offset: f64) -> Vec<f64> {
    scores.iter().map(|score| 1.0 / (1.0 + libm::exp((score - offset) / factor))).collect()
}

/// Rows with at least this score, and the sum of their values, each first rounded by `magic` so that the sum is
/// exact.
#[inline(never)]
pub fn count_and_sum_from(scores: &[f64], least: f64, values: &[f64], magic: f64) -> (u64, f64) {
    let (mut n, mut sum) = (0, 0.0);
    for (row, &score) in scores.iter().enumerate() {
        if score >= least {
            n += 1;
            sum += (values.get(row).copied().unwrap_or(0.0) + magic) - magic;
        }
    }
    (n, sum)
}

/// The sum over rows of what the pair of their bins is worth: `worths[a * n_b + b]`.
///
/// # Panics
/// When a pair has no worth.
#[inline(never)]
pub fn sum_by_pair(a: &[u8], b: &[u8], n_b: usize, worths: &[f64]) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| worths[a as usize * n_b + b as usize]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fall_into_bins_that_hold_their_lower_edge() {
        let values = [-1.0, 2.0, 1.999, 5.0, f64::NAN, -9.0, 100.0];
        assert_eq!(codes_of_numbers(&values, &[2.0, 5.0], &[-9.0], 4), [0, 1, 0, 2, 4, 3, 2]);
    }

    #[test]
    fn ranges_and_counts_go_by_code() {
        assert_eq!(range_of_first(&[3.0, -1.0, 7.0, f64::NAN], &[0, 0, 1, 2]), (2, -1.0, 3.0));
        assert_eq!(count_by_code(&[0, 0, 2], &[0.0, 1.0, 1.0], 3), [(1, 1), (0, 0), (0, 1)]);
        assert_eq!(count_and_sum_from(&[1.0, 5.0, 5.0], 5.0, &[1.0, 0.5, 0.25], 1e10), (2, 0.75));
        assert_eq!(probabilities(&[600.0], 72.0, 600.0), [0.5]);
    }

    #[test]
    fn worths_and_pairs_go_by_code() {
        let mut sums = [1.0, 2.0, 3.0];
        add_by_code(&mut sums, &[0, 2, 1], &[10.0, 20.0, 30.0]);
        assert_eq!(sums, [11.0, 32.0, 23.0]);
        assert_eq!(sum_by_pair(&[0, 2, 2], &[1, 0, 0], 2, &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0]), 34.0);
    }
}

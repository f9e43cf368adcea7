//! Rows to bins, and bins to sums.

/// Numbers that are looked at together: in registers, two in each.
const LANES: usize = 8;
/// Rows whose sums are made together: few enough to stay in the nearest cache.
const BLOCK: usize = 1024;

/// The bin of each number: how many edges it reaches, `codes_special[i]` where it is `special[i]`,
/// `code_missing` where it is NaN. Edges are at most 255.
#[inline(never)]
pub fn codes_of_numbers(values: &[f64], edges: &[f64], special: &[f64], code_missing: u8) -> Vec<u8> {
    let codes_of = |values: &[f64; LANES]| {
        let mut codes = [0; LANES];
        for &edge in edges {
            for (code, &value) in codes.iter_mut().zip(values) {
                *code += u64::from(value >= edge);
            }
        }
        for (index, &special) in special.iter().enumerate() {
            let code_special = (edges.len() + 1 + index) as u64;
            for (code, &value) in codes.iter_mut().zip(values) {
                *code = if value == special { code_special } else { *code };
            }
        }
        for (code, &value) in codes.iter_mut().zip(values) {
            *code = if value.is_nan() { u64::from(code_missing) } else { *code };
        }
        codes.map(|code| code as u8)
    };
    // The last few are filled up with zeros.
    let (chunks, rest) = values.as_chunks();
    let mut last = [0.0; LANES];
    last.iter_mut().zip(rest).for_each(|(last, rest)| *last = *rest);
    let mut codes = vec![[0; LANES]; chunks.len() + 1];
    for (codes, values) in codes.iter_mut().zip(chunks.iter().chain([&last])) {
        *codes = codes_of(values);
    }
    let mut codes = codes.into_flattened();
    codes.truncate(values.len());
    codes
}

/// Points, and the same before rounding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Whole points.
    pub points: f64,
    /// Before rounding.
    pub raw: f64,
}

impl Worth {
    /// Rounds half away from zero.
    pub fn of(raw: f64) -> Self {
        Worth { points: raw.round() + 0.0, raw }
    }
}

/// The points of rows, and the same before rounding: `base`, and part after part what its bin is worth. `parts` are the
/// bins of the rows and what each bin is worth.
///
/// # Panics
/// When a code has no worth.
#[inline(never)]
pub fn totals(base: Worth, parts: &[(&[u8], &[Worth])], n_rows: usize) -> (Vec<f64>, Vec<f64>) {
    let (mut points, mut raw) = (vec![0.0; n_rows], vec![0.0; n_rows]);
    for (block, (points, raw)) in points.chunks_mut(BLOCK).zip(raw.chunks_mut(BLOCK)).enumerate() {
        let mut sums = [base; BLOCK];
        for (codes, worths) in parts {
            for (sum, &code) in sums.iter_mut().zip(codes.get(block * BLOCK..).unwrap_or_default()) {
                let worth = worths[code as usize];
                *sum = Worth { points: sum.points + worth.points, raw: sum.raw + worth.raw };
            }
        }
        for ((points, raw), sum) in points.iter_mut().zip(raw).zip(&sums) {
            (*points, *raw) = (sum.points, sum.raw);
        }
    }
    (points, raw)
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
/// exact. Without values it is 0.
#[inline(never)]
pub fn count_and_sum_from(scores: &[f64], least: f64, values: &[f64], magic: f64) -> (u64, f64) {
    let (mut n, mut sum) = (0, 0.0);
    for (row, &score) in scores.iter().enumerate() {
        let is_from = score >= least;
        n += u64::from(is_from);
        let value = values.get(row).copied().unwrap_or(0.0);
        sum += if is_from { (value + magic) - magic } else { 0.0 };
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
        let worth = |points, raw| Worth { points, raw };
        let worths = [worth(10.0, 1.0), worth(20.0, 2.0), worth(30.0, 3.0)];
        let parts = [(&[0, 2, 1][..], &worths[..]), (&[1, 0, 0], &[worth(0.5, 0.0), worth(0.0, 0.25)])];
        assert_eq!(totals(worth(1.0, 2.0), &parts, 3), (vec![11.0, 31.5, 21.5], vec![3.25, 5.0, 4.0]));
        assert_eq!(sum_by_pair(&[0, 2, 2], &[1, 0, 0], 2, &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0]), 34.0);
    }

    #[test]
    fn many_rows_go_as_one_by_one() {
        let values: Vec<f64> = (0..5003).map(|row| f64::from(row * 37 % 101)).collect();
        let codes: Vec<u8> = values.iter().map(|&value| u8::from(value >= 10.0) + u8::from(value >= 50.0)).collect();
        assert_eq!(codes_of_numbers(&values, &[10.0, 50.0], &[], 3), codes);
        let sums: Vec<f64> = codes.iter().map(|&code| 1.0 + f64::from(code)).collect();
        assert_eq!(totals(Worth::of(1.0), &[(&codes, &[0.0, 1.0, 2.0].map(Worth::of))], 5003), (sums.clone(), sums));
        let chosen: Vec<f64> = values.iter().copied().filter(|&value| value >= 50.0).collect();
        assert_eq!(count_and_sum_from(&values, 50.0, &values, 1e10), (chosen.len() as u64, chosen.iter().sum()));
        assert_eq!(count_and_sum_from(&values, 50.0, &[], 1e10), (chosen.len() as u64, 0.0));
    }
}

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
    fn worths_and_pairs_go_by_code() {
        let mut sums = [1.0, 2.0, 3.0];
        add_by_code(&mut sums, &[0, 2, 1], &[10.0, 20.0, 30.0]);
        assert_eq!(sums, [11.0, 32.0, 23.0]);
        assert_eq!(sum_by_pair(&[0, 2, 2], &[1, 0, 0], 2, &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0]), 34.0);
    }
}

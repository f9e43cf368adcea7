//! Eigenvalues of a symmetric matrix by Jacobi's rotations, cyclic by rows (Golub and Van Loan, "Matrix
//! Computations", 4th edition, 8.5).

use crate::cholesky::cell;

/// Sweeps that suffice for any matrix: convergence is quadratic.
const SWEEPS_MAX: usize = 60;

/// The least and the greatest eigenvalue of a symmetric matrix of `n` rows, given as its lower triangle.
pub(crate) fn extreme_eigenvalues(triangle: &[f64], n: usize) -> (f64, f64) {
    let mut a: Vec<f64> = (0..n * n).map(|i| triangle[cell(i / n, i % n)]).collect();
    for _ in 0..SWEEPS_MAX {
        let off: f64 = (0..n).flat_map(|j| (0..j).map(move |k| (j, k))).map(|(j, k)| a[j * n + k] * a[j * n + k]).sum();
        let on: f64 = (0..n).map(|j| a[j * n + j] * a[j * n + j]).sum();
        if off <= 1e-34 * on {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, n, p, q);
            }
        }
    }
    let values = (0..n).map(|j| a[j * n + j]);
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)))
}

/// Makes the cell (p, q) zero.
fn rotate(a: &mut [f64], n: usize, p: usize, q: usize) {
    let apq = a[p * n + q];
    if apq == 0.0 {
        return;
    }
    let tau = (a[q * n + q] - a[p * n + p]) / (2.0 * apq);
    let t = 1.0_f64.copysign(tau) / (tau.abs() + (1.0 + tau * tau).sqrt());
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    for k in 0..n {
        let (kp, kq) = (a[k * n + p], a[k * n + q]);
        a[k * n + p] = c * kp - s * kq;
        a[k * n + q] = s * kp + c * kq;
    }
    for k in 0..n {
        let (pk, qk) = (a[p * n + k], a[q * n + k]);
        a[p * n + k] = c * pk - s * qk;
        a[q * n + k] = s * pk + c * qk;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_columns_that_correlate_by_r_have_eigenvalues_1_minus_and_plus_r() {
        let (least, most) = extreme_eigenvalues(&[1.0, 0.75, 1.0], 2);
        assert!((least - 0.25).abs() < 1e-15 && (most - 1.75).abs() < 1e-15);
    }

    #[test]
    fn equal_correlations_have_the_known_eigenvalues() {
        // 1 + (n - 1) r once, 1 - r for the rest.
        let n = 6;
        let triangle: Vec<f64> = (0..n).flat_map(|j| (0..=j).map(move |k| if j == k { 1.0 } else { 0.3 })).collect();
        let (least, most) = extreme_eigenvalues(&triangle, n);
        assert!((least - 0.7).abs() < 1e-14 && (most - 2.5).abs() < 1e-14);
    }
}

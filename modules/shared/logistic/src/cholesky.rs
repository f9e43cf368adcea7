//! Cholesky's factorisation of a symmetric matrix: A = L L'.
//!
//! Matrices are lower triangles, row after row: the cell (j, k), k <= j, stands at j (j + 1) / 2 + k.

/// Where a cell of the lower triangle stands, in either order of row and column.
#[inline(always)]
pub(crate) fn cell(j: usize, k: usize) -> usize {
    let (j, k) = if j < k { (k, j) } else { (j, k) };
    j * (j + 1) / 2 + k
}

/// How many cells a triangle of so many rows has.
pub(crate) fn n_cells(n: usize) -> usize {
    n * (n + 1) / 2
}

/// The factor L.
///
/// # Errors
/// The first row whose pivot is not above `least` times its diagonal: it is, so far, a linear combination
/// of the rows before it.
pub(crate) fn factor(a: &[f64], least: f64) -> Result<Vec<f64>, usize> {
    let mut l = a.to_vec();
    let mut j = 0;
    while n_cells(j) < l.len() {
        let (above, row) = l.split_at_mut(n_cells(j));
        for k in 0..=j {
            let other = if k == j { &row[..k] } else { &above[n_cells(k)..n_cells(k) + k] };
            let rest = row[k] - dot(&row[..k], other);
            row[k] = if k < j { rest / above[n_cells(k) + k] } else { rest };
        }
        if !(row[j] > least * a[cell(j, j)] && row[j] > 0.0) {
            return Err(j);
        }
        row[j] = row[j].sqrt();
        j += 1;
    }
    Ok(l)
}

/// L^-1, a lower triangle too.
pub(crate) fn inverse_factor(l: &[f64]) -> Vec<f64> {
    let mut inverse = vec![0.0; l.len()];
    let mut j = 0;
    while n_cells(j) < l.len() {
        for k in 0..=j {
            let known: f64 = (k..j).map(|q| l[cell(j, q)] * inverse[cell(q, k)]).sum();
            let one = if j == k { 1.0 } else { 0.0 };
            inverse[cell(j, k)] = (one - known) / l[cell(j, j)];
        }
        j += 1;
    }
    inverse
}

/// A^-1 = L^-T L^-1, from L^-1 and its number of rows.
pub(crate) fn inverse(inverse_factor: &[f64], n: usize) -> Vec<f64> {
    let mut cells = Vec::with_capacity(n_cells(n));
    for j in 0..n {
        for k in 0..=j {
            cells.push((j..n).map(|q| inverse_factor[cell(q, j)] * inverse_factor[cell(q, k)]).sum());
        }
    }
    cells
}

/// The x of A x = b.
pub(crate) fn solve(l: &[f64], b: &[f64]) -> Vec<f64> {
    let n = b.len();
    let mut x = b.to_vec();
    for j in 0..n {
        x[j] = (x[j] - dot(&l[n_cells(j)..n_cells(j) + j], &x[..j])) / l[cell(j, j)];
    }
    for j in (0..n).rev() {
        x[j] = (x[j] - (j + 1..n).map(|k| l[cell(k, j)] * x[k]).sum::<f64>()) / l[cell(j, j)];
    }
    x
}

/// ln det A.
pub(crate) fn log_determinant(l: &[f64], n: usize) -> f64 {
    (0..n).map(|j| 2.0 * gridfolk_numeric::log(l[cell(j, j)])).sum()
}

/// The sum of products.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// [[4, 2, 2], [2, 5, 3], [2, 3, 6]] = L L' with L = [[2], [1, 2], [1, 1, 2]].
    const A: [f64; 6] = [4.0, 2.0, 5.0, 2.0, 3.0, 6.0];

    #[test]
    fn a_matrix_made_from_a_factor_gives_it_back() {
        let l = factor(&A, 0.0).expect("a factor");
        assert_eq!(l, [2.0, 1.0, 2.0, 1.0, 1.0, 2.0]);
        assert_eq!(solve(&l, &[8.0, 10.0, 11.0]), [1.0, 1.0, 1.0]);
        assert!((log_determinant(&l, 3) - gridfolk_numeric::log(64.0)).abs() < 1e-15);
        let inverse = inverse(&inverse_factor(&l), 3);
        let product: f64 = (0..3).map(|k| A[cell(2, k)] * inverse[cell(k, 2)]).sum();
        assert!((product - 1.0).abs() < 1e-15);
    }

    #[test]
    fn the_row_that_repeats_another_is_named() {
        assert_eq!(factor(&[1.0, 2.0, 4.0], 1e-12), Err(1));
        assert_eq!(factor(&[f64::NAN], 0.0), Err(0));
    }
}

//! The kernels against plain loops.

use logistic_kernel::{Lane, ROWS, firth_residuals, gradient, hessian, linear, place, range, residuals};

/// 1.5 * 2^52 * 2^-40: sums in units of 2^-40.
const MAGIC: f64 = 6_755_399_441_055_744.0 / (1u64 << 40) as f64;
const QUANTUM: f64 = 1.0 / (1u64 << 40) as f64;

fn draw(seed: u64) -> f64 {
    let mixed = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 11) as f64 / (1u64 << 53) as f64
}

fn lane(seed: u64) -> Lane {
    std::array::from_fn(|row| 2.0 * draw(seed * 1000 + row as u64) - 1.0)
}

fn units(summand: f64) -> i64 {
    (summand / QUANTUM).round_ties_even() as i64
}

#[test]
fn products_are_those_of_a_plain_loop_for_any_number_of_columns() {
    for n in 0..11 {
        let columns: Vec<Lane> = (0..n).map(lane).collect();
        let w: Lane = lane(99).map(f64::abs);
        let term = |j: usize, row: usize| if j == 0 { 1.0 } else { columns[j - 1][row] };
        let n = n as usize + 1;
        let mut sums = vec![5; n * (n + 1) / 2];
        hessian(&columns, &w, MAGIC, &mut sums);
        let mut slopes = vec![-3; n];
        gradient(&columns, &w, MAGIC, &mut slopes);
        for j in 0..n {
            let plain: i64 = (0..ROWS).map(|row| units(w[row] * term(j, row))).sum();
            assert_eq!(slopes[j], plain - 3);
            for k in 0..=j {
                let plain: i64 = (0..ROWS).map(|row| units(w[row] * term(j, row) * term(k, row))).sum();
                assert_eq!(sums[j * (j + 1) / 2 + k], plain + 5, "cell {j}, {k}");
            }
        }
    }
}

#[test]
fn the_linear_predictor_is_that_of_a_plain_loop() {
    for n in 0..10 {
        let columns: Vec<Lane> = (0..n).map(lane).collect();
        let b: Vec<f64> = (0..=n).map(|j| draw(j + 7)).collect();
        let mut eta = [0.0; ROWS];
        linear(&columns, &b, &mut eta);
        for row in 0..ROWS {
            let plain = columns.iter().zip(&b[1..]).fold(b[0], |sum, (column, b)| sum + column[row] * b);
            assert_eq!(eta[row], plain);
        }
    }
}

#[test]
fn residuals_are_those_of_the_formula() {
    let eta = lane(3).map(|x| 20.0 * x);
    let y = lane(4).map(|x| f64::from(u8::from(x > 0.0)));
    let u: Lane = std::array::from_fn(|row| if row < 60 { draw(row as u64) } else { 0.0 });
    let (mut r, mut w) = ([0.0; ROWS], [0.0; ROWS]);
    let found = residuals(&eta, &y, &u, MAGIC, &mut r, &mut w);
    let (mut sum, mut least) = (0, f64::INFINITY);
    for row in 0..ROWS {
        let p = 1.0 / (1.0 + libm::exp(-eta[row]));
        assert!((r[row] - u[row] * (y[row] - p)).abs() < 1e-15);
        assert!((w[row] - u[row] * p * (1.0 - p)).abs() < 1e-15);
        let margin = if y[row] > 0.5 { eta[row] } else { -eta[row] };
        sum += units(-u[row] * libm::log1p(libm::exp(-margin)));
        least = if u[row] > 0.0 && margin < least { margin } else { least };
    }
    assert!((found.log_likelihood - sum).abs() <= ROWS as i64);
    assert_eq!(found.margin_least, least);
}

#[test]
fn leverages_are_quadratic_forms() {
    let columns = [lane(1), lane(2)];
    let (w, centred) = (lane(5).map(|x| 0.1 * x.abs()), lane(6));
    let inverse = [1.0, 0.5, 2.0, -0.25, 0.75, 1.5];
    let mut r = [0.25; ROWS];
    firth_residuals(&columns, &w, &inverse, &centred, 2.0, &mut r);
    for row in 0..ROWS {
        let z = [1.0, columns[0][row], columns[1][row]];
        let v = [z[0], 0.5 * z[0] + 2.0 * z[1], -0.25 * z[0] + 0.75 * z[1] + 1.5 * z[2]];
        let leverage = (w[row] * v.iter().map(|v| v * v).sum::<f64>()).min(1.0);
        assert!((r[row] - (0.25 - leverage * centred[row] / 2.0)).abs() < 1e-15);
    }
}

#[test]
fn missing_values_are_left_out_of_ranges_and_placed_at_the_centre() {
    let values = [3.0, f64::NAN, -1.0, 7.0, f64::NAN];
    let found = range(&values);
    assert_eq!((found.n_numbers, found.least, found.greatest), (3, -1.0, 7.0));
    let mut lane = [9.0; ROWS];
    place(&values, 3.0, 0.25, &mut lane);
    assert_eq!(lane[..6], [0.0, 0.0, -1.0, 1.0, 0.0, 0.0]);
    assert_eq!(range(&[]).n_numbers, 0);
}

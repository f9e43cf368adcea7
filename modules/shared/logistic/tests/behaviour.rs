//! What the solver finds out beside coefficients, and what it refuses.

mod common;

use std::slice::from_ref;

use common::{Rows, rows};
use gridfolk_logistic::{Design, Firth, Fitted, Options, Refusal, Separation, Term, Unit, fit};

fn design<'a>(columns: &'a [Vec<f64>], target: &'a [f64]) -> Design<'a> {
    Design { terms: columns.iter().map(|column| Term::Number(column)).collect(), target, weights: None }
}

fn fit_columns(options: &Options, columns: &[Vec<f64>], target: &[f64]) -> Result<Fitted, Refusal> {
    fit(options, &vec![Unit::AsGiven; columns.len()], &design(columns, target))
}

const NEVER: Options = Options { ridge: 0.0, firth: Firth::Never, max_iter: 200 };

#[test]
fn a_cut_that_is_right_for_every_row_is_complete_separation() {
    let columns = [(1..=8).map(f64::from).collect::<Vec<_>>()];
    let target = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    let separation = Some(Separation { is_complete: true, terms: vec![0] });
    let plain = fit_columns(&NEVER, &columns, &target).expect("an answer");
    assert!(!plain.converged() && plain.separation() == separation.as_ref());
    let firth = fit_columns(&Options::default(), &columns, &target).expect("a fit");
    assert!(firth.converged() && firth.is_firth() && firth.separation() == separation.as_ref());
}

#[test]
fn a_level_without_events_is_quasi_complete_separation_and_is_named() {
    // Rows of level 1 never have the event; the number decides nothing for sure.
    let number: Vec<f64> = (0..60).map(|row| f64::from(row % 10)).collect();
    let codes: Vec<u32> = (0..60).map(|row| u32::from(row % 3 == 0)).collect();
    let target: Vec<f64> = (0..60).map(|row| f64::from(u8::from(row % 3 != 0 && (row / 3) % 2 == 0))).collect();
    let design = Design {
        terms: vec![Term::Number(&number), Term::Level { codes: &codes, code: 1 }],
        target: &target,
        weights: None,
    };
    let fitted = fit(&Options::default(), &[Unit::AsGiven; 2], &design).expect("a fit");
    assert_eq!(fitted.separation(), Some(&Separation { is_complete: false, terms: vec![1] }));
    assert!(fitted.is_firth() && fitted.converged());
    assert!(fitted.estimate().coefficients[2] < -2.0);
}

#[test]
fn strong_but_overlapping_columns_are_no_separation() {
    let mut target: Vec<f64> = (0..400).map(|row| f64::from(u8::from(row >= 200))).collect();
    // Two rows on the wrong side.
    target.swap(199, 200);
    let columns = [(0..400).map(f64::from).collect::<Vec<_>>()];
    let fitted = fit_columns(&Options::default(), &columns, &target).expect("a fit");
    assert!(fitted.converged() && fitted.separation().is_none() && !fitted.is_firth());
}

/// On a 2 x 2 table Firth's estimate is the log odds ratio with 1/2 added to each cell.
#[test]
fn firth_adds_half_a_row_to_each_cell_of_a_two_by_two_table() {
    let mut columns = vec![Vec::new()];
    let mut target = Vec::new();
    for (x, y, n) in [(0.0, 0.0, 9), (0.0, 1.0, 4), (1.0, 0.0, 7), (1.0, 1.0, 0)] {
        (0..n).for_each(|_| {
            columns[0].push(x);
            target.push(y);
        });
    }
    let options = Options { firth: Firth::Always, ..Options::default() };
    let estimate = fit_columns(&options, &columns, &target).expect("a fit").estimate();
    let expected = [(4.5f64 / 9.5).ln(), (0.5f64 / 7.5).ln() - (4.5f64 / 9.5).ln()];
    for (found, expected) in estimate.coefficients.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-8, "{found} and not {expected}");
    }
}

#[test]
fn a_weight_of_two_is_two_rows() {
    let single = Rows { weights: Some((0..90).map(|row| f64::from(1 + row % 3)).collect()), ..rows(90, 3, 5, 1.0) };
    let mut double = Rows { weights: None, ..single.part(0, 0) };
    for row in 0..90 {
        for _ in 0..=row % 3 {
            let one = single.part(row, row + 1);
            double.columns.iter_mut().zip(&one.columns).for_each(|(to, from)| to.extend(from));
            double.codes.extend(&one.codes);
            double.target.extend(&one.target);
        }
    }
    for firth in [Firth::Never, Firth::WhenSeparated] {
        let options = Options { firth, ..Options::default() };
        let weighted = fit(&options, &[Unit::StandardDeviation; 4], &single.design()).expect("a fit");
        let repeated = fit(&options, &[Unit::StandardDeviation; 4], &double.design()).expect("a fit");
        assert!((weighted.log_likelihood() - repeated.log_likelihood()).abs() < 1e-9);
        assert_eq!((weighted.weight(), weighted.scan().n_rows, repeated.scan().n_rows), (180.0, 90, 180));
        let (a, b) = (weighted.estimate(), repeated.estimate());
        for (a, b) in
            a.coefficients.iter().chain(&a.standard_errors).zip(b.coefficients.iter().chain(&b.standard_errors))
        {
            assert!((a - b).abs() < 1e-9, "{a} and {b}");
        }
    }
}

#[test]
fn near_collinear_columns_are_told() {
    let first: Vec<f64> = (0..200).map(|row| f64::from(row * 37 % 101)).collect();
    let second: Vec<f64> = first.iter().enumerate().map(|(row, x)| 2.0 * x + (row % 7) as f64 * 0.1).collect();
    let third: Vec<f64> = (0..200).map(|row| f64::from(row * 53 % 97)).collect();
    let target: Vec<f64> = (0..200).map(|row| f64::from(u8::from(row * 29 % 31 > 15))).collect();
    let fitted = fit_columns(&NEVER, &[first, second, third], &target).expect("a fit");
    assert!(fitted.condition_number() > 100.0);
    assert!(fitted.variance_inflation()[0] > 1000.0 && fitted.variance_inflation()[2] < 1.2);
    let (closest, r) = fitted.closest(0).expect("another column");
    assert!(closest == 1 && r > 0.999);
}

#[test]
fn what_cannot_be_fitted_is_refused_with_its_place() {
    let varied = [5.0, 1.0, 4.0, 2.0, 8.0, 7.0].to_vec();
    let other = [1.0, 1.0, 2.0, 3.0, 5.0, 4.0].to_vec();
    let sum: Vec<f64> = varied.iter().zip(&other).map(|(a, b)| a - 3.0 * b).collect();
    let mixed = [0.0, 1.0, 0.0, 1.0, 1.0, 0.0];
    let refusal = |columns: &[Vec<f64>], target: &[f64]| fit_columns(&NEVER, columns, target).expect_err("refused");
    assert_eq!(refusal(&[vec![]], &[]), Refusal::NoRows);
    assert_eq!(refusal(from_ref(&varied), &[0.0; 6]), Refusal::NoEvents { n_rows: 6 });
    assert_eq!(refusal(from_ref(&varied), &[1.0; 6]), Refusal::OnlyEvents { n_rows: 6 });
    assert_eq!(refusal(from_ref(&varied), &[0.0, 1.0, 2.0, 1.0, 0.0, 0.0]), Refusal::TargetNotBinary);
    assert_eq!(refusal(&[varied.clone(), vec![7.0; 6]], &mixed), Refusal::Constant(1));
    assert_eq!(refusal(&[vec![f64::NAN; 6]], &mixed), Refusal::AllMissing(0));
    assert_eq!(refusal(&[vec![1e61, 0.0, 0.0, 0.0, 0.0, 0.0]], &mixed), Refusal::ValueTooLarge(0));
    assert_eq!(refusal(&[varied.clone(), other.clone(), sum.clone()], &mixed), Refusal::Collinear(2));
    let many = vec![varied.clone(); 6];
    assert_eq!(refusal(&many, &mixed), Refusal::MoreTermsThanRows { n_terms: 6, n_rows: 6 });
    let ridge = Options { ridge: 1.0, ..NEVER };
    assert!(fit_columns(&ridge, &[varied, other, sum], &mixed).expect("a fit").condition_number() > 1e6);
}

#[test]
fn weights_that_are_not_positive_are_refused() {
    let column = vec![5.0, 1.0, 4.0, 2.0];
    for bad in [0.0, -1.0, f64::NAN] {
        let weights = [1.0, bad, 1.0, 1.0];
        let design =
            Design { terms: vec![Term::Number(&column)], target: &[0.0, 1.0, 1.0, 0.0], weights: Some(&weights) };
        assert_eq!(fit(&NEVER, &[Unit::AsGiven], &design), Err(Refusal::WeightNotPositive));
    }
}

#[test]
fn columns_that_tell_nothing_have_coefficients_of_zero() {
    let column = [1.0, 2.0, 1.0, 2.0].to_vec();
    let estimate = fit_columns(&NEVER, &[column], &[0.0, 0.0, 1.0, 1.0]).expect("a fit").estimate();
    assert_eq!(estimate.coefficients, [0.0, 0.0]);
}

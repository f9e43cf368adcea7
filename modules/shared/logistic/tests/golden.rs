//! The solver against statsmodels and scikit-learn on real data.

mod common;

use common::{Golden, assert_near, golden, standardized};
use gridfolk_logistic::{Design, Firth, Fitted, Options, Term, Unit, fit, probabilities};
use serde_json::Value;

/// Relative with floor 1, as the promise is.
const STATSMODELS: f64 = 1e-9;
const SCIKIT_LEARN: f64 = 1e-6;

fn fitted(golden: &Golden, options: &Options, unit: Unit) -> Fitted {
    let terms = golden.columns.iter().map(|column| Term::Number(column)).collect();
    let design = Design { terms, target: &golden.target, weights: None };
    fit(options, &vec![unit; golden.columns.len()], &design).expect("a fit")
}

fn check_statsmodels(name: &str) {
    let Some(golden) = golden(name) else { return };
    let expected = &golden.expected["statsmodels_logit"];
    let fitted = fitted(&golden, &Options::default(), Unit::StandardDeviation);
    assert!(fitted.converged() && !fitted.is_firth() && fitted.separation().is_none());
    let estimate = fitted.estimate();
    assert_near(&estimate.coefficients, &expected["coef"], STATSMODELS);
    assert_near(&estimate.standard_errors, &expected["se"], STATSMODELS);
    assert_near(&[fitted.log_likelihood()], &Value::from(vec![expected["loglik"].clone()]), STATSMODELS);
    assert_near(&[fitted.log_likelihood_null()], &Value::from(vec![expected["loglik_null"].clone()]), STATSMODELS);
    assert_near(&fitted.mean(), &golden.expected["mean"], STATSMODELS);
    assert_near(&fitted.sd(), &golden.expected["sd_ddof0"], STATSMODELS);
    let condition = golden.expected["condition_number_XtX_sqrt"].clone();
    assert_near(&[fitted.condition_number()], &Value::from(vec![condition]), STATSMODELS);
    let mut first: Vec<f64> = (0..10).map(|row| log_odds(&golden, &estimate.coefficients, row)).collect();
    probabilities(&mut first);
    assert_near(&first, &expected["first10_p"], STATSMODELS);
}

fn log_odds(golden: &Golden, coefficients: &[f64], row: usize) -> f64 {
    let values = golden.columns.iter().map(|column| standardized(column)[row]);
    coefficients[0] + values.zip(&coefficients[1..]).map(|(value, b)| value * b).sum::<f64>()
}

#[test]
fn german_credit_is_what_statsmodels_finds() {
    check_statsmodels("german");
}

#[test]
fn powerco_is_what_statsmodels_finds() {
    check_statsmodels("powerco");
}

#[test]
fn ridge_is_what_scikit_learn_finds() {
    for name in ["german", "powerco"] {
        let Some(golden) = golden(name) else { return };
        let expected = &golden.expected["sklearn_l2_C1"];
        let options = Options { ridge: 1.0, ..Options::default() };
        let estimate = fitted(&golden, &options, Unit::StandardDeviation).estimate();
        assert_near(&estimate.coefficients[..1], &Value::from(vec![expected["intercept"].clone()]), SCIKIT_LEARN);
        assert_near(&estimate.coefficients[1..], &expected["coef"], SCIKIT_LEARN);
    }
}

#[test]
fn units_change_coefficients_and_nothing_else() {
    let Some(golden) = golden("powerco") else { return };
    let options = Options { firth: Firth::Never, ..Options::default() };
    let (raw, standard) =
        (fitted(&golden, &options, Unit::AsGiven), fitted(&golden, &options, Unit::StandardDeviation));
    assert_eq!(raw.log_likelihood(), standard.log_likelihood());
    let n = golden.columns.len();
    assert_eq!(raw.estimate_in(&vec![Unit::StandardDeviation; n]), standard.estimate());
    assert_eq!(raw.estimate(), standard.estimate_in(&vec![Unit::AsGiven; n]));
}

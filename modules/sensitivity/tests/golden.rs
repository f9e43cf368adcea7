//! The whole module against statsmodels and scikit-learn on real data.

mod common;

use common::{assert_near, body, golden, loaded, run};
use gridfolk_contract::Values;
use serde_json::{Value, json};

/// Relative with floor 1.
const STATSMODELS: f64 = 1e-9;
const SCIKIT_LEARN: f64 = 1e-6;

fn check_statsmodels(name: &str) {
    let Some((columns, golden)) = golden(name) else { return };
    let expected = &golden["statsmodels_logit"];
    let mut session = loaded(columns);
    let request = json!({"op": "fit", "params": {"target": "y", "standardize": true}});
    let fit = body(&mut session, &request);
    let fields = [
        ("coefficient", "coef"),
        ("standard_error", "se"),
        ("z", "z"),
        ("p", "p"),
        ("ci_low", "ci_low"),
        ("ci_high", "ci_high"),
        ("odds_ratio", "odds_ratio"),
    ];
    for (ours, theirs) in fields {
        for (j, expected) in expected[theirs].as_array().expect("a list").iter().enumerate() {
            assert_near(&format!("{ours} {j}"), &fit["coefficients"][j][ours], expected, STATSMODELS);
        }
    }
    let figures = [
        ("log_likelihood", "loglik"),
        ("log_likelihood_null", "loglik_null"),
        ("aic", "aic"),
        ("bic", "bic"),
        ("mcfadden_r2", "mcfadden_r2"),
        ("likelihood_ratio_p", "llr_p"),
        ("auc", "auc"),
        ("log_loss", "log_loss"),
        ("brier", "brier"),
    ];
    for (ours, theirs) in figures {
        assert_near(ours, &fit[ours], &expected[theirs], STATSMODELS);
    }
    // statsmodels searches for the null likelihood and stops 5e-7 short of n1 ln(n1 / n) + n0 ln(n0 / n),
    // which its likelihood ratio inherits: ours is compared with the formula.
    let (n, events) = (fit["n_rows"].as_f64().expect("it is there"), fit["n_events"].as_f64().expect("it is there"));
    let null = events * (events / n).ln() + (n - events) * (1.0 - events / n).ln();
    let ratio = 2.0 * (expected["loglik"].as_f64().expect("it is there") - null);
    assert_near("likelihood_ratio", &fit["likelihood_ratio"], &json!(ratio), 1e-12);
    assert_near("condition_number", &fit["condition_number"], &golden["condition_number_XtX_sqrt"], STATSMODELS);
    let reply = run(&mut session, &request).expect("a reply");
    let Values::Number(probabilities) = &reply.columns[0].values else { panic!("numbers") };
    for (row, expected) in expected["first10_p"].as_array().expect("a list").iter().enumerate() {
        assert_near("probability", &json!(probabilities[row]), expected, STATSMODELS);
    }
    assert_near("sum of p", &json!(probabilities.iter().sum::<f64>()), &expected["sum_p"], STATSMODELS);
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
        let Some((columns, golden)) = golden(name) else { return };
        let expected = &golden["sklearn_l2_C1"];
        let request = json!({"op": "fit", "params": {"target": "y", "standardize": true, "ridge": 1.0}});
        let fit = body(&mut loaded(columns), &request);
        assert_eq!(fit["method"], "ridge");
        let coefficients: Vec<&Value> =
            [&expected["intercept"]].into_iter().chain(expected["coef"].as_array().expect("a list")).collect();
        for (j, expected) in coefficients.into_iter().enumerate() {
            assert_near("coefficient", &fit["coefficients"][j]["coefficient"], expected, SCIKIT_LEARN);
        }
        assert_near("auc", &fit["auc"], &expected["auc"], 1e-5);
    }
}

#[test]
fn coefficients_of_units_are_those_of_standard_deviations_over_the_standard_deviation() {
    let Some((columns, golden)) = golden("powerco") else { return };
    let fit = body(&mut loaded(columns), &json!({"op": "fit", "params": {"target": "y"}}));
    for (j, sd) in golden["sd_ddof0"].as_array().expect("a list").iter().enumerate() {
        let per_sd = fit["coefficients"][j + 1]["coefficient"].as_f64().expect("it is there")
            * sd.as_f64().expect("it is there");
        let expected = &golden["statsmodels_logit"]["coef"][j + 1];
        assert_near("coefficient", &json!(per_sd), expected, STATSMODELS);
    }
    // The two consumptions correlate by 0.968: the others nearly determine each.
    let near = fit["near_collinear"].as_array().expect("a list");
    let named: Vec<&Value> = near.iter().map(|term| &term["term"]["column"]).collect();
    assert_eq!(named, ["cons_12m", "cons_last_month"]);
    assert_eq!(near[0]["closest"], json!({"column": "cons_last_month"}));
}

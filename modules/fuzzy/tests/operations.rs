//! What the operations answer, on tables small enough to check by hand.

mod common;

use common::{body, columns, fresh, loaded, part};
use serde_json::{Value, json};

/// Three groups on a line, symmetric about 0.
fn line() -> Value {
    json!({"columns": {"x": [-11, -10, -9, -1, 0, 1, 9, 10, 11]}})
}

fn fit(params: Value, table: Value) -> Value {
    fresh(&json!({"op": "fit", "params": params, "table": table}))
}

fn graded() -> Value {
    let params = json!({
        "c": 3, "standardize": false, "value": {"weights": {"x": 1}}, "tol": 1e-10,
        "init": {"centroids": [[-9], [0.5], [9]]},
    });
    fit(params, line())
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn a_fit_on_a_line_finds_its_groups_the_best_first() {
    let reply = graded();
    assert_eq!(reply["columns"]["grade"], json!(["C", "C", "C", "B", "B", "B", "A", "A", "A"]));
    let centre = |group: usize| number(&reply["model"]["centroids"][group][0]);
    // By symmetry the middle one is 0 and the outer ones are opposite; scikit-fuzzy puts them at 10.00229.
    assert!(centre(1).abs() < 1e-8 && (centre(0) + centre(2)).abs() < 1e-8 && (centre(0) - 10.002_293_6).abs() < 1e-7);
    let groups = reply["groups"].as_array().expect("groups");
    assert_eq!(groups.iter().map(|group| group["grade"].clone()).collect::<Vec<_>>(), ["A", "B", "C"]);
    assert!(groups.iter().all(|group| group["size"] == 3 && (number(&group["share"]) - 1.0 / 3.0).abs() < 1e-15));
    // The value is in standard deviations: sqrt((2 (81 + 100 + 121) + 2) / 9).
    let sd = (606.0f64 / 9.0).sqrt();
    assert!((number(&groups[0]["value"]) - centre(0) / sd).abs() < 1e-12);
    assert_eq!((&reply["converged"], &reply["coincident"]), (&json!(true), &json!([])));
}

#[test]
fn memberships_of_a_row_are_those_of_its_distances() {
    let reply = graded();
    for row in 0..9 {
        let x = f64::from([-11, -10, -9, -1, 0, 1, 9, 10, 11][row]);
        let inverse: Vec<f64> = (0..3)
            .map(|group| 1.0 / (x - number(&reply["model"]["centroids"][group][0])).powi(2).max(1e-300))
            .collect();
        let sum: f64 = inverse.iter().sum();
        let mut value = 0.0;
        for (group, name) in ["membership_A", "membership_B", "membership_C"].iter().enumerate() {
            let membership = number(&reply["columns"][name][row]);
            assert!((membership - inverse[group] / sum).abs() < 1e-12, "row {row}, {name}");
            value += membership * number(&reply["groups"][group]["value"]);
        }
        assert!((number(&reply["columns"]["value"][row]) - value).abs() < 1e-12);
    }
    let cardinality: f64 = (0..3).map(|group| number(&reply["groups"][group]["cardinality"])).sum();
    assert!((cardinality - 9.0).abs() < 1e-9);
}

#[test]
fn a_customer_between_two_grades_shows_both() {
    let model = graded()["model"].take();
    let c = number(&model["centroids"][0][0]);
    let table = json!({"columns": {"x": [c / 2.0 + 0.05, c / 2.0 - 0.05, c, 0]}});
    let reply = fresh(&json!({"op": "predict", "model": model, "table": table}));
    assert_eq!(reply["columns"]["grade"], json!(["A", "B", "A", "B"]));
    assert_eq!(reply["columns"]["grade_second"], json!(["B", "A", null, null]));
    assert_eq!(reply["n_between"], 2);
    assert_eq!(reply["sizes"], json!([2, 2, 0]));
    let (first, second) = (&reply["columns"]["membership"], &reply["columns"]["membership_second"]);
    assert!(number(&first[0]) > number(&second[0]) && number(&second[0]) >= 0.8 * number(&first[0]));
    assert_eq!((&second[2], number(&first[2])), (&Value::Null, 1.0));
}

#[test]
fn groups_without_a_direction_are_no_grades() {
    let params = json!({"c": 2, "value": "none", "init": {"centroids": [[5], [-5]]}});
    let reply = fit(params, line());
    assert_eq!(reply["columns"]["grade"][0], "g2");
    assert_eq!((&reply["groups"][0]["grade"], &reply["groups"][0]["value"]), (&json!("g1"), &Value::Null));
    assert!(reply["columns"]["value"].is_null() && !reply["columns"]["membership_g1"].is_null());
}

#[test]
fn the_usual_columns_have_default_weights() {
    let kwh: Vec<u32> = (0..30).map(|row| 1000 + 10 * row + 20_000 * (row % 2)).collect();
    let table = json!({"columns": {"kwh_year": kwh, "other": kwh}});
    let reply = fit(json!({"c": 2, "log": ["kwh_year"]}), table);
    assert_eq!(reply["model"]["value_weights"], json!([0.2, 0.0]));
    assert_eq!(reply["model"]["log"], json!(["kwh_year"]));
    assert_eq!(reply["columns"]["grade"][1], "A");
    // Centres are told in the column's unit, although distances are measured on its logarithms.
    assert!((15_000.0..21_300.0).contains(&number(&reply["groups"][0]["columns"][0]["centre"])));
}

#[test]
fn coincident_centres_are_found_and_said() {
    // Two groups of customers cannot be three.
    let rows: Vec<u32> = (0..40).map(|row| 100 * (row % 2)).collect();
    let params = json!({"c": 3, "value": "none", "tol": 1e-9, "max_iter": 2000});
    let reply = fit(params, json!({"columns": {"x": rows}}));
    assert_eq!(reply["coincident"].as_array().map(Vec::len), Some(1), "{reply}");
    // All rows equal: all centres are one, and compactness over separation is not defined.
    let reply = fit(json!({"c": 2, "value": "none"}), json!({"columns": {"x": [5, 5, 5]}}));
    assert_eq!(reply["coincident"], json!([{"grades": ["g1", "g2"], "distance": 0.0}]));
    assert_eq!((&reply["xie_beni"], &reply["partition_coefficient"]), (&Value::Null, &json!(0.5)));
}

#[test]
fn dropped_rows_stay_in_place_as_missing() {
    let params = json!({"c": 2, "missing": "drop", "value": "none"});
    let reply = fit(params, json!({"columns": {"x": [0, 2, null, 10, 12]}}));
    for column in ["grade", "grade_second", "membership", "membership_g1"] {
        assert_eq!(reply["columns"][column][2], Value::Null, "{column}");
    }
    assert_eq!((&reply["n_rows"], &reply["n_rows_used"]), (&json!(5), &json!(4)));
}

#[test]
fn a_missing_value_can_stand_at_the_mean() {
    let params = json!({"c": 2, "missing": "mean", "value": "none", "init": {"centroids": [[0], [4]]}});
    let reply = fit(params, json!({"columns": {"x": [0, 4, null]}}));
    assert_eq!(reply["model"]["scaler"]["mean"], json!([2.0]));
    assert!((number(&reply["columns"]["membership_g1"][2]) - 0.5).abs() < 1e-9);
}

#[test]
fn a_fit_that_is_stopped_says_so() {
    let data = columns(200, 3, 7);
    let mut session = loaded(part(&data, 0, 200));
    let mut fit = |max_iter: u32| {
        let params = json!({"c": 4, "value": "none", "max_iter": max_iter, "tol": 1e-6});
        body(&mut session, &json!({"op": "fit", "params": params}))
    };
    let whole = fit(5000);
    let n_iter = u32::try_from(whole["n_iter"].as_u64().expect("a count")).expect("few");
    assert_eq!((&whole["converged"], n_iter > 5), (&json!(true), true));
    assert_eq!(fit(n_iter - 1)["converged"], false);
    // Stopped just where it comes to rest, it is the same fit.
    assert_eq!(fit(n_iter), whole);
}

#[test]
fn a_what_if_with_no_edit_moves_nobody() {
    let data = columns(300, 3, 8);
    let mut session = loaded(part(&data, 0, 300));
    let params = json!({"c": 4, "value": {"weights": {"c0": 1}}});
    let model = body(&mut session, &json!({"op": "fit", "params": params}))["model"].take();
    let reply = body(&mut session, &json!({"op": "what_if", "model": model, "params": {}}));
    assert_eq!((&reply["grades"]["n_moved"], &reply["movers"]), (&json!(0), &json!([])));
    assert_eq!(reply["grades"]["counts_before"], reply["grades"]["counts_after"]);
    assert_eq!(reply["value"]["before"], reply["value"]["after"]);
    assert!(reply["model"].is_null());
}

#[test]
fn a_what_if_tells_who_moves_and_how_far() {
    let model = graded()["model"].take();
    let scenario = json!([{"column": "x", "where": {"column": "x", "eq": 0}, "add": 10}]);
    let request = json!({"op": "what_if", "model": model, "table": line(), "params": {"scenario": scenario}});
    let reply = fresh(&request);
    assert_eq!(reply["grades"]["groups"], json!(["A", "B", "C"]));
    assert_eq!(reply["grades"]["migration"], json!([[3, 0, 0], [1, 2, 0], [0, 0, 3]]));
    let movers = reply["movers"].as_array().expect("movers");
    assert_eq!((movers.len(), &movers[0]["row"]), (1, &json!(4)));
    assert_eq!((&movers[0]["grade_before"], &movers[0]["grade_after"]), (&json!("B"), &json!("A")));
    assert!(number(&movers[0]["moved_share"]) > 0.9);
    assert_eq!(reply["columns"]["grade_after"][4], "A");
}

#[test]
fn other_weights_order_the_grades_anew() {
    let model = graded()["model"].take();
    let params = json!({"weights": {"x": -1}, "between": 0.0});
    let reply = fresh(&json!({"op": "what_if", "model": model, "table": line(), "params": params}));
    assert_eq!(reply["grades"]["migration"], json!([[0, 0, 3], [0, 3, 0], [3, 0, 0]]));
    assert_eq!(reply["n_between_after"], 9);
    assert_eq!(reply["model"]["value_weights"], json!([-1.0]));
    let predicted = fresh(&json!({"op": "predict", "model": reply["model"], "table": line()}));
    assert_eq!(predicted["columns"]["grade"], reply["columns"]["grade_after"]);
    assert_eq!(predicted["columns"]["value"], reply["columns"]["value_after"]);
}

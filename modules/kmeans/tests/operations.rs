//! What the operations answer, on tables small enough to check by hand.

mod common;

use common::{body, columns, loaded, part};
use gridfolk_guest::Session;
use kmeans::KmeansModule;
use serde_json::{Value, json};

fn fresh(request: Value) -> Value {
    body(&mut Session::<KmeansModule>::default(), &request)
}

/// Two groups on a line: 0, 2 and 10, 12, 14.
fn line() -> Value {
    json!({"columns": {"x": [0, 2, 10, 12, 14]}})
}

fn fit(params: Value, table: Value) -> Value {
    fresh(json!({"op": "fit", "params": params, "table": table}))
}

#[test]
fn a_fit_on_a_line_gives_means_and_profile() {
    let reply = fit(json!({"k": 2, "standardize": false}), line());
    assert_eq!(reply["model"]["centroids"], json!([[12.0], [1.0]]));
    assert_eq!(reply["sizes"], json!([3, 2]));
    assert_eq!(reply["inertia"], 10.0);
    assert_eq!(reply["columns"]["segment"], json!(["s2", "s2", "s1", "s1", "s1"]));
    assert_eq!(reply["columns"]["distance"], json!([1.0, 1.0, 2.0, 0.0, 2.0]));
    let column = &reply["profile"][1]["columns"][0];
    assert_eq!((&column["mean"], &column["sd"]), (&json!(1.0), &json!(1.0)));
    assert_eq!(column["share_of_total"], 2.0 / 38.0);
    // The mean of all is 7.6, their variance 33.44 - the sum of squares 444 / 5 less 57.76.
    let stands_out = (1.0 - 7.6) / (444.0f64 / 5.0 - 57.76).sqrt();
    assert!((column["stands_out_sd"].as_f64().expect("a number") - stands_out).abs() < 1e-14);
}

#[test]
fn distances_are_in_standard_deviations_when_standardized() {
    let reply = fit(json!({"k": 1}), json!({"columns": {"x": [-1, 1]}}));
    assert_eq!(reply["columns"]["distance"], json!([1.0, 1.0]));
    let reply = fit(json!({"k": 1}), json!({"columns": {"x": [-10, 10]}}));
    assert_eq!(reply["columns"]["distance"], json!([1.0, 1.0]));
}

#[test]
fn segments_are_ordered_by_size_or_as_they_started() {
    let init = json!({"rows": [0, 4]});
    let by_size = fit(json!({"k": 2, "init": init}), line());
    assert_eq!(by_size["sizes"], json!([3, 2]));
    let as_started = fit(json!({"k": 2, "init": init, "order": "init"}), line());
    assert_eq!(as_started["sizes"], json!([2, 3]));
}

#[test]
fn equal_sizes_are_ordered_by_first_row() {
    let table = json!({"columns": {"x": [10, 0, 11, 1]}});
    let reply = fit(json!({"k": 2, "init": {"rows": [1, 0]}}), table);
    assert_eq!(reply["columns"]["segment"], json!(["s1", "s2", "s1", "s2"]));
}

#[test]
fn segments_keep_the_names_of_an_earlier_model() {
    // The larger segment of the second period is the smaller one of the first.
    let first = fit(json!({"k": 2}), json!({"columns": {"x": [0, 1, 2, 50, 51]}}));
    let second = json!({"columns": {"x": [1, 2, 49, 50, 51, 52]}});
    let like = fit(json!({"k": 2, "order": {"like": first["model"]}}), second.clone());
    assert_eq!(like["columns"]["segment"], json!(["s1", "s1", "s2", "s2", "s2", "s2"]));
    let by_size = fit(json!({"k": 2}), second);
    assert_eq!(by_size["columns"]["segment"], json!(["s2", "s2", "s1", "s1", "s1", "s1"]));
}

#[test]
fn dropped_rows_stay_in_place_as_missing() {
    let reply = fit(json!({"k": 2, "missing": "drop"}), json!({"columns": {"x": [0, 2, null, 10, 12]}}));
    assert_eq!(reply["columns"]["segment"][2], Value::Null);
    assert_eq!(reply["columns"]["distance"][2], Value::Null);
    assert_eq!((&reply["n_rows"], &reply["n_rows_used"]), (&json!(5), &json!(4)));
}

#[test]
fn a_missing_value_can_stand_at_the_mean() {
    let reply = fit(json!({"k": 1, "missing": "mean"}), json!({"columns": {"x": [0, 2, null]}}));
    assert_eq!(reply["model"]["scaler"]["mean"], json!([1.0]));
    assert_eq!(reply["columns"]["distance"][2], 0.0);
    // Missing values count as the mean in the deviation, too: sqrt((1 + 1 + 0) / 3).
    assert_eq!(reply["model"]["scaler"]["sd"], json!([(2.0f64 / 3.0).sqrt()]));
}

#[test]
fn predict_assigns_new_customers() {
    let model = fit(json!({"k": 2, "standardize": false}), line())["model"].take();
    let reply = fresh(json!({"op": "predict", "model": model, "table": {"columns": {"x": [6, 7, 100]}}}));
    assert_eq!(reply["columns"]["segment"], json!(["s2", "s1", "s1"]));
    assert_eq!(reply["columns"]["distance"], json!([5.0, 5.0, 88.0]));
    assert_eq!(reply["sizes"], json!([2, 1]));
}

#[test]
fn choose_suggests_the_number_of_groups_that_there_are() {
    let groups: Vec<f64> = (0..60).map(|row| f64::from(row % 3) * 100.0 + f64::from(row % 7)).collect();
    let table = json!({"columns": {"x": groups}});
    let reply = fresh(json!({"op": "choose", "params": {"k_max": 6}, "table": table}));
    assert_eq!(reply["suggestion"]["k"], 3);
    assert_eq!(reply["suggestion"]["criterion"], "silhouette");
    assert_eq!(reply["candidates"].as_array().expect("candidates").len(), 5);
    assert_eq!((&reply["silhouette_of"], &reply["n_rows_silhouette"]), (&json!("exact"), &json!(60)));
    let inertia = |at: usize| reply["candidates"][at]["inertia"].as_f64().expect("a number");
    assert!((1..5).all(|at| inertia(at) <= inertia(at - 1)));
}

#[test]
fn a_what_if_with_no_edit_moves_nobody() {
    let data = columns(300, 3, 8);
    let mut session = loaded(part(&data, 0, 300));
    let model = body(&mut session, &json!({"op": "fit", "params": {"k": 4}}))["model"].take();
    let reply = body(&mut session, &json!({"op": "what_if", "model": model, "params": {}}));
    assert_eq!((&reply["segments"]["n_moved"], &reply["movers"]), (&json!(0), &json!([])));
    assert_eq!(reply["segments"]["counts_before"], reply["segments"]["counts_after"]);
    assert_eq!(reply["distance"]["before"], reply["distance"]["after"]);
}

#[test]
fn a_what_if_tells_who_moves_and_how_far() {
    let model = fit(json!({"k": 2, "standardize": false}), line())["model"].take();
    let scenario = json!([{"column": "x", "where": {"column": "x", "lt": 5}, "add": 6}]);
    let request = json!({"op": "what_if", "model": model, "table": line(), "params": {"scenario": scenario}});
    let reply = fresh(request);
    // 0 becomes 6, which stays with 1; 2 becomes 8, which goes to 12: 7 away from 1, 4 from 12.
    assert_eq!(reply["segments"]["migration"], json!([[3, 0], [1, 1]]));
    let mover = json!({"row": 1, "segment_before": "s2", "segment_after": "s1", "nearer_by": 3.0});
    assert_eq!(reply["movers"], json!([mover]));
    assert_eq!(reply["columns"]["segment_before"], json!(["s2", "s2", "s1", "s1", "s1"]));
    assert_eq!(reply["columns"]["segment_after"], json!(["s2", "s1", "s1", "s1", "s1"]));
    assert_eq!(reply["columns"]["distance_after"], json!([5.0, 4.0, 2.0, 0.0, 2.0]));
}

#[test]
fn rows_that_are_left_out_before_or_after_do_not_move() {
    let table = json!({"columns": {"x": [null, 0, 2, 10, 12, 14]}});
    let model = fit(json!({"k": 2, "standardize": false, "missing": "drop"}), table.clone())["model"].take();
    let scenario = json!([
        {"column": "x", "where": {"column": "x", "lt": 5}, "add": 6},
        {"column": "x", "where": {"column": "x", "gt": 13}, "set": null},
    ]);
    let reply = fresh(json!({"op": "what_if", "model": model, "table": table, "params": {"scenario": scenario}}));
    let mover = json!({"row": 2, "segment_before": "s2", "segment_after": "s1", "nearer_by": 3.0});
    assert_eq!(reply["movers"], json!([mover]));
    assert_eq!(reply["columns"]["segment_after"], json!([null, "s2", "s1", "s1", "s1", null]));
    assert_eq!(reply["segments"]["n_missing"], 2);
}

#[test]
fn a_what_if_gives_the_columns_that_are_asked_for_and_nothing_else_changes() {
    let model = fit(json!({"k": 2, "standardize": false}), line())["model"].take();
    let ask = |params| fresh(json!({"op": "what_if", "model": model, "table": line(), "params": params}));
    let scenario = json!([{"column": "x", "add": 6}]);
    let all = ask(json!({"scenario": scenario}));
    assert_eq!(all["columns"].as_object().expect("columns").len(), 4);
    let mut some = ask(json!({"scenario": scenario, "columns": ["distance_after", "segment_after"]}));
    let columns = json!({
        "segment_after": all["columns"]["segment_after"],
        "distance_after": all["columns"]["distance_after"],
    });
    assert_eq!(some["columns"], columns);
    some["columns"] = all["columns"].clone();
    assert_eq!(some, all);
    let null = ask(json!({"scenario": scenario, "columns": null}));
    assert_eq!(null, all);
    let mut none = ask(json!({"scenario": scenario, "columns": []}));
    assert!(none["columns"].as_object().is_none_or(|columns| columns.is_empty()));
    none["columns"] = all["columns"].clone();
    assert_eq!(none, all);
}

#[test]
fn a_moved_centroid_draws_customers_and_gives_its_model() {
    let model = fit(json!({"k": 2, "standardize": false}), line())["model"].take();
    let edits = json!([{"segment": "s2", "column": "x", "add": 9.5}]);
    let request = json!({"op": "what_if", "model": model, "table": line(), "params": {"centroids": edits}});
    let reply = fresh(request);
    assert_eq!(reply["columns"]["segment_after"], json!(["s2", "s2", "s2", "s1", "s1"]));
    assert_eq!(reply["model"]["centroids"], json!([[12.0], [10.5]]));
    let predicted = fresh(json!({"op": "predict", "model": reply["model"], "table": line()}));
    assert_eq!(predicted["columns"]["segment"], reply["columns"]["segment_after"]);
}

#[test]
fn seeds_choose_starts_and_more_starts_are_never_worse() {
    let data = columns(400, 4, 21);
    let mut session = loaded(part(&data, 0, 400));
    let mut inertia = |n_init: u32, seed: u32| {
        let params = json!({"k": 7, "n_init": n_init, "seed": seed});
        body(&mut session, &json!({"op": "fit", "params": params}))["inertia"].as_f64().expect("a number")
    };
    assert_eq!(inertia(1, 5), inertia(1, 5));
    assert!((0..5).all(|seed| inertia(10, seed) <= inertia(1, seed)));
}

//! What the operations answer, on tables small enough to check by hand.

mod common;

use common::{body, channels, columns, fresh, loaded};
use serde_json::{Value, json};

/// Two channels without days: uses are even over the window, here of four half-lives.
fn table() -> Value {
    json!({"columns": {"a": [1, 1, 1, 0, 0], "a_days": [0, 90, 180, null, null], "b": [0, 0, 1, 1, 0], "b_days": [null, null, 0, 90, null]}})
}

fn params() -> Value {
    json!({"half_life_days": 90, "window_days": 360, "channels": [
        {"channel": "a", "count": "a", "days_since": "a_days", "weight": 2}, {"channel": "b", "count": "b", "days_since": "b_days"},
    ]})
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn an_index_by_hand() {
    let reply = fresh(json!({"op": "index", "params": params(), "table": table()}));
    // On a uses count 1, 0.5, 0.25: the median is 0.5; on b 1 and 0.5: the lower median is 0.5.
    let halves: Vec<f64> = (0..2).map(|place| number(&reply["model"]["channels"][place]["half_uses"])).collect();
    assert_eq!(halves, [0.5, 0.5]);
    let activity = |uses: f64| (uses + 1.0 - 2f64.powf(-uses / 0.5)) / 2.0;
    let (one, half, quarter) = (activity(1.0), activity(0.5), activity(0.25));
    let index_a: Vec<f64> = reply["columns"]["a_index"].as_array().expect("cells").iter().map(number).collect();
    for (found, expected) in index_a.iter().zip([one, half, quarter, 0.0, 0.0]) {
        assert!((found - 100.0 * expected).abs() < 1e-12);
    }
    // Sums 2 one, 2 half, 2 quarter + one, half, 0: of the four active ones the lower median is 2 half.
    assert!((number(&reply["model"]["half"]) - 2.0 * half).abs() < 1e-15);
    assert_eq!(reply["columns"]["activity"][1], 50.0);
    assert_eq!(reply["columns"]["activity"][4], 0.0);
    assert_eq!(reply["columns"]["top_channel"], json!(["a", "a", "b", "b", null]));
    let third = &reply["columns"];
    let points = number(&third["a_points"][2]) + number(&third["b_points"][2]);
    assert!((points - number(&third["activity"][2])).abs() < 1e-12);
    assert_eq!((&reply["n_active"], &reply["n_rows"], &reply["weights_by"]), (&json!(4), &json!(5), &json!("hand")));
    assert_eq!((&reply["channels"][0]["n_users"], &reply["channels"][0]["n_top"]), (&json!(3), &json!(2)));
    assert_eq!(number(&reply["channels"][0]["weight_share"]), 2.0 / 3.0);
}

#[test]
fn the_usual_channels_are_found_and_those_absent_told() {
    let mut session = loaded(columns(200, 3));
    let reply = body(&mut session, &json!({"op": "index"}));
    assert_eq!(reply["channels_absent"], json!(["wechat", "hotline", "bank"]));
    let names: Vec<&Value> =
        reply["channels"].as_array().expect("channels").iter().map(|channel| &channel["channel"]).collect();
    assert_eq!(names, [&json!("app"), &json!("hall")]);
    assert_eq!(reply["model"]["channels"][1]["weight"], 0.6);
}

#[test]
fn the_figures_of_the_index_are_those_of_its_rows() {
    let mut session = loaded(columns(997, 9));
    for weights in [json!("hand"), json!("entropy")] {
        let params = json!({"channels": channels(), "weights": weights});
        let reply = body(&mut session, &json!({"op": "index", "params": params, "rows_as": "inline"}));
        let predicted = body(&mut session, &json!({"op": "predict", "model": reply["model"]}));
        for field in ["n", "min", "p10", "p25", "p50", "p75", "p90", "max"] {
            assert_eq!(reply["activity"][field], predicted["activity"][field], "{field}");
        }
        assert!((number(&reply["activity"]["mean"]) - number(&predicted["activity"]["mean"])).abs() < 1e-11);
        let points: f64 = (0..3).map(|place| number(&reply["channels"][place]["points_mean"])).sum();
        assert!((points - number(&reply["activity"]["mean"])).abs() < 1e-11);
    }
}

#[test]
fn comparisons_in_pairs_give_weights_and_their_consistency() {
    let mut session = loaded(columns(100, 2));
    let index = |session: &mut _, third: f64| {
        let pairs = json!([
            {"channel": "app", "than": "hall", "times": 2}, {"channel": "hall", "than": "服务车", "times": 2},
            {"channel": "app", "than": "服务车", "times": third},
        ]);
        body(session, &json!({"op": "index", "params": {"channels": channels(), "weights": {"pairwise": pairs}}}))
    };
    let reply = index(&mut session, 4.0);
    let shares: Vec<f64> = (0..3).map(|place| number(&reply["channels"][place]["weight_share"])).collect();
    assert!(shares.iter().zip([4.0 / 7.0, 2.0 / 7.0, 1.0 / 7.0]).all(|(a, b)| (a - b).abs() < 1e-12));
    assert_eq!(reply["consistency"]["is_consistent"], true);
    let reply = index(&mut session, 0.2);
    assert_eq!(reply["consistency"]["is_consistent"], false);
}

#[test]
fn a_what_if_with_no_edit_moves_nobody() {
    let mut session = loaded(columns(300, 8));
    let model = body(&mut session, &json!({"op": "index", "params": {"channels": channels()}}))["model"].take();
    let reply = body(&mut session, &json!({"op": "what_if", "model": model}));
    assert_eq!((&reply["top_channel"]["n_moved"], &reply["movers"]), (&json!(0), &json!([])));
    assert_eq!(reply["activity"]["before"], reply["activity"]["after"]);
    assert_eq!(reply["activity"]["mean_change"], 0.0);
}

#[test]
fn a_what_if_compares_and_takes_a_customer_apart() {
    let model = fresh(json!({"op": "index", "params": params(), "table": table()}))["model"].take();
    let scenario = json!([{"column": "b", "where": {"column": "a", "eq": 0}, "set": 1}, {"column": "b_days", "where": {"column": "a", "eq": 0}, "set": 0}]);
    let weights = json!([{"channel": "b", "set": 2}]);
    let what_if = |params: Value| fresh(json!({"op": "what_if", "model": model, "params": params, "table": table()}));
    let reply = what_if(json!({"scenario": scenario, "customer": 3}));
    assert_eq!(reply["columns"]["top_channel_after"], json!(["a", "a", "b", "b", "b"]));
    assert_eq!(reply["movers"][0]["row"], 4);
    let (before, after) = (&reply["customer"]["before"], &reply["customer"]["after"]);
    assert_eq!((&before["channels"][1]["recency"], &after["channels"][1]["recency"]), (&json!(0.5), &json!(1.0)));
    assert_eq!((&before["channels"][1]["frequency"], &before["channels"][0]["points"]), (&json!(0.5), &json!(0.0)));
    assert_eq!(before["activity"], before["channels"][1]["points"]);
    let reply = what_if(json!({"weights": weights}));
    assert_eq!(reply["model"]["channels"][1]["weight"], 2.0);
    let predicted = fresh(json!({"op": "predict", "model": reply["model"], "table": table()}));
    assert_eq!(predicted["columns"]["activity"], reply["columns"]["activity_after"]);
    assert_eq!(reply["columns"]["activity_before"][0], reply["columns"]["activity_after"][0]);
}

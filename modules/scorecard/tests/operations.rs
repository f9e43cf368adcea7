//! What the operations promise of each other, on made-up customers.

mod common;

use common::{Instance, assert_close, body, customers, loaded, numbers, problem, run};
use gridfolk_contract::{Column, Values};
use serde_json::{Value, json};

fn model(columns: &[Column]) -> Value {
    let params = json!({"target": "bad", "binning": {"special": [-1]}});
    body(&mut loaded(columns.to_vec()), &json!({"op": "fit", "params": params}))["model"].take()
}

fn what_if(session: &mut Instance, model: &Value, params: Value) -> Value {
    body(session, &json!({"op": "what_if", "model": model, "params": params}))
}

#[test]
fn a_what_if_with_no_edit_moves_nobody() {
    let columns = customers(2000, 21);
    let model = model(&columns);
    let reply = what_if(&mut loaded(columns), &model, json!({"cut_off": 520}));
    assert_eq!(
        (&reply["grades"]["n_moved"], &reply["movers"], &reply["points"]["mean_change"]),
        (&json!(0), &json!([]), &json!(0.0))
    );
    assert_eq!(reply["bads_before"], reply["bads_after"]);
    let accepted = &reply["accepted"];
    assert_eq!((&accepted["n_gained"], &accepted["n_lost"]), (&json!(0), &json!(0)));
    assert!(reply.get("model").is_none() && reply.get("reach").is_none());
}

#[test]
fn a_scenario_scores_as_the_edited_table_does() {
    let columns = customers(2000, 22);
    let model = model(&columns);
    let scenario = json!([
        {"column": "arrears_days", "where": {"column": "n_outages", "lte": 3}, "scale": 0.5},
        {"column": "tariff", "where": {"column": "tariff", "eq": "flat"}, "set": "tou"},
    ]);
    let request = json!({"op": "what_if", "model": model, "params": {"scenario": scenario, "cut_off": 500, "cut_off_after": 510}});
    let mut session = loaded(columns.clone());
    let reply = run(&mut session, &request).expect("a what-if");
    // Once more with what the instance remembers.
    assert_eq!(run(&mut session, &request).expect("a what-if"), reply);
    let mut edited = columns.clone();
    let Values::Number(outages) = edited[2].values.clone() else { panic!("numbers") };
    if let Values::Number(arrears) = &mut edited[0].values {
        arrears.iter_mut().zip(&outages).filter(|(_, n)| **n <= 3.0).for_each(|(days, _)| *days *= 0.5);
    }
    if let Values::Category(tariff) = &mut edited[3].values {
        let place = |name: &str| tariff.levels.iter().position(|level| level == name).expect("a level") as u32;
        let (flat, tou) = (place("flat"), place("tou"));
        tariff.codes.iter_mut().filter(|code| **code == flat).for_each(|code| *code = tou);
    }
    let score = |columns: &[Column]| {
        run(&mut loaded(columns.to_vec()), &json!({"op": "score", "model": model})).expect("scores")
    };
    let (before, after) = (score(&columns), score(&edited));
    assert_eq!(numbers(&reply, "points_before"), numbers(&before, "points"));
    assert_eq!(numbers(&reply, "points_after"), numbers(&after, "points"));
    let body: Value = serde_json::from_str(&reply.body).expect("JSON");
    assert_close(
        body["bads_after"].as_f64().expect("a sum"),
        numbers(&after, "probability").iter().sum(),
        1e-12,
        "bads",
    );
    let n = |points: Vec<f64>, cut_off: f64| points.iter().filter(|&&points| points >= cut_off).count();
    assert_eq!(body["accepted"]["n_before"], json!(n(numbers(&before, "points"), 500.0)));
    assert_eq!(body["accepted"]["n_after"], json!(n(numbers(&after, "points"), 510.0)));
    assert_eq!(body["movers"].as_array().expect("movers").len(), 10);
}

#[test]
fn edited_points_score_as_the_edited_model_does() {
    let columns = customers(500, 23);
    let model = model(&columns);
    let column = model["columns"][0]["column"].as_str().expect("a name");
    let points = json!([{"column": column, "bin": 0, "set": 99}, {"column": column, "add": -3}, {"add": 7}]);
    let mut session = loaded(columns);
    let reply =
        run(&mut session, &json!({"op": "what_if", "model": model, "params": {"points": points}})).expect("a what-if");
    let edited = serde_json::from_str::<Value>(&reply.body).expect("JSON")["model"].take();
    assert_eq!(edited["columns"][0]["bins"][0]["points"], json!(96));
    assert_eq!(edited["base_points"].as_i64(), model["base_points"].as_i64().map(|points| points + 7));
    let scored = run(&mut session, &json!({"op": "score", "model": edited})).expect("scores");
    assert_eq!(numbers(&reply, "points_after"), numbers(&scored, "points"));
}

#[test]
fn the_least_costly_change_reaches_the_cut_off_when_it_is_made() {
    let columns = customers(300, 24);
    let model = model(&columns);
    let points =
        numbers(&run(&mut loaded(columns.clone()), &json!({"op": "score", "model": model})).expect("scores"), "points");
    let cut_off = {
        let mut sorted = points.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[200]
    };
    let mut session = loaded(columns.clone());
    let mut n_reached = 0;
    for (row, &now) in points.iter().enumerate() {
        let reach = json!({"row": row, "costs": {"tariff": 1.5, "kwh_year": 0.25}, "most": {"arrears_days": 40}});
        let reply = what_if(&mut session, &model, json!({"cut_off": cut_off, "reach": reach}))["reach"].take();
        let changes = reply["changes"].as_array().expect("changes");
        if now >= cut_off {
            assert!(changes.is_empty() && reply["is_reachable"] == json!(true) && reply["cost"] == json!(0.0));
            continue;
        }
        if reply["is_reachable"] == json!(false) {
            assert!(reply["points_after"].as_f64() < Some(cut_off) && changes.is_empty());
            continue;
        }
        n_reached += 1;
        let mut changed = common::part(&columns, row, row + 1);
        for change in changes {
            let column = changed.iter_mut().find(|column| change["column"] == column.name).expect("the column");
            column.values = match change["number"].as_f64() {
                Some(number) => Values::Number(vec![number]),
                None => common::category("x", &[change["level"].as_str()]).values,
            };
        }
        let after =
            numbers(&run(&mut loaded(changed), &json!({"op": "score", "model": model})).expect("scores"), "points");
        assert_eq!(reply["points_after"].as_f64(), Some(after[0]));
        assert!(after[0] >= cut_off);
        // Without the first column that changes it costs no less, if it can be reached at all.
        let fixed = &changes[0]["column"];
        let reach = json!({"row": row, "costs": {"tariff": 1.5, "kwh_year": 0.25}, "most": {"arrears_days": 40}, "fixed": [fixed]});
        let other = what_if(&mut session, &model, json!({"cut_off": cut_off, "reach": reach}))["reach"].take();
        assert!(other["is_reachable"] == json!(false) || other["cost"].as_f64() >= reply["cost"].as_f64());
    }
    assert!(n_reached > 50, "{n_reached}");
}

#[test]
fn a_card_of_rules_gives_points_without_a_fit() {
    let columns = vec![
        Column::number("arrears_days", vec![0.0, 40.0, f64::NAN, 10.0]),
        common::category("channel", &[Some("app"), Some("hall"), Some("app"), None]),
        Column::number("paid", vec![0.0, 1.0, 0.0, 1.0]),
    ];
    let params = json!({"scale": {"base_points": 50}, "grades": [{"grade": "gold", "from": 60}, {"grade": "plain"}], "rules": [
        {"rule": "in time", "when": {"column": "arrears_days", "lte": 0}, "points": 20},
        {"rule": "late", "when": {"column": "arrears_days", "gt": 30}, "points": -30},
        {"rule": "online", "when": {"column": "channel", "eq": "app"}, "points": 5},
    ]});
    let mut session = loaded(columns);
    let fit = run(&mut session, &json!({"op": "fit", "params": params})).expect("a card");
    assert_eq!(numbers(&fit, "points"), [75.0, 20.0, 55.0, 50.0]);
    let reply: Value = serde_json::from_str(&fit.body).expect("JSON");
    assert_eq!(
        (&reply["n_met"], &reply["measures"], &reply["rounding_error_max"]),
        (&json!([1, 1, 2]), &Value::Null, &json!(0.0))
    );
    let model = &reply["model"];
    let Values::Category(grades) = &fit.columns[1].values else { panic!("grades") };
    assert_eq!((grades.level(0), grades.level(1)), (Some("gold"), Some("plain")));
    let Values::Items(reasons) = &fit.columns[2].values else { panic!("reasons") };
    assert_eq!(
        reasons.row(1).iter().map(|&code| reasons.levels[code as usize].as_str()).collect::<Vec<_>>(),
        ["late", "in time", "online"]
    );
    // 20 and 50 points for a bad, 75 and 55 for a good: all pairs are in order.
    assert_eq!(problem(&mut session, &json!({"op": "evaluate", "model": model})).code, "target_missing");
    let measures = body(&mut session, &json!({"op": "evaluate", "model": model, "params": {"target": "paid"}}));
    assert_eq!(
        (&measures["auc"], &measures["ks"], &measures["ks_points"], &measures["brier"]),
        (&json!(1.0), &json!(1.0), &json!(50.0), &Value::Null)
    );
    let reply = what_if(&mut session, model, json!({"scenario": [{"column": "channel", "set": "app"}], "cut_off": 55}));
    assert_eq!((&reply["accepted"]["n_gained"], &reply["points"]["mean_change"]), (&json!(1), &json!(2.5)));
}

#[test]
fn the_rows_of_the_fit_are_stable_against_it() {
    let columns = customers(1000, 25);
    let model = model(&columns);
    let reply = body(&mut loaded(columns.clone()), &json!({"op": "monitor", "model": model}));
    assert_eq!(
        (&reply["compared_with"], &reply["points"]["psi"], &reply["points"]["verdict"]),
        (&json!("fit"), &json!(0.0), &json!("stable"))
    );
    for column in reply["columns"].as_array().expect("columns") {
        assert_eq!((&column["psi"], &column["expected"]), (&json!(0.0), &column["actual"]));
    }
    // Everyone later: the column shifts, and the points with it.
    let mut late = columns;
    if let Values::Number(arrears) = &mut late[0].values {
        arrears.iter_mut().for_each(|days| *days += 40.0);
    }
    let reply = body(&mut loaded(late), &json!({"op": "monitor", "model": model}));
    assert_eq!((&reply["points"]["verdict"], &reply["columns"][0]["verdict"]), (&json!("shifted"), &json!("shifted")));
}

#[test]
fn reasons_are_the_columns_that_cost_most() {
    let columns = customers(200, 26);
    let model = model(&columns);
    let request = json!({"op": "score", "model": model, "params": {"by_column": true}});
    let reply = run(&mut loaded(columns), &request).expect("scores");
    let names: Vec<String> = model["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .map(|column| column["column"].as_str().expect("a name").to_owned())
        .collect();
    let most = |at: usize| {
        let bins = model["columns"][at]["bins"].as_array().expect("bins");
        bins.iter().map(|bin| bin["points"].as_f64().expect("points")).fold(f64::MIN, f64::max)
    };
    let costs: Vec<Vec<f64>> = names
        .iter()
        .enumerate()
        .map(|(at, name)| numbers(&reply, &format!("points.{name}")).iter().map(|points| most(at) - points).collect())
        .collect();
    let reasons = reply.columns.iter().find(|column| column.name == "reasons").expect("reasons");
    let Values::Items(reasons) = &reasons.values else { panic!("sets") };
    let points = numbers(&reply, "points");
    for row in 0..200 {
        let mut expected: Vec<usize> = (0..names.len()).filter(|&at| costs[at][row] > 0.0).collect();
        expected.sort_by(|&a, &b| costs[b][row].total_cmp(&costs[a][row]));
        expected.truncate(4);
        assert_eq!(reasons.row(row).iter().map(|&code| code as usize).collect::<Vec<_>>(), expected);
        let sum: f64 = (0..names.len()).map(|at| most(at) - costs[at][row]).sum();
        assert_eq!(points[row], model["base_points"].as_f64().expect("points") + sum);
    }
}

#[test]
fn columns_are_left_out_with_the_reason() {
    let mut columns = customers(3000, 27);
    // A copy of a column, a constant, and noise.
    let Values::Number(arrears) = columns[0].values.clone() else { panic!("numbers") };
    columns.push(Column::number("arrears_hours", arrears.iter().map(|days| days * 24.0).collect()));
    columns.push(Column::number("constant", vec![3.0; 3000]));
    columns.push(Column::number("noise", (0..3000).map(|row| f64::from(row * 7919 % 101)).collect()));
    let reply = body(&mut loaded(columns), &json!({"op": "fit", "params": {"target": "bad"}}));
    let reason = |name: &str| {
        let list = reply["left_out"].as_array().expect("a list");
        list.iter().find(|left_out| left_out["column"] == name).map(|left_out| left_out["reason"].clone())
    };
    assert_eq!((reason("constant"), reason("noise")), (Some(json!("constant")), Some(json!("low_iv"))));
    assert_eq!((reason("arrears_hours"), reason("arrears_days")), (Some(json!("correlated")), None));
    let copy = reply["left_out"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|left_out| left_out["column"] == "arrears_hours")
        .expect("it");
    assert_eq!(copy["with"], "arrears_days");
    assert_close(copy["value"].as_f64().expect("a correlation"), 1.0, 1e-9, "correlation");
}

//! One answer at any scale: parts, their order, and what an instance remembers change no bit.

mod common;

use common::{body, columns, fold, loaded, part, run};
use gridfolk_contract::Values;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The body of `fit` over the table in one piece.
fn whole(params: &Value, columns: &[Vec<f64>]) -> String {
    let mut session = loaded(part(columns, 0, columns[0].len()));
    run(&mut session, &json!({"op": "fit", "params": params})).expect("a fit").body
}

fn with_gaps(mut columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    for (j, column) in columns.iter_mut().enumerate() {
        column.iter_mut().skip(7 + 3 * j).step_by(23).for_each(|value| *value = f64::NAN);
    }
    columns
}

#[test]
fn any_split_answers_as_the_whole_table() {
    let value = json!({"weights": {"c0": 1, "c2": -0.5}});
    let all_params = [
        json!({"c": 4, "value": value}),
        json!({"c": 3, "value": "none", "m": 1.7, "seed": 5, "tol": 1e-8}),
        json!({"c": 2, "value": value, "standardize": false, "tol": 1e-12, "max_iter": 40}),
        json!({"c": 2, "value": value, "init": {"centroids": [[0, 0, 0], [3, 30, 300]]}, "log": ["c1"], "max_iter": 7}),
        json!({"c": 2, "columns": ["c0", "c1"], "value": "none", "init": {"memberships": ["c3", "c4"]}}),
        json!({"c": 3, "columns": ["c0", "c1", "c2"], "value": value, "max_iter": 1}),
    ];
    let mut columns = columns(301, 3, 1);
    columns.extend([
        (0..301).map(|row| f64::from(row % 5) + 0.5).collect(),
        (0..301).map(|row| f64::from(row % 7)).collect(),
    ]);
    for params in &all_params {
        let columns = if params["columns"].is_null() { &columns[..3] } else { &columns[..] };
        let expected = whole(params, columns);
        for starts in [&[0][..], &[0, 150], &[0, 1, 2, 300], &[0, 96, 97, 200]] {
            for remember in [true, false] {
                assert_eq!(fold(params, columns, starts, remember).expect("a fit"), expected, "{params} {starts:?}");
            }
        }
    }
}

#[test]
fn missing_values_are_treated_alike_in_every_split() {
    let columns = with_gaps(columns(200, 3, 2));
    for missing in ["mean", "drop"] {
        let params = json!({"c": 3, "missing": missing, "value": "none"});
        let expected = whole(&params, &columns);
        for starts in [&[0, 100][..], &[0, 7, 8, 120]] {
            assert_eq!(fold(&params, &columns, starts, false).expect("a fit"), expected, "{missing} {starts:?}");
        }
    }
    let problem = fold(&json!({"c": 3, "value": "none"}), &columns, &[0, 100], true).unwrap_err();
    assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("missing_value", "/table/columns/c0/7"));
}

#[test]
fn bad_start_memberships_are_found_in_any_part() {
    let mut columns = columns(50, 2, 3);
    columns.extend([vec![1.0; 50], vec![0.5; 50]]);
    columns[2][41] = -1.0;
    columns[3][30] = f64::NAN;
    let params = json!({"c": 2, "columns": ["c0", "c1"], "value": "none", "init": {"memberships": ["c2", "c3"]}});
    let problem = fold(&params, &columns, &[0, 20, 35], true).unwrap_err();
    assert_eq!((problem.code.as_str(), &problem.values["row"]), ("memberships_not_valid", &30.into()));
}

#[test]
fn predict_part_by_part_gives_the_columns_of_fit() {
    let columns = columns(301, 4, 4);
    let mut session = loaded(part(&columns, 0, 301));
    let params = json!({"c": 5, "value": {"weights": {"c1": 1}}});
    let fit = run(&mut session, &json!({"op": "fit", "params": params})).expect("a fit");
    let model = serde_json::from_str::<Value>(&fit.body).expect("JSON")["model"].take();
    let mut numbers: Vec<Vec<f64>> = vec![Vec::new(); fit.columns.len()];
    for (from, to) in [(0, 100), (100, 101), (101, 301)] {
        let request = json!({"op": "predict", "model": model});
        let reply = run(&mut loaded(part(&columns, from, to)), &request).expect("a prediction");
        for (numbers, column) in numbers.iter_mut().zip(&reply.columns) {
            match &column.values {
                Values::Category(category) => numbers.extend(category.codes.iter().map(|&code| f64::from(code))),
                Values::Number(values) => numbers.extend(values),
                Values::Items(_) => panic!("no sets"),
            }
        }
    }
    let names: Vec<&str> = fit.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names[..5], ["grade", "grade_second", "membership", "membership_second", "value"]);
    assert_eq!(names[5..], ["membership_A", "membership_B", "membership_C", "membership_D", "membership_E"]);
    for (found, column) in numbers.iter().zip(&fit.columns) {
        let expected: Vec<f64> = match &column.values {
            Values::Category(category) => category.codes.iter().map(|&code| f64::from(code)).collect(),
            Values::Number(values) => values.clone(),
            Values::Items(_) => panic!("no sets"),
        };
        let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(found), bits(&expected), "{}", column.name);
    }
}

#[test]
fn what_an_instance_remembers_changes_no_reply() {
    let columns = columns(500, 3, 5);
    let fresh = || loaded(part(&columns, 0, 500));
    let value = json!({"weights": {"c0": 1}});
    let fit = |params: Value| json!({"op": "fit", "params": params});
    let model = body(&mut fresh(), &fit(json!({"c": 4, "value": value})))["model"].take();
    let requests = [
        fit(json!({"c": 4, "value": value})),
        fit(json!({"c": 6, "seed": 3, "value": value})),
        json!({"op": "predict", "model": model}),
        json!({"op": "what_if", "model": model, "params": {"scenario": [{"column": "c1", "scale": 1.3}]}}),
        fit(json!({"c": 4, "columns": ["c2", "c0"], "value": value})),
        json!({"op": "what_if", "model": model, "params": {"weights": {"c1": 1}, "between": 0.5}}),
        fit(json!({"c": 4, "standardize": false, "value": "none"})),
    ];
    let mut session = fresh();
    for request in requests.iter().chain(&requests) {
        let remembered = run(&mut session, request).expect("a reply");
        assert_eq!(remembered.body, run(&mut fresh(), request).expect("a reply").body, "{request}");
    }
}

#[test]
fn states_and_partials_from_elsewhere_are_refused_or_harmless() {
    let columns = columns(40, 2, 6);
    let mut session = loaded(part(&columns, 0, 40));
    let mut state = body(&mut session, &json!({"op": "begin", "params": {"c": 3, "value": "none"}}))["state"].take();
    for _ in 0..6 {
        let data = state["data"].as_str().expect("base64").to_owned();
        let bytes = gridfolk_contract::base64::decode(&data).expect("base64");
        let partial = body(&mut session, &json!({"op": "fold", "state": state}))["partial"].take();
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 0x5b;
            let broken = json!({"data": gridfolk_contract::base64::encode(&broken)});
            // Whatever it is, it is answered or refused.
            let _ = run(&mut session, &json!({"op": "fold", "state": broken}));
            let _ = run(&mut session, &json!({"op": "merge", "state": broken, "partials": [partial]}));
        }
        let merged = body(&mut session, &json!({"op": "merge", "state": state, "partials": [partial]}));
        let other = body(&mut session, &json!({"op": "begin", "params": {"c": 2, "value": "none"}}));
        let mixed = json!({"op": "merge", "state": other["state"], "partials": [partial, {"data": "AAAA"}]});
        let code = run(&mut session, &mixed).unwrap_err().code.clone();
        assert_eq!(code, "partial_not_of_state");
        if merged["state"].is_null() {
            break;
        }
        state = merged["state"].clone();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn random_splits_answer_as_the_whole(
        n in 8usize..90, d in 1usize..6, c in 2usize..6, seed in 0u64..1000, mut cuts in prop::collection::vec(1usize..90, 0..4),
    ) {
        let columns = columns(n, d, seed);
        cuts.retain(|&cut| cut < n);
        cuts.push(0);
        cuts.sort_unstable();
        cuts.dedup();
        let m = if seed % 3 == 0 { 1.6 } else { 2.0 };
        let params = json!({"c": c, "m": m, "seed": seed, "max_iter": 60, "value": {"weights": {"c0": 1}}});
        prop_assert_eq!(fold(&params, &columns, &cuts, seed % 2 == 0).expect("a fit"), whole(&params, &columns));
    }
}

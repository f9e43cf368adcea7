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
    let all_params = [
        json!({"k": 4}),
        json!({"k": 3, "init": {"rows": [0, 50, 200]}, "tol": 0}),
        json!({"k": 5, "seed": 9, "n_init": 2, "standardize": false, "order": "init"}),
        json!({"k": 2, "init": {"centroids": [[0, 0, 0], [3, 3, 3]]}}),
    ];
    let columns = columns(301, 3, 1);
    for params in &all_params {
        let expected = whole(params, &columns);
        for starts in [&[0][..], &[0, 150], &[0, 1, 2, 300], &[0, 96, 97, 200]] {
            for remember in [true, false] {
                assert_eq!(fold(params, &columns, starts, remember).expect("a fit"), expected, "{params} {starts:?}");
            }
        }
    }
}

#[test]
fn missing_values_are_treated_alike_in_every_split() {
    let columns = with_gaps(columns(200, 3, 2));
    for missing in ["mean", "drop"] {
        let params = json!({"k": 3, "missing": missing});
        let expected = whole(&params, &columns);
        for starts in [&[0, 100][..], &[0, 7, 8, 120]] {
            assert_eq!(fold(&params, &columns, starts, false).expect("a fit"), expected, "{missing} {starts:?}");
        }
    }
    let params = json!({"k": 3});
    let problem = fold(&params, &columns, &[0, 100], true).unwrap_err();
    assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("missing_value", "/table/columns/c0/7"));
}

#[test]
fn an_empty_segment_is_filled_alike_in_every_split() {
    // The far start centroids get no row: each takes the row that is farthest from its own.
    let params =
        json!({"k": 4, "init": {"centroids": [[0, 0], [900, 900], [901, 901], [902, 902]]}, "standardize": false});
    let columns = columns(100, 2, 3);
    let expected = whole(&params, &columns);
    let reply: Value = serde_json::from_str(&expected).expect("JSON");
    assert!(reply["sizes"].as_array().expect("sizes").iter().all(|size| size.as_u64() > Some(0)));
    assert_eq!(fold(&params, &columns, &[0, 33, 66], false).expect("a fit"), expected);
}

#[test]
fn predict_part_by_part_gives_the_columns_of_fit() {
    let columns = columns(301, 4, 4);
    let mut session = loaded(part(&columns, 0, 301));
    let fit = run(&mut session, &json!({"op": "fit", "params": {"k": 5}})).expect("a fit");
    let model = serde_json::from_str::<Value>(&fit.body).expect("JSON")["model"].take();
    let (mut labels, mut distances) = (Vec::new(), Vec::new());
    for (from, to) in [(0, 100), (100, 101), (101, 301)] {
        let request = json!({"op": "predict", "model": model});
        let reply = run(&mut loaded(part(&columns, from, to)), &request).expect("a prediction");
        let Values::Category(category) = &reply.columns[0].values else { panic!("segments") };
        let Values::Number(numbers) = &reply.columns[1].values else { panic!("distances") };
        labels.extend_from_slice(&category.codes);
        distances.extend_from_slice(numbers);
    }
    let Values::Category(category) = &fit.columns[0].values else { panic!("segments") };
    assert_eq!(category.codes, labels);
    assert_eq!(fit.columns[1].values, Values::Number(distances));
}

#[test]
fn what_an_instance_remembers_changes_no_reply() {
    let columns = columns(500, 3, 5);
    let fresh = || loaded(part(&columns, 0, 500));
    let model = body(&mut fresh(), &json!({"op": "fit", "params": {"k": 4}}))["model"].take();
    let requests = [
        json!({"op": "fit", "params": {"k": 4}}),
        json!({"op": "fit", "params": {"k": 6, "seed": 3}}),
        json!({"op": "predict", "model": model}),
        json!({"op": "what_if", "model": model, "params": {"scenario": [{"column": "c1", "scale": 1.3}]}}),
        json!({"op": "fit", "params": {"k": 4, "columns": ["c2", "c0"]}}),
        json!({"op": "what_if", "model": model, "params": {"centroids": [{"segment": "s2", "column": "c0", "add": 1}]}}),
        json!({"op": "fit", "params": {"k": 4, "standardize": false}}),
        json!({"op": "choose", "params": {"k_max": 4}}),
    ];
    let mut session = fresh();
    for request in requests.iter().chain(&requests) {
        let remembered = run(&mut session, request).expect("a reply");
        assert_eq!(remembered, run(&mut fresh(), request).expect("a reply"), "{request}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn random_splits_answer_as_the_whole(
        n in 8usize..90, d in 1usize..6, k in 1usize..6, seed in 0u64..1000, mut cuts in prop::collection::vec(1usize..90, 0..4),
    ) {
        let columns = columns(n, d, seed);
        cuts.retain(|&cut| cut < n);
        cuts.push(0);
        cuts.sort_unstable();
        cuts.dedup();
        let params = json!({"k": k, "seed": seed, "n_init": 2});
        prop_assert_eq!(fold(&params, &columns, &cuts, seed % 2 == 0).expect("a fit"), whole(&params, &columns));
    }
}

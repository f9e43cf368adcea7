//! One answer at any scale: parts, their order, and what an instance remembers change no bit.

mod common;

use common::{body, columns, fold, loaded, part, problem, run};
use gridfolk_contract::base64::{decode, encode};
use gridfolk_contract::{Column, Values};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The body of `fit` over the table in one piece.
fn whole(params: &Value, columns: &[Column]) -> String {
    run(&mut loaded(columns.to_vec()), &json!({"op": "fit", "params": params})).expect("a fit").body
}

fn all_params() -> [Value; 5] {
    [
        json!({"target": "class"}),
        json!({"target": "class", "weight": "weight", "criterion": "entropy", "max_depth": 7, "min_leaf": 2}),
        json!({"target": "class", "class_weight": "balanced", "columns": ["tariff", "kwh"]}),
        json!({"target": "class", "class_weight": {"by_class": {"c1": 2.5}}, "ccp_alpha": 0.003, "weight": "weight"}),
        json!({"target": "calls", "columns": ["kwh", "tariff"], "min_impurity_decrease": 0.0005}),
    ]
}

#[test]
fn any_split_of_an_exact_fit_answers_as_the_whole_table() {
    for n_classes in [2, 4] {
        let columns = columns(601, n_classes, 1);
        for params in &all_params() {
            let expected = whole(params, &columns);
            assert!(expected.contains(r#""splits":"exact""#));
            for starts in [&[0][..], &[0, 300], &[0, 1, 2, 600], &[0, 96, 97, 200]] {
                assert_eq!(fold(params, &columns, starts, true).expect("a fit"), expected, "{params} {starts:?}");
            }
        }
    }
}

#[test]
fn any_split_of_a_fit_by_bins_answers_as_the_whole_table() {
    for (n_classes, params) in [(2, 0), (3, 1), (2, 3), (3, 4)] {
        let (columns, params) = (columns(20_100, n_classes, 2), &all_params()[params]);
        let expected = whole(params, &columns);
        assert!(expected.contains(r#""splits":"histogram""#));
        for (starts, remember) in [(&[0][..], false), (&[0, 9000], true), (&[0, 1, 13_000, 20_099], false)] {
            assert_eq!(fold(params, &columns, starts, remember).expect("a fit"), expected, "{params} {starts:?}");
        }
    }
}

/// More columns than one pass looks for the quantiles of.
#[test]
fn many_columns_are_searched_in_turns_and_answer_alike() {
    let (made, n) = (columns(20_010, 2, 9), 40);
    let Values::Number(kwh) = &made[0].values else { panic!("numbers") };
    let shifted = |column: usize| kwh.iter().cycle().skip(997 * column).take(kwh.len()).copied().collect::<Vec<f64>>();
    let mut wide: Vec<Column> = (0..n).map(|column| Column::number(format!("x{column}"), shifted(column))).collect();
    wide.push(made[4].clone());
    let params = json!({"target": "class", "max_depth": 2});
    let expected = whole(&params, &wide);
    assert!(expected.contains(r#""splits":"histogram""#));
    assert_eq!(fold(&params, &wide, &[0, 5000], true).expect("a fit"), expected);
}

#[test]
fn predict_part_by_part_gives_the_columns_of_fit() {
    let columns = columns(301, 3, 4);
    let mut session = loaded(columns.clone());
    let fit = run(&mut session, &json!({"op": "fit", "params": {"target": "class"}, "rows_as": "inline"}));
    let fit: Value = serde_json::from_str(&fit.expect("a fit").body).expect("JSON");
    let mut parts: Vec<Vec<Value>> = vec![Vec::new(); 3];
    for (from, to) in [(0, 100), (100, 101), (101, 301)] {
        let request = json!({"op": "predict", "model": fit["model"], "rows_as": "inline"});
        let reply = body(&mut loaded(part(&columns, from, to)), &request);
        for (cells, name) in parts.iter_mut().zip(["class", "probability", "leaf"]) {
            cells.extend_from_slice(reply["columns"][name].as_array().expect("cells"));
        }
    }
    for (cells, name) in parts.into_iter().zip(["class", "probability", "leaf"]) {
        assert_eq!(Value::Array(cells), fit["columns"][name], "{name}");
    }
}

#[test]
fn what_an_instance_remembers_changes_no_reply() {
    let columns = columns(20_050, 2, 5);
    let fresh = || loaded(columns.clone());
    let model = body(&mut fresh(), &json!({"op": "fit", "params": {"target": "class"}}))["model"].take();
    let requests = [
        json!({"op": "fit", "params": {"target": "class"}}),
        json!({"op": "predict", "model": model}),
        json!({"op": "fit", "params": {"target": "class", "max_depth": 2, "weight": "weight"}}),
        json!({"op": "what_if", "model": model, "params": {"scenario": [{"column": "kwh", "scale": 1.3}]}}),
        json!({"op": "fit", "params": {"target": "calls", "columns": ["tariff", "kwh"]}}),
        json!({"op": "what_if", "model": model, "params": {"thresholds": [{"node": "n0", "add": 1}]}}),
        json!({"op": "fit", "params": {"target": "class", "criterion": "entropy"}}),
    ];
    let mut session = fresh();
    for request in requests.iter().chain(&requests) {
        let remembered = run(&mut session, request).expect("a reply");
        assert_eq!(remembered, run(&mut fresh(), request).expect("a reply"), "{request}");
    }
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let columns = columns(20_100, 2, 6);
    let mut session = loaded(columns.clone());
    let mut state = body(&mut session, &json!({"op": "begin", "params": {"target": "class"}}))["state"].take();
    let mut earlier = Value::Null;
    loop {
        let partial = body(&mut session, &json!({"op": "fold", "state": state}))["partial"].take();
        if earlier != Value::Null {
            let merge = json!({"op": "merge", "state": state, "partials": [partial, earlier]});
            assert_eq!(problem(&mut session, &merge).code, "partial_not_of_state");
        }
        // A part that is counted twice: the first pass cannot know, every other one does.
        if earlier != Value::Null {
            let merge = json!({"op": "merge", "state": state, "partials": [partial, partial]});
            assert_eq!(problem(&mut session, &merge).code, "partial_not_of_state");
        }
        let merge = json!({"op": "merge", "state": state, "partials": [partial]});
        let mut merged = body(&mut session, &merge);
        earlier = partial;
        if merged["reply"] != Value::Null {
            break;
        }
        state = merged["state"].take();
    }
    let none = json!({"op": "merge", "state": state, "partials": []});
    assert_eq!(problem(&mut session, &none).code, "no_partials");
    let mut differing = loaded(part(&columns, 0, 9)[1..].to_vec());
    let begun = body(&mut session, &json!({"op": "begin", "params": {"target": "class"}}))["state"].take();
    let parts = [&mut session, &mut differing]
        .map(|session| body(session, &json!({"op": "fold", "state": begun}))["partial"].take());
    let merge = json!({"op": "merge", "state": begun, "partials": parts});
    assert_eq!(problem(&mut session, &merge).code, "parts_differ");
}

/// Whatever stands in a state or a partial: a problem, or an answer, and no panic.
#[test]
fn bytes_changed_on_the_way_are_refused_or_harmless() {
    for n in [300, 20_050] {
        let mut session = loaded(columns(n, 3, 7));
        let mut state = body(
            &mut session,
            &json!({"op": "begin", "params": {"target": "class", "weight": "weight", "max_depth": 3}}),
        )["state"]
            .take();
        loop {
            let partial = body(&mut session, &json!({"op": "fold", "state": state}))["partial"].take();
            for seed in 0..60u64 {
                let broken = changed(&state, seed);
                let _ = run(&mut session, &json!({"op": "fold", "state": broken}));
                let _ = run(&mut session, &json!({"op": "merge", "state": broken, "partials": [partial]}));
                let broken = changed(&partial, seed);
                let _ = run(&mut session, &json!({"op": "merge", "state": state, "partials": [broken]}));
            }
            let mut merged = body(&mut session, &json!({"op": "merge", "state": state, "partials": [partial]}));
            if merged["reply"] != Value::Null {
                break;
            }
            state = merged["state"].take();
        }
    }
}

/// The same with one byte changed: early ones more often, where lengths and counts stand.
fn changed(sealed: &Value, seed: u64) -> Value {
    let mut bytes = decode(sealed["data"].as_str().expect("data")).expect("base64");
    let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let reach = if seed.is_multiple_of(2) { bytes.len().min(400) } else { bytes.len() };
    let place = (mixed >> 20) as usize % reach;
    bytes[place] = match seed % 3 {
        0 => (mixed >> 8) as u8,
        1 => bytes[place].wrapping_add(1),
        _ => 255,
    };
    json!({"data": encode(&bytes)})
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn random_splits_answer_as_the_whole(
        n in 12usize..160, n_classes in 2u32..4, which in 0usize..5, seed in 0u64..1000,
        mut cuts in prop::collection::vec(1usize..160, 0..4),
    ) {
        let (columns, params) = (columns(n, n_classes, seed), &all_params()[which]);
        cuts.retain(|&cut| cut < n);
        cuts.push(0);
        cuts.sort_unstable();
        cuts.dedup();
        let whole = run(&mut loaded(columns.clone()), &json!({"op": "fit", "params": params})).map(|reply| reply.body);
        prop_assert_eq!(fold(params, &columns, &cuts, seed % 2 == 0), whole);
    }
}

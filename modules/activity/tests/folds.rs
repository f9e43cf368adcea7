//! One answer at any scale: parts, their order, and what an instance remembers change no bit.

mod common;

use common::{body, channels, columns, fold, loaded, part, problem, run};
use gridfolk_contract::Column;
use gridfolk_contract::base64::{decode, encode};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The body of `index` over the table in one piece.
fn whole(params: &Value, columns: &[Column]) -> String {
    run(&mut loaded(columns.to_vec()), &json!({"op": "index", "params": params})).expect("an index").body
}

fn all_params() -> [Value; 4] {
    let pairs = json!([
        {"channel": "app", "than": "hall", "times": 3}, {"channel": "服务车", "than": "app", "times": 0.5},
        {"channel": "hall", "than": "服务车", "times": 0.5},
    ]);
    [
        json!({}),
        json!({"channels": channels(), "components": {"volume": 2}}),
        json!({"channels": channels(), "weights": "entropy", "half_life_days": 30}),
        json!({"channels": channels(), "weights": {"pairwise": pairs}, "window_days": 400}),
    ]
}

#[test]
fn any_split_answers_as_the_whole_table() {
    for (n, starts) in [(600, &[0, 1, 2, 599][..]), (600, &[0, 300]), (70_000, &[0, 31_000]), (70_000, &[0, 7, 69_999])]
    {
        let columns = columns(n, 1);
        for params in &all_params() {
            let expected = whole(params, &columns);
            assert_eq!(fold(params, &columns, starts, n == 600).expect("an index"), expected, "{params} {starts:?}");
        }
    }
}

#[test]
fn predict_part_by_part_gives_the_columns_of_index() {
    let columns = columns(301, 4);
    let request = json!({"op": "index", "params": {"channels": channels(), "weights": "entropy"}});
    let fit = run(&mut loaded(columns.clone()), &request).expect("an index");
    let model = serde_json::from_str::<Value>(&fit.body).expect("JSON")["model"].take();
    let mut rows: Vec<Value> = Vec::new();
    for (from, to) in [(0, 100), (100, 101), (101, 301)] {
        let request = json!({"op": "predict", "model": model, "rows_as": "inline"});
        let reply = body(&mut loaded(part(&columns, from, to)), &request);
        for (name, cells) in reply["columns"].as_object().expect("columns") {
            rows.extend(cells.as_array().expect("cells").iter().map(|cell| json!([name, cell])));
        }
    }
    let inline: Value = serde_json::from_str(&fit.into_inline().body).expect("JSON");
    let mut expected: Vec<Value> = Vec::new();
    for (from, to) in [(0, 100), (100, 101), (101, 301)] {
        for (name, cells) in inline["columns"].as_object().expect("columns") {
            let cells = &cells.as_array().expect("cells")[from..to];
            expected.extend(cells.iter().map(|cell| json!([name, cell])));
        }
    }
    assert_eq!(rows, expected);
}

#[test]
fn what_an_instance_remembers_changes_no_reply() {
    let columns = columns(500, 5);
    let fresh = || loaded(columns.clone());
    let request = json!({"op": "index", "params": {"channels": channels()}});
    let model = body(&mut fresh(), &request)["model"].take();
    let requests = [
        request,
        json!({"op": "predict", "model": model}),
        json!({"op": "what_if", "model": model, "params": {"scenario": [{"column": "n_van", "add": 1}], "customer": 3}}),
        json!({"op": "index", "params": {"channels": channels(), "components": {"recency": 3}}}),
        json!({"op": "what_if", "model": model, "params": {"weights": [{"channel": "app", "scale": 0.5}]}}),
        json!({"op": "index", "params": {"half_life_days": 10}}),
        json!({"op": "index", "params": {"channels": channels(), "weights": "entropy"}}),
    ];
    let mut session = fresh();
    for request in requests.iter().chain(&requests) {
        let remembered = run(&mut session, request).expect("a reply");
        assert_eq!(remembered, run(&mut fresh(), request).expect("a reply"), "{request}");
    }
}

#[test]
fn bytes_changed_on_the_way_are_refused_or_harmless() {
    let mut session = loaded(columns(300, 7));
    let params = json!({"channels": channels(), "weights": "entropy"});
    let mut state = body(&mut session, &json!({"op": "begin", "params": params}))["state"].take();
    loop {
        let partial = body(&mut session, &json!({"op": "fold", "state": state}))["partial"].take();
        for seed in 0..300u64 {
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
    let none = json!({"op": "merge", "state": state, "partials": []});
    assert_eq!(problem(&mut session, &none).code, "no_partials");
}

/// The same with one byte changed.
fn changed(sealed: &Value, seed: u64) -> Value {
    let mut bytes = decode(sealed["data"].as_str().expect("data")).expect("base64");
    let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let place = (mixed >> 20) as usize % bytes.len();
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
        n in 1usize..120, which in 0usize..4, seed in 0u64..1000, mut cuts in prop::collection::vec(1usize..120, 0..4),
    ) {
        let (columns, params) = (columns(n, seed), &all_params()[which]);
        cuts.retain(|&cut| cut < n);
        cuts.push(0);
        cuts.sort_unstable();
        cuts.dedup();
        let request = json!({"op": "index", "params": params});
        let whole = run(&mut loaded(columns.clone()), &request).map(|reply| reply.body);
        prop_assert_eq!(fold(params, &columns, &cuts, seed % 2 == 0), whole);
    }
}

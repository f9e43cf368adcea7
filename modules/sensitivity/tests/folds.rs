//! The same bytes for any split of the rows, in any order, with and without memory; and untrusted states.

mod common;

use common::{body, customers, fold, loaded, part, problem, run};
use gridfolk_contract::base64::{decode, encode};
use gridfolk_contract::wire::pack;
use proptest::prelude::*;
use serde_json::{Value, json};

fn params(choice: u8, missing: &str) -> Value {
    let mut params = json!({"target": "complained", "missing": missing, "columns": ["outages", "tariff", "kwh"]});
    match choice {
        0 => params["weights"] = json!("meters"),
        1 => params["standardize"] = json!(true),
        2 => params["ridge"] = json!(0.5),
        3 => params["firth"] = json!("always"),
        4 => params["base"] = json!([{"column": "tariff", "level": "tou"}]),
        _ => {}
    }
    params
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_split_gives_the_bytes_of_fit(
        n in 60usize..300, seed in any::<u64>(), choice in 0u8..6, is_drop in any::<bool>(),
        is_strong in any::<bool>(), cuts in prop::collection::vec(0.0..1.0f64, 0..4), remember in any::<bool>(),
    ) {
        let columns = customers(n, seed, if is_strong { 40.0 } else { 1.0 });
        let params = params(choice, if is_drop { "drop" } else { "mean" });
        let mut starts: Vec<usize> = cuts.iter().map(|cut| (cut * n as f64) as usize).chain([0]).collect();
        starts.sort_unstable();
        let whole = run(&mut loaded(columns.clone()), &json!({"op": "fit", "params": params}));
        let parts = fold(&params, &columns, &starts, remember);
        prop_assert_eq!(whole.map(|reply| reply.body), parts);
    }

    #[test]
    fn predicting_part_by_part_gives_the_columns_of_fit(seed in any::<u64>(), cut in 1usize..149) {
        let columns = customers(150, seed, 1.0);
        let reply = run(&mut loaded(columns.clone()), &json!({"op": "fit", "params": params(5, "drop")})).expect("a fit");
        let model = serde_json::from_str::<Value>(&reply.body).expect("JSON")["model"].take();
        let of_part = |from, to| {
            let request = json!({"op": "predict", "model": model});
            run(&mut loaded(part(&columns, from, to)), &request).expect("a reply").columns
        };
        let (first, second) = (of_part(0, cut), of_part(cut, 150));
        for (j, column) in reply.columns.iter().enumerate() {
            let bits = |column: &gridfolk_contract::Column| match &column.values {
                gridfolk_contract::Values::Number(values) => values.iter().map(|value| value.to_bits()).collect::<Vec<_>>(),
                _ => panic!("numbers"),
            };
            prop_assert_eq!(bits(column), [bits(&first[j]), bits(&second[j])].concat());
        }
    }

    #[test]
    fn whatever_state_or_partial_arrives_is_answered(at in any::<u32>(), value in any::<u8>(), passes in 0usize..9) {
        let columns = customers(80, 3, 1.0);
        let mut session = loaded(columns);
        let mut state = body(&mut session_of_none(), &json!({"op": "begin", "params": params(5, "mean")}))["state"].take();
        for _ in 0..passes {
            let partial = body(&mut session, &json!({"op": "fold", "state": state}))["partial"].take();
            let mut merged = body(&mut session_of_none(), &json!({"op": "merge", "state": state, "partials": [partial]}));
            if merged.get("reply").is_some() {
                break;
            }
            state = merged["state"].take();
        }
        let partial = body(&mut session, &json!({"op": "fold", "state": state}))["partial"].take();
        let (broken_state, broken_partial) = (broken(&state, at, value), broken(&partial, at, value));
        let _ = run(&mut session, &json!({"op": "fold", "state": broken_state}));
        for (state, partial) in [(&state, &broken_partial), (&broken_state, &partial)] {
            let _ = run(&mut session_of_none(), &json!({"op": "merge", "state": state, "partials": [partial]}));
        }
    }
}

fn session_of_none() -> common::Instance {
    common::Instance::default()
}

/// One byte changed.
fn broken(sealed: &Value, at: u32, value: u8) -> Value {
    let mut bytes = decode(sealed["data"].as_str().expect("a text")).expect("base64");
    let index = at as usize % bytes.len();
    bytes[index] = value;
    let mut broken = sealed.clone();
    broken["data"] = json!(encode(&bytes));
    broken
}

#[test]
fn parts_with_other_columns_are_refused() {
    let columns = customers(60, 1, 1.0);
    let fit = json!({"target": "complained", "missing": "mean"});
    let state = body(&mut session_of_none(), &json!({"op": "begin", "params": fit}))["state"].take();
    let partial = |columns: Vec<gridfolk_contract::Column>| {
        body(&mut loaded(columns), &json!({"op": "fold", "state": state}))["partial"].take()
    };
    let (all, fewer) = (partial(columns.clone()), partial([&columns[..1], &columns[4..]].concat()));
    let request = json!({"op": "merge", "state": state, "partials": [all, fewer]});
    assert_eq!(problem(&mut session_of_none(), &request).code, "parts_differ");
}

#[test]
fn partials_of_another_pass_are_refused() {
    let columns = customers(60, 1, 1.0);
    let mut session = loaded(columns);
    let fit = json!({"target": "complained", "missing": "mean"});
    let first = body(&mut session, &json!({"op": "begin", "params": fit}))["state"].take();
    let partial = body(&mut session, &json!({"op": "fold", "state": first}))["partial"].take();
    let merge = json!({"op": "merge", "state": first, "partials": [partial]});
    let second = body(&mut session_of_none(), &merge)["state"].take();
    let late = json!({"op": "merge", "state": second, "partials": [partial]});
    assert_eq!(problem(&mut session_of_none(), &late).code, "partial_not_of_state");
    let none = json!({"op": "merge", "state": second, "partials": []});
    assert_eq!(problem(&mut session_of_none(), &none).code, "no_partials");
    let odd = json!({"op": "fold", "state": {"data": encode(&pack(7u64))}});
    assert_eq!(problem(&mut session, &odd).code, "state_broken");
}

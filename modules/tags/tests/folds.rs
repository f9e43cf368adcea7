//! One answer at any scale: parts and their order change no bit, and what is not a state is refused.

mod common;

use common::{body, fold, loaded, params, part, problem, run};
use gridfolk_contract::wire::Sealed;
use gridfolk_contract::{Column, Values};
use proptest::prelude::*;
use serde_json::{Value, json};

fn whole(params: &Value, seed: u64, n: usize) -> String {
    run(&mut loaded(part(seed, 0, n)), &json!({"op": "label", "params": params})).expect("labels").body
}

#[test]
fn any_split_answers_as_the_whole_table() {
    let mut params = params();
    params["trace_rows"] = json!([3, 0, 250, 9999]);
    let expected = whole(&params, 1, 301);
    let reply: Value = serde_json::from_str(&expected).expect("JSON");
    let rows: Vec<&Value> = reply["traces"].as_array().expect("traces").iter().map(|trace| &trace["row"]).collect();
    assert_eq!(rows, [0, 3, 250]);
    for starts in [&[0][..], &[0, 150], &[0, 1, 2, 300], &[0, 0, 96, 96, 200]] {
        assert_eq!(fold(&params, 1, 301, starts).expect("labels"), expected, "{starts:?}");
    }
}

#[test]
fn predict_part_by_part_gives_the_columns_of_label() {
    let mut session = loaded(part(4, 0, 200));
    let whole = run(&mut session, &json!({"op": "label", "params": params()})).expect("labels");
    let model = serde_json::from_str::<Value>(&whole.body).expect("JSON")["model"].take();
    let sets = |column: &Column| -> Vec<Vec<u32>> {
        let Values::Items(items) = &column.values else { panic!("items") };
        (0..items.ends.len()).map(|row| items.row(row).to_vec()).collect()
    };
    let mut found = Vec::new();
    for (from, to) in [(0, 77), (77, 78), (78, 200)] {
        let reply = run(&mut loaded(part(4, from, to)), &json!({"op": "predict", "model": model})).expect("labels");
        found.extend(sets(&reply.columns[0]));
    }
    assert_eq!(found, sets(&whole.columns[0]));
    // The same rows in one piece: the whole reply but for the model.
    let mut again = body(&mut loaded(part(4, 0, 200)), &json!({"op": "predict", "model": model}));
    let mut label: Value = serde_json::from_str(&whole.body).expect("JSON");
    label.as_object_mut().expect("an object").retain(|name, _| name != "model" && name != "skipped");
    assert_eq!(again.take(), label);
}

#[test]
fn a_state_that_is_none_is_refused() {
    let mut session = loaded(part(1, 0, 50));
    let state = body(&mut session, &json!({"op": "begin", "params": params()}))["state"].take();
    let mut check = |change: &dyn Fn(&mut Value), code: &str| {
        let mut state = state.clone();
        change(&mut state);
        assert_eq!(problem(&mut session, &json!({"op": "fold", "state": state})).code.as_str(), code);
    };
    check(&|state| state["found"]["data"] = json!(""), "state_broken");
    check(&|state| state["found"]["data"] = json!("AQAAAAAAAAA="), "state_broken");
    check(&|state| state["params"]["tags"][0]["level_1"] = json!("?"), "state_broken");
    check(&|state| state["more"] = json!(1), "unknown_field");
    // A later phase without what belongs to it.
    let forged = json!({"data": Sealed::new(None, (3u8, (1u64, vec![0u64; 4]))).data});
    check(&|state| state["found"] = forged.clone(), "state_broken");
}

#[test]
fn partials_of_something_else_are_refused() {
    let mut session = loaded(part(1, 0, 50));
    let state = body(&mut session, &json!({"op": "begin", "params": params()}))["state"].take();
    let partial = body(&mut session, &json!({"op": "fold", "state": state}))["partial"].take();
    let next = body(&mut session, &json!({"op": "merge", "state": state, "partials": [partial]}))["state"].take();
    let merge = |state: &Value, partials: Value| json!({"op": "merge", "state": state, "partials": partials});
    let mut code = |request: Value| problem(&mut session, &request).code.clone();
    assert_eq!(code(merge(&state, json!([]))), "no_partials");
    assert_eq!(code(merge(&next, json!([partial]))), "partial_not_of_state");
    assert_eq!(code(merge(&state, json!([{"data": "AA=="}]))), "partial_not_of_state");
    assert_eq!(
        code(json!({"op": "fold", "state": state, "first_row": (1u64 << 53) - 1, "params": {}})),
        "field_not_read"
    );
}

#[test]
fn parts_with_other_columns_are_refused() {
    let mut params = params();
    params["missing_columns"] = json!("skip");
    let state = body(&mut loaded(part(1, 0, 5)), &json!({"op": "begin", "params": params}))["state"].take();
    let request = json!({"op": "fold", "state": state});
    let all = body(&mut loaded(part(1, 0, 5)), &request)["partial"].take();
    let few = body(&mut loaded(part(1, 5, 9).split_off(1)), &request)["partial"].take();
    let request = json!({"op": "merge", "state": state, "partials": [all, few]});
    assert_eq!(problem(&mut loaded(Vec::new()), &request).code, "parts_differ");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn random_splits_answer_as_the_whole(n in 1usize..120, seed in 0u64..1000, mut cuts in prop::collection::vec(1usize..120, 0..4)) {
        cuts.retain(|&cut| cut < n);
        cuts.push(0);
        cuts.sort_unstable();
        prop_assert_eq!(fold(&params(), seed, n, &cuts).expect("labels"), whole(&params(), seed, n));
    }

    #[test]
    fn no_bytes_make_a_fold_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), phase in 0u8..4) {
        let mut session = loaded(part(1, 0, 20));
        let mut state = body(&mut session, &json!({"op": "begin", "params": params()}))["state"].take();
        let mut data = vec![phase];
        data.extend(bytes);
        let data = json!({"data": gridfolk_contract::base64::encode(&data)});
        let _ = run(&mut session, &json!({"op": "merge", "state": state, "partials": [data]}));
        state["found"] = data;
        let _ = run(&mut session, &json!({"op": "fold", "state": state}));
    }
}

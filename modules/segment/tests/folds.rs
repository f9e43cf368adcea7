//! One answer at any scale: parts and their order change no bit, and what is not a state is refused.

mod common;

use common::{body, fold, loaded, part, problem, run};
use gridfolk_contract::{Column, Reply, Values};
use proptest::prelude::*;
use serde_json::{Value, json};

fn whole(params: &Value, seed: u64, n: usize) -> Reply {
    run(&mut loaded(part(seed, 0, n)), &json!({"op": "assign", "params": params})).expect("segments")
}

fn all_params() -> Vec<Value> {
    vec![
        json!({}),
        json!({"profile_columns": ["kwh_year", "kva_contract"], "n_cells_max": 7}),
        json!({"results": {"contribution": "kwh_year", "inspection_risk": "inspection_risk"},
               "bands": {"inspection_risk": {"top_shares": {"high": 0.3, "medium": 0.3, "reverse": true}}}}),
    ]
}

#[test]
fn any_split_answers_as_the_whole_table() {
    for params in &all_params() {
        let expected = whole(params, 1, 301).body;
        for starts in [&[0][..], &[0, 150], &[0, 1, 2, 300], &[0, 0, 96, 96, 200]] {
            assert_eq!(fold(params, 1, 301, starts).expect("segments"), expected, "{params} {starts:?}");
        }
    }
}

/// Each row's texts, whatever their codes.
fn texts(column: &Column) -> Vec<Vec<String>> {
    match &column.values {
        Values::Category(category) => {
            (0..category.codes.len()).map(|row| category.level(row).into_iter().map(str::to_owned).collect()).collect()
        }
        Values::Items(items) => {
            let of_row = |row| items.row(row).iter().map(|code| items.levels[*code as usize].clone()).collect();
            (0..items.ends.len()).map(of_row).collect()
        }
        Values::Number(_) => panic!("no numbers here"),
    }
}

#[test]
fn predict_part_by_part_gives_the_columns_of_assign() {
    for params in &all_params() {
        let whole = whole(params, 4, 200);
        let model = serde_json::from_str::<Value>(&whole.body).expect("JSON")["model"].take();
        let mut found: Vec<Vec<Vec<String>>> = vec![Vec::new(); whole.columns.len()];
        for (from, to) in [(0, 77), (77, 78), (78, 200)] {
            let reply = run(&mut loaded(part(4, from, to)), &json!({"op": "predict", "model": model})).expect("rows");
            for (column, found) in reply.columns.iter().zip(&mut found) {
                found.extend(texts(column));
            }
        }
        let expected: Vec<_> = whole.columns.iter().map(texts).collect();
        assert_eq!(found, expected, "{params}");
        let again = body(&mut loaded(part(4, 0, 200)), &json!({"op": "predict", "model": model}));
        assert_eq!(again["matrix"], serde_json::from_str::<Value>(&whole.body).expect("JSON")["matrix"]);
    }
}

#[test]
fn a_state_or_partial_that_is_none_is_refused() {
    let mut session = loaded(part(1, 0, 50));
    let state = body(&mut session, &json!({"op": "begin"}))["state"].take();
    let partial = body(&mut session, &json!({"op": "fold", "state": state}))["partial"].take();
    let next = body(&mut session, &json!({"op": "merge", "state": state, "partials": [partial]}))["state"].take();
    let merge = |state: &Value, partials: Value| json!({"op": "merge", "state": state, "partials": partials});
    let mut code = |request: Value| problem(&mut session, &request).code.clone();
    assert_eq!(code(merge(&state, json!([]))), "no_partials");
    assert_eq!(code(merge(&next, json!([partial]))), "partial_not_of_state");
    assert_eq!(code(merge(&state, json!([{"data": "AA=="}]))), "partial_not_of_state");
    let mut broken = next.clone();
    broken["found"]["data"] = json!("AQAAAA==");
    assert_eq!(code(json!({"op": "fold", "state": broken})), "state_broken");
    // Found for other bands than are asked for now.
    broken = next;
    broken["params"]["bands"] = json!({"outage_sensitivity": {"cuts": {"high": 1, "medium": 0.5}}});
    assert_eq!(code(json!({"op": "fold", "state": broken})), "state_broken");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn random_splits_answer_as_the_whole(n in 1usize..120, seed in 0u64..1000, which in 0usize..3, mut cuts in prop::collection::vec(1usize..120, 0..4)) {
        cuts.retain(|&cut| cut < n);
        cuts.push(0);
        cuts.sort_unstable();
        let params = &all_params()[which];
        prop_assert_eq!(fold(params, seed, n, &cuts).expect("segments"), whole(params, seed, n).body);
    }

    #[test]
    fn no_bytes_make_a_fold_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), phase in 0u8..4) {
        let mut session = loaded(part(1, 0, 20));
        let mut state = body(&mut session, &json!({"op": "begin"}))["state"].take();
        let mut data = vec![phase];
        data.extend(bytes);
        let data = json!({"data": gridfolk_contract::base64::encode(&data)});
        let _ = run(&mut session, &json!({"op": "merge", "state": state, "partials": [data]}));
        state["found"] = data;
        let _ = run(&mut session, &json!({"op": "fold", "state": state}));
    }
}

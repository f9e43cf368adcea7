//! One answer at any scale: parts, their order, and what an instance remembers change no bit.

mod common;

use common::{Instance, body, customers, fold, loaded, part, problem, run};
use gridfolk_contract::{Column, Values};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The body of `fit` over the table in one piece.
fn whole(params: &Value, columns: &[Column]) -> String {
    let mut session = loaded(columns.to_vec());
    run(&mut session, &json!({"op": "fit", "params": params})).expect("a fit").body
}

fn params() -> Value {
    json!({"target": "bad", "binning": {"special": [-1, "large"], "min_share": 0.04}})
}

#[test]
fn any_split_answers_as_the_whole_table() {
    let rules = json!({"rules": [
        {"rule": "late", "when": {"column": "arrears_days", "gte": 30}, "points": -20},
        {"rule": "loyal", "when": {"not": {"column": "tariff", "in": ["tou"]}}, "points": 5},
    ], "scale": {"base_points": 100}});
    let own_bins = json!({"target": "bad", "columns": ["tariff", "arrears_days", "kwh_year"], "binning": {
        "unknown_level": "own_bin",
        "by_column": {"tariff": {"groups": [["flat", "tou"]]}, "arrears_days": {"edges": [5, 30]}, "kwh_year": {"trend": "valley"}},
    }, "selection": {"min_iv": 0, "check_sign": false}, "grades": [{"grade": "good", "from": 500}, {"grade": "poor"}]});
    let columns = customers(3000, 1);
    for params in [params(), rules, own_bins] {
        let expected = whole(&params, &columns);
        for starts in [&[0][..], &[0, 1500], &[0, 1, 2, 2999], &[0, 96, 97, 2000]] {
            for remember in [true, false] {
                assert_eq!(fold(&params, &columns, starts, remember).expect("a fit"), expected, "{params} {starts:?}");
            }
        }
    }
}

#[test]
fn many_rows_are_binned_by_exact_quantiles_in_every_split() {
    let columns = customers(260_000, 2);
    let params = json!({"target": "bad"});
    let expected = whole(&params, &columns);
    let reply: Value = serde_json::from_str(&expected).expect("JSON");
    assert_eq!((&reply["way"], &reply["measures"]["way"]), (&json!("quantiles"), &json!("histogram")));
    // Every row stands in one bin of each column, and the bins keep to their least share.
    for column in reply["model"]["columns"].as_array().expect("columns") {
        let bins = column["bins"].as_array().expect("bins");
        assert_eq!(bins.iter().map(|bin| bin["n_rows"].as_u64().expect("a count")).sum::<u64>(), 260_000);
        let ranges = bins.iter().filter(|bin| bin["kind"] == "range");
        assert!(ranges.clone().count() > 1 || column["kind"] == "category", "{column}");
        assert!(ranges.clone().all(|bin| bin["share"].as_f64() >= Some(0.05)), "{column}");
    }
    assert_eq!(fold(&params, &columns, &[0, 100_000, 100_001], true).expect("a fit"), expected);
}

#[test]
fn score_part_by_part_gives_the_columns_of_fit() {
    let columns = customers(500, 3);
    let fitted = run(&mut loaded(columns.clone()), &json!({"op": "fit", "params": params()})).expect("a fit");
    let body: Value = serde_json::from_str(&fitted.body).expect("JSON");
    let request = json!({"op": "score", "model": body["model"], "params": {"by_column": true}});
    let mut joined: Vec<Vec<Option<String>>> = vec![Vec::new(); fitted.columns.len()];
    for (from, to) in [(0, 123), (123, 500)] {
        let reply = run(&mut loaded(part(&columns, from, to)), &request).expect("scores");
        let names = |columns: &[Column]| columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&reply.columns), names(&fitted.columns));
        for (joined, column) in joined.iter_mut().zip(&reply.columns) {
            joined.extend((0..to - from).map(|row| cell(&column.values, row)));
        }
    }
    for (joined, column) in joined.iter().zip(&fitted.columns) {
        let expected: Vec<_> = (0..500).map(|row| cell(&column.values, row)).collect();
        assert_eq!(joined, &expected, "{}", column.name);
    }
}

fn cell(values: &Values, row: usize) -> Option<String> {
    match values {
        Values::Number(numbers) => Some(format!("{:x}", numbers[row].to_bits())),
        Values::Category(category) => category.level(row).map(str::to_owned),
        Values::Items(items) => {
            Some(items.row(row).iter().map(|&code| items.levels[code as usize].as_str()).collect::<Vec<_>>().join(","))
        }
    }
}

#[test]
fn what_a_part_lacks_or_a_state_does_not_fit_is_refused() {
    let columns = customers(200, 4);
    let mut session = loaded(columns.clone());
    let begun = body(&mut Instance::default(), &json!({"op": "begin", "params": params()}));
    let state = &begun["state"];
    let scanned = body(&mut session, &json!({"op": "fold", "state": state}));
    let merged =
        body(&mut Instance::default(), &json!({"op": "merge", "state": state, "partials": [scanned["partial"]]}));
    let refused = |session: &mut Instance, request: Value| problem(session, &request).code.clone();
    // A state of another pass, broken bytes, no partials, a partial of another pass.
    let broken = json!({"data": "AAAA"});
    assert_eq!(refused(&mut session, json!({"op": "fold", "state": broken})), "state_broken");
    let mut merger = Instance::default();
    assert_eq!(refused(&mut merger, json!({"op": "merge", "state": state, "partials": []})), "no_partials");
    let other = json!({"op": "merge", "state": merged["state"], "partials": [scanned["partial"]]});
    assert_eq!(refused(&mut merger, other), "partial_not_of_state");
    let fewer = loaded(columns[1..].to_vec());
    let mut fewer = fewer;
    assert_eq!(refused(&mut fewer, json!({"op": "fold", "state": merged["state"]})), "column_not_found");
    let mut texts = columns.clone();
    texts[0] = common::category("arrears_days", &vec![Some("x"); 200]);
    let mut texts = loaded(texts);
    assert_eq!(refused(&mut texts, json!({"op": "fold", "state": merged["state"]})), "column_of_other_kind");
    assert_eq!(
        refused(&mut session, json!({"op": "fold", "state": state, "first_row": 9007199254740991_u64})),
        "first_row_too_large"
    );
}

/// Base64 digits of a text changed at one place.
fn changed(text: &str, at: usize, to: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = at % bytes.len();
    bytes[at] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[usize::from(to % 64)];
    String::from_utf8(bytes).expect("a text")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_split_of_any_table_gives_the_same_bytes(
        seed in any::<u64>(), n in 60usize..400, cuts in prop::collection::vec(1usize..400, 0..4),
    ) {
        let columns = customers(n, seed);
        let params = json!({"target": "bad", "binning": {"special": [-1]}, "selection": {"min_iv": 0}});
        let mut session = loaded(columns.clone());
        // A few tables have no bads or leave no column: then every split is refused alike.
        let expected = run(&mut session, &json!({"op": "fit", "params": params})).map(|reply| reply.body);
        let mut starts: Vec<usize> = cuts.into_iter().map(|cut| cut % n).chain([0]).collect();
        starts.sort_unstable();
        starts.dedup();
        prop_assert_eq!(fold(&params, &columns, &starts, false), expected);
    }

    #[test]
    fn a_state_changed_on_its_way_is_refused_or_used_but_never_a_panic(
        n_rounds in 0usize..6, changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..4),
    ) {
        let mut session = loaded(customers(150, 5));
        let mut state = body(&mut session, &json!({"op": "begin", "params": params()}))["state"].take();
        for _ in 0..n_rounds {
            let partial = body(&mut session, &json!({"op": "fold", "state": state}))["partial"].take();
            let mut merged = body(&mut session, &json!({"op": "merge", "state": state, "partials": [partial]}));
            if merged["state"].is_null() {
                break;
            }
            state = merged["state"].take();
        }
        let partial = body(&mut session, &json!({"op": "fold", "state": state}))["partial"].take();
        let mut data = state["data"].as_str().expect("a text").to_owned();
        let mut of_partial = partial["data"].as_str().expect("a text").to_owned();
        for (at, to) in changes {
            data = changed(&data, at, to);
            of_partial = changed(&of_partial, at, to);
        }
        let broken = json!({"data": data});
        let _ = run(&mut session, &json!({"op": "fold", "state": broken}));
        let _ = run(&mut session, &json!({"op": "merge", "state": broken, "partials": [partial]}));
        let _ = run(&mut session, &json!({"op": "merge", "state": state, "partials": [{"data": of_partial}]}));
    }
}

//! What holds of every reply.

mod common;

use common::{body, loaded, part, run};
use gridfolk_contract::{Column, Values};
use proptest::prelude::*;
use serde_json::{Value, json};

fn levels_of(column: &Column) -> Vec<String> {
    let Values::Category(category) = &column.values else { panic!("categories") };
    (0..category.codes.len()).map(|row| category.level(row).unwrap_or("?").to_owned()).collect()
}

#[test]
fn a_what_if_without_edits_moves_nobody() {
    let mut session = loaded(part(2, 0, 300));
    let model = body(&mut session, &json!({"op": "assign"}))["model"].take();
    let reply = body(&mut session, &json!({"op": "what_if", "model": model}));
    assert_eq!(reply["matrix_before"], reply["matrix_after"]);
    assert_eq!((&reply["cells"]["n_moved"], &reply["movers"]), (&json!(0), &json!([])));
    assert_eq!(reply["classes"]["n_moved"], json!(0));
}

#[test]
fn what_is_remembered_changes_no_reply() {
    let fresh = || loaded(part(3, 0, 300));
    let assigned = body(&mut fresh(), &json!({"op": "assign"}));
    let other = body(&mut fresh(), &json!({"op": "assign", "params": {"results": {"arrears_risk": "kwh_year"}}}));
    let (model, other) = (&assigned["model"], &other["model"]);
    let requests = [
        json!({"op": "what_if", "model": model, "params": {"scenario": [{"column": "arrears_risk", "scale": 2}]}}),
        json!({"op": "what_if", "model": other, "params": {"scenario": [{"column": "kwh_year", "scale": 2}]}}),
        json!({"op": "what_if", "model": model, "params": {"bands": {"outage_sensitivity": {"top_shares": {"high": 0.1, "medium": 0.2}}}}}),
        json!({"op": "what_if", "model": model, "params": {"classes": [{"id": "all", "title": {"en": "a", "zh": "全"}}]}}),
        json!({"op": "predict", "model": model}),
    ];
    let mut session = fresh();
    for request in requests.iter().chain(&requests) {
        let remembered = run(&mut session, request).expect("a reply");
        assert_eq!(remembered, run(&mut fresh(), request).expect("a reply"), "{request}");
    }
}

#[test]
fn an_edited_table_is_assigned_as_if_it_came_so() {
    let model = body(&mut loaded(part(5, 0, 200)), &json!({"op": "assign"}))["model"].take();
    let scenario = json!([{"column": "kva_contract", "add": 200}, {"column": "attention", "set": "none"}]);
    let request = json!({"op": "what_if", "model": model, "params": {"scenario": scenario}});
    let what_if = run(&mut loaded(part(5, 0, 200)), &request).expect("a reply");
    let mut columns = part(5, 0, 200);
    let Values::Category(attention) = &mut columns[0].values else { panic!("categories") };
    attention.codes.iter_mut().for_each(|code| *code = 0);
    let Values::Number(kva) = &mut columns[1].values else { panic!("numbers") };
    kva.iter_mut().for_each(|kva| *kva += 200.0);
    let direct = run(&mut loaded(columns), &json!({"op": "predict", "model": model})).expect("a reply");
    assert_eq!(levels_of(&what_if.columns[3]), levels_of(&direct.columns[6]));
    let body: Value = serde_json::from_str(&what_if.body).expect("JSON");
    assert_eq!(body["matrix_after"], serde_json::from_str::<Value>(&direct.body).expect("JSON")["matrix"]);
    // The rows that moved are those that differ.
    let before = levels_of(&what_if.columns[2]);
    let n_moved =
        before.iter().zip(levels_of(&what_if.columns[3])).filter(|(before, after)| **before != *after).count();
    assert_eq!(body["cells"]["n_moved"], json!(n_moved));
}

#[test]
fn every_customer_gets_a_built_in_strategy() {
    let mut session = loaded(part(6, 0, 500));
    let assigned = run(&mut session, &json!({"op": "assign"})).expect("segments");
    let mut columns = part(6, 0, 500);
    columns.extend(assigned.columns);
    let mut session = loaded(columns);
    let reply = body(&mut session, &json!({"op": "strategy", "params": {"as_of": "2026-01-31"}}));
    assert_eq!((&reply["n_covered"], &reply["never_matched"]), (&json!(500), &json!([])));
    assert!(reply["strategies"].as_array().expect("strategies").iter().all(|strategy| strategy["state"] == "active"));
    let chosen: u64 = reply["strategies"]
        .as_array()
        .expect("strategies")
        .iter()
        .filter_map(|strategy| strategy["n_chosen"].as_u64())
        .sum();
    assert_eq!(chosen, 500);
    // Those that say what the band says, without the columns that the sample alone has.
    let same =
        json!({"op": "strategy", "params": {"as_of": "2026-01-31", "results": {"arrears_risk": "arrears_risk"}}});
    assert_eq!(body(&mut session, &same), reply);
}

#[test]
fn the_order_of_priority_decides() {
    let title = json!({"en": "x", "zh": "某"});
    let strategy = |id: &str, when: &str, priority: u64| json!({"id": id, "name": title, "scene": title, "when": when, "priority": priority, "actions": {}});
    let strategies = [
        strategy("low", "TRUE", 1),
        strategy("second", "x > 1", 5),
        strategy("first", "x > 2", 9),
        strategy("third", "x > 1", 5),
    ];
    let mut session = loaded(vec![Column::number("x", vec![1.0, 2.0, 3.0, f64::NAN])]);
    let request = json!({"op": "strategy", "params": {"as_of": "2026-01-31", "strategies": strategies}});
    let reply = run(&mut session, &request).expect("strategies");
    assert_eq!(levels_of(&reply.columns[0]), ["low", "second", "first", "low"]);
    let body: Value = serde_json::from_str(&reply.body).expect("JSON");
    let equal: Vec<&Value> =
        body["conflicts"].as_array().expect("pairs").iter().filter(|pair| pair["is_equal_priority"] == true).collect();
    assert_eq!(equal, [&json!({"first": "second", "second": "third", "n_both": 2, "is_equal_priority": true})]);
    assert_eq!(body["n_several"], json!(2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bands_by_share_hold_the_nearest_share_that_ties_allow(
        values in prop::collection::vec(prop_oneof![(0..9i32).prop_map(f64::from), Just(f64::NAN)], 1..60),
        high in 0u32..10, medium in 0u32..10, reverse in any::<bool>(),
    ) {
        let (high, medium) = (f64::from(high) / 20.0, f64::from(medium) / 20.0);
        let band = json!({"top_shares": {"high": high, "medium": medium, "reverse": reverse}});
        let params = json!({"classes": [{"id": "all", "title": {"en": "a", "zh": "全"}}],
                            "results": {"arrears_risk": "x"}, "bands": {"arrears_risk": band}});
        let reply = body(&mut loaded(vec![Column::number("x", values.clone())]), &json!({"op": "assign", "params": params}));
        let totals = &reply["matrix"]["results"][2]["totals"];
        let mut present: Vec<f64> = values.iter().filter(|value| !value.is_nan()).map(|value| if reverse { -value } else { *value }).collect();
        present.sort_by(|a, b| b.total_cmp(a));
        let n = present.len();
        // All sizes that a band from the top can have.
        let sizes: Vec<usize> = (0..=n).filter(|&size| size == 0 || size == n || present[size - 1] > present[size]).collect();
        let nearest = |share: f64| {
            let wanted = share * n as f64;
            sizes.iter().copied().fold(0, |best, size| {
                if (size as f64 - wanted).abs() < (best as f64 - wanted).abs() { size } else { best }
            })
        };
        let (top, both) = (nearest(high), nearest(high + medium));
        prop_assert_eq!(totals, &json!([top, both - top, n - both, values.len() - n]));
    }
}

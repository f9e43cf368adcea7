//! Whatever is wrong with a request is told with its place.

mod common;

use common::{body, items, loaded, problem, run};
use gridfolk_contract::Problem;
use gridfolk_contract::base64::{decode, encode};
use gridfolk_guest::Session;
use serde_json::{Value, json};

fn table() -> Value {
    json!({"columns": {
        "tags": [["a", "b"], ["a"], ["b", "a"], []], "tariff": ["x", "y", "x", null], "kwh": [1, 2, 3, 4],
    }})
}

fn refused(op: &str, params: Value) -> Problem {
    problem(&mut Session::default(), &json!({"op": op, "params": params, "table": table()}))
}

fn assert_problem(problem: &Problem, code: &str, pointer: &str) {
    assert_eq!((problem.code.as_str(), problem.pointer.as_str()), (code, pointer), "{}", problem.message);
}

#[test]
fn mistakes_in_params_are_named() {
    let rules = |rules: Value| json!({"min_support": 0.5, "rules": rules});
    for (params, code, pointer) in [
        (json!({}), "support_missing", "/params"),
        (json!({"min_support": 0.1, "min_count": 2}), "support_twice", "/params"),
        (json!({"min_support": 0}), "support_out_of_range", "/params/min_support"),
        (json!({"min_support": 1.5}), "support_out_of_range", "/params/min_support"),
        (json!({"min_support": -0.1}), "support_out_of_range", "/params/min_support"),
        (json!({"min_support": "all"}), "wrong_type", "/params/min_support"),
        (json!({"min_count": 0}), "out_of_range", "/params/min_count"),
        (json!({"min_count": 1.5}), "wrong_type", "/params/min_count"),
        (json!({"min_count": 9007199254740992u64}), "out_of_range", "/params/min_count"),
        (json!({"min_count": 1, "max_length": 0}), "out_of_range", "/params/max_length"),
        (json!({"min_count": 1, "kind": "free"}), "wrong_value", "/params/kind"),
        (json!({"min_count": 1, "supprt": 1}), "unknown_field", "/params/supprt"),
        (json!({"min_count": 1, "columns": ["tags", "nowhere"]}), "column_not_found", "/params/columns/1"),
        (json!({"min_count": 1, "columns": ["kwh"]}), "column_of_numbers", "/params/columns/0"),
        (json!({"min_count": 1, "columns": ["tags", "tags"]}), "column_twice", "/params/columns/1"),
        (json!({"min_count": 1, "columns": []}), "no_item_columns", "/table"),
        (json!({"min_count": 1, "basket": "kwh"}), "long_form_incomplete", "/params/item"),
        (json!({"min_count": 1, "item": "tariff"}), "long_form_incomplete", "/params/basket"),
        (json!({"min_count": 1, "basket": "kwh", "item": "kwh"}), "column_twice", "/params/item"),
        (json!({"min_count": 1, "basket": "kwh", "item": "tags"}), "column_of_items", "/params/item"),
        (json!({"min_count": 1, "columns": [], "basket": "kwh"}), "not_beside_columns", "/params/basket"),
        (rules(json!({})), "missing_field", "/params/rules/min_confidence"),
        (rules(json!({"min_confidence": 1.1})), "out_of_range", "/params/rules/min_confidence"),
        (rules(json!({"min_confidence": 0.5, "min_lift": -1})), "out_of_range", "/params/rules/min_lift"),
        (rules(json!({"min_confidence": 0.5, "by": "cosine"})), "wrong_value", "/params/rules/by"),
        (
            rules(json!({"min_confidence": 0.5, "left": {"max_items": 0}})),
            "out_of_range",
            "/params/rules/left/max_items",
        ),
        (
            rules(json!({"min_confidence": 0.5, "right": {"allowed": ["a", "outage"]}})),
            "item_unknown",
            "/params/rules/right/allowed/1",
        ),
    ] {
        assert_problem(&refused("mine", params), code, pointer);
    }
}

#[test]
fn mistakes_in_the_table_are_named() {
    for (table, code) in [
        (json!({"columns": {}}), "no_item_columns"),
        (json!({"columns": {"kwh": [1, 2]}}), "no_item_columns"),
        (json!({"columns": {"tags": []}}), "no_item_columns"),
        (json!({"rows": []}), "no_item_columns"),
    ] {
        let request = json!({"op": "mine", "params": {"min_support": 0.5}, "table": table});
        assert_problem(&problem(&mut Session::default(), &request), code, "/table");
    }
    let empty = problem(&mut loaded(vec![items("tags", &[])]), &json!({"op": "mine", "params": {"min_support": 0.5}}));
    assert_problem(&empty, "no_baskets", "/table");
    // Baskets without items are baskets.
    let request = json!({"op": "mine", "params": {"min_support": 0.5}, "table": {"columns": {"tags": [[], []]}}});
    let reply = body(&mut Session::default(), &request);
    assert_eq!((&reply["n_baskets"], &reply["itemsets"]), (&json!(2), &json!([])));
}

fn model() -> Value {
    let params = json!({"min_count": 1, "rules": {"min_confidence": 0.1}});
    body(&mut Session::default(), &json!({"op": "mine", "params": params, "table": table()}))["model"].take()
}

#[test]
fn a_model_that_does_not_fit_itself_is_refused() {
    let spoilt = |field: &str, value: Value| {
        let mut model = model();
        model[field] = value;
        problem(&mut Session::default(), &json!({"op": "what_if", "model": model}))
    };
    assert_problem(&spoilt("module", json!("kmeans")), "model_of_other_module", "/model/module");
    assert_problem(&spoilt("schema", json!(9)), "model_schema_unsupported", "/model/schema");
    assert_problem(&spoilt("items", json!(["b", "a"])), "model_broken", "/model/items");
    assert_problem(&spoilt("items", json!(["a", "b"])), "model_broken", "/model/itemsets");
    assert_problem(&spoilt("itemsets", json!("AAAA")), "model_broken", "/model/itemsets");
    assert_problem(&spoilt("itemsets", json!("*")), "model_broken", "/model/itemsets");
    assert_problem(&spoilt("n_baskets", json!(0)), "model_broken", "/model/n_baskets");
    assert_problem(&spoilt("n_baskets", json!(2)), "model_broken", "/model/itemsets");
    assert_problem(&spoilt("basket", json!("kwh")), "model_broken", "/model/columns");
    assert_problem(&spoilt("rules", json!({"min_confidence": 7})), "model_broken", "/model/rules");
    let missing = problem(&mut Session::default(), &json!({"op": "recommend", "table": table()}));
    assert_problem(&missing, "missing_field", "/model");
}

#[test]
fn every_spoilt_byte_of_a_model_is_refused_or_answered() {
    let model = model();
    let bytes = decode(model["itemsets"].as_str().expect("a text")).expect("base64");
    for at in 0..bytes.len() {
        for value in [0, 1, 7, 255] {
            let mut spoilt = bytes.clone();
            spoilt[at] = value;
            let mut model = model.clone();
            model["itemsets"] = json!(encode(&spoilt));
            let _ = run(
                &mut Session::default(),
                &json!({"op": "what_if", "model": model, "params": {"min_confidence": 0}}),
            );
            let _ = run(&mut Session::default(), &json!({"op": "recommend", "model": model, "table": table()}));
        }
    }
}

#[test]
fn mistakes_in_a_what_if_are_named() {
    let refused = |params: Value| {
        problem(
            &mut Session::default(),
            &json!({"op": "what_if", "model": model(), "params": params, "table": table()}),
        )
    };
    for (params, code, pointer) in [
        (json!({"min_support": 2}), "support_out_of_range", "/params/min_support"),
        (json!({"min_support": 0.5, "min_count": 2}), "support_twice", "/params"),
        (json!({"min_confidence": -1}), "out_of_range", "/params/min_confidence"),
        (
            json!({"scenario": [{"column": "tags", "insert": "a", "remove": "b"}]}),
            "edit_needs_one_change",
            "/params/scenario/0",
        ),
        (
            json!({"scenario": [{"column": "nowhere", "insert": "a"}]}),
            "edit_column_missing",
            "/params/scenario/0/column",
        ),
    ] {
        assert_problem(&refused(params), code, pointer);
    }
    let edit = json!({"scenario": [{"column": "tags", "insert": "a"}]});
    let request = json!({"op": "what_if", "model": model(), "params": edit});
    assert_problem(&problem(&mut Session::default(), &request), "table_missing", "/table");
    let other = json!({"op": "what_if", "model": model(), "params": edit, "table": {"columns": {"tags": [["a"]], "tariff": ["x"]}}});
    assert_problem(&problem(&mut Session::default(), &other), "other_table", "/table");
}

#[test]
fn states_and_partials_of_others_are_refused() {
    let begun = body(&mut Session::default(), &json!({"op": "begin", "params": {"min_count": 1}}));
    let state = &begun["state"];
    let session = || loaded(vec![items("tags", &[vec!["a".to_owned(), "b".to_owned()], vec!["a".to_owned()]])]);
    let partial = body(&mut session(), &json!({"op": "fold", "state": state}))["partial"].take();
    let merge = |state: &Value, partials: Value| {
        run(&mut Session::default(), &json!({"op": "merge", "state": state, "partials": partials}))
    };
    assert_problem(&merge(state, json!([])).unwrap_err(), "no_partials", "/partials");
    let broken = json!({"data": "AAAA"});
    assert_problem(&merge(&broken, json!([partial])).unwrap_err(), "state_broken", "/state");
    assert_problem(&merge(state, json!([partial, broken])).unwrap_err(), "partial_not_of_state", "/partials/1");
    let next: Value =
        serde_json::from_str(&merge(state, json!([partial, partial])).expect("a state").body).expect("JSON");
    assert_problem(&merge(&next["state"], json!([partial])).unwrap_err(), "partial_not_of_state", "/partials/0");
    // A byte changed anywhere in state or partial is refused or answered, and ends no instance.
    let bytes = decode(next["state"]["data"].as_str().expect("a text")).expect("base64");
    for at in 0..bytes.len() {
        for value in [0, 1, 2, 255] {
            let mut spoilt = bytes.clone();
            spoilt[at] = value;
            let state = json!({"data": encode(&spoilt)});
            if let Ok(reply) = run(&mut session(), &json!({"op": "fold", "state": state})) {
                let partial = serde_json::from_str::<Value>(&reply.body).expect("JSON")["partial"].take();
                let _ = merge(&state, json!([partial, partial]));
            }
        }
    }
}

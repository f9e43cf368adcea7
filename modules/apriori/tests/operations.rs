//! Recommendations and what-ifs on baskets that a reader can check by hand.

mod common;

use common::{baskets, body, fold, items, loaded, problem, run};
use gridfolk_contract::{Column, Values};
use gridfolk_guest::Session;
use serde_json::{Value, json};

/// Eight customers. late: 4; late and prepaid: 3; late and app: 2.
fn tags() -> Vec<Vec<String>> {
    let customers =
        ["late prepaid", "late prepaid app", "late prepaid", "late app", "app", "app ebill", "ebill app", ""];
    customers.iter().map(|tags| tags.split_whitespace().map(str::to_owned).collect()).collect()
}

fn table() -> Vec<Column> {
    vec![items("tags", &tags()), Column::number("kwh", (1..=8).map(f64::from).collect())]
}

/// The model of all itemsets in two baskets or more, with the rules of a confidence.
fn model(min_confidence: f64) -> Value {
    let params = json!({"min_count": 2, "rules": {"min_confidence": min_confidence}});
    body(&mut loaded(table()), &json!({"op": "mine", "params": params}))["model"].take()
}

#[test]
fn rules_by_hand_are_found() {
    let params = json!({"min_count": 2, "rules": {"min_confidence": 0.7, "by": "confidence"}});
    let reply = body(&mut loaded(table()), &json!({"op": "mine", "params": params}));
    assert_eq!(reply["n_baskets"], 8);
    let rules: Vec<String> = reply["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .map(|rule| format!("{} {} {}", rule["left"], rule["right"], rule["confidence"]))
        .collect();
    assert_eq!(rules, [r#"["ebill"] ["app"] 1.0"#, r#"["prepaid"] ["late"] 1.0"#, r#"["late"] ["prepaid"] 0.75"#],);
    // late and prepaid: 3 of 8, with 4 and 3; C(4, 3) C(4, 0) / C(8, 3) = 4 / 56.
    let rule = &reply["rules"][2];
    assert_eq!((&rule["support"], &rule["lift"], &rule["conviction"]), (&json!(0.375), &json!(2.0), &json!(2.5)));
    assert!((rule["p"].as_f64().expect("a number") - 1.0 / 14.0).abs() < 1e-15);
}

#[test]
fn sides_are_restricted_and_lists_are_cut() {
    let mine =
        |rules: Value| body(&mut loaded(table()), &json!({"op": "mine", "params": {"min_count": 1, "rules": rules}}));
    let all = mine(json!({"min_confidence": 0}));
    let rights = |reply: &Value| -> Vec<Value> {
        reply["rules"].as_array().expect("rules").iter().map(|rule| rule["right"].clone()).collect()
    };
    let late = mine(json!({"min_confidence": 0, "right": {"allowed": ["late"]}}));
    assert!(rights(&late).iter().all(|right| *right == json!(["late"])) && !rights(&late).is_empty());
    let required = mine(json!({"min_confidence": 0, "right": {"required": ["late"], "max_items": 1}}));
    assert_eq!(rights(&late), rights(&required));
    let forbidden = mine(json!({"min_confidence": 0, "left": {"forbidden": ["app", "late"]}}));
    let lefts = forbidden["rules"].as_array().expect("rules");
    assert!(lefts.iter().all(|rule| rule["left"] == json!(["prepaid"]) || rule["left"] == json!(["ebill"])));
    let n = all["n_rules"].as_u64().expect("a number");
    let top = mine(json!({"min_confidence": 0, "top": 2, "by": "support"}));
    assert_eq!((top["n_rules"].as_u64(), &top["n_rules_listed"]), (Some(n), &json!(2)));
    let dropped = mine(json!({"min_confidence": 0, "drop_redundant": true}));
    let n_redundant = dropped["n_rules_redundant"].as_u64().expect("a number");
    assert_eq!(dropped["n_rules_listed"], json!(n - n_redundant));
    assert!(n_redundant > 0);
}

#[test]
fn redundant_rules_have_a_shorter_one_that_says_as_much() {
    let params = json!({"min_support": 0.01, "rules": {"min_confidence": 0}});
    let reply = body(&mut loaded(vec![items("tags", &baskets(120, 7, 5))]), &json!({"op": "mine", "params": params}));
    let rules = reply["rules"].as_array().expect("rules");
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let mut n_redundant = 0;
    for rule in rules {
        let says_as_much = |other: &&Value| {
            let (part, whole) = (list(&other["left"]), list(&rule["left"]));
            other["right"] == rule["right"]
                && part.len() < whole.len()
                && part.iter().all(|item| whole.contains(item))
                && other["confidence"].as_f64() >= rule["confidence"].as_f64()
        };
        assert_eq!(rule["redundant"], json!(rules.iter().find(says_as_much).is_some()), "{rule}");
        n_redundant += usize::from(rule["redundant"] == json!(true));
    }
    assert!(n_redundant > 10 && n_redundant < rules.len());
}

#[test]
fn closed_and_maximal_itemsets_are_those_by_definition() {
    let baskets = baskets(90, 8, 6);
    let mine = |kind: &str| {
        let request = json!({"op": "mine", "params": {"min_count": 5, "kind": kind}});
        body(&mut loaded(vec![items("tags", &baskets)]), &request)["itemsets"].as_array().expect("itemsets").clone()
    };
    let all = mine("all");
    let is_part = |part: &Value, whole: &Value| {
        let (part, whole) = (part["items"].as_array().expect("items"), whole["items"].as_array().expect("items"));
        part.len() < whole.len() && part.iter().all(|item| whole.contains(item))
    };
    let closed: Vec<Value> = all
        .iter()
        .filter(|itemset| {
            !all.iter().any(|other| is_part(itemset, other) && other["n_baskets"] == itemset["n_baskets"])
        })
        .cloned()
        .collect();
    let maximal: Vec<Value> =
        all.iter().filter(|itemset| !all.iter().any(|other| is_part(itemset, other))).cloned().collect();
    assert_eq!((mine("closed"), mine("maximal")), (closed, maximal.clone()));
    assert!(maximal.len() < all.len());
}

#[test]
fn customers_are_offered_what_the_best_rule_that_fires_says() {
    let request = json!({"op": "recommend", "model": model(0.5), "params": {"n_items": 2, "by": "confidence"}});
    let mut session = loaded(table());
    let reply = run(&mut session, &request).expect("a reply");
    let names: Vec<&str> = reply.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["item_1", "rule_1", "strength_1", "item_2", "rule_2", "strength_2"]);
    let text = |column: usize, row: usize| match &reply.columns[column].values {
        Values::Category(category) => category.level(row).map(str::to_owned),
        _ => panic!("categories"),
    };
    // late → prepaid (0.75) for the fourth customer, late → app (0.5) for the first.
    assert_eq!((text(0, 3).as_deref(), text(1, 3).as_deref()), (Some("prepaid"), Some("late → prepaid")));
    assert_eq!((text(0, 0).as_deref(), text(1, 0).as_deref()), (Some("app"), Some("late → app")));
    // Nothing is known of the last customer.
    assert_eq!((text(0, 7), text(3, 0)), (None, None));
    let body: Value = serde_json::from_str(&reply.body).expect("JSON");
    assert_eq!(body["bundles"][0], json!({"items": ["late", "prepaid"], "n_baskets": 3, "support": 0.375}));
    assert_eq!(body["cross_sell"][0]["lift"], json!(2.0));
    assert_eq!(body["n_baskets_advised"], json!(7 - body_without(&body)));
}

/// Customers with tags to whom no rule says anything new.
fn body_without(body: &Value) -> u64 {
    7 - body["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["n_baskets_first"].as_u64().expect("a number"))
        .sum::<u64>()
}

#[test]
fn other_thresholds_need_no_mining() {
    let request = |params: Value| json!({"op": "what_if", "model": model(0.5), "params": params});
    let mut session = Session::default();
    let same = body(&mut session, &request(json!({})));
    assert_eq!((&same["n_gained"], &same["n_lost"], &same["n_changed"]), (&json!(0), &json!(0), &json!(0)));
    let higher = body(&mut session, &request(json!({"min_confidence": 0.7, "min_count": 3})));
    assert_eq!(higher["after"]["n_rules"], 2);
    assert_eq!(higher["n_lost"], json!(higher["before"]["n_rules"].as_u64().expect("a number") - 2));
    let lower = body(&mut session, &request(json!({"min_confidence": 0.3})));
    assert!(lower["n_gained"].as_u64() > Some(0) && lower["n_lost"] == json!(0));
    // What it says is what a mining with these thresholds says.
    let params = json!({"min_count": 3, "rules": {"min_confidence": 0.7}});
    let mined = body(&mut loaded(table()), &json!({"op": "mine", "params": params}));
    assert_eq!(higher["rules"], mined["rules"]);
    assert_eq!(higher["after"]["n_itemsets"], mined["n_itemsets"]);
    assert_eq!(problem(&mut session, &request(json!({"min_support": 0.1}))).code, "below_mined");
}

#[test]
fn edited_baskets_change_rules_as_a_new_mining_says() {
    let scenario = json!([
        {"column": "tags", "where": {"column": "kwh", "lte": 4}, "insert": "app"},
        {"column": "tags", "where": {"column": "tags", "has": "ebill"}, "remove": "ebill"},
    ]);
    let request = json!({"op": "what_if", "model": model(0.5), "params": {"scenario": scenario}});
    let reply = body(&mut loaded(table()), &request);
    let edited = ["late prepaid app", "late prepaid app", "late prepaid app", "late app", "app", "app", "app", ""];
    let edited: Vec<Vec<String>> =
        edited.iter().map(|tags| tags.split_whitespace().map(str::to_owned).collect()).collect();
    let params = json!({"min_count": 2, "rules": {"min_confidence": 0.5}});
    let mined = body(&mut loaded(vec![items("tags", &edited)]), &json!({"op": "mine", "params": params}));
    assert_eq!(reply["rules"], mined["rules"]);
    assert!(reply["lost"].as_array().expect("rules").iter().any(|rule| rule["left"] == json!(["ebill"])));
    assert!(reply["gained"].as_array().expect("rules").iter().any(|rule| rule["right"] == json!(["app", "late"])));
    let changed = &reply["changed"][0];
    assert_eq!(
        (&changed["before"]["left"], &changed["before"]["right"]),
        (&changed["after"]["left"], &changed["after"]["right"])
    );
    assert_eq!(
        reply["n_kept"].as_u64().expect("a number") + reply["n_gained"].as_u64().expect("a number"),
        mined["n_rules"].as_u64().expect("a number"),
    );
}

#[test]
fn a_scenario_without_effect_changes_no_rule() {
    let scenario = json!([{"column": "tags", "where": {"column": "kwh", "gt": 100}, "insert": "app"}]);
    let reply =
        body(&mut loaded(table()), &json!({"op": "what_if", "model": model(0.3), "params": {"scenario": scenario}}));
    assert_eq!([&reply["n_gained"], &reply["n_lost"], &reply["n_changed"]], [&json!(0); 3]);
    assert_eq!(reply["before"], reply["after"]);
}

#[test]
fn what_an_instance_remembers_changes_no_reply() {
    let (first, second) = (model(0.2), model(0.6));
    let requests = [
        json!({"op": "what_if", "model": first, "params": {"min_confidence": 0.5}}),
        json!({"op": "what_if", "model": first, "params": {"min_confidence": 0.1, "by": "p"}}),
        json!({"op": "recommend", "model": first}),
        json!({"op": "what_if", "model": second, "params": {"min_lift": 1.5, "min_count": 3}}),
        json!({"op": "what_if", "model": first, "params": {"scenario": [{"column": "tags", "insert": "app"}]}}),
        json!({"op": "mine", "params": {"min_count": 2}}),
        json!({"op": "what_if", "model": first, "params": {"min_confidence": 0.2, "min_count": 3}}),
    ];
    let mut session = loaded(table());
    for request in requests.iter().chain(&requests) {
        let remembered = run(&mut session, request).expect("a reply");
        let fresh = run(&mut loaded(table()), request).expect("a reply");
        assert_eq!(remembered.body, fresh.body, "{request}");
        // As text: a missing number is not equal to itself.
        assert_eq!(format!("{:?}", remembered.columns), format!("{:?}", fresh.columns), "{request}");
    }
}

#[test]
fn the_reply_is_of_the_manifests_shape() {
    let params = json!({"min_count": 2, "rules": {"min_confidence": 0.1}, "kind": "closed"});
    let reply = body(&mut loaded(table()), &json!({"op": "mine", "params": params}));
    let named: Vec<&str> = reply.as_object().expect("an object").keys().map(String::as_str).collect();
    let schema: Value = serde_json::from_str(include_str!("../manifest.json")).expect("JSON");
    let properties = &schema["operations"]["mine"]["reply"]["properties"];
    let mut known: Vec<&str> = properties.as_object().expect("properties").keys().map(String::as_str).collect();
    known.sort_unstable();
    assert_eq!(named, known);
    assert_eq!(reply["itemsets"].as_array().map(Vec::len), reply["n_itemsets_listed"].as_u64().map(|n| n as usize));
}

#[test]
fn long_form_recommends_to_every_row_of_a_basket() {
    let rows: Vec<(&str, &str)> = vec![("b1", "x"), ("b1", "y"), ("b2", "x"), ("b2", "y"), ("b3", "x"), ("b3", "z")];
    let table = json!({"columns": {
        "bill": rows.iter().map(|row| row.0).collect::<Vec<_>>(),
        "service": rows.iter().map(|row| row.1).collect::<Vec<_>>(),
    }});
    let params = json!({"basket": "bill", "item": "service", "min_count": 2, "rules": {"min_confidence": 0.5}});
    let model = body(&mut Session::default(), &json!({"op": "mine", "params": params, "table": table}))["model"].take();
    let reply = body(&mut Session::default(), &json!({"op": "recommend", "model": model, "table": table}));
    assert_eq!(reply["columns"]["item_1"], json!([null, null, null, null, "y", "y"]));
    let folded = fold(&params, &[(0, vec![])]).unwrap_err();
    assert_eq!((folded.code.as_str(), folded.pointer.as_str()), ("column_not_found", "/params/basket"));
}

//! What the operations answer, on tables small enough to check by hand.

mod common;

use common::{body, columns, fresh, loaded};
use serde_json::{Value, json};

/// Bad where calls are many, or where there is no tariff known.
fn table() -> Value {
    json!({"columns": {
        "calls": [0, 1, 0, 2, 6, 7, 9, 8, 1, 0],
        "tariff": ["flat", "flat", "tou", "tou", "flat", "tou", "flat", "tou", null, null],
        "bad": [0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
    }})
}

fn fit(params: Value, table: Value) -> Value {
    fresh(json!({"op": "fit", "params": params, "table": table}))
}

fn model() -> Value {
    fit(json!({"target": "bad", "min_leaf": 1}), table())["model"].take()
}

#[test]
fn a_tree_splits_numbers_halfway_and_levels_by_whether_they_are_known() {
    let reply = fit(json!({"target": "bad", "min_leaf": 1}), table());
    let nodes = &reply["model"]["nodes"];
    // Calls above 4 are four of six bad ones; of the rest the missing tariffs are the bad ones.
    assert_eq!((&nodes[0]["column"], &nodes[0]["lte"]), (&json!("calls"), &json!(4.0)));
    assert_eq!((&nodes[0]["yes"], &nodes[0]["no"], &nodes[0]["missing"]), (&json!(1), &json!(4), &json!("yes")));
    assert_eq!(nodes[1]["column"], "tariff");
    assert_eq!((&nodes[1]["missing"], nodes[1].get("in"), nodes[1].get("lte")), (&json!("yes"), None, None));
    assert_eq!(nodes[2]["weights"], json!([0.0, 2.0]));
    assert_eq!(nodes[0]["impurity"], 1.0 - 0.4 * 0.4 - 0.6 * 0.6);
    assert_eq!((&reply["n_leaves"], &reply["depth"], &reply["splits"]), (&json!(3), &json!(2), &json!("exact")));
    assert_eq!((&reply["accuracy"], &reply["auc"], &reply["ks"]), (&json!(1.0), &json!(1.0), &json!(1.0)));
    assert_eq!(reply["columns"]["leaf"], json!(["n3", "n3", "n3", "n3", "n4", "n4", "n4", "n4", "n2", "n2"]));
    assert_eq!(reply["columns"]["class"], json!(["0", "0", "0", "0", "1", "1", "1", "1", "1", "1"]));
    assert_eq!(reply["columns"]["probability"][9], 1.0);
}

#[test]
fn missing_numbers_go_where_they_are_alike() {
    let table = json!({"columns": {"x": [1, 2, null, null, 8, 9, 10], "y": ["a", "a", "b", "b", "b", "b", "b"]}});
    let reply = fit(json!({"target": "y", "min_leaf": 1}), table);
    let root = &reply["model"]["nodes"][0];
    assert_eq!((&root["lte"], &root["missing"]), (&json!(5.0), &json!("no")));
    assert_eq!(reply["model"]["columns"][0]["n_missing"], 2);
}

#[test]
fn levels_are_put_together_by_their_rate() {
    // b and d have the event, a and c do not: no order of their texts parts them.
    let levels = ["a", "b", "c", "d", "a", "b", "c", "d", "a"];
    let event = [0, 1, 0, 1, 0, 1, 0, 1, 0];
    let reply = fit(json!({"target": "e", "min_leaf": 1}), json!({"columns": {"t": levels, "e": event}}));
    let root = &reply["model"]["nodes"][0];
    // The lighter side is listed: four rows against five. What the fit never saw goes with the other one.
    assert_eq!((&root["in"], &root["missing"]), (&json!(["b", "d"]), &json!("no")));
    let predict =
        json!({"op": "predict", "model": reply["model"], "table": {"columns": {"t": ["d", "new", null, "c"]}}});
    assert_eq!(fresh(predict)["columns"]["class"], json!(["1", "0", "0", "0"]));
}

#[test]
fn three_classes_of_levels_are_parted_by_the_best_subset() {
    let levels = ["a", "b", "c", "d", "e", "f"].repeat(3);
    let class = ["x", "y", "x", "y", "z", "z"].repeat(3);
    let reply = fit(json!({"target": "k", "min_leaf": 1}), json!({"columns": {"t": levels, "k": class}}));
    assert_eq!((&reply["accuracy"], &reply["n_leaves"], &reply["auc"]), (&json!(1.0), &json!(3), &Value::Null));
}

#[test]
fn weights_of_rows_count_as_rows_and_weights_of_classes_decide() {
    let thrice = json!({"columns": {"x": [1, 1, 1, 2, 2, 3], "y": [0, 0, 0, 1, 0, 1]}});
    let weighted = json!({"columns": {"x": [1, 2, 2, 3], "y": [0, 1, 0, 1], "w": [3, 1, 1, 1]}});
    let plain = fit(json!({"target": "y", "min_leaf": 1}), thrice);
    let with = fit(json!({"target": "y", "weight": "w", "min_leaf": 1}), weighted);
    for (a, b) in
        plain["model"]["nodes"].as_array().expect("nodes").iter().zip(with["model"]["nodes"].as_array().expect("nodes"))
    {
        assert_eq!((&a["weights"], &a["lte"]), (&b["weights"], &b["lte"]));
    }
    // One bad of three: told good, unless bads weigh five times as much; the probability stays a third.
    let table = json!({"columns": {"x": [1, 1, 1], "y": [0, 0, 1]}});
    let told = |class_weight: Value| {
        let reply = fit(json!({"target": "y", "class_weight": class_weight}), table.clone());
        (reply["columns"]["class"][0].clone(), reply["columns"]["probability"][0].clone())
    };
    assert_eq!(told(json!("equal")), (json!("0"), json!(1.0 / 3.0)));
    assert_eq!(told(json!({"by_class": {"1": 5}})), (json!("1"), json!(1.0 / 3.0)));
}

#[test]
fn rows_without_a_class_or_weight_take_no_part_and_are_predicted() {
    let table = json!({"columns": {"x": [1, 2, 8, 9, 8], "y": ["a", "a", "b", "b", null], "w": [1, 1, 1, 1, 0]}});
    let reply = fit(json!({"target": "y", "weight": "w", "min_leaf": 1}), table);
    assert_eq!((&reply["n_rows"], &reply["n_rows_used"]), (&json!(5), &json!(4)));
    assert_eq!(reply["columns"]["class"][4], "b");
}

#[test]
fn a_leaf_costs_what_pruning_says() {
    // The second split parts one row of ten: it lowers the weighted impurity by 0.08.
    let x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    let y = [0, 0, 0, 0, 0, 1, 1, 1, 1, 0];
    let n_leaves = |alpha: f64| {
        let params = json!({"target": "y", "min_leaf": 1, "ccp_alpha": alpha});
        fit(params, json!({"columns": {"x": x, "y": y}}))["n_leaves"].clone()
    };
    assert_eq!(
        (n_leaves(0.0), n_leaves(0.15), n_leaves(0.17), n_leaves(0.5)),
        (json!(3), json!(3), json!(2), json!(1))
    );
}

#[test]
fn a_target_of_one_leaf_tells_the_commonest_class() {
    let reply = fit(json!({"target": "y"}), json!({"columns": {"x": [5, 5, 5], "y": ["a", "b", "b"]}}));
    assert_eq!((&reply["n_leaves"], &reply["depth"]), (&json!(1), &json!(0)));
    assert_eq!(reply["columns"]["class"], json!(["b", "b", "b"]));
    let rules = fresh(json!({"op": "explain", "model": reply["model"]}));
    assert_eq!(rules["rules"][0]["text"]["zh"], "全部客户 → y 为 b：3 户（占全部 100%），比例 66.7%，提升度 1");
}

#[test]
fn rules_say_who_and_how_often() {
    let rules = fresh(json!({"op": "explain", "model": model()}))["rules"].take();
    assert_eq!(rules.as_array().map(Vec::len), Some(3));
    assert_eq!(
        rules[0]["text"]["en"],
        "calls at most 4; tariff missing → bad is 1 for 100% of 2 customers (20% of all), lift 1.67"
    );
    assert_eq!(rules[1]["text"]["zh"], "calls 大于 4 → bad 为 1：4 户（占全部 40%），比例 100%，提升度 1.67");
    assert_eq!(rules[2]["rate"], 0.0);
    assert_eq!((&rules[2]["support"], &rules[2]["leaf"]), (&json!(0.4), &json!("n3")));
}

/// Every rule's condition chooses the customers that `predict` leads to its leaf.
#[test]
fn the_condition_of_a_rule_chooses_its_leaf() {
    for (n_classes, seed) in [(2, 11), (3, 12)] {
        let columns = columns(700, n_classes, seed);
        let mut session = loaded(columns);
        let params = json!({"target": "class", "max_depth": 6, "min_leaf": 3, "columns": ["kwh", "calls", "tariff"]});
        let fitted = body(&mut session, &json!({"op": "fit", "params": params, "rows_as": "inline"}));
        let rules = body(&mut session, &json!({"op": "explain", "model": fitted["model"]}));
        for rule in rules["rules"].as_array().expect("rules") {
            // A scenario writes 1 into the weights of the rows that the condition chooses.
            let scenario =
                json!([{"column": "weight", "set": 0}, {"column": "weight", "where": rule["condition"], "set": 1}]);
            let by_weight = json!({
                "module": "tree", "schema": 1, "target": "class", "classes": ["out", "in"], "event": "in", "criterion": "gini",
                "class_weights": [1, 1], "columns": [{"name": "weight", "kind": "number", "n_missing": 0, "spread": 1}],
                "nodes": [
                    {"column": "weight", "lte": 0.5, "missing": "yes", "yes": 1, "no": 2, "n_rows": 2, "weights": [1, 1], "impurity": 0.5},
                    {"n_rows": 1, "weights": [1, 0], "impurity": 0}, {"n_rows": 1, "weights": [0, 1], "impurity": 0},
                ],
            });
            let request =
                json!({"op": "what_if", "model": by_weight, "params": {"scenario": scenario}, "rows_as": "inline"});
            let chosen = body(&mut session, &request)["columns"]["class_after"].take();
            let chosen = chosen.as_array().expect("cells").iter().map(|class| class == "in");
            let leaves = fitted["columns"]["leaf"].as_array().expect("cells").iter().map(|leaf| *leaf == rule["leaf"]);
            assert!(chosen.eq(leaves), "{rule}");
        }
    }
}

#[test]
fn a_what_if_with_no_edit_moves_nobody() {
    let mut session = loaded(columns(500, 2, 8));
    let model = body(&mut session, &json!({"op": "fit", "params": {"target": "class"}}))["model"].take();
    let reply = body(&mut session, &json!({"op": "what_if", "model": model, "params": {}}));
    assert_eq!((&reply["classes"]["n_moved"], &reply["movers"]), (&json!(0), &json!([])));
    assert_eq!(reply["probability"]["before"], reply["probability"]["after"]);
    assert_eq!(reply["probability"]["mean_change"], 0.0);
}

#[test]
fn a_what_if_tells_who_moves() {
    let scenario = json!([{"column": "calls", "where": {"column": "calls", "gte": 8}, "set": 0}]);
    let request = json!({"op": "what_if", "model": model(), "table": table(), "params": {"scenario": scenario}});
    let reply = fresh(request);
    assert_eq!(reply["classes"]["migration"], json!([[4, 0], [2, 4]]));
    let mover = |row: u32| json!({"row": row, "leaf_before": "n4", "leaf_after": "n3", "probability_before": 1.0, "probability_after": 0.0});
    assert_eq!(reply["movers"], json!([mover(6), mover(7)]));
    assert_eq!(reply["leaves"][1], json!({"leaf": "n3", "n_before": 4, "n_after": 6}));
    assert_eq!(
        (&reply["probability"]["before"]["mean"], &reply["probability"]["after"]["mean"]),
        (&json!(0.6), &json!(0.4))
    );
    assert_eq!(
        (&reply["probability"]["after"]["p50"], &reply["probability"]["after"]["p75"]),
        (&json!(0.0), &json!(1.0))
    );
}

#[test]
fn a_moved_threshold_gives_its_model() {
    let params = json!({"thresholds": [{"node": "n0", "set": 6}, {"node": "n0", "add": 1.5}]});
    let reply = fresh(json!({"op": "what_if", "model": model(), "table": table(), "params": params}));
    assert_eq!(reply["model"]["nodes"][0]["lte"], 7.5);
    assert_eq!(reply["columns"]["leaf_after"], json!(["n3", "n3", "n3", "n3", "n3", "n3", "n4", "n4", "n2", "n2"]));
    let predicted = fresh(json!({"op": "predict", "model": reply["model"], "table": table()}));
    assert_eq!(predicted["columns"]["leaf"], reply["columns"]["leaf_after"]);
}

fn reverse(row: u32, goal: Value, columns: Value) -> Value {
    let params = json!({"reverse": {"row": row, "goal": goal, "columns": columns}});
    fresh(json!({"op": "what_if", "model": model(), "table": table(), "params": params}))["reverse"].take()
}

#[test]
fn the_reverse_question_finds_the_smallest_change() {
    // Row 4 has six calls; with four it is good. The quartiles of calls are 0 and 7.
    let reply = reverse(4, json!({"class": "0"}), json!([]));
    assert_eq!(reply["changes"], json!([{"column": "calls", "before": 6.0, "after": 4.0, "cost": 2.0 / 7.0}]));
    assert_eq!((&reply["before"]["leaf"], &reply["after"]["leaf"]), (&json!("n4"), &json!("n3")));
    // Upwards: the first number above 4; on whole numbers 5, and at least 6 where that is asked for.
    let up = |columns: Value| reverse(0, json!({"probability_gte": 0.9}), columns)["changes"][0]["after"].clone();
    assert_eq!(up(json!([])), json!(4.0f64.next_up()));
    assert_eq!(up(json!([{"column": "calls", "step": 1}])), 5.0);
    assert_eq!(up(json!([{"column": "calls", "step": 1, "min": 5.5}])), 6.0);
    // A missing tariff may be found out, at a cost of 1; with it fixed there is no way.
    let reply = reverse(9, json!({"class": "0"}), json!([{"column": "tariff", "in": ["tou", "flat"]}]));
    assert_eq!(reply["changes"], json!([{"column": "tariff", "before": null, "after": "flat", "cost": 1.0}]));
    let reply = reverse(9, json!({"class": "0"}), json!([{"column": "tariff", "fixed": true}]));
    assert_eq!((&reply["after"], &reply["cost"], &reply["changes"]), (&Value::Null, &Value::Null, &json!([])));
    // Who is there already changes nothing.
    let reply = reverse(0, json!({"leaf": "n3"}), json!([]));
    assert_eq!((&reply["cost"], &reply["changes"]), (&json!(0.0), &json!([])));
}

/// Against every change that there could be on a grid of values: none that works is cheaper, and the
/// answer itself works.
#[test]
fn no_change_is_smaller_than_the_one_answered() {
    let mut session = loaded(columns(400, 2, 21));
    let params = json!({"target": "class", "max_depth": 5, "columns": ["calls", "tariff"], "min_leaf": 4});
    let model = body(&mut session, &json!({"op": "fit", "params": params}))["model"].take();
    let spread = model["columns"][0]["spread"].as_f64().expect("a spread");
    let levels = ["flat", "step", "tou", "乙", "甲"];
    let (mut calls, mut tariffs) = (Vec::new(), Vec::new());
    for call in -1..6 {
        for level in levels {
            calls.push(call);
            tariffs.push(level);
        }
    }
    let grid = json!({"columns": {"calls": calls, "tariff": tariffs}});
    let classes = fresh(json!({"op": "predict", "model": model, "table": grid}))["columns"]["class"].take();
    for row in 0..calls.len() {
        let goal = if classes[row] == "c0" { "c1" } else { "c0" };
        let freedoms = json!([{"column": "calls", "step": 1, "min": -1, "max": 5}, {"column": "tariff", "in": levels}]);
        let reverse = json!({"reverse": {"row": row, "goal": {"class": goal}, "columns": freedoms}});
        let request = json!({"op": "what_if", "model": model, "table": grid, "params": reverse});
        let reply = fresh(request)["reverse"].take();
        let cost_to = |other: usize| {
            f64::from(calls[other] - calls[row]).abs() / spread + f64::from(u8::from(tariffs[other] != tariffs[row]))
        };
        let least = (0..calls.len()).filter(|&other| classes[other] == goal).map(cost_to).fold(f64::INFINITY, f64::min);
        assert_eq!(reply["cost"].as_f64().unwrap_or(f64::INFINITY), least, "row {row}");
    }
}

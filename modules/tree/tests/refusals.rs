//! Whatever is wrong with a request is told with its place.

mod common;

use common::{fresh, problem};
use gridfolk_contract::Problem;
use gridfolk_guest::Session;
use serde_json::{Value, json};

fn table() -> Value {
    json!({"columns": {
        "calls": [0, 1, 6, 7, 2], "tariff": ["flat", "flat", "tou", "tou", null], "tags": [["a"], [], [], [], []],
        "w": [1, 1, 2, 0, 1], "minus": [1, -1, 1, 1, 1], "hole": [1, 1, null, 1, 1], "one": [3, 3, 3, 3, 3],
        "bad": [0, 0, 1, 1, 0],
    }})
}

fn refused(op: &str, params: Value, table: Value) -> Problem {
    problem(&mut Session::default(), &json!({"op": op, "params": params, "table": table}))
}

fn assert_problem(problem: &Problem, code: &str, pointer: &str) {
    assert_eq!((problem.code.as_str(), problem.pointer.as_str()), (code, pointer), "{}", problem.message);
}

#[test]
fn mistakes_in_params_are_named() {
    for (params, code, pointer) in [
        (json!({}), "missing_field", "/params/target"),
        (json!({"target": 1}), "wrong_type", "/params/target"),
        (json!({"target": "bad", "depth": 1}), "unknown_field", "/params/depth"),
        (json!({"target": "worse"}), "column_not_found", "/params/target"),
        (json!({"target": "tags"}), "column_wrong_kind", "/params/target"),
        (json!({"target": "one"}), "one_class", "/params/target"),
        (json!({"target": "bad", "columns": []}), "too_many_columns", "/params/columns"),
        (json!({"target": "bad", "columns": ["x"]}), "column_not_found", "/params/columns/0"),
        (json!({"target": "bad", "columns": ["tags"]}), "column_wrong_kind", "/params/columns/0"),
        (json!({"target": "bad", "columns": ["calls", "calls"]}), "column_twice", "/params/columns/1"),
        (json!({"target": "bad", "columns": ["bad"]}), "column_in_two_uses", "/params/columns/0"),
        (json!({"target": "bad", "columns": ["w"], "weight": "w"}), "column_in_two_uses", "/params/columns/0"),
        (json!({"target": "bad", "weight": "bad"}), "column_in_two_uses", "/params/weight"),
        (json!({"target": "bad", "weight": "tariff"}), "column_wrong_kind", "/params/weight"),
        (json!({"target": "bad", "weight": "minus"}), "weight_wrong", "/table/columns/minus/1"),
        (json!({"target": "bad", "weight": "hole"}), "weight_wrong", "/table/columns/hole/2"),
        (json!({"target": "bad", "event": "2"}), "class_unknown", "/params/event"),
        (json!({"target": "bad", "class_weight": "heavy"}), "wrong_value", "/params/class_weight"),
        (
            json!({"target": "bad", "class_weight": {"by_class": {"2": 1}}}),
            "class_unknown",
            "/params/class_weight/by_class",
        ),
        (
            json!({"target": "bad", "class_weight": {"by_class": {"1": -1}}}),
            "out_of_range",
            "/params/class_weight/by_class/1",
        ),
        (
            json!({"target": "bad", "class_weight": {"by_class": {"0": 0, "1": 0}}}),
            "no_class_weighs",
            "/params/class_weight/by_class",
        ),
        (json!({"target": "bad", "class_weight": {"for_class": {}}}), "wrong_value", "/params/class_weight"),
        (json!({"target": "bad", "criterion": "error"}), "wrong_value", "/params/criterion"),
        (json!({"target": "bad", "max_depth": 0}), "out_of_range", "/params/max_depth"),
        (json!({"target": "bad", "max_depth": 31}), "out_of_range", "/params/max_depth"),
        (json!({"target": "bad", "max_depth": 2.5}), "wrong_type", "/params/max_depth"),
        (json!({"target": "bad", "min_leaf": 0}), "out_of_range", "/params/min_leaf"),
        (json!({"target": "bad", "min_leaf": -1}), "wrong_value", "/params/min_leaf"),
        (json!({"target": "bad", "min_impurity_decrease": -0.1}), "out_of_range", "/params/min_impurity_decrease"),
        (json!({"target": "bad", "ccp_alpha": 11}), "out_of_range", "/params/ccp_alpha"),
    ] {
        assert_problem(&refused("fit", params, table()), code, pointer);
    }
}

#[test]
fn mistakes_in_the_table_are_named() {
    let many: Vec<String> = (0..1100).map(|row| format!("level {row}")).collect();
    let classes: Vec<u32> = (0..1100).map(|row| row % 65).collect();
    for (table, code, pointer) in [
        (json!({"columns": {"y": [0, 1]}}), "no_usable_columns", "/table"),
        (json!({"columns": {"x": [], "y": []}}), "no_rows", "/table"),
        (json!({"columns": {"x": [1, 2], "y": [null, null]}}), "no_rows", "/table"),
        (
            json!({"columns": {"x": many, "y": classes.iter().map(|class| class % 2).collect::<Vec<_>>()}}),
            "too_many_levels",
            "/table/columns/x",
        ),
        (json!({"columns": {"x": classes, "y": classes}}), "too_many_classes", "/params/target"),
        (json!({"columns": {"x": classes, "y": many}}), "too_many_classes", "/params/target"),
    ] {
        assert_problem(&refused("fit", json!({"target": "y"}), table), code, pointer);
    }
    assert_problem(&problem(&mut Session::default(), &json!({"op": "grow"})), "unknown_op", "/op");
    assert_problem(
        &problem(&mut Session::default(), &json!({"op": "fit", "params": {"target": "y"}})),
        "table_missing",
        "/table",
    );
    let both = json!({"op": "explain", "model": {}, "table": {"columns": {}}});
    assert_problem(&problem(&mut Session::default(), &both), "field_not_read", "/table");
}

fn model() -> Value {
    let params = json!({"target": "bad", "min_leaf": 1, "columns": ["calls", "tariff"]});
    fresh(json!({"op": "fit", "params": params, "table": table()}))["model"].take()
}

#[test]
fn mistakes_in_a_model_are_named() {
    let edit = |pointer: &str, value: Value| {
        let mut model = model();
        *model.pointer_mut(pointer).expect("a place") = value;
        model
    };
    for (model, code, pointer) in [
        (json!({}), "missing_field", "/model/module"),
        (json!({"module": "kmeans", "schema": 1}), "model_of_other_module", "/model/module"),
        (json!({"module": "tree", "schema": 2}), "model_schema_unsupported", "/model/schema"),
        (json!({"module": "tree", "schema": 1}), "missing_field", "/model/target"),
        (edit("/classes", json!(["0"])), "model_broken", "/model/classes"),
        (edit("/classes", json!(["0", "0"])), "model_broken", "/model/classes"),
        (edit("/event", json!("2")), "model_broken", "/model/event"),
        (edit("/class_weights", json!([1])), "model_broken", "/model/class_weights"),
        (edit("/columns", json!([])), "model_broken", "/model/columns"),
        (edit("/columns/0/kind", json!("items")), "model_broken", "/model/columns/0"),
        (edit("/columns/0/spread", json!(0)), "model_broken", "/model/columns/0"),
        (edit("/nodes", json!([])), "model_broken", "/model/nodes"),
        (edit("/nodes/0/column", json!("kwh")), "model_broken", "/model/nodes/0"),
        (edit("/nodes/0/column", json!("tariff")), "model_broken", "/model/nodes/0"),
        (edit("/nodes/0/missing", json!("left")), "model_broken", "/model/nodes/0"),
        (edit("/nodes/0/yes", json!(0)), "model_broken", "/model/nodes/0"),
        (edit("/nodes/0/no", json!(1)), "model_broken", "/model/nodes/0"),
        (edit("/nodes/0/no", json!(99)), "model_broken", "/model/nodes/0"),
        (edit("/nodes/0/yes", Value::Null), "model_broken", "/model/nodes/0"),
        (edit("/nodes/1/weights", json!([1, -1])), "model_broken", "/model/nodes/1"),
        (edit("/nodes/1/weights", json!([1])), "model_broken", "/model/nodes/1"),
        (edit("/nodes/1/n_rows", json!(1.5)), "wrong_type", "/model/nodes/1/n_rows"),
    ] {
        let request = json!({"op": "predict", "model": model, "table": table()});
        assert_problem(&problem(&mut Session::default(), &request), code, pointer);
    }
    let request = |table: Value| json!({"op": "predict", "model": model(), "table": table});
    let other = json!({"columns": {"calls": ["a"], "tariff": ["flat"]}});
    assert_problem(&problem(&mut Session::default(), &request(other)), "column_wrong_kind", "/model/columns/0");
    let fewer = json!({"columns": {"calls": [1]}});
    assert_problem(&problem(&mut Session::default(), &request(fewer)), "column_not_found", "/model/columns/1");
}

#[test]
fn mistakes_in_a_what_if_are_named() {
    for (params, code, pointer) in [
        (json!({"scenario": [{"column": "x", "add": 1}]}), "edit_column_missing", "/params/scenario/0/column"),
        (json!({"thresholds": [{"node": "n9", "add": 1}]}), "node_unknown", "/params/thresholds/0/node"),
        (json!({"thresholds": [{"node": "n01", "add": 1}]}), "node_unknown", "/params/thresholds/0/node"),
        (json!({"thresholds": [{"node": "n1", "add": 1}]}), "node_without_threshold", "/params/thresholds/0/node"),
        (json!({"thresholds": [{"node": "n0"}]}), "edit_needs_one_change", "/params/thresholds/0"),
        (json!({"thresholds": [{"node": "n0", "set": 1, "add": 1}]}), "edit_needs_one_change", "/params/thresholds/0"),
        (json!({"thresholds": [{"node": "n0", "scale": 1e308}]}), "edit_not_a_number", "/params/thresholds/0"),
        (json!({"reverse": {"row": 5, "goal": {"class": "0"}}}), "row_out_of_range", "/params/reverse/row"),
        (json!({"reverse": {"row": 0, "goal": {}}}), "goal_needs_one", "/params/reverse/goal"),
        (
            json!({"reverse": {"row": 0, "goal": {"class": "0", "leaf": "n1"}}}),
            "goal_needs_one",
            "/params/reverse/goal",
        ),
        (json!({"reverse": {"row": 0, "goal": {"class": "2"}}}), "class_unknown", "/params/reverse/goal/class"),
        (json!({"reverse": {"row": 0, "goal": {"leaf": "n77"}}}), "node_unknown", "/params/reverse/goal/leaf"),
        (json!({"reverse": {"row": 0}}), "missing_field", "/params/reverse/goal"),
        (
            json!({"reverse": {"row": 0, "goal": {"class": "0"}, "columns": [{"column": "w"}]}}),
            "not_a_model_column",
            "/params/reverse/columns/0/column",
        ),
        (
            json!({"reverse": {"row": 0, "goal": {"class": "0"}, "columns": [{"column": "calls", "min": 2, "max": 1}]}}),
            "edit_range_empty",
            "/params/reverse/columns/0",
        ),
        (
            json!({"reverse": {"row": 0, "goal": {"class": "0"}, "columns": [{"column": "calls", "step": 0}]}}),
            "out_of_range",
            "/params/reverse/columns/0/step",
        ),
    ] {
        let request = json!({"op": "what_if", "model": model(), "params": params, "table": table()});
        assert_problem(&problem(&mut Session::default(), &request), code, pointer);
    }
}

#[test]
fn mistakes_in_folds_are_named() {
    let state = fresh(json!({"op": "begin", "params": {"target": "bad"}}))["state"].take();
    let mut session = Session::default();
    let fold =
        |state: &Value, first_row: u64| json!({"op": "fold", "state": state, "first_row": first_row, "table": table()});
    assert_problem(&problem(&mut session, &fold(&json!({"data": "AAAA"}), 0)), "state_broken", "/state");
    assert_problem(&problem(&mut session, &fold(&state, 9_007_199_254_740_991)), "first_row_too_large", "/first_row");
    let merge = json!({"op": "merge", "state": state, "partials": []});
    assert_problem(&problem(&mut session, &merge), "no_partials", "/partials");
    let merge = json!({"op": "merge", "state": state, "partials": [{"data": "AAAA"}]});
    assert_problem(&problem(&mut session, &merge), "partial_not_of_state", "/partials/0");
}

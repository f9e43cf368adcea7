//! Whatever is wrong with a request is told with its place.

mod common;

use common::{fresh, problem};
use gridfolk_contract::Problem;
use gridfolk_guest::Session;
use serde_json::{Value, json};

fn table() -> Value {
    json!({"columns": {
        "a": [1, 2, 0], "days": [3, 40, null], "minus": [1, -1, 2], "text": ["x", "y", "z"], "none": [0, 0, 0],
    }})
}

fn assert_problem(problem: &Problem, code: &str, pointer: &str) {
    assert_eq!((problem.code.as_str(), problem.pointer.as_str()), (code, pointer), "{}", problem.message);
}

fn refused(params: Value) -> Problem {
    problem(&mut Session::default(), &json!({"op": "index", "params": params, "table": table()}))
}

#[test]
fn mistakes_in_params_are_named() {
    let a = json!({"channel": "a", "count": "a"});
    let b = json!({"channel": "b", "count": "days"});
    let with = |field: &str, value: Value| {
        let mut channel = a.clone();
        channel[field] = value;
        json!({"channels": [channel]})
    };
    let pairs = |pairs: Value| json!({"channels": [a, b], "weights": {"pairwise": pairs}});
    for (params, code, pointer) in [
        (json!({}), "no_channels", "/table"),
        (json!({"halflife": 1}), "unknown_field", "/params/halflife"),
        (json!({"channels": []}), "too_many_channels", "/params/channels"),
        (json!({"channels": [{"channel": "a"}]}), "missing_field", "/params/channels/0/count"),
        (json!({"channels": [a, a]}), "channel_twice", "/params/channels/1/channel"),
        (with("count", json!("x")), "column_not_found", "/params/channels/0/count"),
        (with("count", json!("text")), "column_not_number", "/params/channels/0/count"),
        (with("days_since", json!("x")), "column_not_found", "/params/channels/0/days_since"),
        (with("volume", json!("minus")), "cell_out_of_range", "/table/columns/minus/1"),
        (with("count", json!("minus")), "cell_out_of_range", "/table/columns/minus/1"),
        (with("count", json!("none")), "no_uses", "/table"),
        (with("weight", json!(-1)), "out_of_range", "/params/channels/0/weight"),
        (with("weight", json!(0)), "no_weights", "/params/channels"),
        (with("wight", json!(0)), "unknown_field", "/params/channels/0/wight"),
        (
            json!({"weights": "entropy", "channels": [{"channel": "a", "count": "a", "weight": 2}]}),
            "weight_without_effect",
            "/params/channels/0/weight",
        ),
        (json!({"weights": "random"}), "wrong_value", "/params/weights"),
        (json!({"weights": {"pairs": []}}), "wrong_value", "/params/weights"),
        (json!({"weights": {"pairwise": []}}), "pairwise_needs_channels", "/params/channels"),
        (pairs(json!([])), "pair_missing", "/params/weights/pairwise"),
        (
            pairs(json!([{"channel": "a", "than": "c", "times": 2}])),
            "channel_unknown",
            "/params/weights/pairwise/0/than",
        ),
        (pairs(json!([{"channel": "a", "than": "a", "times": 2}])), "pair_twice", "/params/weights/pairwise/0"),
        (
            pairs(json!([{"channel": "a", "than": "b", "times": 2}, {"channel": "b", "than": "a", "times": 2}])),
            "pair_twice",
            "/params/weights/pairwise/1",
        ),
        (
            pairs(json!([{"channel": "a", "than": "b", "times": 10}])),
            "out_of_range",
            "/params/weights/pairwise/0/times",
        ),
        (json!({"half_life_days": 0}), "out_of_range", "/params/half_life_days"),
        (json!({"window_days": 40_000}), "out_of_range", "/params/window_days"),
        (json!({"components": {"recency": -1}}), "out_of_range", "/params/components/recency"),
        (json!({"components": {"recency": 0, "frequency": 0}}), "no_components", "/params/components"),
    ] {
        assert_problem(&refused(params), code, pointer);
    }
    let empty = json!({"op": "index", "params": {"channels": [a]}, "table": {"columns": {"a": []}}});
    assert_problem(&problem(&mut Session::default(), &empty), "no_rows", "/table");
    assert_problem(&problem(&mut Session::default(), &json!({"op": "index"})), "table_missing", "/table");
    assert_problem(&problem(&mut Session::default(), &json!({"op": "fit"})), "unknown_op", "/op");
}

#[test]
fn mistakes_in_model_and_what_if_are_named() {
    let params = json!({"channels": [{"channel": "a", "count": "a", "days_since": "days"}]});
    let model = fresh(json!({"op": "index", "params": params, "table": table()}))["model"].take();
    let edit = |pointer: &str, value: Value| {
        let mut model = model.clone();
        *model.pointer_mut(pointer).expect("a place") = value;
        model
    };
    for (model, code, pointer) in [
        (json!({"module": "tree", "schema": 1}), "model_of_other_module", "/model/module"),
        (json!({"module": "activity", "schema": 1}), "missing_field", "/model/half_life_days"),
        (edit("/channels", json!([])), "model_broken", "/model/channels"),
        (edit("/channels/0/half_uses", json!(0)), "model_broken", "/model/channels"),
        (edit("/channels/0/weight", json!(-1)), "model_broken", "/model/channels"),
        (edit("/components", json!([1, 1])), "model_broken", "/model"),
        (edit("/half_life_days", json!(-1)), "model_broken", "/model"),
        (edit("/half", json!(0)), "model_broken", "/model/half"),
        (edit("/channels/0/count", json!("x")), "column_not_found", "/model/channels/0/count"),
        (edit("/channels/0/count", json!("minus")), "cell_out_of_range", "/table/columns/minus/1"),
    ] {
        let request = json!({"op": "predict", "model": model, "table": table()});
        assert_problem(&problem(&mut Session::default(), &request), code, pointer);
    }
    for (params, code, pointer) in [
        (json!({"weights": [{"channel": "b", "set": 1}]}), "channel_unknown", "/params/weights/0/channel"),
        (json!({"weights": [{"channel": "a"}]}), "edit_needs_one_change", "/params/weights/0"),
        (json!({"weights": [{"channel": "a", "set": -1}]}), "out_of_range", "/params/weights/0"),
        (json!({"weights": [{"channel": "a", "set": 0}]}), "no_weights", "/params/weights"),
        (json!({"customer": 3}), "row_out_of_range", "/params/customer"),
        (json!({"scenario": [{"column": "a", "add": -5}]}), "cell_out_of_range", "/table/columns/a/0"),
    ] {
        let request = json!({"op": "what_if", "model": model, "params": params, "table": table()});
        assert_problem(&problem(&mut Session::default(), &request), code, pointer);
    }
    let state = fresh(json!({"op": "begin", "params": params}))["state"].take();
    let fold =
        |state: &Value, first_row: u64| json!({"op": "fold", "state": state, "first_row": first_row, "table": table()});
    let mut session = Session::default();
    assert_problem(&problem(&mut session, &fold(&json!({"data": "AAAA"}), 0)), "state_broken", "/state");
    assert_problem(&problem(&mut session, &fold(&state, 9_007_199_254_740_991)), "first_row_too_large", "/first_row");
}

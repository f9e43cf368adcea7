//! Whatever is wrong with a request is told with its place.

mod common;

use common::{body, columns, loaded, part, problem, run};
use gridfolk_contract::{Column, Problem};
use gridfolk_guest::Session;
use kmeans::KmeansModule;
use serde_json::{Value, json};

fn table() -> Value {
    json!({"columns": {"kwh_year": [1200, 3400, 900, 2500, 4100], "arrears_days": [0, 12, 3, 0, 40], "tariff": ["a", "b", "a", "b", "a"]}})
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
        (json!({}), "missing_field", "/params/k"),
        (json!({"k": 2, "kk": 1}), "unknown_field", "/params/kk"),
        (json!({"k": 0}), "k_out_of_range", "/params/k"),
        (json!({"k": 6}), "k_out_of_range", "/params/k"),
        (json!({"k": 5000}), "k_out_of_range", "/params/k"),
        (json!({"k": 2.5}), "wrong_type", "/params/k"),
        (json!({"k": -1}), "wrong_value", "/params/k"),
        (json!({"k": "two"}), "wrong_type", "/params/k"),
        (json!({"k": 2, "n_init": 0}), "out_of_range", "/params/n_init"),
        (json!({"k": 2, "n_init": 101}), "out_of_range", "/params/n_init"),
        (json!({"k": 2, "max_iter": 0}), "out_of_range", "/params/max_iter"),
        (json!({"k": 2, "tol": -1}), "out_of_range", "/params/tol"),
        (json!({"k": 2, "seed": 9007199254740992u64}), "out_of_range", "/params/seed"),
        (json!({"k": 2, "columns": ["kwh_year", "x"]}), "column_not_found", "/params/columns/1"),
        (json!({"k": 2, "columns": ["tariff"]}), "column_not_number", "/params/columns/0"),
        (json!({"k": 2, "columns": ["kwh_year", "kwh_year"]}), "column_twice", "/params/columns/1"),
        (json!({"k": 2, "columns": []}), "too_many_columns", "/params/columns"),
        (json!({"k": 2, "init": "random"}), "wrong_value", "/params/init"),
        (json!({"k": 2, "init": {"rows": [0]}}), "start_count", "/params/init/rows"),
        (json!({"k": 2, "init": {"rows": [3, 3]}}), "start_row_twice", "/params/init/rows/1"),
        (json!({"k": 2, "init": {"rows": [0, 5]}}), "start_row_out_of_range", "/params/init/rows/1"),
        (json!({"k": 2, "init": {"rows": [0, 1]}, "n_init": 3}), "not_beside_start", "/params/n_init"),
        (json!({"k": 2, "init": {"centroids": [[0, 0], [1]]}}), "start_centroid_length", "/params/init/centroids/1"),
        (json!({"k": 1, "init": {"centroids": [[0, 1e99]]}}), "number_too_large", "/params/init/centroids/0/1"),
        (json!({"k": 2, "missing": "ignore"}), "wrong_value", "/params/missing"),
        (json!({"k": 2, "order": {"like": {"module": "tree"}}}), "missing_field", "/params/order/like/schema"),
    ] {
        assert_problem(&refused("fit", params, table()), code, pointer);
    }
}

#[test]
fn mistakes_in_the_table_are_named() {
    for (table, code, pointer) in [
        (json!({"columns": {}}), "no_columns", "/table"),
        (json!({"columns": {"tariff": ["a", "b"]}}), "no_columns", "/table"),
        (json!({"columns": {"a": []}}), "no_rows", "/table"),
        (json!({"columns": {"a": [1, 2], "b": [1]}}), "column_length_differs", "/table/columns/b"),
        (json!({"columns": {"a": [1, "x"]}}), "cell_wrong_kind", "/table/columns/a/1"),
        (json!({"columns": {"a": [1, 2], "b": [3, null]}}), "missing_value", "/table/columns/b/1"),
        (json!({"columns": {"a": [1, 1e70]}}), "value_too_large", "/table/columns/a"),
        (json!({"columns": {"a": [5, 5, 5]}}), "too_few_different_rows", "/params/k"),
        (json!({"columns": {"a": [5, 5, 6], "b": [1, 2, 1]}}), "", ""),
    ] {
        let request = json!({"op": "fit", "params": {"k": 2}, "table": table});
        if code.is_empty() {
            body(&mut Session::default(), &request);
        } else {
            assert_problem(&problem(&mut Session::default(), &request), code, pointer);
        }
    }
    let mut session = Session::<KmeansModule>::default();
    let infinite = session.load(vec![Column::number("a", vec![1.0, f64::INFINITY])]).unwrap_err();
    assert_problem(&infinite, "not_finite", "/table/columns/a/1");
    assert_eq!(session.run("{").unwrap_err().code, "not_json");
    assert_eq!(session.run(r#"{"op": "fit", "params": {"k": 2}}"#).unwrap_err().code, "table_missing");
    assert_problem(&session.run(r#"{"op": "mine"}"#).unwrap_err(), "unknown_op", "/op");
}

#[test]
fn all_missing_and_dropped_rows_are_named() {
    let gaps = json!({"columns": {"a": [1, null, 3], "b": [null, 2, null]}});
    assert_problem(&refused("fit", json!({"k": 1, "missing": "drop"}), gaps.clone()), "no_rows", "/table");
    let empty = json!({"columns": {"a": [1, 2], "b": [null, null]}});
    assert_problem(
        &refused("fit", json!({"k": 1, "missing": "mean"}), empty),
        "column_all_missing",
        "/table/columns/b",
    );
    let some = json!({"columns": {"a": [1, null, 3], "b": [2, 2, 5]}});
    let rows = json!({"k": 1, "missing": "drop", "init": {"rows": [1]}});
    assert_problem(&refused("fit", rows, some), "start_row_dropped", "/params/init/rows/0");
}

#[test]
fn a_constant_column_is_no_mistake_and_adds_nothing() {
    let with = json!({"columns": {"a": [1, 2, 8, 9], "b": [0.1, 0.1, 0.1, 0.1]}});
    let without = json!({"columns": {"a": [1, 2, 8, 9]}});
    let fit = |table| body(&mut Session::default(), &json!({"op": "fit", "params": {"k": 2}, "table": table}));
    let (with, without) = (fit(with), fit(without));
    assert_eq!(with["inertia"], without["inertia"]);
    assert_eq!(with["columns"], without["columns"]);
    assert_eq!(with["model"]["scaler"]["sd"][1], 0.0);
    assert_eq!(with["profile"][0]["columns"][1]["stands_out_sd"], Value::Null);
}

#[test]
fn equal_rows_make_one_segment() {
    let table = json!({"columns": {"a": [5, 5, 5]}});
    let reply = body(&mut Session::default(), &json!({"op": "fit", "params": {"k": 1}, "table": table}));
    assert_eq!((&reply["sizes"], &reply["inertia"], &reply["converged"]), (&json!([3]), &json!(0.0), &json!(true)));
}

fn fitted_model() -> Value {
    let params = json!({"k": 2});
    body(&mut Session::default(), &json!({"op": "fit", "params": params, "table": table()}))["model"].take()
}

/// The model with the value at a pointer replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut model = fitted_model();
    *model.pointer_mut(pointer).expect("the place is there") = value;
    model
}

#[test]
fn mistakes_in_the_model_are_named() {
    for (model, code, pointer) in [
        (with("/module", json!("tree")), "model_of_other_module", "/model/module"),
        (with("/schema", json!(99)), "model_schema_unsupported", "/model/schema"),
        (with("/columns/0", json!("kwh_month")), "column_not_found", "/model/columns/0"),
        (with("/columns", json!(["kwh_year"])), "model_broken", "/model/centroids"),
        (with("/columns", json!([])), "model_broken", "/model/columns"),
        (with("/centroids/0", json!([1.0])), "model_broken", "/model/centroids"),
        (with("/centroids/0/0", json!(null)), "wrong_type", "/model/centroids/0/0"),
        (with("/centroids/0/0", json!(77.0)), "model_broken", "/model/centroids_standardized"),
        (with("/centroids_standardized", json!([])), "model_broken", "/model/centroids_standardized"),
        (with("/scaler/sd/0", json!(-1.0)), "model_broken", "/model/scaler"),
        (with("/scaler/mean", json!([1.0])), "model_broken", "/model/scaler"),
    ] {
        let request = json!({"op": "predict", "model": model, "table": table()});
        assert_problem(&problem(&mut Session::default(), &request), code, pointer);
    }
    let request = json!({"op": "predict", "table": table()});
    assert_problem(&problem(&mut Session::default(), &request), "missing_field", "/model");
    let other = json!({"columns": {"kwh_year": [1], "arrears_days": ["x"]}});
    let request = json!({"op": "predict", "model": fitted_model(), "table": other});
    assert_problem(&problem(&mut Session::default(), &request), "column_not_number", "/model/columns/0");
}

#[test]
fn an_earlier_model_that_does_not_fit_is_named() {
    let like = |k: u32, model: Value| refused("fit", json!({"k": k, "order": {"like": model}}), table());
    assert_problem(&like(3, fitted_model()), "like_count", "/params/order/like");
    assert_problem(&like(2, with("/module", json!("tree"))), "model_of_other_module", "/params/order/like");
    assert_problem(&like(2, with("/columns/0", json!("x"))), "like_columns_differ", "/params/order/like");
}

#[test]
fn mistakes_in_a_what_if_are_named() {
    for (params, code, pointer) in [
        (json!({"scenario": [{"column": "x", "add": 1}]}), "edit_column_missing", "/params/scenario/0/column"),
        (json!({"scenario": [{"column": "kwh_year", "set": null}]}), "missing_value", "/table/columns/kwh_year/0"),
        (json!({"scenario": [{"column": "kwh_year", "scale": 1e80}]}), "value_too_large", "/table/columns/kwh_year"),
        (
            json!({"centroids": [{"segment": "s3", "column": "kwh_year", "add": 1}]}),
            "segment_unknown",
            "/params/centroids/0/segment",
        ),
        (
            json!({"centroids": [{"segment": "s1", "column": "tariff", "add": 1}]}),
            "not_a_model_column",
            "/params/centroids/0/column",
        ),
        (
            json!({"centroids": [{"segment": "s1", "column": "kwh_year"}]}),
            "edit_needs_one_change",
            "/params/centroids/0",
        ),
        (
            json!({"centroids": [{"segment": "s1", "column": "kwh_year", "set": 1e70}]}),
            "number_too_large",
            "/params/centroids/0",
        ),
        (json!({"scenarios": []}), "unknown_field", "/params/scenarios"),
        (json!({"columns": ["segment"]}), "wrong_value", "/params/columns/0"),
        (json!({"columns": "segment_after"}), "wrong_type", "/params/columns"),
    ] {
        let request = json!({"op": "what_if", "model": fitted_model(), "params": params, "table": table()});
        assert_problem(&problem(&mut Session::default(), &request), code, pointer);
    }
}

#[test]
fn an_edit_is_refused_whatever_is_known_of_the_rows() {
    let mut session = loaded(part(&columns(40, 2, 1), 0, 40));
    let model = common::body(&mut session, &json!({"op": "fit", "params": {"k": 3}}))["model"].take();
    let what_if = |edit: Value| json!({"op": "what_if", "model": model, "params": {"scenario": [edit]}});
    common::body(&mut session, &what_if(json!({"column": "c1", "scale": 2})));
    let missing = problem(&mut session, &what_if(json!({"column": "c1", "set": null})));
    assert_problem(&missing, "missing_value", "/table/columns/c1/0");
    let too_large = problem(&mut session, &what_if(json!({"column": "c0", "scale": 1e80})));
    assert_problem(&too_large, "value_too_large", "/table/columns/c0");
}

#[test]
fn mistakes_in_a_choice_are_named() {
    for (params, code, pointer) in [
        (json!({}), "missing_field", "/params/k_max"),
        (json!({"k_max": 1}), "out_of_range", "/params/k_max"),
        (json!({"k_min": 1, "k_max": 3}), "out_of_range", "/params/k_min"),
        (json!({"k_max": 6}), "k_out_of_range", "/params/k_max"),
    ] {
        assert_problem(&refused("choose", params, table()), code, pointer);
    }
}

#[test]
fn states_and_partials_that_were_tampered_with_are_refused() {
    let data = columns(40, 2, 1);
    let mut session = loaded(part(&data, 0, 40));
    let begun = body(&mut Session::default(), &json!({"op": "begin", "params": {"k": 3}}));
    let folded = body(&mut session, &json!({"op": "fold", "state": begun["state"], "first_row": 0}));
    let merged = body(
        &mut Session::default(),
        &json!({"op": "merge", "state": begun["state"], "partials": [folded["partial"]]}),
    );
    let merge = |state: &Value, partials: Value| {
        problem(&mut Session::default(), &json!({"op": "merge", "state": state, "partials": partials}))
    };
    assert_problem(&merge(&begun["state"], json!([])), "no_partials", "/partials");
    assert_problem(&merge(&merged["state"], json!([folded["partial"]])), "partial_not_of_state", "/partials/0");
    assert_problem(&merge(&json!({"data": "AAAA"}), json!([])), "state_broken", "/state");
    let far = json!({"op": "fold", "state": begun["state"], "first_row": 9007199254740991u64});
    assert_problem(&problem(&mut session, &far), "first_row_too_large", "/first_row");
    // Whatever byte of a state is changed: an answer or a problem, never a panic.
    let text = merged["state"]["data"].as_str().expect("text").to_owned();
    for at in 0..text.len() {
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'/' } else { b'A' };
        let state = json!({"data": String::from_utf8(changed).expect("text")});
        let _ = run(&mut session, &json!({"op": "fold", "state": state, "first_row": 0}));
    }
}

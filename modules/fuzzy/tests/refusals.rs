//! Whatever is wrong with a request is told with its place.

mod common;

use common::{fresh, loaded, problem};
use fuzzy::FuzzyModule;
use gridfolk_contract::{Column, Problem};
use gridfolk_guest::Session;
use serde_json::{Value, json};

fn table() -> Value {
    json!({"columns": {"kwh_year": [1200, 3400, 900, 2500, 4100], "arrears_days": [0, 12, 3, 0, 40], "tariff": ["a", "b", "a", "b", "a"]}})
}

fn refused(op: &str, params: Value, table: Value) -> Problem {
    problem(&mut Session::default(), &json!({"op": op, "params": params, "table": table}))
}

fn assert_problem(problem: &Problem, code: &str, pointer: &str) {
    assert_eq!((problem.code.as_str(), problem.pointer.as_str()), (code, pointer), "{}", problem.message);
    assert!(!problem.message.ends_with('.'));
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table: one line a mistake")]
fn mistakes_in_params_are_named() {
    for (params, code, pointer) in [
        (json!({"c": 2, "k": 1}), "unknown_field", "/params/k"),
        (json!({"c": 1}), "c_out_of_range", "/params/c"),
        (json!({"c": 27}), "c_out_of_range", "/params/c"),
        (json!({"c": 6}), "c_out_of_range", "/params/c"),
        (json!({"c": 2.5}), "wrong_type", "/params/c"),
        (json!({"c": "two"}), "wrong_type", "/params/c"),
        (json!({"c": 2, "m": 1}), "out_of_range", "/params/m"),
        (json!({"c": 2, "m": 11}), "out_of_range", "/params/m"),
        (json!({"c": 2, "max_iter": 0}), "out_of_range", "/params/max_iter"),
        (json!({"c": 2, "max_iter": 10_001}), "out_of_range", "/params/max_iter"),
        (json!({"c": 2, "tol": 0}), "out_of_range", "/params/tol"),
        (json!({"c": 2, "tol": 2000}), "out_of_range", "/params/tol"),
        (json!({"c": 2, "between": 1.5}), "out_of_range", "/params/between"),
        (json!({"c": 2, "seed": 9_007_199_254_740_992u64}), "out_of_range", "/params/seed"),
        (json!({"c": 2, "columns": ["kwh_year", "x"]}), "column_not_found", "/params/columns/1"),
        (json!({"c": 2, "columns": ["tariff"]}), "column_not_number", "/params/columns/0"),
        (json!({"c": 2, "columns": ["kwh_year", "kwh_year"]}), "column_twice", "/params/columns/1"),
        (json!({"c": 2, "columns": []}), "too_many_columns", "/params/columns"),
        (json!({"c": 2, "log": ["tariff"]}), "column_not_used", "/params/log/0"),
        (json!({"c": 2, "columns": ["kwh_year"], "log": ["arrears_days"]}), "column_not_used", "/params/log/0"),
        (json!({"c": 2, "log": ["kwh_year", "kwh_year"]}), "column_twice", "/params/log/1"),
        (json!({"c": 2, "init": "k-means++"}), "wrong_value", "/params/init"),
        (json!({"c": 2, "init": {"memberships": ["a"]}}), "start_count", "/params/init/memberships"),
        (
            json!({"c": 2, "init": {"memberships": ["kwh_year", "kwh_year"]}}),
            "column_twice",
            "/params/init/memberships/1",
        ),
        (
            json!({"c": 2, "columns": ["kwh_year"], "init": {"memberships": ["arrears_days", "kwh_year"]}}),
            "column_twice",
            "/params/init/memberships/1",
        ),
        (
            json!({"c": 2, "columns": ["kwh_year"], "init": {"memberships": ["arrears_days", "no"]}}),
            "column_not_found",
            "/params/init/memberships/1",
        ),
        (
            json!({"c": 2, "columns": ["kwh_year"], "init": {"memberships": ["arrears_days", "tariff"]}}),
            "column_not_number",
            "/params/init/memberships/1",
        ),
        (json!({"c": 2, "init": {"centroids": [[0, 0]]}}), "start_count", "/params/init/centroids"),
        (json!({"c": 2, "init": {"centroids": [[0, 0], [1]]}}), "start_centroid_length", "/params/init/centroids/1"),
        (json!({"c": 2, "init": {"centroids": [[0, 0], [0, 1e99]]}}), "number_too_large", "/params/init/centroids/1/1"),
        (json!({"c": 2, "missing": "ignore"}), "wrong_value", "/params/missing"),
        (json!({"c": 2, "value": "best"}), "wrong_value", "/params/value"),
        (json!({"c": 2, "columns": ["arrears_days"]}), "value_not_stated", "/params/value"),
        (json!({"c": 2, "value": {"weights": {"tariff": 1}}}), "column_not_used", "/params/value/weights/tariff"),
        (json!({"c": 2, "value": {"weights": {"kwh_year": 0}}}), "weights_all_zero", "/params/value/weights"),
        (json!({"c": 2, "value": {"weights": {}}}), "weights_all_zero", "/params/value/weights"),
        (
            json!({"c": 2, "value": {"weights": {"kwh_year": 1e7}}}),
            "number_too_large",
            "/params/value/weights/kwh_year",
        ),
        (json!({"c": 2, "value": {"weights": {"kwh_year": "much"}}}), "wrong_type", "/params/value/weights/kwh_year"),
        (json!({"c": 2, "value": {"weights": [1]}}), "wrong_type", "/params/value/weights"),
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
        (json!({"columns": {"a": [1]}}), "c_out_of_range", "/params/c"),
        (json!({"columns": {"a": [1, 2], "b": [1]}}), "column_length_differs", "/table/columns/b"),
        (json!({"columns": {"a": [1, "x"]}}), "cell_wrong_kind", "/table/columns/a/1"),
        (json!({"columns": {"a": [1, 2], "b": [3, null]}}), "missing_value", "/table/columns/b/1"),
        (json!({"columns": {"a": [1, 1e70]}}), "value_too_large", "/table/columns/a"),
    ] {
        assert_problem(&refused("fit", json!({"c": 2, "value": "none"}), table), code, pointer);
    }
    let empty = json!({"columns": {"a": [1, 2], "b": [null, null]}});
    let params = json!({"c": 2, "missing": "mean", "value": "none"});
    assert_problem(&refused("fit", params, empty), "column_all_missing", "/table/columns/b");
    let gaps = json!({"columns": {"a": [1, null, 3], "b": [null, 2, null]}});
    assert_problem(&refused("fit", json!({"c": 2, "missing": "drop", "value": "none"}), gaps), "no_rows", "/table");
    let logs = json!({"columns": {"a": [1, 1e70, 3]}});
    let params = json!({"c": 2, "log": ["a"], "value": "none"});
    assert_problem(&refused("fit", params, logs), "value_too_large", "/table/columns/a");
    let mut session = Session::<FuzzyModule>::default();
    let infinite = session.load(vec![Column::number("a", vec![1.0, f64::INFINITY])]).unwrap_err();
    assert_problem(&infinite, "not_finite", "/table/columns/a/1");
    assert_eq!(session.run("{").unwrap_err().code, "not_json");
    assert_eq!(session.run(r#"{"op": "fit", "params": {"c": 2}}"#).unwrap_err().code, "table_missing");
    assert_problem(&session.run(r#"{"op": "choose"}"#).unwrap_err(), "unknown_op", "/op");
}

#[test]
fn start_memberships_that_are_none_are_named() {
    for (u, v, row) in [
        (json!([1, 0, 1]), json!([1, 0, 1]), 1),
        (json!([1, 1, -1]), json!([1, 1, 5]), 2),
        (json!([1, null, 1]), json!([1, 1, 1]), 1),
    ] {
        let table = json!({"columns": {"x": [1, 2, 9], "u": u, "v": v}});
        let params = json!({"c": 2, "value": "none", "init": {"memberships": ["u", "v"]}});
        let problem = refused("fit", params, table);
        assert_problem(&problem, "memberships_not_valid", "/params/init/memberships");
        assert_eq!(problem.values["row"], row);
    }
}

#[test]
fn values_of_all_sizes_are_fitted() {
    for scale in [1e60, 1e-60, 1e-300, 0.0] {
        let table = json!({"columns": {"a": [scale, -scale, scale, 0], "b": [1, 2, 3, 4]}});
        for standardize in [true, false] {
            let params = json!({"c": 2, "value": "none", "standardize": standardize, "log": ["b"]});
            let reply = fresh(&json!({"op": "fit", "params": params, "table": table}));
            assert!(
                reply["partition_coefficient"].as_f64().is_some_and(|v| (0.49..=1.01).contains(&v)),
                "{scale} {reply}"
            );
        }
    }
}

fn fitted_model() -> Value {
    let params = json!({"c": 2, "value": {"weights": {"kwh_year": 1}}, "columns": ["kwh_year", "arrears_days"]});
    fresh(&json!({"op": "fit", "params": params, "table": table()}))["model"].take()
}

#[test]
fn models_are_checked() {
    let with = |key: &str, value: Value| {
        let mut model = fitted_model();
        model[key] = value;
        problem(&mut Session::default(), &json!({"op": "predict", "model": model, "table": table()}))
    };
    assert_problem(&with("module", json!("kmeans")), "model_of_other_module", "/model/module");
    assert_problem(&with("schema", json!(2)), "model_schema_unsupported", "/model/schema");
    assert_problem(&with("columns", json!([])), "model_broken", "/model/columns");
    assert_problem(&with("columns", json!(["kwh_year", "x"])), "column_not_found", "/model/columns/1");
    assert_problem(&with("centroids", json!([[1, 2]])), "model_broken", "/model/centroids");
    assert_problem(&with("centroids", json!([[1, 2], [3]])), "model_broken", "/model/centroids");
    assert_problem(&with("centroids", json!([[1, 2], [3, 4]])), "model_broken", "/model/centroids_standardized");
    assert_problem(&with("centroids_standardized", json!([[1, 2]])), "model_broken", "/model/centroids_standardized");
    assert_problem(
        &with("centroids_standardized", json!([[1, 1e300], [1, 2]])),
        "model_broken",
        "/model/centroids_standardized",
    );
    assert_problem(&with("scaler", json!({"mean": [0], "sd": [1]})), "model_broken", "/model/scaler");
    assert_problem(&with("scaler", json!({"mean": [0, 0], "sd": [1, -1]})), "model_broken", "/model/scaler");
    assert_problem(&with("log", json!(["x"])), "model_broken", "/model/log");
    assert_problem(&with("m", json!(1)), "model_broken", "/model/m");
    assert_problem(&with("between", json!(-1)), "model_broken", "/model/between");
    assert_problem(&with("value_weights", json!([1])), "model_broken", "/model/value_weights");
    assert_problem(&with("more", json!(1)), "unknown_field", "/model/more");
}

#[test]
fn mistakes_of_a_what_if_are_named() {
    let what_if = |params: Value, model: Value| {
        problem(&mut Session::default(), &json!({"op": "what_if", "params": params, "model": model, "table": table()}))
    };
    for (params, code, pointer) in [
        (json!({"scenario": [{"column": "x", "add": 1}]}), "edit_column_missing", "/params/scenario/0/column"),
        (json!({"scenario": [{"column": "kwh_year"}]}), "edit_needs_one_change", "/params/scenario/0"),
        (json!({"scenario": [{"column": "kwh_year", "set": null}]}), "missing_value", "/table/columns/kwh_year/0"),
        (json!({"scenario": [{"column": "kwh_year", "set": 1e99}]}), "value_too_large", "/table/columns/kwh_year"),
        (json!({"between": 2}), "out_of_range", "/params/between"),
        (json!({"weights": {"x": 2}}), "column_not_used", "/params/weights/x"),
        (json!({"weights": {}}), "weights_all_zero", "/params/weights"),
        (json!({"weights": {"kwh_year": 1e9}}), "number_too_large", "/params/weights/kwh_year"),
    ] {
        assert_problem(&what_if(params, fitted_model()), code, pointer);
    }
    let mut ungraded = fitted_model();
    ungraded["value_weights"] = Value::Null;
    assert_problem(&what_if(json!({"weights": {"kwh_year": 1}}), ungraded), "groups_not_graded", "/params/weights");
}

#[test]
fn mistakes_of_a_fold_are_named() {
    let mut session = loaded(vec![Column::number("a", vec![1.0, 2.0, 9.0])]);
    let state = json!({"data": "AAAA"});
    assert_problem(&problem(&mut session, &json!({"op": "fold", "state": state})), "state_broken", "/state");
    let begun = fresh(&json!({"op": "begin", "params": {"c": 2, "value": "none"}}))["state"].take();
    let late = json!({"op": "fold", "state": begun, "first_row": 9_007_199_254_740_991u64});
    assert_problem(&problem(&mut session, &late), "first_row_too_large", "/first_row");
    let none = json!({"op": "merge", "state": begun, "partials": []});
    assert_problem(&problem(&mut session, &none), "no_partials", "/partials");
    let fold = |column: &str| {
        let mut part = loaded(vec![Column::number(column, vec![1.0, 2.0, 9.0])]);
        common::body(&mut part, &json!({"op": "fold", "state": begun}))["partial"].take()
    };
    let mixed = json!({"op": "merge", "state": begun, "partials": [fold("a"), fold("b")]});
    assert_problem(&problem(&mut session, &mixed), "parts_differ", "/partials");
}

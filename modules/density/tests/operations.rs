//! What the operation answers and refuses, on small tables.

use density::DensityModule;
use gridfolk_contract::{Column, Problem};
use gridfolk_guest::Session;
use gridfolk_numeric::random::Stream;
use serde_json::{Value, json};

fn run(request: &Value) -> Result<Value, Problem> {
    let reply = Session::<DensityModule>::default().run(&request.to_string())?;
    Ok(serde_json::from_str(&reply.body).expect("JSON"))
}

fn refused(params: Value, table: Value) -> (String, String) {
    let problem = run(&json!({"op": "fit", "params": params, "table": table})).expect_err("refused");
    (problem.code.clone(), problem.pointer.clone())
}

/// A plain DBSCAN: every distance, the definition word by word.
fn plain(rows: &[[f64; 3]], eps: f64, min_points: usize) -> Vec<Option<usize>> {
    let square = |a: usize, b: usize| (0..3).fold(0.0, |sum, j| sum + (rows[a][j] - rows[b][j]).powi(2));
    let near = |a: usize| (0..rows.len()).filter(|&b| square(a, b) <= eps * eps).collect::<Vec<_>>();
    let mut labels: Vec<Option<usize>> = vec![None; rows.len()];
    let mut n_groups = 0;
    for row in 0..rows.len() {
        if labels[row].is_some() || near(row).len() < min_points {
            continue;
        }
        let mut open = vec![row];
        labels[row] = Some(n_groups);
        while let Some(core) = open.pop() {
            for other in near(core) {
                if labels[other].is_none() {
                    labels[other] = Some(n_groups);
                    if near(other).len() >= min_points {
                        open.push(other);
                    }
                }
            }
        }
        n_groups += 1;
    }
    labels
}

#[test]
fn groups_are_those_of_a_plain_dbscan() {
    let stream = Stream::new(5, 0);
    let rows: Vec<[f64; 3]> =
        (0..400).map(|row| [0, 1, 2].map(|j| (stream.uniform(3 * row + j) * 12.0).round() / 2.0)).collect();
    let column = |j: usize| rows.iter().map(|row| row[j]).collect::<Vec<f64>>();
    for (eps, min_points) in [(0.5, 3), (0.75, 5), (1.0, 9)] {
        let params = json!({"eps": eps, "min_points": min_points, "standardize": false});
        let table = json!({"columns": {"a": column(0), "b": column(1), "c": column(2)}});
        let reply = run(&json!({"op": "fit", "params": params, "table": table})).expect("a reply");
        let labels = plain(&rows, eps, min_points);
        assert_eq!(reply["n_unusual"], labels.iter().filter(|label| label.is_none()).count());
        let groups = reply["columns"]["group"].as_array().expect("groups");
        // The same rows together, whatever their group is called.
        for (row, other) in (1..400).map(|row| (row, row - 1)).chain((1..400).map(|row| (row, row / 2))) {
            assert_eq!(groups[row] == groups[other], labels[row] == labels[other], "rows {row} and {other}");
        }
    }
}

#[test]
fn remembered_columns_give_the_same_replies() {
    let numbers = |seed: u64| (0..300).map(|row| Stream::new(seed, 0).uniform(row)).collect::<Vec<f64>>();
    let open = || {
        let mut session = Session::<DensityModule>::default();
        session.load(vec![Column::number("a", numbers(1)), Column::number("b", numbers(2))]).expect("columns");
        session
    };
    let mut session = open();
    for params in [json!({}), json!({"eps": 0.1}), json!({"min_points": 3}), json!({"columns": ["b"]}), json!({})] {
        let request = json!({"op": "fit", "params": params}).to_string();
        assert_eq!(session.run(&request).expect("a reply"), open().run(&request).expect("a reply"), "{params}");
    }
}

#[test]
fn mistakes_are_named_with_their_place() {
    let table = || json!({"columns": {"x": [1, 2, 3, 9], "y": [1, null, 3, 4], "t": ["a", "b", "a", "b"]}});
    for (params, code, pointer) in [
        (json!({"columns": ["x"], "eps": -1}), "out_of_range", "/params/eps"),
        (json!({"columns": ["x"], "eps": "near"}), "wrong_type", "/params/eps"),
        (json!({"columns": ["x"], "min_points": 1001}), "out_of_range", "/params/min_points"),
        (json!({"columns": ["x"], "min_points": 5}), "min_points_above_rows", "/params/min_points"),
        (json!({"columns": ["x"], "top": 1001}), "out_of_range", "/params/top"),
        (json!({"columns": ["x", "x"]}), "column_twice", "/params/columns/1"),
        (json!({"columns": []}), "too_many_columns", "/params/columns"),
        (json!({"columns": ["t"]}), "column_not_number", "/params/columns/0"),
        (json!({"columns": ["x"], "log": ["y"]}), "column_not_used", "/params/log/0"),
        (json!({"missing": "ignore"}), "wrong_value", "/params/missing"),
        (json!({}), "missing_value", "/table/columns/y/1"),
    ] {
        assert_eq!(refused(params, table()), (code.to_owned(), pointer.to_owned()));
    }
    assert_eq!(refused(json!({}), json!({"columns": {"t": ["a"]}})).0, "no_columns");
    assert_eq!(refused(json!({}), json!({"columns": {"x": [1e70, 1]}})).0, "value_too_large");
    assert_eq!(refused(json!({"missing": "drop"}), json!({"columns": {"x": [null]}})).0, "no_rows");
    assert_eq!(refused(json!({}), json!({"columns": {"x": [7]}})).0, "min_points_above_rows");
    assert_eq!(Session::<DensityModule>::default().run(r#"{"op": "fit"}"#).unwrap_err().code, "table_missing");
}

#[test]
fn rows_on_every_scale_are_no_trouble() {
    let scales: Vec<f64> = (0..900).map(|k| 2f64.powi(150 - k)).collect();
    for standardize in [true, false] {
        for eps in [json!(null), json!(1e-9), json!(1e9)] {
            let params = json!({"standardize": standardize, "eps": eps});
            run(&json!({"op": "fit", "params": params, "table": {"columns": {"x": scales}}})).expect("a reply");
        }
    }
}

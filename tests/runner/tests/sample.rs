//! The sample population has what the built-in tags, classes and strategies read.

use gridfolk_contract::Column;
use gridfolk_tests::native;
use serde_json::{Value, json};

/// Runs one operation on columns; the body, and the columns with those of the reply.
fn run(module: &str, mut columns: Vec<Column>, request: &Value) -> (Value, Vec<Column>) {
    let mut session = native::open(module);
    if !columns.is_empty() {
        session.load(columns.clone()).expect("columns");
    }
    let reply = session.run(&request.to_string()).unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
    columns.retain(|column| reply.columns.iter().all(|new| new.name != column.name));
    columns.extend(reply.columns);
    (serde_json::from_str(&reply.body).expect("JSON"), columns)
}

#[test]
fn the_built_in_tags_classes_and_strategies_suit_the_sample() {
    let generate = json!({"op": "generate", "rows_as": "columns", "params": {"n_customers": 3000, "seed": 1}});
    let (_, columns) = run("sample", Vec::new(), &generate);
    let (labels, columns) = run("tags", columns, &json!({"op": "label", "params": {"as_of": "2026-01-31"}}));
    // Nothing is missing but what models say, and every tag is somebody's.
    let models = ["contribution", "outage_sensitivity", "arrears_risk", "channel_activity", "inspection_risk"];
    let skipped = labels["skipped"].as_array().expect("a list");
    assert!(skipped.iter().all(|tag| models.contains(&tag["column"].as_str().expect("a column"))), "{skipped:?}");
    let tags = labels["tags"].as_array().expect("tags");
    let none: Vec<&Value> = tags.iter().filter(|tag| tag["n"] == 0).map(|tag| &tag["tag"]).collect();
    assert!(none.is_empty(), "nobody is {none:?}");
    let (assigned, columns) = run("segment", columns, &json!({"op": "assign"}));
    assert_eq!(assigned["skipped"], json!([]));
    let classes = assigned["matrix"]["classes"].as_array().expect("classes");
    assert!(classes.len() == 6 && classes.iter().all(|class| class["n"] != 0), "{classes:?}");
    let (strategies, _) = run("segment", columns, &json!({"op": "strategy", "params": {"as_of": "2026-01-31"}}));
    assert_eq!(strategies["n_covered"], strategies["n_rows"]);
    // The dunning bands need a probability; all others are active.
    for strategy in strategies["strategies"].as_array().expect("strategies") {
        let is_dunning = strategy["strategy"].as_str().is_some_and(|id| id.starts_with("dunning"));
        assert_eq!(strategy["state"], if is_dunning { "column_missing" } else { "active" }, "{strategy}");
    }
}

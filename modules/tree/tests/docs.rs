//! The requests of docs/modules/tree.md are answered, and as the text says.

use gridfolk_guest::Session;
use serde_json::{Value, json};
use tree::TreeModule;

const PAGE: &str = include_str!("../../../docs/modules/tree.md");

fn replies() -> Vec<Value> {
    let blocks = PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("a block ends"));
    let answer = |request: &str| {
        let reply = Session::<TreeModule>::default().run(request);
        let reply = reply.unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
        serde_json::from_str(&reply.body).expect("JSON")
    };
    blocks.map(answer).collect()
}

#[test]
fn the_requests_of_the_page_are_answered_as_it_says() {
    let [fit, explain, what_if] = &replies()[..] else { panic!("three requests") };
    assert_eq!((&fit["n_leaves"], &fit["auc"]), (&json!(3), &json!(1.0)));
    let explained: Value = {
        let request = json!({"op": "explain", "model": fit["model"]}).to_string();
        let reply = Session::<TreeModule>::default().run(&request).expect("the model of the page");
        serde_json::from_str(&reply.body).expect("JSON")
    };
    assert_eq!(explained["rules"], explain["rules"], "the page shows the model of its fit");
    for language in ["en", "zh"] {
        let sentence = explain["rules"][0]["text"][language].as_str().expect("a sentence");
        assert!(PAGE.contains(&format!("> {sentence}\n")), "{sentence}");
    }
    assert_eq!(what_if["classes"]["migration"], json!([[1, 0], [1, 1]]));
    let change = json!({"column": "trend_drop", "before": 7.0, "after": 5.0, "cost": 2.0 / 6.0});
    assert_eq!(what_if["reverse"]["changes"], json!([change]));
}

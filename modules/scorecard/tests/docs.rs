//! The requests of docs/modules/scorecard.md are answered, and as the text says.

use gridfolk_guest::Session;
use scorecard::ScorecardModule;
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../docs/modules/scorecard.md");

fn replies() -> Vec<Value> {
    let blocks = PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("a block ends"));
    let answer = |request: &str| {
        let reply = Session::<ScorecardModule>::default().run(request);
        let reply = reply.unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
        serde_json::from_str(&reply.body).expect("JSON")
    };
    blocks.map(answer).collect()
}

#[test]
fn the_requests_of_the_page_are_answered_as_it_says() {
    let [bin, fit, rules] = &replies()[..] else { panic!("three requests") };
    let woe = |at: usize| bin["columns"][0]["bins"][at]["woe"].as_f64().expect("a number");
    assert_eq!(((woe(0) * 1000.0).round(), (woe(2) * 1000.0).round()), (762.0, -1435.0));
    assert_eq!(bin["columns"][0]["bins"][0]["n_rows"], json!(4));
    assert_eq!(fit["model"]["module"], "scorecard");
    assert_eq!(fit["columns"]["points"].as_array().map(Vec::len), Some(12));
    assert_eq!(rules["columns"]["points"], json!([120.0, 100.0, 70.0]));
}

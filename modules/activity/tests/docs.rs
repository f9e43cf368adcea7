//! The requests of docs/modules/activity.md are answered, and as the text says.

use activity::ActivityModule;
use gridfolk_guest::Session;
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../docs/modules/activity.md");

fn replies() -> Vec<Value> {
    let blocks = PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("a block ends"));
    let answer = |request: &str| {
        let reply = Session::<ActivityModule>::default().run(request);
        let reply = reply.unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
        serde_json::from_str(&reply.body).expect("JSON")
    };
    blocks.map(answer).collect()
}

#[test]
fn the_requests_of_the_page_are_answered_as_it_says() {
    let [index, pairwise, what_if] = &replies()[..] else { panic!("three requests") };
    assert_eq!(index["columns"]["top_channel"], json!(["app", "app", "hall", null, "app"]));
    assert_eq!(index["columns"]["activity"][3], 0.0);
    assert_eq!(pairwise["consistency"]["is_consistent"], true);
    assert_eq!(what_if["columns"]["top_channel_before"][1], "app");
    assert_eq!(what_if["columns"]["top_channel_after"][1], "hall");
    assert_eq!(what_if["customer"]["row"], 1);
}

//! The requests of docs/modules/kmeans.md are answered, and as the text says.

use gridfolk_guest::Session;
use kmeans::KmeansModule;
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../docs/modules/kmeans.md");

fn replies() -> Vec<Value> {
    let blocks = PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("a block ends"));
    let answer = |request: &str| {
        let reply = Session::<KmeansModule>::default().run(request);
        let reply = reply.unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
        serde_json::from_str(&reply.body).expect("JSON")
    };
    blocks.map(answer).collect()
}

#[test]
fn the_requests_of_the_page_are_answered_as_it_says() {
    let [fit, predict, choose, what_if] = &replies()[..] else { panic!("four requests") };
    assert_eq!(fit["sizes"], json!([3, 2]));
    assert_eq!(fit["columns"]["segment"], json!(["s1", "s1", "s2", "s2", "s1"]));
    assert_eq!(predict["columns"]["segment"], json!(["s1", "s2"]));
    assert_eq!(choose["candidates"].as_array().map(Vec::len), Some(2));
    // 1999 * 3 is 5997, nearer to 10100 than to 1200.
    assert_eq!(what_if["segments"]["migration"], json!([[2, 1], [0, 2]]));
}

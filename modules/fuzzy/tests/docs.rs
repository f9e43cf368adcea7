//! The requests of docs/modules/fuzzy.md are answered, and as the text says.

use fuzzy::FuzzyModule;
use gridfolk_guest::Session;
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../docs/modules/fuzzy.md");

fn replies() -> Vec<Value> {
    let blocks = PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("a block ends"));
    let answer = |request: &str| {
        let reply = Session::<FuzzyModule>::default().run(request);
        let reply = reply.unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
        serde_json::from_str(&reply.body).expect("JSON")
    };
    blocks.map(answer).collect()
}

#[test]
fn the_requests_of_the_page_are_answered_as_it_says() {
    let [fit, predict, what_if] = &replies()[..] else { panic!("three requests") };
    assert_eq!(fit["columns"]["grade"], json!(["C", "C", "C", "B", "B", "B", "A", "A", "B"]));
    assert_eq!(fit["columns"]["grade_second"][8], "C");
    assert_eq!(predict["columns"]["grade"], json!(["B", "B", "A"]));
    assert_eq!(predict["columns"]["grade_second"], json!([null, "A", null]));
    // 1000 * 6 is nearer to 9000 than to 1000; the others have 2000 kWh or more.
    assert_eq!(what_if["grades"]["migration"], json!([[1, 0], [1, 1]]));
}

#[test]
fn the_default_weights_are_those_of_the_page() {
    for (column, weight) in fuzzy::algorithm::grades::DEFAULT_WEIGHTS {
        let row = PAGE.lines().find(|line| line.contains(&format!("| `{column}`"))).expect("the column's row");
        let weight = format!("{weight:.2}").replace('-', "−");
        let cell = row.split(&format!("`{column}`")).nth(1).and_then(|rest| rest.split('|').nth(1));
        assert_eq!(cell.map(str::trim), Some(weight.as_str()), "{column}");
    }
}

//! The requests of docs/modules/apriori.md are answered, and as the text says.

use apriori::AprioriModule;
use gridfolk_guest::Session;
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../docs/modules/apriori.md");

fn replies() -> Vec<Value> {
    let blocks = PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("a block ends"));
    let answer = |request: &str| {
        let reply = Session::<AprioriModule>::default().run(request);
        let reply = reply.unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
        serde_json::from_str(&reply.body).expect("JSON")
    };
    blocks.map(answer).collect()
}

#[test]
fn the_requests_of_the_page_are_answered_as_it_says() {
    let [mine, recommend, what_if] = &replies()[..] else { panic!("three requests") };
    assert!(
        mine["itemsets"].as_array().expect("itemsets").contains(&json!({"items": ["late", "prepaid"], "n_baskets": 3}))
    );
    assert_eq!(mine["n_rules"], 2);
    assert_eq!(recommend["columns"]["item_1"], json!(["prepaid", null, null]));
    assert_eq!(recommend["columns"]["rule_1"], json!(["late → prepaid", null, null]));
    assert_eq!((&what_if["n_gained"], &what_if["n_lost"]), (&json!(1), &json!(0)));
    let gained = &what_if["gained"][0];
    assert_eq!((&gained["left"], &gained["right"]), (&json!(["app"]), &json!(["prepaid"])));
}

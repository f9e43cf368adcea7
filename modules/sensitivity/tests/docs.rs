//! The requests of docs/modules/sensitivity.md are answered, and as the text says.

use gridfolk_guest::Session;
use sensitivity::SensitivityModule;
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../docs/modules/sensitivity.md");

fn replies() -> Vec<Value> {
    let blocks = PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("a block ends"));
    let answer = |request: &str| {
        let reply = Session::<SensitivityModule>::default().run(request);
        let reply = reply.unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
        serde_json::from_str(&reply.body).expect("JSON")
    };
    blocks.map(answer).collect()
}

#[test]
fn the_requests_of_the_page_are_answered_as_it_says() {
    let [fit, predict, curve, what_if] = &replies()[..] else { panic!("four requests") };
    let outages = &fit["coefficients"][1];
    for field in ["odds_ratio", "p"] {
        let said =
            PAGE.split(&format!("\"{field}\": ")).nth(1).expect("a figure").split('…').next().expect("it is there");
        assert!(outages[field].to_string().starts_with(said), "{field} is {}", outages[field]);
    }
    assert_eq!(fit["coefficients"][2]["level"], "tou");
    assert_eq!(predict["columns"]["probability"][0], 0.5);
    assert_eq!(predict["columns"]["share_outages"], json!([0.5, -1.5]));
    // At 4 outages the log odds are 0 for everybody.
    assert_eq!((&curve["points"][2]["probability"], &curve["points"][2]["individual"]), (&json!(0.5), &json!([0.5])));
    assert_eq!(what_if["groups"]["counts_before"], json!([2, 1]));
    assert_eq!(what_if["groups"]["counts_after"], json!([3, 0]));
    // ln(0.2 / 0.8) = -1.386 = -2 + 0.5 * 1.227; the scenario has left 2 outages, and 1 is the next whole number.
    assert_eq!(what_if["reverse"]["changes"], json!([{"column": "outages", "value": 2.0, "value_after": 1.0}]));
}

//! The request of docs/modules/density.md is answered, and as the text says.

use density::DensityModule;
use gridfolk_guest::Session;
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../docs/modules/density.md");

fn reply_to(nth: usize) -> Value {
    let request = PAGE.split("```json\n").nth(nth).and_then(|rest| rest.split("```").next()).expect("a request");
    let reply = Session::<DensityModule>::default().run(request).expect("a reply");
    serde_json::from_str(&reply.body).expect("JSON")
}

#[test]
fn the_grid_of_the_page_is_answered_as_it_says() {
    let reply = reply_to(2);
    let cells = "{\"x\": [0, 0, 1], \"y\": [0, 1, 1], \"level\": [0, 0, 1], \"n\": [2, 1, 2]}";
    assert!(PAGE.contains(cells));
    assert_eq!(reply["cells"], serde_json::from_str::<Value>(cells).expect("JSON"));
    assert_eq!((&reply["x"]["edges"], &reply["n_missing"]), (&json!([100.0, 1000.0, 10000.0]), &json!(1)));
}

#[test]
fn the_request_of_the_page_is_answered_as_it_says() {
    let reply = reply_to(1);
    let (usual, unusual) = ("g1", "unusual");
    assert_eq!(reply["columns"]["group"], json!([usual, usual, usual, usual, unusual, usual, usual, unusual]));
    assert_eq!(
        (&reply["columns"]["reason"][4], &reply["columns"]["reason"][7]),
        (&json!("kwh_year"), &json!("outage_hours"))
    );
}

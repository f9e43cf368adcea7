//! The request of docs/modules/density.md is answered, and as the text says.

use density::DensityModule;
use gridfolk_guest::Session;
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../docs/modules/density.md");

#[test]
fn the_request_of_the_page_is_answered_as_it_says() {
    let request = PAGE.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a request");
    let reply = Session::<DensityModule>::default().run(request).expect("a reply");
    let reply: Value = serde_json::from_str(&reply.body).expect("JSON");
    let (usual, unusual) = ("g1", "unusual");
    assert_eq!(reply["columns"]["group"], json!([usual, usual, usual, usual, unusual, usual, usual, unusual]));
    assert_eq!(
        (&reply["columns"]["reason"][4], &reply["columns"]["reason"][7]),
        (&json!("kwh_year"), &json!("outage_hours"))
    );
}

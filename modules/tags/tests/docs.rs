//! The requests of docs/modules/tags.md are answered, and as the text says; its table is the defaults'.

use gridfolk_guest::Session;
use serde_json::{Value, json};
use tags::TagsModule;

const PAGE: &str = include_str!("../../../docs/modules/tags.md");

fn replies() -> Vec<Value> {
    let blocks = PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("a block ends"));
    let answer = |request: &str| {
        let reply = Session::<TagsModule>::default().run(request);
        let reply = reply.unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
        serde_json::from_str(&reply.body).expect("JSON")
    };
    blocks.map(answer).collect()
}

#[test]
fn the_requests_of_the_page_are_answered_as_it_says() {
    let [label, select, profile] = &replies()[..] else { panic!("three requests") };
    assert_eq!(label["columns"]["tags"], json!([[], ["pays_late"], [], ["heavy_user"], ["pays_late"]]));
    assert_eq!(label["tags"][0]["n_unknown"], json!(1));
    let test = json!({"column": "kwh_year", "test": "gt", "threshold": 9800.0, "value": 10400.0, "holds": true});
    assert_eq!(label["traces"][0]["tags"][1]["tests"], json!([test]));
    assert_eq!(select["move"]["threshold_after"], json!(9800.0));
    assert_eq!(select["columns"]["selected"], json!([0.0, 0.0, 1.0, 1.0, 0.0]));
    // Everybody of the group pays late and nobody else does: no lift, a difference of 1.
    assert_eq!((&profile["tags"][0]["difference"], &profile["tags"][0]["lift"]), (&json!(1.0), &Value::Null));
}

#[test]
fn the_page_lists_every_built_in_tag_with_its_source() {
    let defaults = tags::contract::defaults().expect("the defaults are read");
    assert!(defaults.tags.len() >= 30);
    for tag in &defaults.tags {
        let source = tag.source.as_deref().expect("a source or an assumption");
        let line = PAGE.lines().find(|line| line.contains(&format!("| `{}` |", tag.id)));
        let line = line.unwrap_or_else(|| panic!("{} is not on the page", tag.id));
        assert!(line.contains(source) && line.contains(&tag.title.zh) && line.contains(tag.made.name()), "{line}");
    }
}

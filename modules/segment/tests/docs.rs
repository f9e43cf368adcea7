//! The requests of docs/modules/segment.md are answered, and as the text says; its tables are the defaults.

use gridfolk_guest::Session;
use segment::SegmentModule;
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../docs/modules/segment.md");

fn replies() -> Vec<Value> {
    let blocks = PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("a block ends"));
    let answer = |request: &str| {
        let reply = Session::<SegmentModule>::default().run(request);
        let reply = reply.unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
        serde_json::from_str(&reply.body).expect("JSON")
    };
    blocks.map(answer).collect()
}

#[test]
fn the_requests_of_the_page_are_answered_as_it_says() {
    let [assign, strategy, what_if, compare] = &replies()[..] else { panic!("four requests") };
    assert_eq!(assign["columns"]["cell"], json!(["large/HULUU", "other/MUHUU", "other/LUMUU", "other/HUUUU"]));
    assert_eq!(assign["matrix"]["classes"][1]["n_uncertain"], json!(1));
    assert_eq!(strategy["columns"]["strategy"], json!(["basic", "call", "basic"]));
    assert_eq!(what_if["classes"]["migration"], json!([[1, 0], [1, 2]]));
    assert_eq!(compare["share_stayed"], json!(0.8));
    assert_eq!(compare["matched"][1], json!({"segment": "s2", "name": "s1"}));
}

#[test]
fn the_page_lists_every_built_in_class_and_strategy() {
    let defaults = segment::contract::defaults().expect("the defaults are read");
    let line = |id: &str| {
        let line = PAGE.lines().find(|line| line.starts_with('|') && line.contains(&format!("`{id}`")));
        line.unwrap_or_else(|| panic!("{id} is not on the page"))
    };
    for class in &defaults.classes {
        let source = class.source.as_deref().unwrap_or("everybody else");
        assert!(line(&class.id).contains(source) && line(&class.id).contains(&class.title.zh));
    }
    for strategy in &defaults.strategies {
        let (line, source) = (line(&strategy.id), strategy.source.as_deref().expect("a source or an assumption"));
        assert!(line.contains(source) && line.contains(&strategy.name.zh), "{line}");
        let actions = &strategy.actions;
        let dimensions =
            [&actions.reliability, &actions.responsiveness, &actions.assurance, &actions.empathy, &actions.tangibles];
        assert!(dimensions.iter().all(|actions| !actions.is_empty()), "{} acts on all five", strategy.id);
    }
}

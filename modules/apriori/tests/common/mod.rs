//! What several tests share: made-up baskets, sessions, and folds driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use apriori::AprioriModule;
use gridfolk_contract::{Column, Items, Problem, Reply};
use gridfolk_guest::Session;
use gridfolk_numeric::random::Stream;
use serde_json::{Value, json};

/// A column of item sets; levels in the order of their first occurrence.
pub(crate) fn items(name: &str, baskets: &[Vec<String>]) -> Column {
    let mut items = Items::default();
    let mut codes = std::collections::HashMap::new();
    for basket in baskets {
        for item in basket {
            let code = *codes.entry(item.clone()).or_insert_with(|| {
                items.levels.push(item.clone());
                items.levels.len() as u32 - 1
            });
            items.codes.push(code);
        }
        items.ends.push(items.codes.len() as u32);
    }
    Column::items(name, items)
}

/// `n` baskets of items t00, t01 …: the first ones likelier, and pairs that come together; deterministic.
pub(crate) fn baskets(n: usize, n_items: usize, seed: u64) -> Vec<Vec<String>> {
    let stream = Stream::new(seed, 0);
    let mut draw = 0;
    let mut uniform = || {
        draw += 1;
        stream.uniform(draw)
    };
    let mut baskets = Vec::new();
    for _ in 0..n {
        let mut basket = Vec::new();
        for item in 0..n_items {
            let follows = item % 3 == 2 && basket.contains(&format!("t{:02}", item - 1));
            let chance = if follows { 0.9 } else { 0.7 / (1.0 + item as f64 / 3.0) };
            if uniform() < chance {
                basket.push(format!("t{item:02}"));
            }
        }
        baskets.push(basket);
    }
    baskets
}

/// An instance with columns.
pub(crate) fn loaded(columns: Vec<Column>) -> Session<AprioriModule> {
    let mut session = Session::default();
    session.load(columns).expect("columns");
    session
}

pub(crate) fn run(session: &mut Session<AprioriModule>, request: &Value) -> Result<Reply, Problem> {
    session.run(&request.to_string())
}

pub(crate) fn body(session: &mut Session<AprioriModule>, request: &Value) -> Value {
    let reply = run(session, request).unwrap_or_else(|problem| panic!("{request} is refused: {problem}"));
    serde_json::from_str(&reply.body).expect("JSON")
}

pub(crate) fn problem(session: &mut Session<AprioriModule>, request: &Value) -> Problem {
    match run(session, request) {
        Ok(reply) => panic!("{request} is answered: {}", reply.body),
        Err(problem) => problem,
    }
}

/// Drives a mining over parts, each with columns and its first row. Partials are merged in reverse order.
pub(crate) fn fold(params: &Value, parts: &[(u64, Vec<Column>)]) -> Result<String, Problem> {
    let mut merger = Session::<AprioriModule>::default();
    let begun = run(&mut merger, &json!({"op": "begin", "params": params}))?.body;
    let mut state = serde_json::from_str::<Value>(&begun).expect("JSON")["state"].take();
    loop {
        let mut partials = Vec::new();
        for (first_row, columns) in parts {
            let request = json!({"op": "fold", "state": state, "first_row": first_row});
            let reply = run(&mut loaded(columns.clone()), &request)?;
            let mut reply: Value = serde_json::from_str(&reply.body).expect("JSON");
            partials.insert(0, reply["partial"].take());
        }
        let reply = run(&mut merger, &json!({"op": "merge", "state": state, "partials": partials}))?;
        if let Some(body) = reply.body.strip_prefix("{\"reply\":").and_then(|rest| rest.strip_suffix('}')) {
            return Ok(body.to_owned());
        }
        state = serde_json::from_str::<Value>(&reply.body).expect("JSON")["state"].take();
    }
}

//! What several tests share: made-up baskets, sessions, and folds driven part by part.
#![allow(dead_code, reason = "each test uses its part")]

use apriori::AprioriModule;
use gridfolk_contract::{Column, Items, Problem};
use gridfolk_numeric::random::Stream;
use serde_json::Value;

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

gridfolk_testing::instances_of!(AprioriModule);

/// Drives a mining over parts, each with columns and its first row. Partials are merged in reverse order.
pub(crate) fn fold(params: &Value, parts: &[(u64, Vec<Column>)]) -> Result<String, Problem> {
    gridfolk_testing::fold::<AprioriModule>(params, parts, false)
}

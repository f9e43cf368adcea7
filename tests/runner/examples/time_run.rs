//! A module in wasmtime, as the server runs it; prints the milliseconds of every repeat.
//! An instance remembers results of its columns and forgets them when columns are loaded: with
//! `loads_anew`, they are loaded anew before each repeat, outside the clock.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use gridfolk_contract::{Column, Items};
use gridfolk_tests::wasmtime::Hosts;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Plan {
    module: PathBuf,
    /// Columns of numbers: a file of doubles, column after column.
    #[serde(default)]
    data: PathBuf,
    #[serde(default)]
    n: usize,
    #[serde(default)]
    columns: Vec<String>,
    /// A column of item sets: a file of one basket a line, items between spaces.
    baskets: Option<PathBuf>,
    n_repeats: usize,
    loads_anew: bool,
    before: Option<Value>,
    request: Value,
}

fn main() {
    let text = std::env::args().nth(1).expect("a plan");
    let plan: Plan = serde_json::from_str(&text).expect("a plan");
    let columns = read_columns(&plan);
    let hosts = Hosts::with(std::slice::from_ref(&plan.module));
    let name = plan.module.file_stem().expect("a name").to_string_lossy().into_owned();
    let mut session = hosts.open_session(&name);
    session.load(&columns).expect("columns");
    let model = plan.before.as_ref().map(|before| {
        let body = session.run(&before.to_string()).expect("a reply").body;
        serde_json::from_str::<Value>(&body).expect("JSON")["model"].to_string()
    });
    let template = plan.request.to_string();
    let mut times = Vec::new();
    for repeat in 0..=plan.n_repeats {
        if plan.loads_anew {
            session.load(&columns).expect("columns");
        }
        let scale = (1.0 + repeat as f64 / 100.0).to_string();
        let request = template.replace("\"$scale\"", &scale).replace("\"$model\"", model.as_deref().unwrap_or("null"));
        let start = Instant::now();
        session.run(&request).expect("a reply");
        // The first repeat warms up and does not count.
        if repeat > 0 {
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    println!("{}", serde_json::to_string(&times).expect("JSON"));
}

fn read_columns(plan: &Plan) -> Vec<Column> {
    if let Some(path) = &plan.baskets {
        return vec![read_baskets(path)];
    }
    let bytes = std::fs::read(&plan.data).expect("the data");
    let values: Vec<f64> = bytes.as_chunks().0.iter().map(|chunk| f64::from_le_bytes(*chunk)).collect();
    let columns = plan.columns.iter().zip(values.chunks_exact(plan.n));
    columns.map(|(name, values)| Column::number(name, values.to_vec())).collect()
}

fn read_baskets(path: &Path) -> Column {
    let mut items = Items::default();
    let mut known = HashMap::new();
    for line in std::fs::read_to_string(path).expect("the baskets").lines() {
        for item in line.split_whitespace() {
            let next = known.len() as u32;
            items.codes.push(*known.entry(item.to_owned()).or_insert_with(|| {
                items.levels.push(item.to_owned());
                next
            }));
        }
        items.ends.push(items.codes.len() as u32);
    }
    Column::items("basket", items)
}

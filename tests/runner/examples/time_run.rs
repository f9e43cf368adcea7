//! A module in wasmtime, as the server runs it; prints the milliseconds of every repeat.
//! An instance remembers results of its columns and forgets them when columns are loaded: with
//! `loads_anew`, they are loaded anew before each repeat, outside the clock.

use std::path::PathBuf;
use std::time::Instant;

use gridfolk_contract::Column;
use gridfolk_tests::wasmtime::Hosts;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Plan {
    module: PathBuf,
    data: PathBuf,
    n: usize,
    columns: Vec<String>,
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
    let bytes = std::fs::read(&plan.data).expect("the data");
    let values: Vec<f64> = bytes.as_chunks().0.iter().map(|chunk| f64::from_le_bytes(*chunk)).collect();
    let columns = plan.columns.iter().zip(values.chunks_exact(plan.n));
    columns.map(|(name, values)| Column::number(name, values.to_vec())).collect()
}

//! A decision tree beside scikit-learn's on one thread: n = 100 000, 20 columns of numbers, two classes,
//! depth 8. A run is the whole call on loaded columns, with figures and per-row results; the peer's is `fit`.

use std::fs;

use anyhow::{Context, Result};
use gridfolk_numeric::normal::quantile;
use gridfolk_numeric::random::Stream;
use serde_json::{Value, json};

use super::report;
use super::runners::{in_node, in_python, in_wasmtime};
use crate::shell::{root, target_dir};

const N: usize = 100_000;
const D: usize = 20;
const MAX_DEPTH: u32 = 8;
const MIN_LEAF: u32 = 5;
const N_REPEATS: usize = 11;
const N_PEER_REPEATS: usize = 5;
/// The seed stands in docs/modules/tree.md.
const SEED: u64 = 20_260_802;

pub(crate) fn run() -> Result<()> {
    let plan = plan()?;
    let peer = in_python("tree.py", &["scikit-learn==1.9.1", "threadpoolctl"], &plan)?.median();
    let row = |program: &str, ms: f64, goal: &str| {
        vec![program.to_owned(), format!("{ms:.1}"), format!("{:.2}", ms / peer), goal.to_owned()]
    };
    let rows = [
        row("scikit-learn 1.9.1", peer, ""),
        row("tree.wasm in wasmtime", in_wasmtime(&plan)?.median(), "0.3"),
        row("tree.wasm in Node", in_node(&plan)?.median(), "0.3"),
    ];
    let title = format!("tree fit: n = {N}, {D} columns, depth {MAX_DEPTH}, median, one thread");
    report::table(&title, &["program", "ms", "ratio to scikit-learn", "goal"], &rows);
    slider(plan)
}

/// What each runner is told: the data, what is loaded, what is run, how often.
fn plan() -> Result<Value> {
    let folder = target_dir().join("bench");
    fs::create_dir_all(&folder)?;
    let data = folder.join("tree.f64");
    fs::write(&data, bytes()).with_context(|| format!("cannot write {}", data.display()))?;
    let mut columns: Vec<String> = (0..D).map(|column| format!("x{column}")).collect();
    columns.push("class".to_owned());
    let params = json!({"target": "class", "max_depth": MAX_DEPTH, "min_leaf": MIN_LEAF});
    Ok(json!({
        "module": root().join("dist/modules/tree.wasm"), "data": data, "n": N, "columns": columns,
        "max_depth": MAX_DEPTH, "min_leaf": MIN_LEAF, "n_repeats": N_REPEATS, "n_peer_repeats": N_PEER_REPEATS,
        "loads_anew": true, "request": {"op": "fit", "params": params},
    }))
}

/// Normal columns, column after column, and a class that depends on ten of them and on a product.
fn bytes() -> Vec<u8> {
    let normal = |column: usize, row: usize| quantile(Stream::new(SEED, column as u64).uniform(row as u64));
    let columns: Vec<Vec<f64>> = (0..D).map(|column| (0..N).map(|row| normal(column, row)).collect()).collect();
    let class = |row: usize| {
        let linear: f64 = (0..10).map(|column| (1.0 - column as f64 / 10.0) * columns[column][row]).sum();
        f64::from(u8::from(0.5 * linear + columns[0][row] * columns[1][row] + normal(D, row) > 1.0))
    };
    let classes = (0..N).map(class);
    columns.iter().flatten().copied().chain(classes).flat_map(f64::to_le_bytes).collect()
}

/// One move of a slider on columns that are loaded: scale one column, walk all customers, compare.
fn slider(mut plan: Value) -> Result<()> {
    plan["before"] = plan["request"].clone();
    plan["loads_anew"] = json!(false);
    plan["n_repeats"] = json!(60);
    plan["request"] =
        json!({"op": "what_if", "params": {"scenario": [{"column": "x0", "scale": "$scale"}]}, "model": "$model"});
    let mut rows = Vec::new();
    for (program, times) in [("wasmtime", in_wasmtime(&plan)?), ("Node", in_node(&plan)?)] {
        let ms = |share: f64| format!("{:.1}", times.quantile(share));
        rows.push(vec![program.to_owned(), ms(0.5), ms(0.95), "16".to_owned()]);
    }
    let title = format!("tree what-if, one slider move: n = {N}, {D} columns");
    report::table(&title, &["program", "p50 ms", "p95 ms", "goal"], &rows);
    Ok(())
}

//! k-means beside scikit-learn's Lloyd on one thread: n = 100 000, k = 8, equal starts (the first
//! eight rows), 20 iterations, nothing standardised. A run is the whole call on loaded columns, with
//! profile and per-row results; the peer's is `fit`, with labels and inertia.

use std::fs;

use anyhow::Result;
use serde_json::{Value, json};

use super::gaussians::Gaussians;
use super::report;
use super::runners::{in_node, in_python, in_wasmtime};
use crate::shell::{root, target_dir};

const N: usize = 100_000;
const K: usize = 8;
const N_ITER: usize = 20;
const N_REPEATS: usize = 15;
/// The seeds stand in docs/modules/kmeans.md.
const SEED: u64 = 20_260_801;

pub(crate) fn run() -> Result<()> {
    let mut rows = Vec::new();
    for (d, goal) in [(8, 0.6), (16, 0.7)] {
        rows.extend(fit_rows(d, goal)?);
    }
    let title = format!("k-means fit: n = {N}, k = {K}, {N_ITER} iterations, median of {N_REPEATS}, one thread");
    report::table(&title, &["program", "columns", "ms", "ratio to scikit-learn", "goal"], &rows);
    slider()
}

fn fit_rows(d: usize, goal: f64) -> Result<Vec<Vec<String>>> {
    let plan = plan(d)?;
    let peer = in_python("kmeans.py", &["scikit-learn==1.9.1", "threadpoolctl"], &plan)?.median();
    let row = |program: &str, ms: f64, goal: String| {
        vec![program.to_owned(), d.to_string(), format!("{ms:.1}"), format!("{:.2}", ms / peer), goal]
    };
    Ok(vec![
        row("scikit-learn 1.9.1", peer, String::new()),
        row("kmeans.wasm in wasmtime", in_wasmtime(&plan)?.median(), format!("{goal}")),
        row("kmeans.wasm in Node", in_node(&plan)?.median(), format!("{goal}")),
    ])
}

/// What each runner is told: the data, what is loaded, what is run, how often.
fn plan(d: usize) -> Result<Value> {
    let folder = target_dir().join("bench");
    fs::create_dir_all(&folder)?;
    let data = folder.join(format!("gaussians-{d}.f64"));
    Gaussians { n: N, d, k: K, seed: SEED }.write(&data)?;
    let columns: Vec<String> = (0..d).map(|column| format!("x{column}")).collect();
    let params = json!({
        "k": K, "init": {"rows": (0..K).collect::<Vec<_>>()}, "max_iter": N_ITER, "tol": 0, "standardize": false,
    });
    Ok(json!({
        "module": root().join("dist/modules/kmeans.wasm"), "data": data, "n": N, "columns": columns, "k": K,
        "n_iter": N_ITER, "n_repeats": N_REPEATS, "loads_anew": true, "request": {"op": "fit", "params": params},
    }))
}

/// One move of a slider on columns that are loaded: scale one column, reassign, count.
fn slider() -> Result<()> {
    let mut plan = plan(8)?;
    plan["before"] = json!({"op": "fit", "params": {"k": K, "seed": 1}});
    plan["loads_anew"] = json!(false);
    plan["n_repeats"] = json!(60);
    plan["request"] =
        json!({"op": "what_if", "params": {"scenario": [{"column": "x0", "scale": "$scale"}]}, "model": "$model"});
    let mut rows = Vec::new();
    for (program, times) in [("wasmtime", in_wasmtime(&plan)?), ("Node", in_node(&plan)?)] {
        rows.push(vec![
            program.to_owned(),
            format!("{:.1}", times.quantile(0.5)),
            format!("{:.1}", times.quantile(0.95)),
            "16".to_owned(),
        ]);
    }
    report::table(
        &format!("k-means what-if, one slider move: n = {N}, 8 columns"),
        &["program", "p50 ms", "p95 ms", "goal"],
        &rows,
    );
    Ok(())
}

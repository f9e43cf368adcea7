//! k-means beside scikit-learn's Lloyd on one thread: n = 100 000, k = 8, equal starts (the first
//! eight rows), 20 iterations, nothing standardised. A run is the whole call on loaded columns, with
//! profile and per-row results; the peer's is `fit`, with labels and inertia.

use std::fs;

use anyhow::Result;
use serde_json::{Value, json};

use super::beside::{HEADING, Peer, slider, whole_call};
use super::gaussians::Gaussians;
use super::report;
use crate::shell::{root, target_dir};

const N: usize = 100_000;
const K: usize = 8;
const N_ITER: usize = 20;
const N_REPEATS: usize = 15;
/// The seeds stand in docs/modules/kmeans.md.
const SEED: u64 = 20_260_801;

const SCIKIT_LEARN: Peer =
    Peer { name: "scikit-learn 1.9.1", script: "kmeans.py", packages: &["scikit-learn==1.9.1", "threadpoolctl"] };

pub(crate) fn run() -> Result<()> {
    let mut rows = Vec::new();
    for (d, goal) in [(8, 0.6), (16, 0.7)] {
        rows.extend(whole_call("kmeans", &SCIKIT_LEARN, &plan(d)?, &format!("{d} columns"), goal)?);
    }
    let title = format!("k-means fit: n = {N}, k = {K}, {N_ITER} iterations, median of {N_REPEATS}, one thread");
    report::table(&title, &HEADING, &rows);
    let before = json!({"op": "fit", "params": {"k": K, "seed": 1}});
    let request =
        json!({"op": "what_if", "params": {"scenario": [{"column": "x0", "scale": "$scale"}]}, "model": "$model"});
    slider(&format!("k-means what-if, one slider move: n = {N}, 8 columns"), plan(8)?, before, request)
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

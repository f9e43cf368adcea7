//! Fuzzy c-means beside scikit-fuzzy's on one thread: n = 100 000, 8 columns, c = 8, m = 2, 20 updates, nothing
//! standardised. A run is the whole call on loaded columns, with indices and per-row results; the peer's is
//! `cmeans`, with memberships and partition coefficient.

use std::fs;

use anyhow::Result;
use serde_json::{Value, json};

use super::beside::{HEADING, Peer, slider, whole_call};
use super::gaussians::Gaussians;
use super::report;
use crate::shell::{root, target_dir};

const N: usize = 100_000;
const D: usize = 8;
const C: usize = 8;
const N_ITER: usize = 20;
const N_REPEATS: usize = 15;
const N_PEER_REPEATS: usize = 5;
/// That of the k-means benchmark.
const SEED: u64 = 20_260_801;

const SCIKIT_FUZZY: Peer = Peer {
    name: "scikit-fuzzy 0.5.0",
    script: "fuzzy.py",
    packages: &["scikit-fuzzy==0.5.0", "scipy", "networkx", "packaging"],
};

pub(crate) fn run() -> Result<()> {
    let plan = plan()?;
    let rows = whole_call("fuzzy", &SCIKIT_FUZZY, &plan, &format!("{N} x {D}"), 0.2)?;
    let title = format!("fuzzy c-means: c = {C}, {N_ITER} updates, median of {N_REPEATS}, one thread");
    report::table(&title, &HEADING, &rows);
    let before = json!({"op": "fit", "params": {"c": 5, "value": {"weights": {"x0": 1}}, "max_iter": N_ITER}});
    let request =
        json!({"op": "what_if", "params": {"scenario": [{"column": "x0", "scale": "$scale"}]}, "model": "$model"});
    slider(&format!("fuzzy what-if, one slider move: n = {N}, {D} columns, 5 grades"), plan, before, request)
}

/// What each runner is told: the data, what is loaded, what is run, how often.
fn plan() -> Result<Value> {
    let folder = target_dir().join("bench");
    fs::create_dir_all(&folder)?;
    let data = folder.join("gaussians-fuzzy.f64");
    Gaussians { n: N, d: D, k: C, seed: SEED }.write(&data)?;
    let columns: Vec<String> = (0..D).map(|column| format!("x{column}")).collect();
    let params = json!({"c": C, "max_iter": N_ITER, "tol": 1e-12, "standardize": false, "value": "none"});
    Ok(json!({
        "module": root().join("dist/modules/fuzzy.wasm"), "data": data, "n": N, "columns": columns, "c": C,
        "n_iter": N_ITER, "n_repeats": N_REPEATS, "n_peer_repeats": N_PEER_REPEATS, "loads_anew": true,
        "request": {"op": "fit", "params": params},
    }))
}

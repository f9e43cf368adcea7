//! Logistic regression with standard errors beside statsmodels' Logit on one thread: n = 100 000, 20
//! columns. A run is the whole call on loaded columns, with errors, criteria, calibration and per-row
//! results; the peer's is `fit` and `bse`.

use std::fs;

use anyhow::Result;
use serde_json::{Value, json};

use super::beside::{HEADING, Peer, slider, whole_call};
use super::events::Events;
use super::report;
use crate::shell::{root, target_dir};

const N: usize = 100_000;
const D: usize = 20;
const N_REPEATS: usize = 15;
/// It stands in docs/modules/sensitivity.md.
const SEED: u64 = 20_260_801;

const STATSMODELS: Peer =
    Peer { name: "statsmodels 0.15.0", script: "sensitivity.py", packages: &["statsmodels==0.15.0", "threadpoolctl"] };

pub(crate) fn run() -> Result<()> {
    let plan = plan()?;
    let rows = whole_call("sensitivity", &STATSMODELS, &plan, &format!("{N} x {D}"), 0.6)?;
    let title = format!("logistic regression with standard errors: median of {N_REPEATS}, one thread");
    report::table(&title, &HEADING, &rows);
    let before = plan["request"].clone();
    let request =
        json!({"op": "what_if", "params": {"scenario": [{"column": "x0", "scale": "$scale"}]}, "model": "$model"});
    slider(&format!("sensitivity what-if, one slider move: n = {N}, {D} columns"), plan, before, request)
}

/// What each runner is told: the data, what is loaded, what is run, how often.
fn plan() -> Result<Value> {
    let folder = target_dir().join("bench");
    fs::create_dir_all(&folder)?;
    let data = folder.join(format!("events-{D}.f64"));
    Events { n: N, d: D, seed: SEED }.write(&data)?;
    let columns: Vec<String> = (0..D).map(|column| format!("x{column}")).chain(["event".to_owned()]).collect();
    Ok(json!({
        "module": root().join("dist/modules/sensitivity.wasm"), "data": data, "n": N, "columns": columns,
        "n_repeats": N_REPEATS, "loads_anew": true, "request": {"op": "fit", "params": {"target": "event"}},
    }))
}

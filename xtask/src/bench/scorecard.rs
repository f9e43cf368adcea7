//! Scorecard binning beside optbinning on one thread: 100 000 customers, one variable at a time, numbers
//! with many distinct values. A run is the whole call on loaded columns; the peer's is `fit` on arrays, with its
//! defaults and ours. Then one what-if on a card of eight columns.

use std::fs;

use anyhow::Result;
use gridfolk_numeric::random::Stream;
use serde_json::{Value, json};

use super::beside::{HEADING, Peer, slider, whole_call};
use super::report;
use crate::shell::{root, target_dir};

const N: usize = 100_000;
const N_REPEATS: usize = 15;
const N_COLUMNS: usize = 8;
/// The seed stands in docs/modules/scorecard.md.
const SEED: u64 = 20_260_802;
const GOAL: f64 = 0.2;
const PEER: Peer = Peer { name: "optbinning 1.0.0", script: "scorecard.py", packages: &["optbinning==1.0.0"] };

pub(crate) fn run() -> Result<()> {
    let columns = columns();
    let folder = target_dir().join("bench");
    fs::create_dir_all(&folder)?;
    let data = folder.join("customers.f64");
    let bytes: Vec<u8> = columns.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
    fs::write(&data, bytes)?;
    let names: Vec<String> = (0..N_COLUMNS).map(|column| format!("x{column}")).chain(["bad".to_owned()]).collect();
    let plan = |request: Value| {
        json!({
            "module": root().join("dist/modules/scorecard.wasm"), "data": data, "n": N, "columns": names,
            "n_repeats": N_REPEATS, "loads_anew": true, "request": request,
        })
    };
    binning(&plan)?;
    let scenario = json!([{"column": "x0", "scale": "$scale"}]);
    slider(
        &format!("scorecard what-if, one slider move: n = {N}, {N_COLUMNS} columns"),
        plan(Value::Null),
        json!({"op": "fit", "params": {"target": "bad", "selection": {"min_iv": 0}}}),
        json!({"op": "what_if", "params": {"scenario": scenario, "cut_off": 500}, "model": "$model"}),
    )
}

fn binning(plan: &dyn Fn(Value) -> Value) -> Result<()> {
    let mut rows = Vec::new();
    for (column, what) in [(0, "continuous, ascending"), (1, "continuous, peak"), (2, "whole days")] {
        let name = format!("x{column}");
        let mut plan = plan(json!({"op": "bin", "params": {"target": "bad", "columns": [name]}}));
        plan["column"] = json!(column);
        rows.extend(whole_call("scorecard", &PEER, &plan, what, GOAL)?);
    }
    let title = format!("optimal binning of one variable: n = {N}, median of {N_REPEATS}, one thread");
    report::table(&title, &HEADING, &rows);
    Ok(())
}

/// Columns with a falling, a peaked and a stepped effect on the event, five with less, and the event.
fn columns() -> Vec<Vec<f64>> {
    let draw = |purpose: usize, row: usize| Stream::new(SEED, purpose as u64).uniform(row as u64);
    let column = |at: usize| (0..N).map(move |row| (row, draw(at, row)));
    let mut columns: Vec<Vec<f64>> = Vec::with_capacity(N_COLUMNS + 1);
    columns.push(column(0).map(|(_, u)| -u.ln() * 4000.0).collect());
    columns.push(column(1).map(|(row, u)| 100.0 * (u + draw(20, row))).collect());
    columns.push(column(2).map(|(row, u)| (u * draw(21, row) * 365.0).floor()).collect());
    columns.extend((3..N_COLUMNS).map(|at| column(at).map(|(row, u)| u + draw(20 + at, row)).collect()));
    let is_bad = |row: usize| {
        let log_odds = -3.0 + columns[0][row] / 6000.0 - ((columns[1][row] - 100.0) / 60.0).powi(2)
            + columns[2][row] / 150.0
            + (3..N_COLUMNS).map(|at| columns[at][row] * 0.1 * at as f64).sum::<f64>();
        f64::from(u8::from(draw(99, row) < 1.0 / (1.0 + (-log_odds).exp())))
    };
    let target = (0..N).map(is_bad).collect();
    columns.push(target);
    columns
}

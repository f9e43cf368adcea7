//! The two measurements that every module has: a whole call beside its peer, and one move of a slider.

use anyhow::Result;
use serde_json::{Value, json};

use super::report;
use super::runners::{in_node, in_python, in_wasmtime};

/// What the module is measured beside.
pub(crate) struct Peer {
    /// Its name and version in tables.
    pub(crate) name: &'static str,
    /// The script in xtask/bench that runs it on a plan.
    pub(crate) script: &'static str,
    /// What the script needs, as pip names it.
    pub(crate) packages: &'static [&'static str],
}

/// The heading of the rows that [`whole_call`] gives.
pub(crate) const HEADING: [&str; 5] = ["program", "data", "ms", "ratio to the peer", "goal"];

/// Peer, wasmtime and Node on one plan, in one run. `data` says in a word what of.
pub(crate) fn whole_call(module: &str, peer: &Peer, plan: &Value, data: &str, goal: f64) -> Result<Vec<Vec<String>>> {
    let of_peer = in_python(peer.script, peer.packages, plan)?.median();
    let row = |program: String, ms: f64, goal: String| {
        vec![program, data.to_owned(), format!("{ms:.1}"), format!("{:.2}", ms / of_peer), goal]
    };
    Ok(vec![
        row(peer.name.to_owned(), of_peer, String::new()),
        row(format!("{module}.wasm in wasmtime"), in_wasmtime(plan)?.median(), goal.to_string()),
        row(format!("{module}.wasm in Node"), in_node(plan)?.median(), goal.to_string()),
    ])
}

/// One move of a slider on columns that are loaded: `before` is run first and gives the model; in `request`,
/// `$model` stands for it and `$scale` for a number that differs from move to move.
pub(crate) fn slider(title: &str, mut plan: Value, before: Value, request: Value) -> Result<()> {
    plan["before"] = before;
    plan["request"] = request;
    plan["loads_anew"] = json!(false);
    plan["n_repeats"] = json!(60);
    let mut rows = Vec::new();
    for (program, times) in [("wasmtime", in_wasmtime(&plan)?), ("Node", in_node(&plan)?)] {
        rows.push(vec![
            program.to_owned(),
            format!("{:.1}", times.quantile(0.5)),
            format!("{:.1}", times.quantile(0.95)),
            "16".to_owned(),
        ]);
    }
    report::table(title, &["program", "p50 ms", "p95 ms", "goal"], &rows);
    Ok(())
}

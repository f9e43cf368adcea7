//! The same measured job in several programs. Each is given a plan as JSON and prints the
//! milliseconds of every repeat as a JSON list.

use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::shell::{cargo, output, program, root};
use crate::tools;

/// Repeats of one job, in milliseconds.
#[derive(Deserialize)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// The quantile of that share, 0 to 1; the median is what tables show.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[((sorted.len() - 1) as f64 * share).round() as usize]
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }
}

/// The module in wasmtime, as the server runs it.
pub(crate) fn in_wasmtime(plan: &Value) -> Result<Times> {
    let example = ["run", "--quiet", "--release", "--package", "gridfolk_tests", "--example", "time_run", "--"];
    times(cargo().args(example).arg(plan.to_string()))
}

/// The module in Node's V8, called by hand.
pub(crate) fn in_node(plan: &Value) -> Result<Times> {
    times(program("node").arg(root().join("xtask/bench/time_run.mjs")).arg(plan.to_string()))
}

/// A Python script beside this folder, in the virtual environment with the peers.
pub(crate) fn in_python(script: &str, packages: &[&str], plan: &Value) -> Result<Times> {
    let python = tools::python_with(packages)?;
    let mut command = program(python);
    // One thread, as the module has.
    for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
        command.env(variable, "1");
    }
    times(command.arg(root().join("xtask/bench").join(script)).arg(plan.to_string()))
}

fn times(command: &mut Command) -> Result<Times> {
    let printed = output(command)?;
    let list = printed.lines().last().context("a runner prints its times")?;
    serde_json::from_str(list).context("a runner prints a list of milliseconds")
}

//! The customer portrait: time and memory of each step, and of the whole; what-ifs across it.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::report;
use crate::shell::{self, program, root, target_dir};

const N_CUSTOMERS: u32 = 100_000;
/// Runs of each; the best counts.
const N_RUNS: usize = 3;
const SCENARIO: &str =
    r#"{"edits": [{"column": "n_bills_late_12m", "add": 1}, {"column": "kwh_year", "scale": 1.05}]}"#;

/// One step of a run.
struct Step {
    name: String,
    ms: f64,
    memory_bytes: u64,
}

pub(super) fn run() -> Result<()> {
    shell::run(crate::shell::cargo().args(["build", "--release", "--package", "gridfolk"]))?;
    let folder = root().join("dist/bench/portrait");
    fs::create_dir_all(&folder)?;
    let table = folder.join("customers.parquet");
    let params = format!(r#"{{"n_customers": {N_CUSTOMERS}, "seed": 1}}"#);
    let make = ["run", "sample", "generate", "--params", &params, "--columns-out"];
    gridfolk(|command| command.args(make).arg(&table).arg("--out").arg(folder.join("sample.json")))?;
    let out = folder.join("portrait");
    let fitted = best(|| steps(&table, &out, &[]))?;
    let models = out.join("models.json").display().to_string();
    let scored = best(|| steps(&table, &out, &["--model", &models]))?;
    let mut rows: Vec<Vec<String>> = fitted.iter().zip(&scored).map(|(fitted, scored)| row(fitted, scored)).collect();
    rows.push(vec!["all".to_owned(), total(&fitted), total(&scored), String::new()]);
    let title =
        format!("customer-portrait, {N_CUSTOMERS} customers, one thread (goal: no step above 1000 ms, all 5000 ms)");
    report::table(&title, &["step", "fit and score, ms", "score alone, ms", "memory, MiB"], &rows);
    what_if(&table, &models)
}

fn gridfolk(
    add: impl FnOnce(&mut std::process::Command) -> &mut std::process::Command,
) -> Result<std::process::Output> {
    let mut command = program(target_dir().join("release/gridfolk"));
    let output = add(command.current_dir(root())).output().context("gridfolk does not start")?;
    ensure!(output.status.success(), "gridfolk: {}", String::from_utf8_lossy(&output.stderr));
    Ok(output)
}

fn steps(table: &Path, out: &Path, more: &[&str]) -> Result<Vec<Step>> {
    let fixed = ["pipeline", "run", "customer-portrait", "--as-of", "2026-09-30", "--timings"];
    let output = gridfolk(|command| command.args(fixed).args(more).arg("--table").arg(table).arg("--out").arg(out))?;
    let lines = String::from_utf8(output.stderr)?;
    let step = |line: &str| -> Result<Step> {
        let said: Value = serde_json::from_str(line).with_context(|| line.to_owned())?;
        let name = said["step"].as_str().unwrap_or_default().to_owned();
        let (ms, memory_bytes) = (said["ms"].as_f64(), said["memory_bytes"].as_u64());
        Ok(Step { name, ms: ms.context("ms")?, memory_bytes: memory_bytes.context("memory_bytes")? })
    };
    lines.lines().filter(|line| line.starts_with('{')).map(step).collect()
}

/// The run with the least time in all.
fn best(mut run: impl FnMut() -> Result<Vec<Step>>) -> Result<Vec<Step>> {
    let mut best: Option<Vec<Step>> = None;
    for _ in 0..N_RUNS {
        let steps = run()?;
        let time = |steps: &[Step]| steps.iter().map(|step| step.ms).sum::<f64>();
        if best.as_ref().is_none_or(|best| time(&steps) < time(best)) {
            best = Some(steps);
        }
    }
    best.context("at least one run")
}

fn row(fitted: &Step, scored: &Step) -> Vec<String> {
    let memory = fitted.memory_bytes.max(scored.memory_bytes) as f64 / f64::from(1 << 20);
    vec![fitted.name.clone(), format!("{:.0}", fitted.ms), format!("{:.0}", scored.ms), format!("{memory:.0}")]
}

fn total(steps: &[Step]) -> String {
    format!("{:.0}", steps.iter().map(|step| step.ms).sum::<f64>())
}

/// A what-if, with models, from the command line: reading and scoring come first, so the command says
/// itself how long the scenario took.
fn what_if(table: &Path, models: &str) -> Result<()> {
    let fixed = ["pipeline", "what-if", "customer-portrait", "--as-of", "2026-09-30", "--timings"];
    let started = Instant::now();
    let output = gridfolk(|command| {
        command.args(fixed).args(["--model", models, "--scenario", SCENARIO]).arg("--table").arg(table)
    })?;
    let all = started.elapsed().as_secs_f64() * 1e3;
    let said = String::from_utf8(output.stderr)?;
    let mut times = Vec::new();
    for line in said.lines().filter(|line| line.contains("scenario")) {
        let said: Value = serde_json::from_str(line)?;
        times.push(said["ms"].as_f64().context("ms")?);
    }
    let (first, later) = times.split_first().context("timings")?;
    let mut later = later.to_vec();
    later.sort_by(f64::total_cmp);
    let median = later.get(later.len() / 2).context("more than one scenario")?;
    let row = vec![format!("{first:.0}"), format!("{median:.0}"), format!("{all:.0}")];
    let columns = ["the first, ms", "the next ones (median), ms", "the whole command, ms"];
    report::table("what-if across all steps that scores and groups need (goal: 100 ms)", &columns, &[row]);
    Ok(())
}

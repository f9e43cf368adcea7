//! The main job on the built-in sample population, then the page.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build;
use crate::shell::{self, program, root, target_dir};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Do the job and exit, without serving the page
    #[arg(long)]
    once: bool,
    /// Where the page is served
    #[arg(long, default_value = "127.0.0.1:8080")]
    addr: String,
}

const N_CUSTOMERS: u32 = 20_000;
const PIPELINE: &str = "customer-portrait";

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    build::release()?;
    let out = root().join("dist/demo");
    fs::create_dir_all(&out)?;
    sample_population(&out)?;
    portrait(&out)?;
    println!("\nThe report: {}", shown(&out.join("portrait/report.html")));
    println!("The same on your own file (see pipelines/README.md for columns of other names or units):");
    println!("  {} pipeline run {PIPELINE} --table customers.csv --out portrait", shown(&binary()));
    if arguments.once {
        return Ok(());
    }
    println!("The page: http://{}/ (Ctrl-C ends it)\n", arguments.addr);
    shell::run(program(binary()).args(["serve", "--addr", &arguments.addr]).current_dir(root()))
}

fn sample_population(out: &Path) -> Result<()> {
    let params = format!(r#"{{"n_customers": {N_CUSTOMERS}, "seed": 1}}"#);
    let mut generate = program(binary());
    generate.args(["run", "sample", "generate", "--params", &params, "--out"]).arg(out.join("population.json"));
    shell::run(generate.arg("--columns-out").arg(out.join("population.csv")).current_dir(root()))
}

fn portrait(out: &Path) -> Result<()> {
    let mut run = program(binary());
    run.args(["pipeline", "run", PIPELINE, "--table"]).arg(out.join("population.csv"));
    shell::run(run.arg("--out").arg(out.join("portrait")).current_dir(root()))
}

fn binary() -> PathBuf {
    target_dir().join("release/gridfolk")
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

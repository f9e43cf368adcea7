//! The main job on the built-in sample population, then the page.

mod report;

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
const K: u32 = 5;
const COLUMNS: &str = r#"["kwh_year", "load_factor", "valley_share", "n_bills_late_12m", "n_outages_12m"]"#;

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    build::release()?;
    let out = root().join("dist/demo");
    fs::create_dir_all(&out)?;
    sample_population(&out)?;
    fit_segments(&out)?;
    let html = out.join("report.html");
    report::write(&out.join("segments.json"), &html)?;
    println!("\nThe report: {}", shown(&html));
    println!("The same on your own file:");
    println!("  {} run kmeans fit --table customers.csv --params '{{\"k\": 5}}' --out segments.json", shown(&binary()));
    if arguments.once {
        return Ok(());
    }
    println!("The page: http://{}/ (Ctrl-C ends it)\n", arguments.addr);
    shell::run(program(binary()).args(["serve", "--addr", &arguments.addr]))
}

fn sample_population(out: &Path) -> Result<()> {
    let params = format!(r#"{{"n_customers": {N_CUSTOMERS}, "seed": 1}}"#);
    let mut generate = program(binary());
    generate.args(["run", "sample", "generate", "--params", &params, "--out"]).arg(out.join("population.json"));
    shell::run(generate.arg("--columns-out").arg(out.join("population.csv")))
}

fn fit_segments(out: &Path) -> Result<()> {
    let params = format!(r#"{{"columns": {COLUMNS}, "k": {K}}}"#);
    let mut fit = program(binary());
    fit.args(["run", "kmeans", "fit", "--params", &params, "--table"]).arg(out.join("population.csv"));
    shell::run(fit.arg("--out").arg(out.join("segments.json")).arg("--columns-out").arg(out.join("segments.csv")))
}

fn binary() -> PathBuf {
    target_dir().join("release/gridfolk")
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

//! Tasks of the workspace: `cargo xtask demo`, `test`, `build`, `check`, `bench`.
//!
//! Each installs what it needs where it can, and otherwise says in one line what to install.

mod bench;
mod build;
mod check;
mod demo;
mod licences;
mod optimize;
mod shell;
mod test;
mod tools;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tasks of the gridfolk workspace")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything, run the main job on the sample population, serve the page on 127.0.0.1
    Demo(demo::Arguments),
    /// Format, lints, fresh generated files, then every test
    Test(test::Arguments),
    /// Build modules (dist/modules), bridge, page (dist/page) and the program gridfolk
    Build(build::Arguments),
    /// The quick part of test: format, lints, licences, fresh generated files
    Check,
    /// Measure beside the peers, in one run, as ratios
    Bench(bench::Arguments),
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        Task::Demo(arguments) => demo::run(&arguments),
        Task::Test(arguments) => test::run(&arguments),
        Task::Build(arguments) => build::run(&arguments),
        Task::Check => check::run(),
        Task::Bench(arguments) => bench::run(&arguments),
    }
}

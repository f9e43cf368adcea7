//! Speed, beside the peer, in one run, as ratios.

mod apriori;
mod baskets;
mod beside;
mod events;
mod fuzzy;
mod gaussians;
mod kmeans;
mod portrait;
mod report;
mod runners;
mod scorecard;
mod sensitivity;
mod tree;
mod web;

use anyhow::{Result, bail};

use crate::build;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which modules; all that have a benchmark when none is named
    names: Vec<String>,
}

/// A module's name and its benchmark.
type Benchmark = (&'static str, fn() -> Result<()>);

/// One line a module.
const BENCHMARKS: &[Benchmark] = &[
    ("apriori", apriori::run),
    ("fuzzy", fuzzy::run),
    ("kmeans", kmeans::run),
    ("portrait", portrait::run),
    ("scorecard", scorecard::run),
    ("sensitivity", sensitivity::run),
    ("tree", tree::run),
    ("web", web::run),
];

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let known: Vec<&str> = BENCHMARKS.iter().map(|(name, _)| *name).collect();
    if let Some(other) = arguments.names.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("there is no benchmark {other}; there are: {}", known.join(", "));
    }
    build::release_modules()?;
    let is_asked = |name: &str| arguments.names.is_empty() || arguments.names.iter().any(|asked| asked == name);
    BENCHMARKS.iter().filter(|(name, _)| is_asked(name)).try_for_each(|(_, run)| run())
}

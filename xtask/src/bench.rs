//! Speed, beside the peer, in one run, as ratios.

mod gaussians;
mod kmeans;
mod report;
mod runners;
mod tree;

use anyhow::{Result, bail};

use crate::build;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which: kmeans, tree; all when none is named
    names: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let all = ["kmeans", "tree"].map(str::to_owned);
    let names = if arguments.names.is_empty() { &all[..] } else { &arguments.names };
    build::release()?;
    for name in names {
        match name.as_str() {
            "kmeans" => kmeans::run()?,
            "tree" => tree::run()?,
            other => bail!("there is no benchmark {other}; there are: kmeans, tree"),
        }
    }
    Ok(())
}

//! Speed, beside the peer, in one run, as ratios.

mod gaussians;
mod kmeans;
mod report;
mod runners;

use anyhow::{Result, bail};

use crate::build;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which: kmeans; all when none is named
    names: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let names = if arguments.names.is_empty() { vec!["kmeans".to_owned()] } else { arguments.names.clone() };
    build::release()?;
    for name in names {
        match name.as_str() {
            "kmeans" => kmeans::run()?,
            other => bail!("there is no benchmark {other}; there is: kmeans"),
        }
    }
    Ok(())
}

//! Every test there is.

use anyhow::{Result, bail};

use crate::shell::{self, cargo, program, root};
use crate::{build, check, tools};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Leave out what needs a browser
    #[arg(long)]
    no_browser: bool,
}

/// A name and what it runs.
type Stage = (&'static str, fn() -> Result<()>);

/// Builds, then runs every stage even when an earlier one failed, so that one run tells all.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    build::release()?;
    let mut stages: Vec<Stage> = vec![("check", check::run), ("cargo test", rust), ("page", page)];
    if !arguments.no_browser {
        stages.push(("browser", browser));
    }
    let mut failed = Vec::new();
    for (name, stage) in stages {
        if let Err(error) = stage() {
            eprintln!("{name}: {error:#}");
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn rust() -> Result<()> {
    let tests = ["test", "--release", "--workspace", "--all-features", "--no-fail-fast"];
    let bridge = build::BRIDGE.iter().flat_map(|(name, _)| ["--exclude", name]);
    shell::run(cargo().args(tests).args(bridge))
}

fn page() -> Result<()> {
    shell::run(program("npm").args(["run", "--silent", "test"]).current_dir(root().join("web")))
}

/// The page, the element, the bridge and the cases in Chromium and Firefox, beside the hashes of the native run.
fn browser() -> Result<()> {
    let chromium = tools::chromium()?;
    let firefox = tools::firefox();
    tools::npm_packages("tests/browser")?;
    let mut tests = program("npm");
    tests.args(["run", "--silent", "test"]).current_dir(root().join("tests/browser"));
    shell::run(tests.env("CHROMIUM", chromium).envs(firefox.map(|path| ("FIREFOX", path))))
}

//! Every test there is.

use anyhow::Result;

use crate::shell::{self, cargo, program, root};
use crate::{build, check, tools};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Leave out what needs a browser
    #[arg(long)]
    no_browser: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    build::release()?;
    check::run()?;
    let tests = ["test", "--release", "--workspace", "--all-features", "--exclude", "gridfolk_bridge"];
    shell::run(cargo().args(tests))?;
    if arguments.no_browser {
        return Ok(());
    }
    let page = root().join("web/page");
    shell::run(program("npm").args(["run", "--silent", "test"]).current_dir(&page))?;
    let chromium = tools::chromium()?;
    tools::npm_packages("tests/browser")?;
    let tests = root().join("tests/browser");
    shell::run(program("npm").args(["run", "--silent", "test"]).current_dir(&tests).env("CHROMIUM", chromium))
}

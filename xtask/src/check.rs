//! The quick part of the gate: format, lints, licences, fresh generated files.

use anyhow::Result;

use crate::licences;
use crate::shell::{self, cargo};
use crate::tools;

pub(crate) fn run() -> Result<()> {
    tools::wasm_target()?;
    shell::run(cargo().args(["fmt", "--all", "--check"]))?;
    let native = ["clippy", "--release", "--workspace", "--all-targets", "--all-features"];
    shell::run(cargo().args(native).args(["--exclude", "gridfolk_bridge", "--", "--deny", "warnings"]))?;
    let browser = ["clippy", "--profile", "bridge", "--target", "wasm32-unknown-unknown"];
    shell::run(cargo().args(browser).args(["--package", "gridfolk_bridge", "--", "--deny", "warnings"]))?;
    licences::check()
}

//! The quick part of the gate: format, lints, licences, fresh generated files.

use anyhow::Result;

use crate::shell::{self, cargo};
use crate::{build, licences, tools};

pub(crate) fn run() -> Result<()> {
    tools::wasm_target()?;
    shell::run(cargo().args(["fmt", "--all", "--check"]))?;
    let bridge = build::BRIDGE.map(|(name, _)| name);
    let excluded = bridge.iter().flat_map(|name| ["--exclude", name]);
    let native = ["clippy", "--release", "--workspace", "--all-targets", "--all-features"];
    shell::run(cargo().args(native).args(excluded).args(["--", "--deny", "warnings"]))?;
    let packages = bridge.iter().chain(&["gridfolk_border"]).flat_map(|name| ["--package", name]);
    let browser = ["clippy", "--profile", "bridge", "--target", "wasm32-unknown-unknown"];
    shell::run(cargo().args(browser).args(packages).args(["--", "--deny", "warnings"]))?;
    licences::check()
}

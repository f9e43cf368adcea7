//! Every dependency's licence must go with Apache-2.0 OR MIT, and no lock file may name an address.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::shell::{cargo, output, root};

/// SPDX identifiers that may stand in what we ship or build with.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];
/// Used unchanged, to build with, never shipped inside our files; its licence covers its own files alone.
const ALLOWED_TOOLS: [&str; 5] = ["MPL-2.0", "BlueOak-1.0.0", "Python-2.0", "PSF-2.0", "CC-BY-4.0"];

pub(crate) fn check() -> Result<()> {
    check_crates()?;
    for lock in lock_files()? {
        check_npm(&lock)?;
    }
    Ok(())
}

fn check_crates() -> Result<()> {
    let metadata = output(cargo().args(["metadata", "--format-version", "1", "--locked", "--all-features"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    for package in metadata["packages"].as_array().context("cargo metadata lists packages")? {
        let licence = package["license"].as_str().unwrap_or("none stated");
        if !is_allowed(licence) {
            bail!("the crate {} has the licence {licence}, which is not among those allowed", package["name"]);
        }
    }
    Ok(())
}

/// Whether an SPDX expression can be met with allowed licences: every part joined by AND has an
/// allowed alternative. Parentheses occur only around alternatives.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let mut parts = expression.split(" AND ");
    parts.all(|part| {
        let mut alternatives = part.trim_matches(|c| "() ".contains(c)).split(" OR ");
        alternatives.any(|licence| {
            let licence = licence.trim_matches(|c| "() ".contains(c));
            ALLOWED.contains(&licence)
        })
    })
}

fn lock_files() -> Result<Vec<String>> {
    let files = output(crate::shell::program("git").args(["ls-files", "*package-lock.json"]))?;
    Ok(files.lines().map(str::to_owned).collect())
}

fn check_npm(lock: &str) -> Result<()> {
    let text = fs::read_to_string(root().join(lock)).with_context(|| format!("cannot read {lock}"))?;
    let packages: Value = serde_json::from_str(&text)?;
    for (path, package) in packages["packages"].as_object().into_iter().flatten() {
        if package.get("resolved").and_then(Value::as_str).is_some_and(|address| address.contains("://")) {
            bail!("{lock} names the download address of {path}: install with omit-lockfile-registry-resolved=true");
        }
        let Some(licence) = package["license"].as_str() else { continue };
        let is_tool = package["dev"] == true && ALLOWED_TOOLS.contains(&licence);
        if !is_allowed(licence) && !is_tool {
            bail!("the npm package {path} has the licence {licence}, which is not among those allowed");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn an_expression_is_met_by_an_allowed_alternative_of_every_part() {
        for licence in
            ["MIT", "Apache-2.0 OR MIT", "Unlicense/MIT", "(Apache-2.0 OR MIT) AND BSD-3-Clause", "GPL-2.0 OR MIT"]
        {
            assert!(is_allowed(licence), "{licence}");
        }
        for licence in ["GPL-3.0", "MIT AND GPL-3.0", "none stated", "(GPL-2.0 OR AGPL-3.0) AND MIT"] {
            assert!(!is_allowed(licence), "{licence}");
        }
    }
}

//! What a task needs from outside: installed where we can, else named in one line.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::shell::{output, program, root, run};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The Rust target of the modules.
pub(crate) fn wasm_target() -> Result<()> {
    let library = output(program("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))?;
    if Path::new(&library).is_dir() {
        return Ok(());
    }
    if run(program("rustup").args(["target", "add", WASM_TARGET])).is_err() {
        bail!("install the Rust target {WASM_TARGET}: `rustup target add {WASM_TARGET}`");
    }
    Ok(())
}

/// The packages of a folder with a package.json, exactly those of its lock file.
pub(crate) fn npm_packages(folder: &str) -> Result<()> {
    let folder = root().join(folder);
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.package-lock.json");
    let is_fresh = match (lock.metadata(), installed.metadata()) {
        (Ok(lock), Ok(installed)) => lock.modified()? <= installed.modified()?,
        _ => false,
    };
    if is_fresh {
        return Ok(());
    }
    if output(program("npm").arg("--version")).is_err() {
        bail!("install Node.js 20 or later with npm (Debian: `apt-get install nodejs npm`)");
    }
    run(program("npm").arg("ci").current_dir(folder))
}

/// A Chromium for the browser tests.
pub(crate) fn chromium() -> Result<PathBuf> {
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let found = browser("CHROMIUM", &usual, &["chromium", "fonts-noto-cjk"]);
    match found {
        Some(path) => Ok(path),
        None => {
            bail!("install Chromium (Debian: `apt-get install chromium fonts-noto-cjk`) or set CHROMIUM to its path")
        }
    }
}

/// A Firefox for the browser tests, which skip what needs it where there is none.
pub(crate) fn firefox() -> Option<PathBuf> {
    browser("FIREFOX", &["/usr/bin/firefox-esr", "/usr/bin/firefox"], &["firefox-esr"])
}

/// The browser that a variable names or that stands in a usual place; installed from Debian's packages when root.
fn browser(variable: &str, usual: &[&str], packages: &[&str]) -> Option<PathBuf> {
    let find = || {
        let named = std::env::var_os(variable).map(PathBuf::from);
        named.into_iter().chain(usual.iter().map(PathBuf::from)).find(|path| path.is_file())
    };
    find().or_else(|| {
        let is_root = output(program("id").arg("-u")).is_ok_and(|id| id == "0");
        if is_root && run(program("apt-get").args(["update", "-qq"])).is_ok() {
            run(program("apt-get").args(["install", "-y", "-qq"]).args(packages)).ok()?;
        }
        find()
    })
}

/// A Python of the project's own virtual environment, with the peers that we measure beside.
pub(crate) fn python_with(packages: &[&str]) -> Result<PathBuf> {
    let folder = root().join(".venv");
    let python = folder.join("bin/python");
    if !python.is_file() && run(program("python3").args(["-m", "venv"]).arg(&folder)).is_err() {
        bail!("install Python 3 with venv (Debian: `apt-get install python3-venv`)");
    }
    run(program(&python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages))?;
    Ok(python)
}

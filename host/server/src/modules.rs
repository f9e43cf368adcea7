//! Where the `.wasm` files lie. The program names no module: what is in the folder is there.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use gridfolk_contract::problem::quoted;
use gridfolk_contract::{Manifest, Operation, Problem};
use gridfolk_host::Catalog;

use crate::engine::WasmtimeEngine;
use crate::failure::Failure;

/// The folder of the modules: the given one; the environment variable `GRIDFOLK_MODULES`; `modules`
/// beside the program; `dist/modules` in the current folder.
///
/// # Errors
/// When none of them is there.
pub fn find_folder(given: Option<&Path>) -> anyhow::Result<PathBuf> {
    let named = given.map(Path::to_owned).or_else(|| std::env::var_os("GRIDFOLK_MODULES").map(PathBuf::from));
    if let Some(folder) = named {
        return if folder.is_dir() { Ok(folder) } else { bail!("no modules: {} is no folder", folder.display()) };
    }
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(|folder| folder.join("modules"));
    let here = PathBuf::from("dist/modules");
    let found = beside.iter().chain([&here]).find(|folder| folder.is_dir()).cloned();
    found.with_context(|| {
        let beside = beside.unwrap_or_else(|| "modules".into());
        format!(
            "no modules found: neither {} nor {} is a folder; name it with --modules or GRIDFOLK_MODULES, \
             or make it with `cargo xtask build`",
            beside.display(),
            here.display()
        )
    })
}

/// All modules of a folder, and what is wrong with the files that are none.
///
/// # Errors
/// When the folder cannot be read.
pub fn open_all(engine: WasmtimeEngine, folder: &Path) -> anyhow::Result<(Catalog<WasmtimeEngine>, Vec<String>)> {
    let mut catalog = Catalog::new(engine);
    let mut faults = Vec::new();
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        paths.push(entry?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "wasm"));
    paths.sort();
    for path in paths {
        if let Err(fault) = add(&mut catalog, &path) {
            faults.push(format!("{}: {fault}", path.display()));
        }
    }
    Ok((catalog, faults))
}

/// A catalog of one module: the file of that name.
///
/// # Errors
/// `unknown_module`; and when the file is no module.
pub fn open_one(engine: WasmtimeEngine, folder: &Path, name: &str) -> Result<Catalog<WasmtimeEngine>, Failure> {
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    let path = folder.join(format!("{name}.wasm"));
    if !is_name || !path.is_file() {
        return Err(unknown_module(name).into());
    }
    let mut catalog = Catalog::new(engine);
    add(&mut catalog, &path).map_err(|fault| anyhow::anyhow!("{}: {fault}", path.display()))?;
    Ok(catalog)
}

fn add(catalog: &mut Catalog<WasmtimeEngine>, path: &Path) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let entry = catalog.add(bytes)?;
    match path.file_stem().is_some_and(|stem| *stem == *entry.manifest.name) {
        true => Ok(()),
        false => Err(format!("the module calls itself {}: file and module have one name", entry.manifest.name)),
    }
}

/// The problem that there is no such module.
pub fn unknown_module(name: &str) -> Problem {
    Problem::new("unknown_module", format!("there is no module {}", quoted(name))).with("module", name)
}

/// Refuses an operation that the module does not have. The steps of a fold belong to what folds.
///
/// # Errors
/// `unknown_op`.
pub fn check_op<Schema>(manifest: &Manifest<Schema>, op: &str) -> Result<(), Problem> {
    let operations = &manifest.operations;
    let is_step = matches!(op, "begin" | "fold" | "merge");
    if operations.contains_key(op) || (is_step && operations.values().any(|operation| operation.folds)) {
        return Ok(());
    }
    let known: Vec<&str> = operations.keys().map(String::as_str).collect();
    Err(unknown_op(&manifest.name, op, &known))
}

/// Whether an operation may be run part by part. Per-row columns then come from `predict`, which stands beside
/// `fit`.
pub fn goes_by_parts<Schema>(op: &str, operation: &Operation<Schema>) -> bool {
    operation.folds && (op == "fit" || operation.columns.is_empty())
}

/// The problem that the module has no such operation.
pub fn unknown_op(module: &str, op: &str, known: &[&str]) -> Problem {
    let message = format!("{module} has no operation {}; it has {}", quoted(op), known.join(", "));
    Problem::new("unknown_op", message).at("/op").with("op", op).with("known", known)
}

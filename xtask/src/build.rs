//! Modules, bridge, page and program.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::optimize::optimized;
use crate::shell::{self, cargo, hex, output, program, root, target_dir};
use crate::tools;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write each module's manifest.json anew from its Rust types, and build nothing
    #[arg(long)]
    manifests: bool,
    /// Build the modules alone
    #[arg(long)]
    modules: bool,
}

/// A built module.
pub(crate) struct Built {
    pub(crate) name: String,
    pub(crate) sha256: String,
    pub(crate) n_bytes: usize,
}

/// Everything that runs: modules, bridge, page, program.
pub(crate) fn release() -> Result<()> {
    run_with(false)
}

/// The modules alone.
pub(crate) fn release_modules() -> Result<()> {
    run_with(true)
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.manifests {
        return write_manifests();
    }
    run_with(arguments.modules)
}

fn run_with(modules_alone: bool) -> Result<()> {
    tools::wasm_target()?;
    let built = modules("modules", "dist/modules")?;
    if modules_alone {
        return Ok(());
    }
    modules("tests/modules", "dist/test-modules")?;
    bridge()?;
    page(&built)?;
    cargo_run(&["build", "--release", "--package", "gridfolk"])
}

fn cargo_run(arguments: &[&str]) -> Result<()> {
    shell::run(cargo().args(arguments))
}

/// The manifests are generated from the Rust types, which know them only with the feature `schema`.
fn write_manifests() -> Result<()> {
    for name in packages_in("modules")? {
        let package = ["test", "--release", "--package", &name, "--all-features", "--test", "manifest"];
        shell::run(cargo().args(package).env("GRIDFOLK_WRITE", "1"))?;
    }
    Ok(())
}

/// The workspace's packages below a folder that build to a `.wasm` file.
fn packages_in(folder: &str) -> Result<Vec<String>> {
    let metadata = output(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let folder = root().join(folder);
    let is_module = |package: &&Value| {
        let path = package["manifest_path"].as_str().unwrap_or_default();
        let builds = package["targets"].as_array().into_iter().flatten();
        let mut kinds = builds.flat_map(|target| target["crate_types"].as_array().into_iter().flatten());
        Path::new(path).starts_with(&folder) && kinds.any(|kind| kind == "cdylib")
    };
    let packages = metadata["packages"].as_array().context("cargo metadata lists packages")?;
    Ok(packages.iter().filter(is_module).filter_map(|package| Some(package["name"].as_str()?.to_owned())).collect())
}

/// What makes a module smaller at the same speed: names are stripped (cargo forgets that for a package with
/// settings of its own), and addresses take as few bytes as they need.
const SMALL: [&str; 4] = ["-C", "strip=symbols", "-C", "link-arg=--compress-relocations"];

/// The flags of .cargo/config.toml, which these take the place of, and short names for the folders of
/// this machine: they stand in the texts of panics, and the same sources shall give the same bytes.
fn flags_of_modules() -> Result<String> {
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))?;
    let sysroot = output(program("rustc").args(["--print", "sysroot"]))?;
    let version = output(program("rustc").arg("-vV"))?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let remap = |folder: &str, name: &str| format!("--remap-path-prefix={folder}={name}");
    let flags = [
        "-C".to_owned(),
        "target-feature=+simd128".to_owned(),
        remap(&home, "cargo"),
        remap(&root().display().to_string(), "gridfolk"),
        // What the standard library is called where its sources are not installed.
        remap(&format!("{sysroot}/lib/rustlib/src/rust"), &format!("/rustc/{commit}")),
    ];
    Ok(flags.join("\u{1f}"))
}

/// Builds the modules below a folder, each alone: features of one must not reach another.
fn modules(folder: &str, into: &str) -> Result<Vec<Built>> {
    let into = root().join(into);
    fs::create_dir_all(&into)?;
    let flags = flags_of_modules()?;
    let mut built = Vec::new();
    for name in packages_in(folder)? {
        // With the library's crate type alone: beside an rlib, cargo would drop LTO and stripping.
        let package = ["--package", &name, "--lib", "--crate-type", "cdylib"];
        let mut command = cargo();
        command.args(["rustc", "--profile", "module", "--target", "wasm32-unknown-unknown"]).args(package);
        shell::run(command.arg("--").args(SMALL).env("CARGO_ENCODED_RUSTFLAGS", &flags))?;
        let bytes = optimized(&target_dir().join(format!("wasm32-unknown-unknown/module/{name}.wasm")))?;
        write(&into.join(format!("{name}.wasm")), &bytes)?;
        built.push(Built { name, sha256: hex(&Sha256::digest(&bytes)), n_bytes: bytes.len() });
    }
    remove_others(&into, &built)?;
    let index = built.iter().map(|module| listed(folder, module)).collect::<Result<Vec<_>>>()?;
    write(&into.join("index.json"), serde_json::to_string(&index)?.as_bytes())?;
    let sums: String = built.iter().map(|module| format!("{}  {}.wasm\n", module.sha256, module.name)).collect();
    write(&into.join("SHA256SUMS"), sums.as_bytes())?;
    Ok(built)
}

/// Removes modules that the workspace no longer has: a host would still load them.
fn remove_others(folder: &Path, built: &[Built]) -> Result<()> {
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let is_module = path.extension().is_some_and(|extension| extension == "wasm");
        let is_ours = built.iter().any(|module| path.file_stem().is_some_and(|stem| stem == module.name.as_str()));
        if is_module && !is_ours {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// The parts of the page's host, each a `.wasm` file that is loaded when it is needed, and how they are built.
pub(crate) const BRIDGE: [(&str, &str); 3] =
    [("gridfolk_bridge", "bridge"), ("gridfolk_reader", "reader"), ("gridfolk_portrait", "bridge")];

/// The page's host: `.wasm` files, and the JavaScript that wasm-bindgen writes for them.
fn bridge() -> Result<()> {
    let flags = flags_of_modules()?;
    for (name, profile) in BRIDGE {
        let arguments =
            ["rustc", "--profile", profile, "--target", "wasm32-unknown-unknown", "--package", name, "--lib"];
        let mut command = cargo();
        command.args(arguments).args(["--", "-C", "link-arg=--compress-relocations"]);
        shell::run(command.env("CARGO_ENCODED_RUSTFLAGS", &flags))?;
        let input = target_dir().join(format!("wasm32-unknown-unknown/{profile}/{name}.wasm"));
        let mut bindgen = Bindgen::new();
        bindgen.input_path(input).web(true)?.typescript(true).remove_name_section(true).remove_producers_section(true);
        bindgen.generate(root().join("dist/bridge"))?;
        let written = root().join(format!("dist/bridge/{name}_bg.wasm"));
        write(&written, &optimized(&written)?)?;
    }
    Ok(())
}

/// The page, and beside it the modules, so that a plain file server is enough.
fn page(modules: &[Built]) -> Result<()> {
    tools::npm_packages("web")?;
    shell::run(program("npm").args(["run", "--silent", "build"]).current_dir(root().join("web")))?;
    let (from, into) = (root().join("dist/modules"), root().join("dist/page/modules"));
    fs::create_dir_all(&into)?;
    let files = modules.iter().map(|module| format!("{}.wasm", module.name));
    for file in files.chain(["index.json".to_owned()]) {
        fs::copy(from.join(&file), into.join(&file))?;
    }
    page_pipelines()
}

/// The pipelines beside the page, with a list of them, and beside the modules.
fn page_pipelines() -> Result<()> {
    let (into, for_programs) = (root().join("dist/page/pipelines"), root().join("dist/pipelines"));
    fs::create_dir_all(&into)?;
    fs::create_dir_all(&for_programs)?;
    let mut index = Vec::new();
    for path in pipelines()? {
        let text = fs::read_to_string(&path)?;
        let pipeline: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        let name = path.file_name().unwrap_or_default();
        write(&into.join(name), text.as_bytes())?;
        write(&for_programs.join(name), text.as_bytes())?;
        let part = |name: &str| pipeline[name].clone();
        index.push(json!({
            "name": part("name"), "version": part("version"), "title": part("title"), "summary": part("summary"),
        }));
    }
    write(&into.join("index.json"), serde_json::to_string(&index)?.as_bytes())
}

/// The files of pipelines, by name.
fn pipelines() -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(root().join("pipelines"))?.collect::<std::io::Result<Vec<_>>>()?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Ok(paths)
}

/// A module as the service lists it.
fn listed(folder: &str, Built { name, sha256, n_bytes }: &Built) -> Result<Value> {
    let manifest = fs::read_to_string(root().join(folder).join(name).join("manifest.json"))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    let operations: Vec<&String> = manifest["operations"].as_object().into_iter().flat_map(|all| all.keys()).collect();
    let (version, title) = (&manifest["version"], &manifest["title"]);
    Ok(json!({
        "name": name, "version": version, "title": title, "sha256": sha256, "bytes": n_bytes, "operations": operations,
    }))
}

/// Writes a file under a temporary name, then renames it: a reader never sees half of it.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let temporary: PathBuf = path.with_extension("part");
    fs::write(&temporary, bytes).with_context(|| format!("cannot write {}", temporary.display()))?;
    if let Err(error) = fs::rename(&temporary, path) {
        bail!("cannot write {}: {error}", path.display());
    }
    Ok(())
}

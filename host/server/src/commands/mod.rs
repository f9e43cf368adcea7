//! The command line.

mod args;
mod files;
mod pipeline;
mod request;
mod run;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use crate::engine::{Cancel, Limits, WasmtimeEngine};
use crate::failure::Failure;
use crate::modules;
use crate::pipelines;
use crate::serve::{self, ServeOptions};
use args::{Cli, Command, ServeArgs};

/// Parses the command line and does what it says. A failure is one line of JSON on standard error.
pub fn main() -> ExitCode {
    let Cli { modules, command } = Cli::parse();
    match dispatch(modules.as_deref(), command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let problem = match &failure {
                // Here the caller's log is the caller's own screen.
                Failure::Trap(trap) => failure.to_problem().with("trap", trap.to_string()),
                _ => failure.to_problem(),
            };
            eprintln!("{}", problem.to_json());
            ExitCode::from(failure.exit_code())
        }
    }
}

fn dispatch(folder: Option<&Path>, command: Command) -> Result<(), Failure> {
    let folder = modules::find_folder(folder)?;
    match command {
        Command::Modules => list(&folder),
        Command::Describe { module } => {
            let catalog = modules::open_one(engine(Limits::default())?, &folder, &module)?;
            let manifest = catalog.get(&module).map(|entry| entry.manifest_json.as_str()).unwrap_or_default();
            print(&format!("{}\n", manifest.trim_end()))
        }
        Command::Run(args) => run::run(&folder, &args),
        Command::Pipeline(command) => pipeline::dispatch(&folder, command),
        Command::Serve(args) => serve_page_and_modules(&folder, args),
    }
}

fn engine(limits: Limits) -> Result<WasmtimeEngine, Failure> {
    let engine = WasmtimeEngine::new(limits).map_err(|error| anyhow::anyhow!("{error:#}"))?;
    Ok(engine.cached())
}

/// Writes to standard output; a reader that went away is no failure of ours.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

fn list(folder: &Path) -> Result<(), Failure> {
    let (catalog, faults) = modules::open_all(engine(Limits::default())?, folder)?;
    let width = catalog.entries().map(|entry| entry.manifest.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for entry in catalog.entries() {
        let manifest = &entry.manifest;
        let title = format!("{} · {}", manifest.title.en, manifest.title.zh);
        text.push_str(&format!("{:width$}  {}  {}  {title}\n", manifest.name, manifest.version, entry.sha256));
    }
    faults.iter().for_each(|fault| eprintln!("not a module: {fault}"));
    print(&text)
}

/// Limits as the command line gives them: MiB, and seconds or none.
fn limits(memory_mib: u64, timeout: Option<u64>, cancel: Cancel) -> Limits {
    let call = timeout.map_or(Duration::MAX, Duration::from_secs);
    Limits { memory_bytes: memory_mib.saturating_mul(1 << 20).min(1 << 32), call, cancel }
}

fn serve_page_and_modules(folder: &Path, args: ServeArgs) -> Result<(), Failure> {
    let engine = engine(limits(args.memory, Some(args.timeout), Cancel::default()))?;
    let (catalog, faults) = modules::open_all(engine, folder)?;
    faults.iter().for_each(|fault| eprintln!("not a module: {fault}"));
    let pipelines = match pipelines::find_folder(args.folder.pipelines.as_deref(), folder) {
        Err(error) if args.folder.pipelines.is_some() => return Err(error.into()),
        // Modules alone are worth serving, too.
        Err(_) => Vec::new(),
        Ok(folder) => {
            let (pipelines, faults) = pipelines::read_all(&folder)?;
            faults.iter().for_each(|fault| eprintln!("not a pipeline: {fault}"));
            pipelines
        }
    };
    let defaults = ServeOptions::default();
    let options = ServeOptions {
        addr: args.addr,
        page: args.page.unwrap_or_else(|| folder.parent().unwrap_or(Path::new(".")).join("page")),
        body_bytes_max: args.body.saturating_mul(1 << 20),
        n_running_max: args.running.unwrap_or(defaults.n_running_max),
        n_waiting_max: args.waiting,
        pipelines,
        allow_origins: args.allow_origin,
        frame_ancestors: args.frame_ancestors,
        ..defaults
    };
    Ok(serve::serve(catalog, options)?)
}

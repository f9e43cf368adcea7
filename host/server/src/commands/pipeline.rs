//! `gridfolk pipeline`: analytics put together.

use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

use gridfolk_contract::reply::to_json;
use gridfolk_contract::request::parse_text;
use gridfolk_host::Catalog;
use gridfolk_host::fold::Progress;
use gridfolk_host::pipeline::{Live, Mapping, Models, Pipeline, RunOptions, Scenario};

use super::args::{PipelineArgs, PipelineCommand, PipelineRunArgs, PipelineWhatIfArgs};
use super::files::{on_interrupt, progress_bar, read_params, read_table, read_text};
use super::run::N_PARTS_MAX;
use super::{engine, limits, print};
use crate::engine::{Cancel, WasmtimeEngine};
use crate::failure::Failure;
use crate::modules;
use crate::pipelines::{self, Job, Panorama, Portrait};
use crate::tables::{check_columns_path, write_columns};

/// How often a what-if is timed.
const N_TIMED: usize = 6;

/// Does what the command line says.
pub(super) fn dispatch(modules: &Path, command: PipelineCommand) -> Result<(), Failure> {
    match command {
        PipelineCommand::List(folder) => list(&pipelines::find_folder(folder.pipelines.as_deref(), modules)?),
        PipelineCommand::Describe { name, folder } => {
            let pipeline = find(folder.pipelines.as_deref(), modules, &name)?;
            let text = serde_json::to_string_pretty(&pipeline).map_err(anyhow::Error::from)?;
            print(&(text + "\n"))
        }
        PipelineCommand::Run(args) => run(modules, &args),
        PipelineCommand::WhatIf(args) => what_if(modules, &args),
    }
}

/// A pipeline by its name; a file needs no folder.
fn find(folder: Option<&Path>, modules: &Path, name: &str) -> Result<Pipeline, Failure> {
    if name.ends_with(".json") {
        return pipelines::read(Path::new("."), name);
    }
    pipelines::read(&pipelines::find_folder(folder, modules)?, name)
}

fn list(folder: &Path) -> Result<(), Failure> {
    let (pipelines, faults) = pipelines::read_all(folder)?;
    let width = pipelines.iter().map(|pipeline| pipeline.name.len()).max().unwrap_or(0);
    faults.iter().for_each(|fault| eprintln!("not a pipeline: {fault}"));
    let lines = pipelines.iter().map(|pipeline| {
        let (name, version, title) = (&pipeline.name, pipeline.version, &pipeline.title);
        format!("{name:width$}  {version}  {} · {}\n", title.en, title.zh)
    });
    print(&lines.collect::<String>())
}

fn run(modules: &Path, args: &PipelineRunArgs) -> Result<(), Failure> {
    let (portrait, _) = make(modules, &args.on)?;
    // Asked first: without that customer nothing is written.
    let panorama = args.customer.as_deref().map(|id| Panorama::of(&portrait, id)).transpose()?;
    if let Some(folder) = &args.out {
        pipelines::write(&portrait, args.lang, folder)?;
    }
    match panorama {
        Some(panorama) => print(&panorama.to_text(args.lang)),
        None => Ok(()),
    }
}

fn what_if(modules: &Path, args: &PipelineWhatIfArgs) -> Result<(), Failure> {
    if let Some(path) = &args.columns_out {
        check_columns_path(path)?;
    }
    let mut scenario: Scenario = parse_text(&read_params(&args.scenario, "scenario")?, "/scenario")?;
    let (portrait, catalog) = make(modules, &args.on)?;
    let Portrait { pipeline, ids, outcome, as_of, .. } = portrait;
    let mut live = Live::new(Rc::new(catalog), Rc::new(pipeline), outcome, as_of)?;
    if args.columns_out.is_none() && scenario.columns.is_none() {
        scenario.columns = Some(live.compared());
    }
    if args.on.timings {
        // The first one makes instances; a page keeps them.
        for _ in 0..N_TIMED {
            let started = Instant::now();
            live.what_if(&scenario)?;
            eprintln!(r#"{{"scenario":true,"ms":{:.1}}}"#, started.elapsed().as_secs_f64() * 1e3);
        }
    }
    let changes = live.what_if(&scenario)?;
    if let Some(path) = &args.columns_out {
        write_columns(path, &[ids], &changes.columns)?;
    }
    print(&to_json(&changes))
}

/// Reads what the arguments name and runs the pipeline.
fn make(modules: &Path, args: &PipelineArgs) -> Result<(Portrait, Catalog<WasmtimeEngine>), Failure> {
    let cancel = Cancel::default();
    on_interrupt(cancel.clone())?;
    let pipeline = find(args.folder.pipelines.as_deref(), modules, &args.name)?;
    let mapping = match &args.map {
        Some(path) => Mapping::parse(&read_text(path, "mapping")?)?,
        None => Mapping::default(),
    };
    let models: Option<Models> = match &args.model {
        Some(path) => Some(parse_text(&read_text(path, "models")?, "/models")?),
        None => None,
    };
    let options = RunOptions {
        as_of: pipelines::as_of(args.as_of.as_deref())?,
        part_bytes: args.part_bytes,
        n_parts_max: N_PARTS_MAX,
    };
    let table = read_table(&args.table, args.format, mapping.read_options(&pipeline, args.reading.options())?)?;
    let (catalog, faults) = modules::open_all(engine(limits(args.memory, args.timeout, cancel.clone()))?, modules)?;
    faults.iter().for_each(|fault| eprintln!("not a module: {fault}"));
    let bar = progress_bar();
    let n_steps = pipeline.steps.len().max(1) as f64;
    let mut times = Vec::new();
    let mut started = Instant::now();
    let go_on = |index: usize, step: &str, progress: &Progress| {
        if progress.share >= 1.0 && times.len() == index {
            times.push(started.elapsed());
            started = Instant::now();
        }
        bar.set_position(((index as f64 + progress.share) / n_steps * 1000.0) as u64);
        bar.set_message(format!("{step} {}", progress.phase));
        !cancel.is_raised()
    };
    let job = Job { pipeline, mapping, table, models, options };
    let portrait = job.run(catalog.engine(), &catalog, go_on);
    bar.finish_and_clear();
    let portrait = match portrait {
        Err(_) if cancel.is_raised() => return Err(Failure::Cancelled),
        result => result?,
    };
    if args.timings {
        for (step, time) in portrait.outcome.steps.iter().zip(times) {
            let ms = time.as_secs_f64() * 1e3;
            eprintln!(r#"{{"step":"{}","ms":{ms:.1},"memory_bytes":{}}}"#, step.id, step.memory_bytes);
        }
    }
    Ok((portrait, catalog))
}

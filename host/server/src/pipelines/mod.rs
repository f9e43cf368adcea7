//! Pipelines: where they lie, how they run, and what is written of them.
//!
//! - `files`: the portrait, the segments, the models and the report, all or nothing
//! - `panorama`: everything known of one customer
//! - `report`: one HTML file that opens without a network

mod files;
mod panorama;
mod report;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context;
use chrono::{DateTime, Utc};
use gridfolk_contract::problem::quoted;
use gridfolk_contract::{Column, Problem, Text};
use gridfolk_host::Catalog;
use gridfolk_host::fold::Progress;
use gridfolk_host::pipeline::mapping::{From, Inputs};
use gridfolk_host::pipeline::{self, Explained, Mapping, Models, Outcome, Pipeline, RunOptions, Setting, State};
use gridfolk_host::tables::{Ids, ReadTable, cell};
use serde::Serialize;
use serde_json::Value;

use crate::engine::WasmtimeEngine;
use crate::failure::Failure;

pub use files::write;
pub use panorama::Panorama;
pub use report::html;
pub use words::Language;

/// A pipeline that has run.
#[derive(Debug)]
pub struct Portrait {
    /// The pipeline.
    pub pipeline: Pipeline,
    /// The customers' ids.
    pub ids: Ids,
    /// Inputs, and what the steps gave.
    pub outcome: Outcome,
    /// What the table gave and lacked.
    pub inputs: InputsSaid,
    /// The date that tags and strategies carry.
    pub as_of: String,
    /// Number of customers.
    pub n_customers: usize,
}

/// What a table gave and lacked.
#[derive(Debug, Clone, Serialize)]
pub struct InputsSaid {
    /// Where each input came from.
    pub sources: BTreeMap<String, From>,
    /// The table's column of ids; none where row numbers stand for them.
    pub id: Option<String>,
    /// By input, levels that some customer has and no rule or word knows.
    pub unknown_levels: BTreeMap<String, Vec<String>>,
    /// Inputs that the table does not give.
    pub missing: Vec<String>,
    /// Columns of the table that are no input.
    pub unused: Vec<String>,
}

/// The summary of a run, as `segments.json` has it.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    /// The pipeline's name.
    pub pipeline: &'a str,
    /// Its version.
    pub version: u32,
    /// The date that tags and strategies carry.
    pub as_of: &'a str,
    /// Number of customers.
    pub n_customers: usize,
    /// What the table gave and lacked.
    pub inputs: &'a InputsSaid,
    /// What became of each step.
    pub steps: &'a [pipeline::Done],
}

/// A pipeline to be run.
#[derive(Debug)]
pub struct Job {
    /// The pipeline.
    pub pipeline: Pipeline,
    /// Which of the table's columns is which input.
    pub mapping: Mapping,
    /// The customers.
    pub table: ReadTable,
    /// Models of an earlier run: nothing is fitted where there is one.
    pub models: Option<Models>,
    /// Date and parts.
    pub options: RunOptions,
}

impl Job {
    /// Runs the steps in instances of this engine. `go_on` is told the step's number, its id and the
    /// progress within it; false cancels.
    ///
    /// # Errors
    /// Those of [`Mapping::apply`] and [`pipeline::run`].
    pub fn run(
        self,
        engine: &WasmtimeEngine,
        catalog: &Catalog<WasmtimeEngine>,
        go_on: impl FnMut(usize, &str, &Progress) -> bool,
    ) -> Result<Portrait, Failure> {
        let Job { pipeline, mapping, table, models, options } = self;
        let Inputs { columns, ids, sources, id, unknown_levels, missing, unused, n_rows } =
            mapping.apply(&pipeline, table)?;
        let setting = Setting { engine, catalog, pipeline: &pipeline, options: &options, go_on };
        let outcome = pipeline::run(setting, columns, models)?;
        let (inputs, as_of) = (InputsSaid { sources, id, unknown_levels, missing, unused }, options.as_of);
        Ok(Portrait { pipeline, ids, outcome, inputs, as_of, n_customers: n_rows })
    }
}

impl Portrait {
    /// The columns of the portrait that are there, in the pipeline's order.
    pub fn columns(&self) -> Vec<&Column> {
        self.pipeline.portrait.iter().filter_map(|name| self.column(name)).collect()
    }

    /// An input, or what a step gave.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.outcome.columns.iter().find(|column| column.name == name)
    }

    /// A level or an item of a column in words: those of the step that explains it, or of the pipeline.
    pub fn words_of(&self, column: &str, level: &str) -> Option<Text> {
        let outputs = || self.pipeline.steps.iter().find_map(|step| step.outputs.get(column));
        let explained = outputs().and_then(|output| self.explained(output.explained.as_ref()?, level));
        let words = explained.or_else(|| self.pipeline.words.get(level).cloned());
        // A reason is a column's name.
        words.or_else(|| self.pipeline.title_of(level).cloned())
    }

    fn explained(&self, by: &Explained, level: &str) -> Option<Text> {
        let step = self.outcome.steps.iter().find(|step| step.id == by.step)?;
        let State::Done { reply, .. } = &step.state else { return None };
        let reply: Value = serde_json::from_str(reply.get()).ok()?;
        let objects = reply.pointer(&by.pointer)?.as_array()?;
        let object = objects.iter().find(|object| object.pointer(&by.level).and_then(Value::as_str) == Some(level))?;
        match object.pointer(&by.words)? {
            Value::String(text) => Some(Text::new(text, text)),
            words => serde_json::from_value(words.clone()).ok(),
        }
    }

    /// The summary of the run.
    pub fn summary(&self) -> Summary<'_> {
        Summary {
            pipeline: &self.pipeline.name,
            version: self.pipeline.version,
            as_of: &self.as_of,
            n_customers: self.n_customers,
            inputs: &self.inputs,
            steps: &self.outcome.steps,
        }
    }
}

/// The folder of the pipelines: the given one, else `pipelines` beside the folder of the modules, else
/// `pipelines` in the current folder.
///
/// # Errors
/// When none of them is there.
pub fn find_folder(given: Option<&Path>, modules: &Path) -> anyhow::Result<PathBuf> {
    if let Some(folder) = given {
        anyhow::ensure!(folder.is_dir(), "no pipelines: {} is no folder", folder.display());
        return Ok(folder.to_owned());
    }
    let beside = modules.parent().map(|folder| folder.join("pipelines"));
    let found = beside.into_iter().chain(["pipelines".into()]).find(|folder| folder.is_dir());
    found.context("no pipelines found beside the modules or here; name their folder with --pipelines")
}

/// All pipelines of a folder by name, and what is wrong with the files that are none.
///
/// # Errors
/// When the folder cannot be read.
pub fn read_all(folder: &Path) -> anyhow::Result<(Vec<Pipeline>, Vec<String>)> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        paths.push(entry?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let (mut pipelines, mut faults) = (Vec::new(), Vec::new());
    for path in paths {
        match read_file(&path) {
            Ok(pipeline) => pipelines.push(pipeline),
            Err(failure) => faults.push(format!("{}: {}", path.display(), failure.to_problem())),
        }
    }
    Ok((pipelines, faults))
}

/// The pipeline of that name in the folder; or, where the name is that of a `.json` file, the one in it.
///
/// # Errors
/// `unknown_pipeline`, and what is wrong with the file.
pub fn read(folder: &Path, name: &str) -> Result<Pipeline, Failure> {
    if Path::new(name).extension().is_some_and(|extension| extension == "json") {
        return read_file(Path::new(name));
    }
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    let path = folder.join(format!("{name}.json"));
    if !is_name || !path.is_file() {
        return Err(unknown(name).into());
    }
    read_file(&path)
}

/// The problem that there is no such pipeline.
pub fn unknown(name: &str) -> Problem {
    Problem::new("unknown_pipeline", format!("there is no pipeline {}", quoted(name))).with("pipeline", name)
}

fn read_file(path: &Path) -> Result<Pipeline, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let message = format!("cannot read {}: {error}", path.display());
        Problem::new("file_not_read", message).with("file", path.display().to_string())
    })?;
    Ok(Pipeline::parse(&text)?)
}

/// The date of the run: the given one, or today's (UTC).
///
/// # Errors
/// `wrong_value`.
pub fn as_of(given: Option<&str>) -> Result<String, Problem> {
    match given {
        Some(text) if text.len() == 10 && cell::date(text).is_some() => Ok(text.to_owned()),
        Some(text) => {
            let message = format!("as_of is {}; must be a date, YYYY-MM-DD", quoted(text));
            Err(Problem::new("wrong_value", message).at("/as_of").with("value", text))
        }
        None => Ok(DateTime::<Utc>::from(SystemTime::now()).date_naive().to_string()),
    }
}

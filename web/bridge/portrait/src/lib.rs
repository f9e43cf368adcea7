//! The page's pipelines: one that has run on a table, and what-ifs across it.
//!
//! It is a `.wasm` file of its own, loaded when a pipeline runs, with instances of the modules of its own.

#![forbid(unsafe_code)]

use std::rc::Rc;

use gridfolk_border::columns::column_to_js;
use gridfolk_border::engine::Browser;
use gridfolk_border::failure::{thrown, thrown_call, thrown_open};
use gridfolk_border::plain::{PlainTable, Taken};
use gridfolk_contract::reply::to_json;
use gridfolk_contract::request::parse_text;
use gridfolk_contract::{Column, Problem};
use gridfolk_host::fold::FoldError;
use gridfolk_host::pipeline::{
    Block, Counts, Done, Inputs, Live, Mapping, Models, Pipeline, Run, RunOptions, Scenario, Setting, Source, record,
};
use gridfolk_host::tables::ReadTable;
use gridfolk_host::{CallError, Catalog};
use js_sys::Array;
use js_sys::WebAssembly::Module;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Parts are for tables larger than one memory, which no page has.
const N_PARTS_MAX: usize = 1;

/// A pipeline that runs on a table, or has run on it.
#[wasm_bindgen]
pub struct Portrait {
    catalog: Rc<Catalog<Browser>>,
    pipeline: Rc<Pipeline>,
    options: RunOptions,
    /// What the table lacked, and what no step reads.
    missing: Vec<String>,
    unused: Vec<String>,
    n_customers: usize,
    course: Course,
}

/// How far a run is.
enum Course {
    /// Steps are left.
    Running(Run),
    /// All have run.
    Done(Box<Ended>),
    /// A step failed.
    Failed,
}

/// A run whose steps have all run.
struct Ended {
    live: Live<Browser>,
    steps: Vec<Done>,
    /// The last scenario as the page wrote it, and the columns that it changed.
    last: Option<(String, Vec<Column>)>,
}

/// A module that the page has opened.
#[wasm_bindgen]
pub struct PipelineModule {
    module: Module,
    manifest: String,
    sha256: String,
}

#[wasm_bindgen]
impl PipelineModule {
    /// Compiled, with the manifest as the module wrote it and the SHA-256 of its bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(module: Module, manifest: String, sha256: String) -> PipelineModule {
        PipelineModule { module, manifest, sha256 }
    }
}

/// What became of the run.
#[derive(Serialize)]
struct Summary<'a> {
    pipeline: &'a str,
    version: u32,
    as_of: &'a str,
    n_customers: usize,
    missing: &'a [String],
    unused: &'a [String],
    steps: &'a [Done],
    /// The parts of the report whose columns are there: up to its first matrix while steps are left.
    n_parts: usize,
    /// Groupings and scores, which what-ifs compare; none while steps are left.
    compared: Vec<String>,
}

#[wasm_bindgen]
impl Portrait {
    /// A pipeline (its JSON) on a table, with the modules that its steps name, before its first step. `mapping` and
    /// `models` are JSON or absent; `asOf` is the date that tags and strategies carry.
    ///
    /// # Errors
    /// A `Failure`.
    pub fn begin(
        pipeline: &str,
        modules: Vec<PipelineModule>,
        table: &PlainTable,
        mapping: Option<String>,
        models: Option<String>,
        as_of: String,
    ) -> Result<Portrait, JsValue> {
        let pipeline = Pipeline::parse(pipeline).map_err(|problem| thrown(&problem))?;
        let Taken { columns, ids, n_rows } = table.take().map_err(|problem| thrown(&problem))?;
        let table = ReadTable { columns, ids: ids.into_iter().map(Into::into).collect(), n_rows };
        let catalog = catalog_of(modules).map_err(thrown_open)?;
        begun(pipeline, catalog, table, mapping, models, as_of).map_err(|error| thrown_call(&error))
    }

    /// Runs the steps that are left; `toMatrix`: until the columns of the report's first matrix are there.
    ///
    /// # Errors
    /// A `Failure`; the run is over then.
    pub fn run(&mut self, to_matrix: bool) -> Result<(), JsValue> {
        loop {
            let enough = to_matrix && self.has_matrix();
            match std::mem::replace(&mut self.course, Course::Failed) {
                Course::Running(run) if !enough => {
                    self.course = self.advanced(run).map_err(|error| thrown_call(&error))?;
                }
                over => {
                    self.course = over;
                    return Ok(());
                }
            }
        }
    }

    /// What became of each step so far, and what the table lacked, as JSON text.
    ///
    /// # Errors
    /// A `Failure`.
    pub fn summary(&self) -> Result<String, JsValue> {
        let (steps, compared) = match &self.course {
            Course::Running(run) => (run.steps(), Vec::new()),
            Course::Done(ended) => (ended.steps.as_slice(), ended.live.compared()),
            Course::Failed => (&[][..], Vec::new()),
        };
        let summary = Summary {
            pipeline: &self.pipeline.name,
            version: self.pipeline.version,
            as_of: &self.options.as_of,
            n_customers: self.n_customers,
            missing: &self.missing,
            unused: &self.unused,
            steps,
            n_parts: self.n_parts(),
            compared,
        };
        serde_json::to_string(&summary).map_err(|error| thrown(&Problem::new("module_broken", error.to_string())))
    }

    /// What the report counts, of the parts whose columns are there, as JSON text.
    pub fn counts(&self) -> String {
        to_json(&self.counted(None))
    }

    /// All that is known of one customer by now, by column, as JSON text.
    pub fn record(&self, row: usize) -> String {
        let is_there = row < self.n_customers;
        Value::from(record(if is_there { self.columns() } else { &[] }, row)).to_string()
    }

    /// What the steps say of changed records, and what the report then counts; `scenario` is JSON.
    ///
    /// # Errors
    /// A `Failure`; `pipeline_not_done` while steps are left.
    #[wasm_bindgen(js_name = whatIf)]
    pub fn what_if(&mut self, scenario: &str) -> Result<WhatIf, JsValue> {
        let ended = self.ended().map_err(|error| thrown_call(&error))?;
        let changes = ended.changes(scenario).map_err(|error| thrown_call(&error))?;
        let counts = to_json(&self.counted(self.last_changed()));
        Ok(WhatIf { changes, counts })
    }

    /// Copies of columns: as they are, or as a scenario leaves those of them that it changes. Names that there are not
    /// are left out; the others come in the order of the names.
    ///
    /// # Errors
    /// Those of `whatIf`, where a scenario is given.
    #[wasm_bindgen(js_name = columns, unchecked_return_type = "Column[]")]
    pub fn copied(&mut self, names: Vec<String>, scenario: Option<String>) -> Result<Array, JsValue> {
        if let Some(scenario) = &scenario {
            let ended = self.ended().map_err(|error| thrown_call(&error))?;
            // The page asks for the columns of what it was told last.
            if ended.last.as_ref().is_none_or(|(last, _)| last != scenario) {
                ended.changes(scenario).map_err(|error| thrown_call(&error))?;
            }
        }
        let columns = if scenario.is_some() { self.last_changed().unwrap_or_default() } else { self.columns() };
        let found = names.iter().filter_map(|name| columns.iter().find(|column| column.name == *name));
        Ok(found.map(column_to_js).collect())
    }
}

/// What a scenario changes, as JSON texts.
#[wasm_bindgen(getter_with_clone)]
pub struct WhatIf {
    /// Who moves where, and how scores are spread.
    #[wasm_bindgen(readonly)]
    pub changes: String,
    /// What the report counts after it, of the columns that changed.
    #[wasm_bindgen(readonly)]
    pub counts: String,
}

fn catalog_of(modules: Vec<PipelineModule>) -> Result<Catalog<Browser>, String> {
    let mut catalog = Catalog::new(Browser);
    for PipelineModule { module, manifest, sha256 } in modules {
        catalog.add_described(module, manifest, sha256, Vec::new())?;
    }
    Ok(catalog)
}

fn begun(
    pipeline: Pipeline,
    catalog: Catalog<Browser>,
    table: ReadTable,
    mapping: Option<String>,
    models: Option<String>,
    as_of: String,
) -> Result<Portrait, CallError> {
    let mapping = mapping.as_deref().map_or(Ok(Mapping::default()), Mapping::parse)?;
    let models: Option<Models> = models.as_deref().map(|models| parse_text(models, "/models")).transpose()?;
    let Inputs { columns, missing, unused, n_rows, .. } = mapping.apply(&pipeline, table)?;
    let course = Course::Running(Run::begin(&pipeline, columns, models)?);
    let options = RunOptions { as_of, part_bytes: usize::MAX, n_parts_max: N_PARTS_MAX };
    let (catalog, pipeline) = (Rc::new(catalog), Rc::new(pipeline));
    Ok(Portrait { catalog, pipeline, options, missing, unused, n_customers: n_rows, course })
}

impl Portrait {
    /// The run after its next step.
    fn advanced(&self, mut run: Run) -> Result<Course, CallError> {
        let Portrait { catalog, pipeline, options, .. } = self;
        let mut setting =
            Setting { engine: &Browser, catalog, pipeline, options, go_on: |_: usize, _: &str, _: &_| true };
        run.step(&mut setting).map_err(|error| match error {
            FoldError::Call(error) => error,
            FoldError::Cancelled => Problem::new("cancelled", "the run was cancelled").into(),
        })?;
        if run.steps().len() < pipeline.steps.len() {
            return Ok(Course::Running(run));
        }
        let mut outcome = run.end(pipeline)?;
        let steps = std::mem::take(&mut outcome.steps);
        let live = Live::new(Rc::clone(catalog), Rc::clone(pipeline), outcome, options.as_of.clone())?;
        Ok(Course::Done(Box::new(Ended { live, steps, last: None })))
    }

    fn ended(&mut self) -> Result<&mut Ended, CallError> {
        match &mut self.course {
            Course::Done(ended) => Ok(ended),
            _ => {
                let message = "the pipeline has steps that have not run; a scenario is held against all of them";
                Err(Problem::new("pipeline_not_done", message).into())
            }
        }
    }

    /// The columns that the last scenario changed.
    fn last_changed(&self) -> Option<&[Column]> {
        let Course::Done(ended) = &self.course else { return None };
        ended.last.as_ref().map(|(_, columns)| columns.as_slice())
    }

    fn counted(&self, changed: Option<&[Column]>) -> Counts {
        let parts = &self.pipeline.report[..self.n_parts()];
        Source { pipeline: &self.pipeline, columns: self.columns(), changed }.counts(parts)
    }

    /// The place of the report's first matrix.
    fn matrix(&self) -> Option<usize> {
        self.pipeline.report.iter().position(|part| matches!(part, Block::Matrix { .. }))
    }

    /// Whether its columns are there; never where there is none.
    fn has_matrix(&self) -> bool {
        let is_there = |name: &&String| self.columns().iter().any(|column| column.name == **name);
        match self.matrix().map(|place| &self.pipeline.report[place]) {
            Some(Block::Matrix { by, columns, .. }) => [by].into_iter().chain(columns).all(|name| is_there(&name)),
            _ => false,
        }
    }

    fn n_parts(&self) -> usize {
        match self.course {
            Course::Running(_) => self.matrix().map_or(0, |place| place + 1),
            Course::Done(_) => self.pipeline.report.len(),
            Course::Failed => 0,
        }
    }

    fn columns(&self) -> &[Column] {
        match &self.course {
            Course::Running(run) => run.columns(),
            Course::Done(ended) => ended.live.table().columns(),
            Course::Failed => &[],
        }
    }
}

impl Ended {
    /// What a scenario changes, as JSON text; the columns are kept.
    fn changes(&mut self, scenario: &str) -> Result<String, CallError> {
        // Those of the last scenario make room.
        self.last = None;
        let parsed: Scenario = parse_text(scenario, "/scenario")?;
        let mut changes = self.live.what_if(&parsed)?;
        let columns = std::mem::take(&mut changes.columns);
        self.last = Some((scenario.to_owned(), columns));
        Ok(to_json(&changes))
    }
}

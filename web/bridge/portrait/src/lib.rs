//! The page's pipelines: one that has run on a table, and what-ifs across it.
//!
//! It is a `.wasm` file of its own, loaded when a pipeline runs, with instances of the modules of its own.

#![forbid(unsafe_code)]

use std::rc::Rc;

use gridfolk_border::columns::{column_to_js, reply_to_js};
use gridfolk_border::engine::Browser;
use gridfolk_border::failure::{thrown, thrown_call, thrown_open};
use gridfolk_border::plain::{PlainTable, Taken};
use gridfolk_contract::reply::to_json;
use gridfolk_contract::request::parse_text;
use gridfolk_contract::{Column, Problem};
use gridfolk_host::fold::FoldError;
use gridfolk_host::pipeline::{Done, Inputs, Live, Mapping, Models, Pipeline, Run, RunOptions, Scenario, Setting};
use gridfolk_host::tables::ReadTable;
use gridfolk_host::{CallError, Catalog};
use js_sys::WebAssembly::Module;
use serde::Serialize;
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
    Done { live: Box<Live<Browser>>, steps: Vec<Done> },
    /// A step failed.
    Failed,
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

    /// Runs the next step: false where none is left.
    ///
    /// # Errors
    /// A `Failure`; the run is over then.
    pub fn step(&mut self) -> Result<bool, JsValue> {
        match std::mem::replace(&mut self.course, Course::Failed) {
            Course::Running(run) => {
                self.course = self.advanced(run).map_err(|error| thrown_call(&error))?;
                Ok(true)
            }
            over => {
                self.course = over;
                Ok(false)
            }
        }
    }

    /// What became of each step so far, and what the table lacked, as JSON text.
    ///
    /// # Errors
    /// A `Failure`.
    pub fn summary(&self) -> Result<String, JsValue> {
        let summary = Summary {
            pipeline: &self.pipeline.name,
            version: self.pipeline.version,
            as_of: &self.options.as_of,
            n_customers: self.n_customers,
            missing: &self.missing,
            unused: &self.unused,
            steps: match &self.course {
                Course::Running(run) => run.steps(),
                Course::Done { steps, .. } => steps,
                Course::Failed => &[],
            },
        };
        serde_json::to_string(&summary).map_err(|error| thrown(&Problem::new("module_broken", error.to_string())))
    }

    /// The columns that a what-if compares where it is asked for no others; none while steps are left.
    pub fn compared(&self) -> Vec<String> {
        match &self.course {
            Course::Done { live, .. } => live.compared(),
            _ => Vec::new(),
        }
    }

    /// A copy of an input or of what a step gave, if there is one of that name by now.
    #[wasm_bindgen(unchecked_return_type = "Column | undefined")]
    pub fn column(&self, name: &str) -> JsValue {
        self.columns().iter().find(|column| column.name == name).map_or(JsValue::UNDEFINED, column_to_js)
    }

    /// Whether there is such a column by now.
    pub fn has(&self, name: &str) -> bool {
        self.columns().iter().any(|column| column.name == name)
    }

    /// What the steps say of changed records; `scenario` is JSON.
    ///
    /// # Errors
    /// A `Failure`; `pipeline_not_done` while steps are left.
    #[wasm_bindgen(js_name = whatIf, unchecked_return_type = "Reply")]
    pub fn what_if(&mut self, scenario: &str) -> Result<JsValue, JsValue> {
        let scenario: Scenario = parse_text(scenario, "/scenario").map_err(|problem| thrown(&problem))?;
        let Course::Done { live, .. } = &mut self.course else {
            let message = "the pipeline has steps that have not run; a scenario is held against all of them";
            return Err(thrown(&Problem::new("pipeline_not_done", message)));
        };
        let changes = live.what_if(&scenario).map_err(|error| thrown_call(&error))?;
        Ok(reply_to_js(&to_json(&changes), &changes.columns))
    }
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
        Ok(Course::Done { live: Box::new(live), steps })
    }

    fn columns(&self) -> &[Column] {
        match &self.course {
            Course::Running(run) => run.columns(),
            Course::Done { live, .. } => live.table().columns(),
            Course::Failed => &[],
        }
    }
}

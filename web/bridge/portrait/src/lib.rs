//! The page's pipelines: one that has run on a table, and what-ifs across it.
//!
//! It is a `.wasm` file of its own, loaded when a pipeline runs, with instances of the modules of its own.

#![forbid(unsafe_code)]

use std::rc::Rc;

use gridfolk_border::columns::{column_to_js, reply_to_js};
use gridfolk_border::engine::Browser;
use gridfolk_border::failure::{thrown, thrown_call, thrown_open};
use gridfolk_border::plain::{PlainTable, Taken};
use gridfolk_contract::Problem;
use gridfolk_contract::reply::to_json;
use gridfolk_contract::request::parse_text;
use gridfolk_host::fold::FoldError;
use gridfolk_host::pipeline::{self, Done, Inputs, Live, Mapping, Models, Pipeline, RunOptions, Scenario};
use gridfolk_host::tables::ReadTable;
use gridfolk_host::{CallError, Catalog};
use js_sys::WebAssembly::Module;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Parts are for tables larger than one memory, which no page has.
const N_PARTS_MAX: usize = 1;

/// A pipeline that has run on a table.
#[wasm_bindgen]
pub struct Portrait {
    live: Live<Browser>,
    summary: String,
    models: String,
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
    /// Runs a pipeline (its JSON) on a table, with the modules that its steps name. `mapping` and
    /// `models` are JSON or absent; `asOf` is the date that tags and strategies carry.
    ///
    /// # Errors
    /// A `Failure`.
    pub fn run(
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
        let made = make(pipeline, catalog, table, mapping, models, as_of);
        made.map_err(|error| thrown_call(&error))
    }

    /// What became of each step, and what the table lacked, as JSON text.
    pub fn summary(&self) -> String {
        self.summary.clone()
    }

    /// The models of the steps, as JSON text.
    pub fn models(&self) -> String {
        self.models.clone()
    }

    /// A copy of an input or of what a step gave, if there is one of that name.
    #[wasm_bindgen(unchecked_return_type = "Column | undefined")]
    pub fn column(&self, name: &str) -> JsValue {
        self.live.table().column(name).map_or(JsValue::UNDEFINED, column_to_js)
    }

    /// What the steps say of changed records; `scenario` is JSON.
    ///
    /// # Errors
    /// A `Failure`.
    #[wasm_bindgen(js_name = whatIf, unchecked_return_type = "Reply")]
    pub fn what_if(&mut self, scenario: &str) -> Result<JsValue, JsValue> {
        let scenario: Scenario = parse_text(scenario, "/scenario").map_err(|problem| thrown(&problem))?;
        let changes = self.live.what_if(&scenario).map_err(|error| thrown_call(&error))?;
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

fn make(
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
    let options = RunOptions { as_of, part_bytes: usize::MAX, n_parts_max: N_PARTS_MAX };
    let outcome = pipeline::run(&Browser, &catalog, &pipeline, columns, models, &options, |_, _, _| true);
    let outcome = outcome.map_err(|error| match error {
        FoldError::Call(error) => error,
        FoldError::Cancelled => Problem::new("cancelled", "the run was cancelled").into(),
    })?;
    let summary = Summary {
        pipeline: &pipeline.name,
        version: pipeline.version,
        as_of: &options.as_of,
        n_customers: n_rows,
        missing: &missing,
        unused: &unused,
        steps: &outcome.steps,
    };
    let broken = |error: serde_json::Error| Problem::new("module_broken", error.to_string());
    let summary = serde_json::to_string(&summary).map_err(broken)?;
    let models = serde_json::to_string(&outcome.models).map_err(broken)?;
    let live = Live::new(Rc::new(catalog), Rc::new(pipeline), outcome, options.as_of)?;
    Ok(Portrait { live, summary, models })
}

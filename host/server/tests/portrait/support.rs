//! Modules, pipelines and customers.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use gridfolk::engine::{Limits, WasmtimeEngine};
use gridfolk_contract::Column;
use gridfolk_host::pipeline::{self, Models, Outcome, Pipeline, RunOptions, Setting};
use gridfolk_host::{Catalog, Engine};

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("host/server lies in the workspace")
}

/// The folder of the built modules.
pub(crate) fn modules() -> PathBuf {
    let folder = root().join("dist/modules");
    assert!(folder.join("kmeans.wasm").is_file(), "the modules are not there: run `cargo xtask build`");
    folder
}

pub(crate) fn wasmtime() -> WasmtimeEngine {
    WasmtimeEngine::new(Limits::default()).expect("wasmtime runs here").cached()
}

/// These modules in this engine.
pub(crate) fn catalog<E: Engine>(engine: E, names: &[&str]) -> Rc<Catalog<E>> {
    let mut catalog = Catalog::new(engine);
    for name in names {
        let bytes = std::fs::read(modules().join(format!("{name}.wasm"))).expect("a module");
        catalog.add(bytes).expect("a module");
    }
    Rc::new(catalog)
}

/// The modules that the customer portrait is made of, and the one that draws customers.
pub(crate) const PORTRAIT: [&str; 9] =
    ["activity", "density", "fuzzy", "sample", "scorecard", "segment", "sensitivity", "tags", "tree"];

pub(crate) fn portrait() -> Pipeline {
    let text = std::fs::read_to_string(root().join("pipelines/customer-portrait.json")).expect("a file");
    Pipeline::parse(&text).expect("a pipeline")
}

/// Drawn customers, with every input of the portrait.
pub(crate) fn customers<E: Engine>(catalog: &Catalog<E>, n: usize) -> Vec<Column> {
    let mut session = catalog.open(catalog.get("sample").expect("the module sample")).expect("an instance");
    session.load(&[] as &[Column]).expect("no columns");
    let request = format!(r#"{{"op": "generate", "params": {{"n_customers": {n}, "seed": 1}}}}"#);
    let columns = session.run(&request).expect("customers").columns;
    columns.into_iter().filter(|column| portrait().inputs.contains_key(&column.name)).collect()
}

/// Runs a pipeline.
pub(crate) fn run<E: Engine>(
    catalog: &Catalog<E>,
    pipeline: &Pipeline,
    columns: Vec<Column>,
    models: Option<Models>,
) -> Outcome {
    let options = RunOptions { as_of: "2026-09-30".to_owned(), part_bytes: usize::MAX, n_parts_max: 1 };
    let setting = Setting {
        engine: catalog.engine(),
        catalog,
        pipeline,
        options: &options,
        go_on: |_: usize, _: &str, _: &_| true,
    };
    pipeline::run(setting, columns, models).expect("the pipeline runs")
}

pub(crate) fn column<'a>(columns: &'a [Column], name: &str) -> &'a Column {
    columns.iter().find(|column| column.name == name).unwrap_or_else(|| panic!("no column {name}"))
}

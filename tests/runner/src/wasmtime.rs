//! Every module as its `.wasm` file, in wasmtime, as the server runs it.

use std::fs;
use std::path::PathBuf;

use gridfolk::engine::{Limits, WasmtimeEngine, WasmtimeInstance};
use gridfolk_host::{CallError, Catalog};

use crate::case::{Answered, Case, root};

/// An instance in wasmtime.
pub type Session = gridfolk_host::Session<WasmtimeInstance>;

/// The modules of `dist/modules`, compiled.
pub struct Hosts(Catalog<WasmtimeEngine>);

impl Hosts {
    /// All modules that were built.
    ///
    /// # Panics
    /// When they were not, or one is none.
    pub fn open() -> Self {
        let folder = root().join("dist/modules");
        let files = fs::read_dir(&folder).unwrap_or_else(|_| panic!("no modules: run `cargo xtask build`"));
        let paths = files.map(|file| file.expect("a file").path());
        Hosts::with(
            &paths.filter(|path| path.extension().is_some_and(|extension| extension == "wasm")).collect::<Vec<_>>(),
        )
    }

    /// The modules in these files.
    ///
    /// # Panics
    /// When one is none.
    pub fn with(files: &[PathBuf]) -> Self {
        let engine = WasmtimeEngine::new(Limits::default()).expect("wasmtime runs here");
        let mut catalog = Catalog::new(engine);
        for file in files {
            let bytes = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            catalog.add(bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        }
        Hosts(catalog)
    }

    /// A fresh instance.
    ///
    /// # Panics
    /// When the module was not built.
    pub fn open_session(&self, module: &str) -> Session {
        let entry = self.0.get(module).unwrap_or_else(|| panic!("no module {module}: run `cargo xtask build`"));
        self.0.open(entry).expect("an instance")
    }

    /// Runs a case in a fresh instance.
    ///
    /// # Panics
    /// When the module traps: it never may.
    pub fn answer(&self, case: &Case) -> Answered {
        let mut session = self.open_session(&case.module);
        let run = |session: &mut Session| {
            if let Some(columns) = &case.columns {
                session.load(columns)?;
            }
            session.run(&case.request)
        };
        match run(&mut session) {
            Ok(reply) => Ok(reply.body),
            Err(CallError::Problem(problem)) => Err(problem),
            Err(CallError::Trap(trap)) => panic!("{}: {trap}", case.name),
        }
    }
}

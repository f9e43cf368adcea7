//! `gridfolk run`: a table, a request, a reply.

use std::io::{IsTerminal, Write};
use std::path::Path;

use gridfolk_contract::{Operation, Problem, Reply};
use gridfolk_host::fold::{self, Progress};
use gridfolk_host::tables::ReadTable;
use gridfolk_host::{Catalog, Engine, Entry, parts};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::args::RunArgs;
use super::files::{check_json, on_interrupt, progress_bar, read_params, read_table, read_text};
use super::request::{Request, with_op};
use super::{engine, limits, print};
use crate::engine::{Cancel, WasmtimeEngine};
use crate::failure::Failure;
use crate::modules;
use crate::tables::{self, write_columns, write_file};

type Module = Entry<<WasmtimeEngine as Engine>::Module>;

/// The most parts of a fit, each an instance of its own.
pub(super) const N_PARTS_MAX: usize = 32;

/// Runs one operation and writes its reply.
pub(super) fn run(folder: &Path, args: &RunArgs) -> Result<(), Failure> {
    let cancel = Cancel::default();
    on_interrupt(cancel.clone())?;
    let engine = engine(limits(args.memory, args.timeout, cancel.clone()))?;
    let catalog = modules::open_one(engine, folder, &args.module)?;
    let module = catalog.get(&args.module).ok_or_else(|| modules::unknown_module(&args.module))?;
    modules::check_op(&module.manifest, &args.op)?;
    if let Some(path) = &args.columns_out {
        // A mistake in a file's name is told before the work, not after it.
        tables::check_columns_path(path)?;
    }
    let read = |path: &Path| read_table(path, args.format, args.reading.options());
    let table = args.table.as_deref().map(read).transpose()?;
    let job = Job { catalog: &catalog, module, table: table.as_ref(), args, cancel: &cancel };
    let reply = match job.reply() {
        Err(_) if cancel.is_raised() => Err(Failure::Cancelled),
        result => result,
    }?;
    write(reply, table, args)
}

/// All that a reply is made of.
struct Job<'a> {
    catalog: &'a Catalog<WasmtimeEngine>,
    module: &'a Module,
    table: Option<&'a ReadTable>,
    args: &'a RunArgs,
    cancel: &'a Cancel,
}

impl Job<'_> {
    fn reply(&self) -> Result<Reply, Failure> {
        let args = self.args;
        let wants_columns = self.table.is_none() && args.columns_out.is_some();
        if let Some(path) = &args.request {
            return self.call(&with_op(&read_text(path, "request")?, &args.op, wants_columns)?);
        }
        let params = args.params.as_deref().map(|params| read_params(params, "params")).transpose()?;
        let model = args.model.as_deref().map(read_model).transpose()?;
        let folds = self.operation().is_some_and(|operation| modules::goes_by_parts(&args.op, operation));
        match self.table {
            Some(table) if folds && model.is_none() => self.fit(table, params.as_deref().unwrap_or("{}")),
            _ => {
                let (params, model) = (params.as_deref(), model.as_deref());
                self.call(&Request { op: &args.op, params, model, wants_columns }.to_json())
            }
        }
    }

    /// What the manifest says; nothing about the steps of a fold.
    fn operation(&self) -> Option<&Operation<IgnoredAny>> {
        self.module.manifest.operations.get(&self.args.op)
    }

    fn call(&self, request: &str) -> Result<Reply, Failure> {
        let mut session = self.catalog.open(self.module)?;
        if let Some(table) = self.table {
            session.load(&table.columns)?;
        }
        Ok(session.run(request)?)
    }

    /// The same reply as by `call`, but with progress, and for tables larger than one instance's memory.
    fn fit(&self, table: &ReadTable, params: &str) -> Result<Reply, Failure> {
        let bar = progress_bar();
        let go_on = |progress: &Progress| {
            bar.set_position((progress.share * 1000.0) as u64);
            bar.set_message(progress.phase.clone());
            !self.cancel.is_raised()
        };
        let ranges = parts::ranges(&table.columns, self.args.part_bytes, N_PARTS_MAX);
        let mut parts = fold::open_parts(|| self.catalog.open(self.module), &table.columns, &ranges)?;
        let has_rows = self.operation().is_some_and(|operation| !operation.columns.is_empty());
        let reply = match has_rows {
            true => fold::fit_with_rows(&mut parts, params, go_on),
            false => fold::fit(&mut parts, params, go_on).map(|body| Reply { body, columns: Vec::new() }),
        };
        bar.finish_and_clear();
        Ok(reply?)
    }
}

fn write(reply: Reply, table: Option<ReadTable>, args: &RunArgs) -> Result<(), Failure> {
    let reply = match &args.columns_out {
        Some(_) if reply.columns.is_empty() => {
            let message = format!("{} {} gave no per-row results to write", args.module, args.op);
            return Err(Problem::new("no_columns", message).into());
        }
        Some(path) => {
            let ids = table.map(|table| table.ids).unwrap_or_default();
            write_columns(path, &ids, &reply.columns)?;
            reply
        }
        None => reply.into_inline(),
    };
    match &args.out {
        Some(path) => Ok(write_file(path, |out| Ok(out.write_all(reply.body.as_bytes())?))?),
        // Programs get the body's very bytes; people a line end.
        None if std::io::stdout().is_terminal() => print(&(reply.body + "\n")),
        None => print(&reply.body),
    }
}

/// The model in a reply, or the model alone.
fn read_model(path: &Path) -> Result<String, Failure> {
    #[derive(Deserialize)]
    struct Fitted<'a> {
        #[serde(borrow)]
        model: &'a RawValue,
    }
    let text = read_text(path, "model")?;
    let model = check_json(&text, "model")?;
    Ok(serde_json::from_str::<Fitted>(&text).map_or(model.get(), |fitted| fitted.model.get()).to_owned())
}

//! The command line's words.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use gridfolk_host::tables::ColumnType;

use crate::pipelines::Language;
use crate::serve::ServeOptions;
use crate::tables::FileFormat;

/// Size of a part in bytes: a few parts fit the memory of most machines, and a round takes seconds.
const PART_BYTES: usize = 256 << 20;

/// Customer portraits from electricity records: each analytic is one WebAssembly module.
///
/// Replies go to standard output as JSON. What is refused goes to standard error as JSON.
/// Exit codes: 0 done; 1 a file or socket failed; 2 wrong usage; 3 a problem with what was sent;
/// 4 a limit, or a mistake in the module; 130 cancelled.
#[derive(Debug, Parser)]
#[command(name = "gridfolk", version)]
pub(super) struct Cli {
    /// Folder of the .wasm files [default: $GRIDFOLK_MODULES, modules beside the program, dist/modules]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) modules: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the modules: name, version, SHA-256, title
    Modules,
    /// Print a module's manifest
    Describe {
        /// Name of the module
        module: String,
    },
    /// Run one operation of a module once
    Run(RunArgs),
    /// Several operations put together: the customer portrait
    #[command(subcommand)]
    Pipeline(PipelineCommand),
    /// Answer over HTTP
    Serve(ServeArgs),
}

/// What to do with a pipeline.
#[derive(Debug, Subcommand)]
pub(super) enum PipelineCommand {
    /// List the pipelines: name, version, title
    List(PipelinesFolder),
    /// Print what a pipeline reads and does, as JSON
    Describe {
        /// Name of the pipeline, or a .json file
        name: String,
        #[command(flatten)]
        folder: PipelinesFolder,
    },
    /// Run a pipeline on a table of customers
    Run(Box<PipelineRunArgs>),
    /// Run a pipeline, change records or parameters, and tell who moves where
    WhatIf(Box<PipelineWhatIfArgs>),
}

/// Where the pipelines lie.
#[derive(Debug, Args)]
pub(super) struct PipelinesFolder {
    /// Folder of the pipelines [default: pipelines beside the folder of the modules, or here]
    #[arg(long, value_name = "DIR")]
    pub(super) pipelines: Option<PathBuf>,
}

/// One pipeline on one table.
#[derive(Debug, Args)]
pub(super) struct PipelineArgs {
    /// Name of the pipeline, or a .json file
    pub(super) name: String,
    #[command(flatten)]
    pub(super) folder: PipelinesFolder,
    /// The customers: csv, tsv, json, ndjson, parquet, arrow or xlsx; - for standard input
    #[arg(long, value_name = "FILE")]
    pub(super) table: PathBuf,
    /// Format of the table [default: by the file's extension]
    #[arg(long)]
    pub(super) format: Option<FileFormat>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Which column is which input, in which unit: a JSON file [default: columns have the inputs' names]
    #[arg(long, value_name = "FILE")]
    pub(super) map: Option<PathBuf>,
    /// models.json of an earlier run: customers are scored by these models, nothing is fitted
    #[arg(long, value_name = "FILE")]
    pub(super) model: Option<PathBuf>,
    /// The date that tags and strategies carry, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// Most memory of an instance, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 2048)]
    pub(super) memory: u64,
    /// Most time of one call of a module, in seconds [default: none]
    #[arg(long, value_name = "SECONDS")]
    pub(super) timeout: Option<u64>,
    /// Tell time and memory of each step on standard error, one line of JSON a step
    #[arg(long)]
    pub(super) timings: bool,
    /// Size of the parts in which fits go through the table, in bytes; no result depends on it
    #[arg(long, value_name = "BYTES", default_value_t = PART_BYTES)]
    pub(super) part_bytes: usize,
}

/// One operation on one table.
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// Name of the module
    pub(super) module: String,
    /// Name of the operation
    pub(super) op: String,
    /// The customers: csv, tsv, json, ndjson, parquet, arrow or xlsx; - for standard input
    #[arg(long, value_name = "FILE")]
    pub(super) table: Option<PathBuf>,
    /// Format of the table [default: by the file's extension]
    #[arg(long)]
    pub(super) format: Option<FileFormat>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Parameters of the operation: JSON, or @FILE
    #[arg(long, value_name = "JSON|@FILE")]
    pub(super) params: Option<String>,
    /// A fitted model: a reply that holds one, or the model alone
    #[arg(long, value_name = "FILE")]
    pub(super) model: Option<PathBuf>,
    /// A whole request instead of params and model; - for standard input
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["params", "model"])]
    pub(super) request: Option<PathBuf>,
    /// Where the reply goes [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Where per-row results go, ids first: .csv, .parquet or .arrow [default: into the reply, under columns]
    #[arg(long, value_name = "FILE")]
    pub(super) columns_out: Option<PathBuf>,
    /// Most memory of an instance, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 2048)]
    pub(super) memory: u64,
    /// Most time of one call of the module, in seconds [default: none]
    #[arg(long, value_name = "SECONDS")]
    pub(super) timeout: Option<u64>,
    /// Size of the parts in which a fit goes through the table, in bytes; the reply does not depend on it
    #[arg(long, value_name = "BYTES", default_value_t = PART_BYTES)]
    pub(super) part_bytes: usize,
}

/// What a run leaves.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("result").required(true).multiple(true).args(["out", "customer"]))]
pub(super) struct PipelineRunArgs {
    #[command(flatten)]
    pub(super) on: PipelineArgs,
    /// Folder of the results: portrait.csv, portrait.parquet, segments.json, models.json, report.html
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Print everything known of the customer with this id, and why
    #[arg(long, value_name = "ID")]
    pub(super) customer: Option<String>,
    /// Language of the report and the panorama: en or zh
    #[arg(long, default_value = "en")]
    pub(super) lang: Language,
}

/// What is changed.
#[derive(Debug, Args)]
pub(super) struct PipelineWhatIfArgs {
    #[command(flatten)]
    pub(super) on: PipelineArgs,
    /// Edits of columns, and of the steps' parameters: JSON, or @FILE
    #[arg(long, value_name = "JSON|@FILE")]
    pub(super) scenario: String,
    /// Where the changed columns go, ids first: .csv, .parquet or .arrow
    #[arg(long, value_name = "FILE")]
    pub(super) columns_out: Option<PathBuf>,
}

/// How a table is to be read.
#[derive(Debug, Args)]
pub(super) struct ReadingArgs {
    /// The columns of the table that are loaded, ids among them [default: all]
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(super) columns: Option<Vec<String>>,
    /// Types of columns: number, category, items (a;b in one cell; items:| for another sign), date, id, skip
    #[arg(long, value_name = "A=TYPE,B=TYPE", value_delimiter = ',', value_parser = parse_type)]
    pub(super) types: Vec<(String, ColumnType)>,
    /// Texts that mean missing, beside the empty text, NA, N/A and null
    #[arg(long, value_name = "TEXT,TEXT", value_delimiter = ',', allow_hyphen_values = true)]
    pub(super) missing: Vec<String>,
}

/// The HTTP service.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(super) addr: SocketAddr,
    /// Folder of the page [default: page beside the folder of the modules]
    #[arg(long, value_name = "DIR")]
    pub(super) page: Option<PathBuf>,
    #[command(flatten)]
    pub(super) folder: PipelinesFolder,
    /// Another origin whose pages may call; may be repeated
    #[arg(long, value_name = "ORIGIN")]
    pub(super) allow_origin: Vec<String>,
    /// Another origin whose pages may hold the page in a frame; may be repeated
    #[arg(long, value_name = "ORIGIN")]
    pub(super) frame_ancestors: Vec<String>,
    /// Largest body of a request, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    pub(super) body: usize,
    /// Most memory of an instance, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 2048)]
    pub(super) memory: u64,
    /// Most time of one call, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(super) timeout: u64,
    /// Most calls that run at a time [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub(super) running: Option<usize>,
    /// Most calls that wait for their turn; more are asked to come again
    #[arg(long, value_name = "N", default_value_t = ServeOptions::default().n_waiting_max)]
    pub(super) waiting: usize,
}

fn parse_type(text: &str) -> Result<(String, ColumnType), String> {
    let (name, kind) = text.rsplit_once('=').ok_or_else(|| format!("{text:?} is not NAME=TYPE"))?;
    Ok((name.to_owned(), kind.parse()?))
}

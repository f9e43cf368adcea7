//! Files that commands read, and what they show and heed while they work.

use std::io::Read;
use std::path::Path;

use anyhow::Context;
use gridfolk_contract::Problem;
use gridfolk_host::tables::{ReadOptions, ReadTable};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::value::RawValue;

use super::args::ReadingArgs;
use crate::engine::Cancel;
use crate::failure::Failure;
use crate::tables::{self, FileFormat};

fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    std::fs::read(path).map_err(|error| {
        let message = format!("cannot read {}: {error}", path.display());
        Problem::new("file_not_read", message).with("file", path.display().to_string()).into()
    })
}

/// The text of a file that must be JSON; `field` is what it stands for.
pub(super) fn read_text(path: &Path, field: &str) -> Result<String, Failure> {
    let mut bytes = read_bytes(path)?;
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Problem::new("not_json", format!("{field} is not JSON: byte {offset} is not UTF-8")).into()
    })
}

/// Reads a table; its format is the given one, or what its name says.
pub(super) fn read_table(path: &Path, format: Option<FileFormat>, options: ReadOptions) -> Result<ReadTable, Failure> {
    let name = path.to_string_lossy();
    let format = format.or_else(|| FileFormat::of_name(&name)).ok_or_else(|| {
        let message = format!("the format of {name} is not known by its name; give --format");
        Problem::new("format_unknown", message).with("file", name.as_ref())
    })?;
    Ok(tables::read(read_bytes(path)?.into(), format, options)?)
}

impl ReadingArgs {
    pub(super) fn options(&self) -> ReadOptions {
        ReadOptions {
            types: self.types.iter().cloned().collect(),
            missing: self.missing.clone(),
            columns: self.columns.clone(),
            ..ReadOptions::default()
        }
    }
}

/// Ends the call under way on Ctrl-C and on the order to end; the second time, the program at once.
pub(super) fn on_interrupt(cancel: Cancel) -> Result<(), Failure> {
    let result = ctrlc::set_handler(move || {
        if cancel.is_raised() {
            std::process::exit(130);
        }
        cancel.raise();
    });
    result.map_err(|error| Failure::Machine(error.into()))
}

/// Hidden by itself where standard error is no terminal.
pub(super) fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(1000);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} % {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// JSON, or the file after `@`. It is put into the request as it is, so it must be one JSON value.
pub(super) fn read_params(params: &str, field: &str) -> Result<String, Failure> {
    let text = match params.strip_prefix('@') {
        Some(path) => read_text(Path::new(path), field)?,
        None => params.to_owned(),
    };
    check_json(&text, field).map(|raw| raw.get().to_owned())
}

/// Refuses what is not one JSON value; `field` is what it stands for.
pub(super) fn check_json<'a>(text: &'a str, field: &str) -> Result<&'a RawValue, Failure> {
    serde_json::from_str(text).map_err(|error| {
        Problem::new("not_json", format!("{field} is not JSON: {error}"))
            .at(format!("/{field}"))
            .with("line", error.line())
            .with("column", error.column())
            .into()
    })
}

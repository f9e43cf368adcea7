//! What a run leaves in its folder: all of it, or nothing.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use gridfolk_contract::Column;
use serde::Serialize;

use super::{Language, Portrait, report};
use crate::tables::{write_columns, write_file};

/// Writes `portrait.csv`, `portrait.parquet`, `segments.json`, `models.json` and `report.html`. They are
/// made in a folder of their own and renamed when all are there.
///
/// # Errors
/// When the folder or the disk refuses.
pub fn write(portrait: &Portrait, language: Language, folder: &Path) -> anyhow::Result<()> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    let fault = || format!("cannot write into {}", folder.display());
    let making = tempfile::Builder::new().prefix(".gridfolk-").tempdir_in(parent).with_context(fault)?;
    let columns: Vec<Column> = portrait.columns().into_iter().cloned().collect();
    let ids = std::slice::from_ref(&portrait.ids);
    for name in ["portrait.csv", "portrait.parquet"] {
        write_columns(&making.path().join(name), ids, &columns)?;
    }
    write_json(&making.path().join("segments.json"), &portrait.summary())?;
    write_json(&making.path().join("models.json"), &portrait.outcome.models)?;
    let html = report::html(portrait, language);
    write_file(&making.path().join("report.html"), |out| Ok(out.write_all(html.as_bytes())?))?;
    fs::create_dir_all(folder).with_context(fault)?;
    for entry in fs::read_dir(making.path())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        fs::rename(&path, folder.join(name)).with_context(fault)?;
    }
    Ok(())
}

fn write_json(path: &Path, value: &impl Serialize) -> anyhow::Result<()> {
    write_file(path, |out| {
        serde_json::to_writer_pretty(&mut *out, value)?;
        Ok(out.write_all(b"\n")?)
    })
}

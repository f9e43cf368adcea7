//! Files that are there whole or not at all.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, bail};
use gridfolk_contract::{Column, Problem};
use gridfolk_host::tables::{Format, Ids, write::write_csv};

use super::{FileFormat, arrow_out};

/// Writes under a temporary name beside the file, and renames.
///
/// # Errors
/// When the folder or the disk refuses.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&mut std::fs::File>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let fault = || format!("cannot write {}", path.display());
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(fault)?;
    let mut out = BufWriter::new(file.as_file_mut());
    write(&mut out).with_context(fault)?;
    out.flush().with_context(fault)?;
    drop(out);
    allow_reading(&file)?;
    file.persist(path).map_err(|error| error.error).with_context(fault)?;
    Ok(())
}

/// A temporary file is its owner's alone; a result is like any file that one makes.
#[cfg(unix)]
fn allow_reading(file: &tempfile::NamedTempFile) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?)
}

#[cfg(not(unix))]
fn allow_reading(_file: &tempfile::NamedTempFile) -> anyhow::Result<()> {
    Ok(())
}

/// Whether per-row results can be written to a file of that name.
///
/// # Errors
/// `format_unknown`.
pub fn check_columns_path(path: &Path) -> Result<(), Problem> {
    match FileFormat::of_name(&path.to_string_lossy()) {
        Some(FileFormat::Text(Format::Csv) | FileFormat::Arrow | FileFormat::Parquet) => Ok(()),
        _ => {
            let message = format!("{} is not .csv, .parquet or .arrow, as per-row results are written", path.display());
            Err(Problem::new("format_unknown", message).with("file", path.display().to_string()))
        }
    }
}

/// Writes per-row results, ids first, in the format that the file's name says: csv, parquet or arrow.
///
/// # Errors
/// Another format; those of [`write_file`].
pub fn write_columns(path: &Path, ids: &[Ids], columns: &[Column]) -> anyhow::Result<()> {
    match FileFormat::of_name(&path.to_string_lossy()) {
        Some(FileFormat::Text(Format::Csv)) => write_file(path, |out| Ok(write_csv(ids, columns, out)?)),
        Some(FileFormat::Arrow) => write_file(path, |out| Ok(arrow_out::write_arrow_file(ids, columns, out)?)),
        Some(FileFormat::Parquet) => write_file(path, |out| Ok(arrow_out::write_parquet(ids, columns, out)?)),
        _ => bail!("cannot write {}: per-row results are written as .csv, .parquet or .arrow", path.display()),
    }
}

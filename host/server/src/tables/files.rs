//! Files that are there whole or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, bail};
use gridfolk_contract::{Column, Problem};
use gridfolk_host::tables::{Format, Ids, write::write_csv};

use super::{FileFormat, arrow_out};

/// Writes under a temporary name beside the file, and renames. A link stays a link: the file that it names is
/// written. Pipes and devices are written as they are; renaming would put a file in their place.
///
/// # Errors
/// When the folder or the disk refuses.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&mut File>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let fault = || format!("cannot write {}", path.display());
    if path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let mut stream = File::options().write(true).open(path).with_context(fault)?;
        return fill(&mut stream, write).with_context(fault);
    }
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(fault)?;
    fill(file.as_file_mut(), write).with_context(fault)?;
    allow_reading(&file)?;
    file.persist(&path).map_err(|error| error.error).with_context(fault)?;
    Ok(())
}

fn fill(file: &mut File, write: impl FnOnce(&mut BufWriter<&mut File>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    Ok(out.flush()?)
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

//! Columns into CSV that Excel opens well: UTF-8 with BOM, and no text that it would take for a
//! formula. Such a text (a leading `=`, `+`, `-`, `@`, tab or CR) gets an apostrophe before it.

use std::io::{self, Write};

use gridfolk_contract::{Column, Values};

use super::Ids;

/// Between the items of one cell.
const ITEM_SEPARATOR: &str = ";";

/// Writes a header and one line a row: ids first, then columns. Missing is an empty cell.
///
/// # Errors
/// Those of `out`.
pub fn write_csv(ids: &[Ids], columns: &[Column], out: &mut impl Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let names = ids.iter().map(|ids| &ids.name).chain(columns.iter().map(|column| &column.name));
    for (index, name) in names.enumerate() {
        write_separator(index, out)?;
        write_text(name, out)?;
    }
    out.write_all(b"\r\n")?;
    let n_rows = ids.first().map(|ids| ids.texts.len()).or(columns.first().map(|column| column.values.n_rows()));
    // An empty line would be no row: a single cell is quoted where it is empty.
    let empty = if ids.len() + columns.len() == 1 { "\"\"" } else { "" };
    for row in 0..n_rows.unwrap_or(0) {
        for (index, ids) in ids.iter().enumerate() {
            write_separator(index, out)?;
            write_text_or(&ids.texts[row], empty, out)?;
        }
        for (index, column) in (ids.len()..).zip(columns) {
            write_separator(index, out)?;
            write_cell(&column.values, row, empty, out)?;
        }
        out.write_all(b"\r\n")?;
    }
    Ok(())
}

fn write_separator(index: usize, out: &mut impl Write) -> io::Result<()> {
    if index > 0 { out.write_all(b",") } else { Ok(()) }
}

fn write_cell(values: &Values, row: usize, empty: &str, out: &mut impl Write) -> io::Result<()> {
    match values {
        Values::Number(numbers) => match numbers[row] {
            value if !value.is_finite() => out.write_all(empty.as_bytes()),
            value => write_number(value, out),
        },
        Values::Category(category) => write_text_or(category.level(row).unwrap_or_default(), empty, out),
        Values::Items(items) => {
            let texts: Vec<&str> = items.row(row).iter().map(|&code| items.levels[code as usize].as_str()).collect();
            write_text_or(&texts.join(ITEM_SEPARATOR), empty, out)
        }
    }
}

/// The shortest text that reads back as the same double; whole numbers without a point.
fn write_number(value: f64, out: &mut impl Write) -> io::Result<()> {
    const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;
    if value.trunc() == value && value.abs() < WHOLE_MAX {
        write!(out, "{}", value as i64)
    } else {
        serde_json::to_writer(out, &value).map_err(io::Error::from)
    }
}

fn write_text_or(text: &str, empty: &str, out: &mut impl Write) -> io::Result<()> {
    if text.is_empty() { out.write_all(empty.as_bytes()) } else { write_text(text, out) }
}

fn write_text(text: &str, out: &mut impl Write) -> io::Result<()> {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if text.contains([',', ';', '\t', '"', '\n', '\r']) {
        write!(out, "\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        write!(out, "{guard}{text}")
    }
}

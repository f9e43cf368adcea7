//! A table on standard output.

/// Prints rows under a heading, columns aligned.
pub(crate) fn table(title: &str, heading: &[&str], rows: &[Vec<String>]) {
    println!("\n{title}");
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].len());
        cells.chain([heading[column].len()]).max().unwrap_or(0)
    };
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().enumerate().map(|(column, cell)| format!("{cell:<width$}", width = width(column)));
        println!("| {} |", padded.collect::<Vec<_>>().join(" | "));
    };
    line(heading.to_vec());
    line((0..heading.len()).map(|_| "---").collect());
    for row in rows {
        line(row.iter().map(String::as_str).collect());
    }
}

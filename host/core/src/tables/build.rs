//! Rows of cells into a table, wherever they come from.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use gridfolk_contract::problem::{pointer_join, quoted};
use gridfolk_contract::{Column, Problem};

use super::column::{ColumnBuilder, Fault, Finished};
use super::options::{ColumnType, ReadOptions};
use super::{Ids, ReadTable};

/// Something that rows can be read from, more than once.
pub trait Source {
    /// Gives every cell, row after row or column after column.
    ///
    /// # Errors
    /// What is wrong with the source's shape; cells are judged by the builder.
    fn read<'a>(&'a self, into: &mut TableBuilder<'a>) -> Result<(), Problem>;

    /// The line, from 1, on which a row begins, where the source has lines.
    fn line_of(&self, row: usize) -> Option<usize>;
}

/// One cell on its way into a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Missing,
    /// A text of a source that does not know numbers from texts.
    Plain(Cow<'a, str>),
    /// A text that is none but a text.
    Text(Cow<'a, str>),
    /// A number, as it was written.
    Number(Cow<'a, str>),
    /// A number.
    Value(f64),
    /// A set of texts.
    List(Vec<Cow<'a, str>>),
    /// What no column can hold: an object, a list of something else.
    Other(&'a str),
}

impl<'a> Cell<'a> {
    /// The text that the cell is, where it is one.
    pub(super) fn into_text(self) -> Result<Cow<'a, str>, Self> {
        match self {
            Cell::Plain(text) | Cell::Text(text) | Cell::Number(text) => Ok(text),
            Cell::Value(value) => Ok(Cow::Owned(value.to_string())),
            other => Err(other),
        }
    }

    /// The cell, for a message.
    pub(super) fn to_text(&self) -> String {
        match self {
            Cell::Missing => String::new(),
            Cell::Plain(text) | Cell::Text(text) | Cell::Number(text) => text.clone().into_owned(),
            Cell::Value(value) => value.to_string(),
            Cell::List(texts) => format!("[{}]", texts.join(", ")),
            Cell::Other(text) => (*text).to_owned(),
        }
    }
}

/// Texts that mean missing.
struct Missing {
    texts: Vec<String>,
    /// Whether one of them begins with this byte: most cells are settled by it.
    first: [bool; 256],
}

impl Missing {
    fn new(more: &[String]) -> Self {
        let texts: Vec<String> =
            ["NA", "N/A", "null"].into_iter().chain(more.iter().map(String::as_str)).map(str::to_owned).collect();
        let mut first = [false; 256];
        for byte in texts.iter().filter_map(|text| text.trim().bytes().next()).chain(*b" \t\r\n\x0c") {
            first[byte as usize] = true;
        }
        Missing { texts, first }
    }

    #[inline]
    fn is(&self, text: &str) -> bool {
        let Some(&byte) = text.as_bytes().first() else { return true };
        if !self.first[byte as usize] {
            return false;
        }
        let text = text.trim_ascii();
        text.is_empty() || self.texts.iter().any(|missing| missing.trim() == text)
    }
}

/// A table under construction.
pub struct TableBuilder<'a> {
    options: &'a ReadOptions,
    missing: Missing,
    columns: Vec<ColumnBuilder<'a>>,
    index: HashMap<String, usize>,
    /// On the second reading: the columns that are read again.
    mixed: Option<BTreeSet<String>>,
}

impl<'a> TableBuilder<'a> {
    fn new(options: &'a ReadOptions, mixed: Option<BTreeSet<String>>) -> Self {
        let missing = Missing::new(&options.missing);
        TableBuilder { options, missing, columns: Vec::new(), index: HashMap::new(), mixed }
    }

    /// The place of the column of that name, a new one where it is new.
    pub fn column(&mut self, name: &str) -> usize {
        if let Some(&at) = self.index.get(name) {
            return at;
        }
        let at = self.columns.len();
        self.index.insert(name.to_owned(), at);
        let is_wanted = self.options.wants(name);
        let given = self.options.type_of(name);
        let name = name.to_owned();
        self.columns.push(match &self.mixed {
            _ if !is_wanted => ColumnBuilder::new(name, Some(ColumnType::Skip)),
            None => ColumnBuilder::new(name, given),
            Some(mixed) if mixed.contains(&name) => ColumnBuilder::new_mixed(name),
            Some(_) => ColumnBuilder::new(name, Some(ColumnType::Skip)),
        });
        at
    }

    /// The place of the column of that name, tried first where it stood in the row before.
    pub(super) fn column_near(&mut self, name: &str, guess: usize) -> usize {
        match self.columns.get(guess) {
            Some(column) if column.name == name => guess,
            _ => self.column(name),
        }
    }

    /// How many cells the column has.
    pub fn n_rows(&self, column: usize) -> usize {
        self.columns[column].n_rows
    }

    /// Adds the next cell of a column.
    pub fn push(&mut self, column: usize, cell: Cell<'a>) {
        let is_missing = match &cell {
            Cell::Missing => true,
            Cell::Plain(text) | Cell::Text(text) => self.missing.is(text),
            _ => false,
        };
        let column = &mut self.columns[column];
        if is_missing { column.push_missing() } else { column.push(cell) }
    }

    /// The same as `push` of [`Cell::Plain`], without the cell: most cells of most tables come this way.
    #[inline]
    pub(super) fn push_plain(&mut self, column: usize, text: &'a str) {
        let column = &mut self.columns[column];
        if self.missing.is(text) { column.push_missing() } else { column.push_plain(text) }
    }

    /// Adds missing cells until the column has `n_rows`.
    pub(super) fn fill(&mut self, column: usize, n_rows: usize) {
        let column = &mut self.columns[column];
        while column.n_rows < n_rows {
            column.push_missing();
        }
    }

    /// Fills every column.
    pub(super) fn fill_all(&mut self, n_rows: usize) {
        (0..self.columns.len()).for_each(|column| self.fill(column, n_rows));
    }

    fn check(&self) -> Result<(), Problem> {
        if self.columns.is_empty() {
            return Err(Problem::new("table_empty", "the table is empty").at("/table"));
        }
        let known = |name: &&String| !self.index.contains_key(*name);
        let named = self.options.types.keys().chain(self.options.columns.iter().flatten());
        if let Some(name) = named.clone().find(known) {
            let message = format!("the table has no column {}", quoted(name));
            let known: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).take(100).collect();
            return Err(Problem::new("unknown_column", message)
                .at("/table/columns")
                .with("column", name.as_str())
                .with("known", known));
        }
        let (first, n_rows) = (&self.columns[0].name, self.columns[0].n_rows);
        if let Some(column) = self.columns.iter().find(|column| column.n_rows != n_rows) {
            return Err(length_differs(column, first, n_rows));
        }
        match n_rows {
            0 => Err(Problem::new("no_rows", "the table has no rows").at("/table")),
            _ => Ok(()),
        }
    }
}

/// Reads a source: once, and once more for columns that turn out to hold texts beside numbers.
///
/// # Errors
/// Those of [`read_table`](super::read_table).
pub fn build_table(source: &impl Source, options: &ReadOptions) -> Result<ReadTable, Problem> {
    let mut builder = TableBuilder::new(options, None);
    source.read(&mut builder)?;
    builder.check()?;
    let mut mixed = BTreeSet::new();
    for column in builder.columns.iter().filter(|column| column.is_mixed()) {
        column.check_mixed().map_err(|fault| cell_problem(source, &column.name, &fault))?;
        mixed.insert(column.name.clone());
    }
    if !mixed.is_empty() {
        let mut again = TableBuilder::new(options, Some(mixed));
        source.read(&mut again)?;
        for (column, read_again) in builder.columns.iter_mut().zip(again.columns) {
            if column.is_mixed() {
                *column = read_again;
            }
        }
    }
    finish(source, builder.columns)
}

fn finish(source: &impl Source, columns: Vec<ColumnBuilder<'_>>) -> Result<ReadTable, Problem> {
    let mut table = ReadTable { n_rows: columns[0].n_rows, ..ReadTable::default() };
    for column in columns {
        let name = column.name.clone();
        match column.finish().map_err(|fault| cell_problem(source, &name, &fault))? {
            Finished::Skipped => {}
            Finished::Values(values) => table.columns.push(Column { name, values }),
            Finished::Ids(texts) => table.ids.push(Ids { name, texts }),
        }
    }
    Ok(table)
}

fn cell_problem(source: &impl Source, name: &str, fault: &Fault) -> Problem {
    let Fault { code, row, cell, rule } = fault;
    let line = source.line_of(*row);
    let place = line.map_or(String::new(), |line| format!(" (line {line})"));
    let message = format!("row {row}{place} of column {} is {}: {rule}", quoted(name), quoted(cell));
    let problem = Problem::new(*code, message)
        .at(pointer_join(&pointer_join("/table/columns", name), row))
        .with("row", *row)
        .with("column", name)
        .with("cell", cell.chars().take(200).collect::<String>());
    match line {
        Some(line) => problem.with("line", line),
        None => problem,
    }
}

fn length_differs(column: &ColumnBuilder<'_>, first: &str, n_rows: usize) -> Problem {
    let (name, n_cells) = (&column.name, column.n_rows);
    Problem::new(
        "column_length_differs",
        format!("column {} has {n_cells} rows; column {} has {n_rows}", quoted(name), quoted(first)),
    )
    .at(pointer_join("/table/columns", name))
    .with("column", name.as_str())
    .with("n_rows", n_cells)
    .with("other_column", first)
    .with("other_n_rows", n_rows)
}

/// Checks the names of a header: none empty, none twice.
///
/// # Errors
/// `column_name_empty`, `column_name_twice`.
pub fn check_names(names: &[String]) -> Result<(), Problem> {
    let mut seen = HashSet::new();
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            let message = format!("column {index} has no name in the first line");
            return Err(Problem::new("column_name_empty", message).at("/table/columns").with("column", index));
        }
        if !seen.insert(name) {
            let message = format!("there are two columns {}", quoted(name));
            return Err(Problem::new("column_name_twice", message)
                .at(pointer_join("/table/columns", name))
                .with("column", name.as_str()));
        }
    }
    Ok(())
}

//! Columns under construction, cell by cell.

use crate::index::TextIndex;
use crate::problem::{Problem, joined, plain_number, pointer_join, quoted};
use crate::table::{Category, Column, Items, MISSING_CODE, MISSING_NUMBER, Values};
use crate::told::Figure;

/// One cell of JSON.
#[derive(Clone, Copy)]
pub(crate) enum Cell<'a> {
    Missing,
    Number(f64),
    Text(&'a str),
    Texts(&'a [String]),
}

impl Cell<'_> {
    fn kind(self) -> &'static str {
        match self {
            Cell::Missing => "null",
            Cell::Number(_) => "a number",
            Cell::Text(_) => "a text",
            Cell::Texts(_) => "a list of texts",
        }
    }
}

/// Texts and their codes, in order of first appearance.
#[derive(Default)]
struct Levels {
    texts: Vec<String>,
    index: TextIndex,
}

impl Levels {
    fn code(&mut self, text: &str) -> u32 {
        self.index.find(&self.texts, text).unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.index.note_next(&self.texts);
            self.texts.len() as u32 - 1
        })
    }
}

/// A column under construction.
struct Builder {
    n_rows: usize,
    cells: BuilderCells,
}

enum BuilderCells {
    /// Nothing but nulls so far.
    Unknown,
    Number(Vec<f64>),
    Category(Vec<u32>, Levels),
    Items(Vec<u32>, Vec<u32>, Levels),
}

impl Builder {
    /// Adds a cell; false where it does not fit.
    fn push(&mut self, cell: Cell<'_>) -> bool {
        if matches!(self.cells, BuilderCells::Unknown) {
            let n = self.n_rows;
            match cell {
                Cell::Missing => {}
                Cell::Number(_) => self.cells = BuilderCells::Number(vec![MISSING_NUMBER; n]),
                Cell::Text(_) => self.cells = BuilderCells::Category(vec![MISSING_CODE; n], Levels::default()),
                Cell::Texts(_) => self.cells = BuilderCells::Items(vec![0; n], Vec::new(), Levels::default()),
            }
        }
        match (&mut self.cells, cell) {
            (BuilderCells::Unknown, _) => {}
            (BuilderCells::Number(numbers), Cell::Number(value)) => numbers.push(value),
            (BuilderCells::Number(numbers), Cell::Missing) => numbers.push(MISSING_NUMBER),
            (BuilderCells::Category(codes, levels), Cell::Text(text)) => codes.push(levels.code(text)),
            (BuilderCells::Category(codes, _), Cell::Missing) => codes.push(MISSING_CODE),
            (BuilderCells::Items(ends, codes, levels), Cell::Texts(texts)) => push_set(codes, ends, texts, levels),
            (BuilderCells::Items(ends, codes, _), Cell::Missing) => ends.push(codes.len() as u32),
            _ => return false,
        }
        self.n_rows += 1;
        true
    }

    /// What the cells so far make the column.
    fn kind(&self) -> &'static str {
        match self.cells {
            BuilderCells::Unknown | BuilderCells::Number(_) => "a number",
            BuilderCells::Category(..) => "a text",
            BuilderCells::Items(..) => "a list of texts",
        }
    }

    fn finish(self) -> Values {
        match self.cells {
            BuilderCells::Unknown => Values::Number(vec![MISSING_NUMBER; self.n_rows]),
            BuilderCells::Number(numbers) => Values::Number(numbers),
            BuilderCells::Category(codes, levels) => Values::Category(Category { codes, levels: levels.texts }),
            BuilderCells::Items(ends, codes, levels) => Values::Items(Items { ends, codes, levels: levels.texts }),
        }
    }
}

/// Appends one row's set: repeated texts count once.
fn push_set(codes: &mut Vec<u32>, ends: &mut Vec<u32>, texts: &[String], levels: &mut Levels) {
    let start = codes.len();
    for text in texts {
        let code = levels.code(text);
        if !codes[start..].contains(&code) {
            codes.push(code);
        }
    }
    ends.push(codes.len() as u32);
}

/// All columns under construction, and the first fault among their cells.
#[derive(Default)]
pub(crate) struct Builders {
    names: Levels,
    columns: Vec<Builder>,
    fault: Option<Problem>,
}

impl Builders {
    /// The place of the column of that name, a new one where there is none.
    pub(crate) fn column(&mut self, name: &str) -> usize {
        let at = self.names.code(name) as usize;
        if at == self.columns.len() {
            self.columns.push(Builder { n_rows: 0, cells: BuilderCells::Unknown });
        }
        at
    }

    pub(crate) fn has_column(&self, name: &str) -> bool {
        self.names.index.find(&self.names.texts, name).is_some()
    }

    /// The name of a column; empty where there is none.
    pub(crate) fn name(&self, column: usize) -> &str {
        self.names.texts.get(column).map_or("", String::as_str)
    }

    /// Adds a cell below the last one of its column. What follows a fault is not kept.
    pub(crate) fn push(&mut self, column: usize, cell: Cell<'_>) {
        if self.fault.is_none() && !self.columns[column].push(cell) {
            self.fault = Some(self.wrong_kind(column, cell));
        }
    }

    /// Adds a cell to a row; rows before it that lack the field are missing there.
    pub(crate) fn push_in_row(&mut self, column: usize, row: usize, cell: Cell<'_>) {
        if self.fault.is_some() {
            return;
        }
        if self.columns[column].n_rows > row {
            self.fault = Some(field_twice(self.name(column), row));
            return;
        }
        self.fill(column, row);
        self.push(column, cell);
    }

    /// Ends a table of rows: the last ones may lack fields.
    pub(crate) fn fill_all(&mut self, n_rows: usize) {
        for column in 0..self.columns.len() {
            self.fill(column, n_rows);
        }
    }

    fn fill(&mut self, column: usize, n_rows: usize) {
        let builder = &mut self.columns[column];
        while builder.n_rows < n_rows && builder.push(Cell::Missing) {}
    }

    fn wrong_kind(&self, column: usize, cell: Cell<'_>) -> Problem {
        let found = match cell {
            Cell::Text(text) => joined(&["the text ", &quoted(text)]),
            Cell::Number(value) => joined(&["the number ", &plain_number(value)]),
            _ => cell.kind().to_owned(),
        };
        let (name, row, expected) = (self.name(column), self.columns[column].n_rows, self.columns[column].kind());
        let pointer = pointer_join(&pointer_join("/table/columns", name), row);
        let figures = [("column", Figure::Name(name)), ("row", Figure::Count(row as u64))];
        let mut problem = Problem::told("cell_wrong_kind", &pointer, "row {row} of column {column} is ", &figures);
        let rule = ["; the cells before it make it ", expected, " or null"];
        problem.message = joined(&[&problem.message, &found, rule[0], rule[1], rule[2]]);
        problem.with("found", cell.kind()).with("expected", expected)
    }

    /// The columns.
    ///
    /// # Errors
    /// The first fault.
    pub(crate) fn finish(self) -> Result<Vec<Column>, Problem> {
        match self.fault {
            Some(problem) => Err(problem),
            None => {
                let named = self.names.texts.into_iter().zip(self.columns);
                Ok(named.map(|(name, builder)| Column { name, values: builder.finish() }).collect())
            }
        }
    }
}

fn field_twice(name: &str, row: usize) -> Problem {
    let pointer = pointer_join(&pointer_join("/table/rows", row), name);
    let figures = [("column", Figure::Name(name)), ("row", Figure::Count(row as u64))];
    Problem::told("row_field_twice", &pointer, "row {row} has the field {column} twice", &figures)
}

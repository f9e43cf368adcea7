//! Comma-separated text and its kin (RFC 4180), cut into cells without copying them.
//!
//! A quote inside a cell that does not begin with one is a character like any other; empty lines
//! are no rows; a line ends with LF, CRLF or CR.

use std::borrow::Cow;

use gridfolk_contract::Problem;
use gridfolk_contract::problem::pointer_join;

use super::build::{Cell, Source, TableBuilder};
use super::cell::{date, number};

/// A text with a header line.
pub(super) struct Delimited<'a> {
    text: &'a str,
    separator: u8,
    names: Vec<String>,
    /// Where the line after the header begins.
    body: usize,
}

impl<'a> Delimited<'a> {
    /// Reads the header line; the separator is looked for there unless it is given.
    pub(super) fn new(text: &'a str, separator: Option<u8>) -> Result<Self, Problem> {
        let start = Cursor::new(text, 0, 0).skip_blank_lines();
        let separator = separator.unwrap_or_else(|| find_separator(&text.as_bytes()[start..]));
        let mut cursor = Cursor::new(text, start, separator);
        if cursor.is_at_end() {
            return Err(Problem::new("table_empty", "the table is empty").at("/table"));
        }
        let mut names = Vec::new();
        loop {
            let (name, after) = cursor.next_cell()?;
            names.push(name.trim().to_owned());
            if after == After::Line {
                break;
            }
        }
        check_header(&names)?;
        Ok(Delimited { text, separator, names, body: cursor.at })
    }

    fn row_length_problem(&self, row: usize, start: usize, n_cells: usize) -> Problem {
        let (line, n_columns) = (line_at(self.text, start), self.names.len());
        Problem::new(
            "row_length_differs",
            format!("row {row} (line {line}) has {n_cells} cells; the header has {n_columns}"),
        )
        .at(pointer_join("/table/rows", row))
        .with("row", row)
        .with("line", line)
        .with("n_cells", n_cells)
        .with("n_columns", n_columns)
    }
}

impl Source for Delimited<'_> {
    fn read<'a>(&'a self, into: &mut TableBuilder<'a>) -> Result<(), Problem> {
        let columns: Vec<usize> = self.names.iter().map(|name| into.column(name)).collect();
        let mut cursor = Cursor::new(self.text, self.body, self.separator);
        let mut row = 0;
        loop {
            let start = cursor.skip_blank_lines();
            if cursor.is_at_end() {
                return Ok(());
            }
            let mut n_cells = 0;
            loop {
                let (cell, after) = cursor.next_cell()?;
                if let Some(&column) = columns.get(n_cells) {
                    match cell {
                        Cow::Borrowed(text) => into.push_plain(column, text),
                        Cow::Owned(text) => into.push(column, Cell::Plain(Cow::Owned(text))),
                    }
                }
                n_cells += 1;
                if after == After::Line {
                    break;
                }
            }
            if n_cells != columns.len() {
                return Err(self.row_length_problem(row, start, n_cells));
            }
            row += 1;
        }
    }

    fn line_of(&self, row: usize) -> Option<usize> {
        let mut cursor = Cursor::new(self.text, self.body, self.separator);
        for _ in 0..row {
            cursor.skip_blank_lines();
            while cursor.next_cell().ok()?.1 == After::Separator {}
        }
        Some(line_at(self.text, cursor.skip_blank_lines()))
    }
}

/// What followed a cell.
#[derive(Debug, PartialEq, Eq)]
enum After {
    Separator,
    /// The end of the line or of the text.
    Line,
}

/// A place in the text.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    separator: u8,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str, at: usize, separator: u8) -> Self {
        Cursor { text, at, separator }
    }

    fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// Goes to the next line that is not empty and gives its place.
    fn skip_blank_lines(&mut self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().position(|byte| !matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        self.at
    }

    #[inline]
    fn next_cell(&mut self) -> Result<(Cow<'a, str>, After), Problem> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        if bytes.get(start) == Some(&b'"') {
            return self.next_quoted();
        }
        let separator = self.separator;
        let ends = |byte: &u8| *byte == separator || *byte == b'\n' || *byte == b'\r';
        let end = bytes[start..].iter().position(ends).map_or(bytes.len(), |n| start + n);
        self.at = end;
        Ok((Cow::Borrowed(&self.text[start..end]), self.step()))
    }

    /// Steps over what ends a cell.
    #[inline]
    fn step(&mut self) -> After {
        match self.text.as_bytes()[self.at..] {
            [byte, ..] if byte == self.separator => {
                self.at += 1;
                After::Separator
            }
            [b'\r', b'\n', ..] => {
                self.at += 2;
                After::Line
            }
            [_, ..] => {
                self.at += 1;
                After::Line
            }
            [] => After::Line,
        }
    }

    fn next_quoted(&mut self) -> Result<(Cow<'a, str>, After), Problem> {
        let (opening, bytes) = (self.at, self.text.as_bytes());
        let start = opening + 1;
        let mut end = start;
        let mut has_doubled = false;
        loop {
            end += match bytes[end..].iter().position(|&byte| byte == b'"') {
                Some(n) => n,
                None => return Err(self.quoting_problem(opening, "a quote that is never closed")),
            };
            if bytes.get(end + 1) != Some(&b'"') {
                break;
            }
            has_doubled = true;
            end += 2;
        }
        let text = &self.text[start..end];
        self.at = end + 1;
        match bytes.get(self.at) {
            Some(&byte) if byte != self.separator && byte != b'\n' && byte != b'\r' => {
                Err(self.quoting_problem(self.at, "text after a closing quote"))
            }
            _ if has_doubled => Ok((Cow::Owned(text.replace("\"\"", "\"")), self.step())),
            _ => Ok((Cow::Borrowed(text), self.step())),
        }
    }

    fn quoting_problem(&self, at: usize, what: &str) -> Problem {
        let line = line_at(self.text, at);
        Problem::new("quoting_broken", format!("line {line} has {what}")).at("/table").with("line", line)
    }
}

/// The line, from 1, of a place in the text.
fn line_at(text: &str, at: usize) -> usize {
    let bytes = &text.as_bytes()[..at];
    let ends_line =
        |(index, &byte): (usize, &u8)| byte == b'\n' || (byte == b'\r' && bytes.get(index + 1) != Some(&b'\n'));
    1 + bytes.iter().enumerate().filter(|&place| ends_line(place)).count()
}

/// Whichever of comma, semicolon and tab the first line has most of, outside of quotes.
fn find_separator(text: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for &byte in text {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => counts.iter_mut().filter(|(separator, _)| *separator == byte).for_each(|(_, n)| *n += 1),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(separator, _)| separator)
}

fn check_header(names: &[String]) -> Result<(), Problem> {
    if names.iter().all(|name| name.is_empty() || number(name).is_some() || date(name).is_some()) {
        let message = "the first line must hold the names of the columns; it holds values";
        return Err(Problem::new("header_missing", message).at("/table"));
    }
    super::build::check_names(names)
}

//! JSON tables (a list of objects, `{"rows": […]}`, `{"columns": {…}}`) and one object a line.

use std::borrow::Cow;
use std::fmt;

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{pointer_join, quoted};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::build::{Cell, Source, TableBuilder};

/// One JSON text.
pub(super) struct Json<'t>(&'t str);

/// One JSON object a line.
pub(super) struct Ndjson<'t>(&'t str);

impl<'t> Json<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Json(text)
    }
}

impl<'t> Ndjson<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Ndjson(text)
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &'t str)> {
        (1..).zip(self.0.lines()).filter(|(_, line)| !line.trim().is_empty())
    }
}

impl Source for Json<'_> {
    fn read<'a>(&'a self, into: &mut TableBuilder<'a>) -> Result<(), Problem> {
        let mut place = Place { into, fault: None };
        let mut json = serde_json::Deserializer::from_str(self.0);
        let result = match self.0.trim_start().as_bytes().first() {
            Some(b'{') => json.deserialize_map(TableVisitor(&mut place)),
            _ => json.deserialize_seq(RowsVisitor(&mut place)),
        };
        let result = result.and_then(|()| json.end());
        place.finish(result, 0)
    }

    fn line_of(&self, _row: usize) -> Option<usize> {
        None
    }
}

impl Source for Ndjson<'_> {
    fn read<'a>(&'a self, into: &mut TableBuilder<'a>) -> Result<(), Problem> {
        let mut n_rows = 0;
        for (row, (line, text)) in self.lines().enumerate() {
            let mut place = Place { into: &mut *into, fault: None };
            let mut json = serde_json::Deserializer::from_str(text);
            let result = RowSeed(&mut place, row).deserialize(&mut json).and_then(|()| json.end());
            place.finish(result, line - 1)?;
            n_rows = row + 1;
        }
        into.fill_all(n_rows);
        Ok(())
    }

    fn line_of(&self, row: usize) -> Option<usize> {
        self.lines().nth(row).map(|(line, _)| line)
    }
}

/// Where cells go, and the first fault that is not the JSON's.
struct Place<'a, 'b> {
    into: &'b mut TableBuilder<'a>,
    fault: Option<Problem>,
}

impl Place<'_, '_> {
    fn finish(self, result: serde_json::Result<()>, lines_before: usize) -> Result<(), Problem> {
        if let Some(problem) = self.fault {
            return Err(problem);
        }
        result.map_err(|error| {
            let line = error.line() + lines_before;
            let text = error.to_string();
            let what = text.split(" at line ").next().unwrap_or_default();
            let (code, rule) =
                if error.is_data() { ("wrong_type", "the table") } else { ("not_json", "the table is not JSON") };
            Problem::new(code, format!("{rule}: {what} at line {line} column {}", error.column()))
                .at("/table")
                .with("line", line)
                .with("column", error.column())
        })
    }
}

/// A text of JSON, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

fn cell_of(raw: &RawValue) -> Cell<'_> {
    let text = raw.get();
    match text.as_bytes()[0] {
        b'n' => Cell::Missing,
        b'"' => serde_json::from_str::<Text>(text).map_or(Cell::Other(text), |text| Cell::Text(text.0)),
        b't' | b'f' => Cell::Text(Cow::Borrowed(text)),
        b'[' => match serde_json::from_str::<Vec<Text>>(text) {
            Ok(texts) => Cell::List(texts.into_iter().map(|text| text.0).collect()),
            Err(_) => Cell::Other(text),
        },
        b'{' => Cell::Other(text),
        _ => Cell::Number(Cow::Borrowed(text)),
    }
}

/// `{"columns": {…}}` or `{"rows": […]}`.
struct TableVisitor<'a, 'b, 'c>(&'c mut Place<'a, 'b>);

impl<'a> Visitor<'a> for TableVisitor<'a, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object with either `columns` or `rows`")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        match map.next_key::<Text>()?.ok_or_else(|| A::Error::missing_field("columns"))?.0.as_ref() {
            "columns" => map.next_value_seed(ColumnsSeed(self.0))?,
            "rows" => map.next_value_seed(RowsVisitor(self.0))?,
            other => return Err(A::Error::unknown_field(other, &["columns", "rows"])),
        }
        match map.next_key::<Text>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("a table has either `columns` or `rows`, once")),
        }
    }
}

struct ColumnsSeed<'a, 'b, 'c>(&'c mut Place<'a, 'b>);

impl<'a> DeserializeSeed<'a> for ColumnsSeed<'a, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for ColumnsSeed<'a, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object from column name to a list of cells")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let mut n_columns = 0;
        while let Some(Text(name)) = map.next_key()? {
            let column = self.0.into.column(&name);
            if column != n_columns {
                return Err(A::Error::custom(format!("there are two columns {}", quoted(&name))));
            }
            n_columns += 1;
            map.next_value_seed(CellsSeed(self.0.into, column))?;
        }
        Ok(())
    }
}

/// The cells of one column.
struct CellsSeed<'a, 'b>(&'b mut TableBuilder<'a>, usize);

impl<'a> DeserializeSeed<'a> for CellsSeed<'a, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'a> Visitor<'a> for CellsSeed<'a, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of cells")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(raw) = seq.next_element::<&'a RawValue>()? {
            self.0.push(self.1, cell_of(raw));
        }
        Ok(())
    }
}

/// A list of objects, one a row.
struct RowsVisitor<'a, 'b, 'c>(&'c mut Place<'a, 'b>);

impl<'a> DeserializeSeed<'a> for RowsVisitor<'a, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'a> Visitor<'a> for RowsVisitor<'a, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of objects, one a row")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut row = 0;
        while seq.next_element_seed(RowSeed(&mut *self.0, row))?.is_some() {
            row += 1;
        }
        self.0.into.fill_all(row);
        Ok(())
    }
}

/// One row; a column that it does not name is missing there.
struct RowSeed<'a, 'b, 'c>(&'c mut Place<'a, 'b>, usize);

impl<'a> DeserializeSeed<'a> for RowSeed<'a, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for RowSeed<'a, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object from column name to cell")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let RowSeed(Place { into, fault }, row) = self;
        let mut guess = 0;
        while let Some((Text(name), raw)) = map.next_entry::<Text<'a>, &'a RawValue>()? {
            let column = into.column_near(&name, guess);
            guess = column + 1;
            into.fill(column, row);
            if into.n_rows(column) > row {
                fault.get_or_insert_with(|| field_twice(&name, row));
            } else {
                into.push(column, cell_of(raw));
            }
        }
        Ok(())
    }
}

fn field_twice(name: &str, row: usize) -> Problem {
    Problem::new("row_field_twice", format!("row {row} has the field {} twice", quoted(name)))
        .at(pointer_join(&pointer_join("/table/rows", row), name))
        .with("column", name)
        .with("row", row)
}

//! Tables as JSON: `{"columns": {"kwh_year": [1200, null], "tags": [["a"], []]}}` or
//! `{"rows": [{"kwh_year": 1200}]}`; and per-row results on their way out.
//!
//! A column's kind is that of its first cell that is not null: a number, a text (category) or a
//! list of texts (items). A column of nulls alone is a column of numbers, all missing.

use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use crate::problem::{Problem, pointer_join, quoted};
use crate::request::parse_text;
use crate::table::{Category, Column, Items, MISSING_CODE, MISSING_NUMBER, Table, Values};

/// Reads a table from the request field `table`.
///
/// # Errors
/// `cell_wrong_kind` with the pointer of the cell, `row_field_twice`, those of [`crate::request::parse`]
/// and of [`Table::new`].
pub fn table_from_json(raw: &RawValue) -> Result<Table, Problem> {
    let Builders { columns, fault, .. } = parse_text::<TableShape>(raw.get(), "/table")?.0;
    if let Some(problem) = fault {
        return Err(problem);
    }
    Table::new(columns.into_iter().map(Builder::finish).collect())
}

/// Columns as the JSON object `{"name": [cell, …]}`.
pub struct ColumnsJson<'a>(
    /// In order.
    pub &'a [Column],
);

impl Serialize for ColumnsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for column in self.0 {
            map.serialize_entry(&column.name, &Cells(&column.values))?;
        }
        map.end()
    }
}

struct Cells<'a>(&'a Values);

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Values::Number(numbers) => numbers.serialize(serializer),
            Values::Category(category) => {
                serializer.collect_seq((0..category.codes.len()).map(|row| category.level(row)))
            }
            Values::Items(items) => {
                let mut rows = serializer.serialize_seq(Some(items.ends.len()))?;
                for row in 0..items.ends.len() {
                    let texts: Vec<&str> =
                        items.row(row).iter().map(|&code| items.levels[code as usize].as_str()).collect();
                    rows.serialize_element(&texts)?;
                }
                rows.end()
            }
        }
    }
}

/// One cell of JSON.
enum Cell {
    Missing,
    Number(f64),
    Text(String),
    Texts(Vec<String>),
}

impl Cell {
    fn kind(&self) -> &'static str {
        match self {
            Cell::Missing => "null",
            Cell::Number(_) => "a number",
            Cell::Text(_) => "a text",
            Cell::Texts(_) => "a list of texts",
        }
    }
}

impl<'de> serde::Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("null, a number, a text or a list of texts")
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Missing)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Cell, E> {
        Ok(Cell::Number(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Cell, E> {
        Ok(Cell::Number(value as f64))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Cell, E> {
        Ok(Cell::Number(value as f64))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Cell, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = seq.next_element::<String>()? {
            texts.push(text);
        }
        Ok(Cell::Texts(texts))
    }
}

/// Texts and their codes, in order of first appearance.
#[derive(Default)]
struct Levels {
    texts: Vec<String>,
    codes: HashMap<String, u32>,
}

impl Levels {
    fn code(&mut self, text: String) -> u32 {
        if let Some(&code) = self.codes.get(&text) {
            return code;
        }
        let code = self.texts.len() as u32;
        self.texts.push(text.clone());
        self.codes.insert(text, code);
        code
    }
}

/// A column under construction.
struct Builder {
    name: String,
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
    fn new(name: String) -> Self {
        Builder { name, n_rows: 0, cells: BuilderCells::Unknown }
    }

    /// Adds a cell, or says why it does not fit.
    fn push(&mut self, cell: Cell) -> Result<(), Problem> {
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
            (BuilderCells::Items(ends, codes, levels), Cell::Texts(texts)) => {
                push_set(codes, ends, texts, levels);
            }
            (BuilderCells::Items(ends, codes, _), Cell::Missing) => ends.push(codes.len() as u32),
            (_, cell) => return Err(self.wrong_kind(&cell)),
        }
        self.n_rows += 1;
        Ok(())
    }

    fn wrong_kind(&self, cell: &Cell) -> Problem {
        let expected = match self.cells {
            BuilderCells::Unknown | BuilderCells::Number(_) => "a number",
            BuilderCells::Category(..) => "a text",
            BuilderCells::Items(..) => "a list of texts",
        };
        let found = match cell {
            Cell::Text(text) => format!("the text {}", quoted(text)),
            Cell::Number(value) => format!("the number {value}"),
            _ => cell.kind().to_owned(),
        };
        let (name, row) = (&self.name, self.n_rows);
        Problem::new(
            "cell_wrong_kind",
            format!("row {row} of column {} is {found}; the cells before it make it {expected} or null", quoted(name)),
        )
        .at(pointer_join(&pointer_join("/table/columns", name), row))
        .with("column", name.as_str())
        .with("row", row)
        .with("found", cell.kind())
        .with("expected", expected)
    }

    fn finish(self) -> Column {
        let values = match self.cells {
            BuilderCells::Unknown => Values::Number(vec![MISSING_NUMBER; self.n_rows]),
            BuilderCells::Number(numbers) => Values::Number(numbers),
            BuilderCells::Category(codes, levels) => Values::Category(Category { codes, levels: levels.texts }),
            BuilderCells::Items(ends, codes, levels) => Values::Items(Items { ends, codes, levels: levels.texts }),
        };
        Column { name: self.name, values }
    }
}

/// Appends one row's set: repeated texts count once.
fn push_set(codes: &mut Vec<u32>, ends: &mut Vec<u32>, texts: Vec<String>, levels: &mut Levels) {
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
struct Builders {
    columns: Vec<Builder>,
    index: HashMap<String, usize>,
    fault: Option<Problem>,
}

impl Builders {
    fn column(&mut self, name: String) -> &mut Builder {
        let next = self.columns.len();
        let at = *self.index.entry(name.clone()).or_insert(next);
        if at == next {
            self.columns.push(Builder::new(name));
        }
        &mut self.columns[at]
    }

    fn keep_first(&mut self, result: Result<(), Problem>) {
        if let Err(problem) = result {
            self.fault.get_or_insert(problem);
        }
    }
}

struct TableShape(Builders);

impl<'de> serde::Deserialize<'de> for TableShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TableVisitor).map(TableShape)
    }
}

struct TableVisitor;

impl<'de> Visitor<'de> for TableVisitor {
    type Value = Builders;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object with either `columns` or `rows`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Builders, A::Error> {
        let mut found: Option<Builders> = None;
        while let Some(key) = map.next_key::<String>()? {
            if found.is_some() {
                return Err(A::Error::custom("a table has either `columns` or `rows`, once"));
            }
            let mut builders = Builders::default();
            match key.as_str() {
                "columns" => map.next_value_seed(ColumnsSeed(&mut builders))?,
                "rows" => map.next_value_seed(RowsSeed(&mut builders))?,
                other => return Err(A::Error::unknown_field(other, &["columns", "rows"])),
            }
            found = Some(builders);
        }
        found.ok_or_else(|| A::Error::missing_field("columns"))
    }
}

struct ColumnsSeed<'b>(&'b mut Builders);

impl<'de> DeserializeSeed<'de> for ColumnsSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ColumnsSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object from column name to a list of cells")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if self.0.index.contains_key(&name) {
                return Err(A::Error::custom(format!("there are two columns {}", quoted(&name))));
            }
            let mut builder = Builder::new(name.clone());
            let fault = map.next_value_seed(CellsSeed(&mut builder))?;
            self.0.index.insert(name, self.0.columns.len());
            self.0.columns.push(builder);
            self.0.keep_first(fault);
        }
        Ok(())
    }
}

/// Reads the cells of one column; yields the first that does not fit.
struct CellsSeed<'b>(&'b mut Builder);

impl<'de> DeserializeSeed<'de> for CellsSeed<'_> {
    type Value = Result<(), Problem>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for CellsSeed<'_> {
    type Value = Result<(), Problem>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of cells")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut fault = Ok(());
        while let Some(cell) = seq.next_element::<Cell>()? {
            if fault.is_ok() {
                fault = self.0.push(cell);
            }
        }
        Ok(fault)
    }
}

struct RowsSeed<'b>(&'b mut Builders);

impl<'de> DeserializeSeed<'de> for RowsSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for RowsSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of objects, one a row")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut row = 0;
        while seq.next_element_seed(RowSeed(&mut *self.0, row))?.is_some() {
            row += 1;
        }
        for builder in &mut self.0.columns {
            fill_missing(builder, row);
        }
        Ok(())
    }
}

/// A field that a row does not have is missing there.
fn fill_missing(builder: &mut Builder, n_rows: usize) {
    while builder.n_rows < n_rows && builder.push(Cell::Missing).is_ok() {}
}

struct RowSeed<'b>(&'b mut Builders, usize);

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object from column name to cell")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let RowSeed(builders, row) = self;
        while let Some((name, cell)) = map.next_entry::<String, Cell>()? {
            if builders.fault.is_some() {
                continue;
            }
            let builder = builders.column(name);
            fill_missing(builder, row);
            let fault = if builder.n_rows > row { Err(field_twice(&builder.name, row)) } else { builder.push(cell) };
            builders.keep_first(fault);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, Problem> {
        table_from_json(&RawValue::from_string(text.to_owned()).expect("JSON"))
    }

    #[test]
    fn columns_and_rows_give_the_same_table() {
        let columns = read(
            r#"{"columns": {"kwh": [1200, null], "tariff": [null, "tou"], "tags": [["a", "b", "a"], []], "gone": [null, null]}}"#,
        )
        .expect("columns");
        let rows = read(
            r#"{"rows": [{"kwh": 1200, "tariff": null, "tags": ["a", "b", "a"], "gone": null}, {"tariff": "tou"}]}"#,
        )
        .expect("rows");
        // NaN differs from itself: compare as JSON.
        let json = |table: &Table| crate::reply::to_json(&ColumnsJson(table.columns()));
        assert_eq!(
            json(&columns),
            r#"{"kwh":[1200.0,null],"tariff":[null,"tou"],"tags":[["a","b"],[]],"gone":[null,null]}"#
        );
        assert_eq!(json(&rows), json(&columns));
    }

    #[test]
    fn a_cell_of_another_kind_is_named() {
        let problem = read(r#"{"columns": {"kwh": [1, null, "x"]}}"#).unwrap_err();
        assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("cell_wrong_kind", "/table/columns/kwh/2"));
        assert_eq!(
            problem.message,
            "row 2 of column \"kwh\" is the text \"x\"; the cells before it make it a number or null"
        );
        assert_eq!(read(r#"{"rows": [{"kwh": 1}, {"kwh": ["a"]}]}"#).unwrap_err().pointer, "/table/columns/kwh/1");
    }

    #[test]
    fn shapes_that_are_no_table_are_refused() {
        for (text, code) in [
            (r#"{}"#, "missing_field"),
            (r#"{"cols": {}}"#, "unknown_field"),
            (r#"{"columns": {}, "rows": []}"#, "wrong_value"),
            (r#"{"columns": {"a": [1], "a": [2]}}"#, "wrong_value"),
            (r#"{"rows": [{"a": 1, "a": 2}]}"#, "row_field_twice"),
            (r#"{"columns": {"a": [true]}}"#, "wrong_type"),
            (r#"{"columns": {"a": [1], "b": [1, 2]}}"#, "column_length_differs"),
            (r#"{"rows": [1]}"#, "wrong_type"),
        ] {
            assert_eq!(read(text).unwrap_err().code, code, "{text}");
        }
    }
}

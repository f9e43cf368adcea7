//! Tables as JSON: `{"columns": {"kwh_year": [1200, null], "tags": [["a"], []]}}` or
//! `{"rows": [{"kwh_year": 1200}]}`; and per-row results on their way out.
//!
//! A column's kind is that of its first cell that is not null: a number, a text (category) or a
//! list of texts (items). A column of nulls alone is a column of numbers, all missing.

use crate::builder::{Builders, Cell};
use crate::fault::{Fault, name_of_atom};
use crate::problem::{Problem, count_text, joined, quoted};
use crate::request::not_json;
use crate::table::{Column, Table, Values};
use crate::write::{JsonText, ToJson};
use gridfolk_json::walk::{Atom, Sink, walk};

/// Reads a table from the request field `table`.
///
/// # Errors
/// `cell_wrong_kind` with the pointer of the cell, `row_field_twice`, those of [`crate::request::parse`]
/// and of [`Table::new`].
pub fn table_from_json(text: &str) -> Result<Table, Problem> {
    let mut reader = TableReader::default();
    match (walk(text, &mut reader), reader.refused) {
        (_, Some(fault)) => Err(fault.at("/table")),
        (Err(error), None) => Err(not_json(&error, "/table")),
        (Ok(()), None) => Table::new(reader.builders.finish()?),
    }
}

/// Columns as the JSON object `{"name": [cell, …]}`.
pub struct ColumnsJson<'a>(
    /// In order.
    pub &'a [Column],
);

impl ToJson for ColumnsJson<'_> {
    fn write_json(&self, text: &mut JsonText) {
        text.word("{");
        for column in self.0 {
            text.key(&column.name);
            text.word("[");
            write_cells(&column.values, text);
            text.word("]");
        }
        text.word("}");
    }
}

fn write_cells(values: &Values, text: &mut JsonText) {
    match values {
        Values::Number(numbers) => {
            for number in numbers {
                text.comma();
                text.float(*number);
            }
        }
        Values::Category(category) => {
            for row in 0..category.codes.len() {
                text.comma();
                category.level(row).write_json(text);
            }
        }
        Values::Items(items) => {
            for row in 0..items.ends.len() {
                let texts: Vec<&str> =
                    items.row(row).iter().map(|&code| items.levels[code as usize].as_str()).collect();
                text.comma();
                texts.write_json(text);
            }
        }
    }
}

/// What stands around the next key or value.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Place {
    /// Nothing: the table comes next.
    #[default]
    Outside,
    Table,
    ColumnsValue,
    Columns,
    ColumnValue,
    Cells,
    ItemsOfColumn,
    RowsValue,
    Rows,
    Row,
    ItemsOfRow,
}

impl Place {
    /// The value that may stand here.
    fn expected(self) -> &'static str {
        match self {
            Place::Outside | Place::Table => "an object with either `columns` or `rows`",
            Place::ColumnsValue | Place::Columns => "an object from column name to a list of cells",
            Place::ColumnValue => "a list of cells",
            Place::Cells | Place::Row => "null, a number, a text or a list of texts",
            Place::ItemsOfColumn | Place::ItemsOfRow => "a string",
            Place::RowsValue => "a list of objects, one a row",
            Place::Rows => "an object from column name to cell",
        }
    }
}

/// Makes columns of what a text consists of.
#[derive(Default)]
struct TableReader {
    place: Place,
    builders: Builders,
    /// Which column the next cell belongs to.
    column: usize,
    /// Of the next cell.
    row: usize,
    /// The texts of a list of them.
    texts: Vec<String>,
    /// Whether `columns` or `rows` has come.
    has_cells: bool,
    refused: Option<Fault>,
}

impl TableReader {
    fn refuse(&mut self, fault: Fault) {
        self.refused = Some(fault);
    }

    fn refuse_value(&mut self, found: &str) {
        let fault = Fault::wrong_type(found, self.place.expected());
        let (item, row) = (count_text(self.texts.len()), count_text(self.row));
        let column = self.builders.name(self.column);
        let steps: &[&str] = match self.place {
            Place::Outside | Place::Table => &[],
            Place::ColumnsValue | Place::Columns => &["columns"],
            Place::ColumnValue => &[column, "columns"],
            Place::Cells => &[&row, column, "columns"],
            Place::ItemsOfColumn => &[&item, &row, column, "columns"],
            Place::RowsValue => &["rows"],
            Place::Rows => &[&row, "rows"],
            Place::Row => &[column, &row, "rows"],
            Place::ItemsOfRow => &[&item, column, &row, "rows"],
        };
        let fault = steps.iter().fold(fault, |fault, step| fault.below(step));
        self.refuse(fault)
    }

    fn cell(&mut self, cell: Cell<'_>) {
        if self.place == Place::Row {
            self.builders.push_in_row(self.column, self.row, cell);
        } else {
            self.builders.push(self.column, cell);
            self.row += 1;
        }
    }
}

impl Sink for TableReader {
    fn atom(&mut self, atom: Atom<'_>) {
        if self.refused.is_some() {
            return;
        }
        match (self.place, atom) {
            (Place::Cells | Place::Row, Atom::Null) => self.cell(Cell::Missing),
            (Place::Cells | Place::Row, Atom::Float(value)) => self.cell(Cell::Number(value)),
            (Place::Cells | Place::Row, Atom::Unsigned(value)) => self.cell(Cell::Number(value as f64)),
            (Place::Cells | Place::Row, Atom::Signed(value)) => self.cell(Cell::Number(value as f64)),
            (Place::Cells | Place::Row, Atom::Text(text)) => self.cell(Cell::Text(text)),
            (Place::ItemsOfColumn | Place::ItemsOfRow, Atom::Text(text)) => self.texts.push(text.to_owned()),
            _ => self.refuse_value(&name_of_atom(atom)),
        }
    }

    fn begin_list(&mut self) {
        if self.refused.is_some() {
            return;
        }
        self.place = match self.place {
            Place::ColumnValue => Place::Cells,
            Place::RowsValue => Place::Rows,
            Place::Cells => Place::ItemsOfColumn,
            Place::Row => Place::ItemsOfRow,
            _ => return self.refuse_value("sequence"),
        };
        if matches!(self.place, Place::Cells | Place::Rows) {
            self.row = 0;
        }
    }

    fn end_list(&mut self) {
        if self.refused.is_some() {
            return;
        }
        match self.place {
            Place::Cells => self.place = Place::Columns,
            Place::Rows => {
                self.builders.fill_all(self.row);
                self.place = Place::Table;
            }
            _ => {
                self.place = if self.place == Place::ItemsOfRow { Place::Row } else { Place::Cells };
                let mut texts = std::mem::take(&mut self.texts);
                self.cell(Cell::Texts(&texts));
                texts.clear();
                self.texts = texts;
            }
        }
    }

    fn begin_object(&mut self) {
        if self.refused.is_some() {
            return;
        }
        self.place = match self.place {
            Place::Outside => Place::Table,
            Place::ColumnsValue => Place::Columns,
            Place::Rows => Place::Row,
            _ => return self.refuse_value("map"),
        };
    }

    fn key(&mut self, key: &str) {
        if self.refused.is_some() {
            return;
        }
        match self.place {
            Place::Table if self.has_cells => {
                let text = "a table has either `columns` or `rows`, once".to_owned();
                self.refuse(Fault::new("wrong_value", text).below(key));
            }
            Place::Table => {
                self.has_cells = true;
                self.place = match key {
                    "columns" => Place::ColumnsValue,
                    "rows" => Place::RowsValue,
                    _ => return self.refuse(Fault::unknown_of(key, &["columns", "rows"])),
                };
            }
            Place::Columns if self.builders.has_column(key) => {
                let text = joined(&["there are two columns ", &quoted(key)]);
                self.refuse(Fault::new("wrong_value", text).below(key).below("columns"));
            }
            _ => {
                self.column = self.builders.column(key);
                if self.place == Place::Columns {
                    self.place = Place::ColumnValue;
                }
            }
        }
    }

    fn end_object(&mut self) {
        if self.refused.is_some() {
            return;
        }
        self.place = match self.place {
            Place::Columns => Place::Table,
            Place::Row => {
                self.row += 1;
                Place::Rows
            }
            _ if self.has_cells => Place::Outside,
            _ => return self.refuse(Fault::missing("columns")),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, Problem> {
        table_from_json(text)
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

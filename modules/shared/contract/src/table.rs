//! Customers as rows: columns of numbers, categories or item sets.

use crate::index::first_repeated;
use crate::problem::{Problem, joined, pointer_join};
use crate::told::Figure;

/// The code of a missing cell in a category column.
pub const MISSING_CODE: u32 = 0xffff_ffff;

/// The one bit pattern that a missing number has in a reply: 0x7ff8000000000000.
pub const MISSING_NUMBER: f64 = f64::from_bits(0x7ff8_0000_0000_0000);

/// A named column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Distinct within its table and not empty.
    pub name: String,
    /// One value a row.
    pub values: Values,
}

/// The values of a column, one a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Finite numbers; NaN is missing.
    Number(Vec<f64>),
    /// One level a row.
    Category(Category),
    /// A set of items a row: tags, baskets.
    Items(Items),
}

/// One level a row, by code.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Category {
    /// Index into `levels`, or [`MISSING_CODE`].
    pub codes: Vec<u32>,
    /// Distinct texts. Codes differ from part to part: a level is known by its text alone.
    pub levels: Vec<String>,
}

/// A set of items a row: row i holds `codes[ends[i-1]..ends[i]]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Items {
    /// Where each row's codes end; never falls.
    pub ends: Vec<u32>,
    /// Indices into `levels`, row after row.
    pub codes: Vec<u32>,
    /// Distinct texts.
    pub levels: Vec<String>,
}

impl Column {
    /// A column of numbers; NaN is missing.
    pub fn number(name: impl Into<String>, values: Vec<f64>) -> Self {
        Column { name: name.into(), values: Values::Number(values) }
    }

    /// A column of categories.
    pub fn category(name: impl Into<String>, codes: Vec<u32>, levels: Vec<String>) -> Self {
        Column { name: name.into(), values: Values::Category(Category { codes, levels }) }
    }

    /// A column of item sets.
    pub fn items(name: impl Into<String>, items: Items) -> Self {
        Column { name: name.into(), values: Values::Items(items) }
    }
}

impl Values {
    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        match self {
            Values::Number(numbers) => numbers.len(),
            Values::Category(category) => category.codes.len(),
            Values::Items(items) => items.ends.len(),
        }
    }

    /// What the column holds, as messages and manifests call it: `number`, `category` or `items`.
    pub fn kind(&self) -> &'static str {
        match self {
            Values::Number(_) => "number",
            Values::Category(_) => "category",
            Values::Items(_) => "items",
        }
    }
}

impl Category {
    /// The text of a row, or nothing where it is missing.
    pub fn level(&self, row: usize) -> Option<&str> {
        self.levels.get(self.codes[row] as usize).map(String::as_str)
    }
}

impl Items {
    /// The codes of a row.
    pub fn row(&self, row: usize) -> &[u32] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.codes[start..self.ends[row] as usize]
    }
}

/// Columns of equal length with distinct names, every code in range, every number finite or missing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    columns: Vec<Column>,
    n_rows: usize,
}

impl Table {
    /// Checks columns and makes them a table.
    ///
    /// # Errors
    /// `column_name_empty`, `column_name_twice`, `column_length_differs`, `not_finite`,
    /// `code_out_of_range`, `level_twice`, `ends_not_rising`, `too_many_rows` (a row's number is a `u32`).
    pub fn new(columns: Vec<Column>) -> Result<Self, Problem> {
        let n_rows = columns.first().map_or(0, |column| column.values.n_rows());
        if u32::try_from(n_rows).is_err() {
            let figures = [("n_rows", Figure::Count(n_rows as u64)), ("max", Figure::Count(u64::from(u32::MAX)))];
            let rule = "the table has {n_rows} rows; a part holds at most {max}";
            return Err(Problem::told("too_many_rows", "/table", rule, &figures));
        }
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let repeated = first_repeated(&names);
        for (index, column) in columns.iter().enumerate() {
            if column.name.is_empty() {
                let figures = [("column", Figure::Count(index as u64))];
                let rule = "column {column} has no name";
                return Err(Problem::told("column_name_empty", "/table/columns", rule, &figures));
            }
            if repeated == Some(index) {
                return Err(column_problem("column_name_twice", column, "there are two columns {column}", &[]));
            }
            check_length(column, n_rows, &columns[0].name)?;
            check_values(column)?;
        }
        Ok(Table { columns, n_rows })
    }

    /// Number of rows; 0 when there is no column.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The columns, in the order in which they were given.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The columns, given up.
    pub fn into_columns(self) -> Vec<Column> {
        self.columns
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

fn check_length(column: &Column, n_rows: usize, first_name: &str) -> Result<(), Problem> {
    let n_cells = column.values.n_rows();
    if n_cells == n_rows {
        return Ok(());
    }
    let figures = [
        ("n_rows", Figure::Count(n_cells as u64)),
        ("other_column", Figure::Name(first_name)),
        ("other_n_rows", Figure::Count(n_rows as u64)),
    ];
    let rule = "column {column} has {n_rows} rows; column {other_column} has {other_n_rows}";
    Err(column_problem("column_length_differs", column, rule, &figures))
}

fn check_values(column: &Column) -> Result<(), Problem> {
    match &column.values {
        Values::Number(numbers) => match numbers.iter().position(|value| value.is_infinite()) {
            Some(row) => {
                Err(cell_problem("not_finite", column, row, "infinite; numbers must be finite, missing is null"))
            }
            None => Ok(()),
        },
        Values::Category(category) => {
            check_levels(column, &category.levels)?;
            let n_levels = category.levels.len();
            match category.codes.iter().position(|&code| code != MISSING_CODE && code as usize >= n_levels) {
                Some(row) => Err(cell_problem("code_out_of_range", column, row, "a code without a level")),
                None => Ok(()),
            }
        }
        Values::Items(items) => check_items(column, items),
    }
}

fn check_items(column: &Column, items: &Items) -> Result<(), Problem> {
    check_levels(column, &items.levels)?;
    let mut start = 0;
    for (row, &end) in items.ends.iter().enumerate() {
        if end < start || end as usize > items.codes.len() {
            return Err(cell_problem("ends_not_rising", column, row, "an end before its start or past the codes"));
        }
        start = end;
    }
    if start as usize != items.codes.len() {
        let row = items.ends.len().saturating_sub(1);
        return Err(cell_problem("ends_not_rising", column, row, "the last end, but codes follow it"));
    }
    match items.codes.iter().position(|&code| code as usize >= items.levels.len()) {
        Some(at) => {
            let row = items.ends.partition_point(|&end| end as usize <= at);
            Err(cell_problem("code_out_of_range", column, row, "a code without a level"))
        }
        None => Ok(()),
    }
}

fn check_levels(column: &Column, levels: &[String]) -> Result<(), Problem> {
    let Some(at) = first_repeated(levels) else { return Ok(()) };
    let figures = [("level", Figure::Name(&levels[at]))];
    Err(column_problem("level_twice", column, "column {column} lists the level {level} twice", &figures))
}

fn cell_problem(code: &str, column: &Column, row: usize, what: &str) -> Problem {
    let rule = joined(&["row {row} of column {column} is ", what]);
    let problem = column_problem(code, column, &rule, &[("row", Figure::Count(row as u64))]);
    let pointer = pointer_join(&problem.pointer, row);
    problem.at(pointer)
}

/// A problem of a column; its name is a figure of the template, too.
#[inline(never)]
fn column_problem(code: &str, column: &Column, template: &str, figures: &[(&str, Figure<'_>)]) -> Problem {
    let name = column.name.as_str();
    let mut all = vec![("column", Figure::Name(name))];
    all.extend_from_slice(figures);
    Problem::told(code, &pointer_join("/table/columns", name), template, &all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(columns: Vec<Column>) -> String {
        Table::new(columns).expect_err("refused").code.clone()
    }

    #[test]
    fn columns_of_different_length_are_refused() {
        let problem =
            Table::new(vec![Column::number("a", vec![1.0, 2.0]), Column::number("b", vec![1.0])]).unwrap_err();
        assert_eq!(problem.message, "column \"b\" has 1 rows; column \"a\" has 2");
        assert_eq!(problem.pointer, "/table/columns/b");
    }

    #[test]
    fn infinity_is_refused_with_its_row() {
        let problem = Table::new(vec![Column::number("a", vec![1.0, f64::NEG_INFINITY])]).unwrap_err();
        assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("not_finite", "/table/columns/a/1"));
    }

    #[test]
    fn codes_and_ends_out_of_range_are_refused() {
        assert_eq!(code_of(vec![Column::category("c", vec![0, 1], vec!["x".into()])]), "code_out_of_range");
        let items =
            |ends: &[u32], codes: &[u32]| Items { ends: ends.into(), codes: codes.into(), levels: vec!["x".into()] };
        assert_eq!(code_of(vec![Column::items("t", items(&[1, 0], &[0]))]), "ends_not_rising");
        assert_eq!(code_of(vec![Column::items("t", items(&[0], &[0]))]), "ends_not_rising");
        assert_eq!(code_of(vec![Column::items("t", items(&[0, 1], &[7]))]), "code_out_of_range");
    }

    #[test]
    fn names_are_distinct_and_not_empty() {
        assert_eq!(code_of(vec![Column::number("", vec![])]), "column_name_empty");
        assert_eq!(code_of(vec![Column::number("a", vec![]), Column::number("a", vec![])]), "column_name_twice");
        assert_eq!(code_of(vec![Column::category("c", vec![], vec!["x".into(), "x".into()])]), "level_twice");
    }

    #[test]
    fn missing_is_allowed_everywhere() {
        let table = Table::new(vec![
            Column::number("a", vec![f64::NAN]),
            Column::category("c", vec![MISSING_CODE], vec![]),
            Column::items("t", Items { ends: vec![0], codes: vec![], levels: vec![] }),
        ]);
        assert_eq!(table.expect("a table").n_rows(), 1);
    }
}

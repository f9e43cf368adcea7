//! Cells into one column, whose type is given or found out on the way.
//!
//! Numbers are read at once, in the hope that the column stays numeric. When it does not, its
//! earlier texts are gone: it becomes [`Cells::Mixed`], and the source is read again for it.

use std::borrow::Cow;

use gridfolk_contract::{Category, Items, MISSING_CODE, MISSING_NUMBER, Values};

use super::build::Cell;
use super::cell::{date, number};
use super::levels::Levels;
use super::options::ColumnType;

/// A column under construction.
pub(super) struct ColumnBuilder<'a> {
    pub(super) name: String,
    pub(super) n_rows: usize,
    given: Option<ColumnType>,
    cells: Cells<'a>,
    /// The first cell that cannot stand in the column.
    fault: Option<Fault>,
}

enum Cells<'a> {
    Skipped,
    /// Missing cells alone, so far.
    Unknown,
    Numbers(Vec<f64>),
    Texts(Texts<'a>),
    Sets(Sets<'a>),
    Mixed {
        n_numbers: usize,
        n_others: usize,
        first_other: Fault,
    },
}

#[derive(Default)]
struct Texts<'a> {
    codes: Vec<u32>,
    levels: Levels<'a>,
    /// Whether the source does not know numbers from texts: CSV.
    is_plain: bool,
}

#[derive(Default)]
struct Sets<'a> {
    ends: Vec<u32>,
    codes: Vec<u32>,
    levels: Levels<'a>,
}

/// A cell that does not fit its column.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) row: usize,
    /// The cell as a text.
    pub(super) cell: String,
    /// What is wrong, and what can be done.
    pub(super) rule: String,
}

/// What became of a column.
pub(super) enum Finished {
    Skipped,
    Values(Values),
    Ids(Vec<String>),
}

impl<'a> ColumnBuilder<'a> {
    /// A column whose type is given, or not.
    pub(super) fn new(name: String, given: Option<ColumnType>) -> Self {
        let cells = match given {
            None => Cells::Unknown,
            Some(ColumnType::Skip) => Cells::Skipped,
            Some(ColumnType::Number) => Cells::Numbers(Vec::new()),
            Some(ColumnType::Category | ColumnType::Date | ColumnType::Id) => Cells::Texts(Texts::default()),
            Some(ColumnType::Items(_)) => Cells::Sets(Sets::default()),
        };
        ColumnBuilder { name, n_rows: 0, given, cells, fault: None }
    }

    /// A column that is known to hold texts beside numbers.
    pub(super) fn new_mixed(name: String) -> Self {
        ColumnBuilder { cells: Cells::Texts(Texts::default()), ..ColumnBuilder::new(name, None) }
    }

    pub(super) fn is_mixed(&self) -> bool {
        matches!(self.cells, Cells::Mixed { .. })
    }

    /// Adds a missing cell.
    pub(super) fn push_missing(&mut self) {
        self.n_rows += 1;
        match &mut self.cells {
            Cells::Skipped | Cells::Unknown | Cells::Mixed { .. } => {}
            Cells::Numbers(values) => values.push(MISSING_NUMBER),
            Cells::Texts(texts) => texts.codes.push(MISSING_CODE),
            Cells::Sets(sets) => sets.ends.push(sets.codes.len() as u32),
        }
    }

    /// Adds a cell of [`Cell::Plain`] that is not missing, by the short way where there is one.
    #[inline]
    pub(super) fn push_plain(&mut self, text: &'a str) {
        match &mut self.cells {
            Cells::Skipped => self.n_rows += 1,
            Cells::Numbers(values) => match number(text) {
                Some(value) if value.is_finite() => {
                    values.push(value);
                    self.n_rows += 1;
                }
                _ => self.push(Cell::Plain(Cow::Borrowed(text))),
            },
            Cells::Texts(texts) => {
                texts.is_plain = true;
                texts.codes.push(texts.levels.code(Cow::Borrowed(text)));
                self.n_rows += 1;
            }
            _ => self.push(Cell::Plain(Cow::Borrowed(text))),
        }
    }

    /// Adds a cell that is not missing.
    pub(super) fn push(&mut self, cell: Cell<'a>) {
        if matches!(self.cells, Cells::Unknown) {
            self.begin(&cell);
        }
        let row = self.n_rows;
        self.n_rows += 1;
        match &mut self.cells {
            Cells::Skipped | Cells::Unknown => {}
            Cells::Numbers(values) => match number_of(&cell, self.given) {
                Some(value) => {
                    values.push(value);
                    if value.is_infinite() {
                        self.fault.get_or_insert_with(|| too_large(row, &cell));
                    }
                }
                None => self.push_other(row, &cell),
            },
            Cells::Texts(texts) => {
                texts.is_plain |= matches!(cell, Cell::Plain(_));
                match cell.into_text() {
                    Ok(text) => texts.codes.push(texts.levels.code(text)),
                    Err(cell) => {
                        texts.codes.push(MISSING_CODE);
                        self.fault.get_or_insert_with(|| wrong_kind(row, &cell, "a text"));
                    }
                }
            }
            Cells::Sets(sets) => {
                if let Err(cell) = sets.push(cell, self.given) {
                    self.fault.get_or_insert_with(|| wrong_kind(row, &cell, "a list of texts"));
                }
            }
            Cells::Mixed { n_numbers, n_others, .. } => match number_of(&cell, None) {
                Some(_) => *n_numbers += 1,
                None => *n_others += 1,
            },
        }
    }

    /// The first cell that is not missing says what the column may be.
    fn begin(&mut self, cell: &Cell<'a>) {
        let n = self.n_rows;
        self.cells = match cell {
            Cell::List(_) => Cells::Sets(Sets { ends: vec![0; n], ..Sets::default() }),
            _ if number_of(cell, None).is_some() => Cells::Numbers(vec![MISSING_NUMBER; n]),
            _ => Cells::Texts(Texts { codes: vec![MISSING_CODE; n], ..Texts::default() }),
        };
    }

    /// A cell that is no number, in a column of numbers so far.
    fn push_other(&mut self, row: usize, cell: &Cell<'a>) {
        let Cells::Numbers(values) = &mut self.cells else { return };
        let is_list = matches!(cell, Cell::List(_) | Cell::Other(_));
        let fault = if is_list { wrong_kind(row, cell, "a number") } else { not_a_number(row, cell.to_text()) };
        if self.given.is_some() || is_list {
            values.push(MISSING_NUMBER);
            self.fault.get_or_insert(fault);
            return;
        }
        let n_numbers = values.iter().filter(|value| !value.is_nan()).count();
        self.fault = None;
        self.cells = Cells::Mixed { n_numbers, n_others: 1, first_other: fault };
    }

    /// The column, or the cell that cannot stand in it.
    pub(super) fn finish(self) -> Result<Finished, Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        match self.cells {
            Cells::Skipped => Ok(Finished::Skipped),
            Cells::Unknown => Ok(Finished::Values(Values::Number(vec![MISSING_NUMBER; self.n_rows]))),
            Cells::Numbers(values) => Ok(Finished::Values(Values::Number(values))),
            Cells::Texts(texts) => texts.finish(self.given),
            Cells::Sets(Sets { ends, codes, levels }) => {
                Ok(Finished::Values(Values::Items(Items { ends, codes, levels: levels.into_texts() })))
            }
            Cells::Mixed { first_other, .. } => Err(first_other),
        }
    }

    /// Refuses a mixed column that is numeric but for a few cells.
    pub(super) fn check_mixed(&self) -> Result<(), Fault> {
        match &self.cells {
            Cells::Mixed { n_numbers, n_others, first_other } if is_nearly_all(*n_numbers, n_numbers + n_others) => {
                Err(nearly("numbers", *n_numbers, n_numbers + n_others, first_other.clone()))
            }
            _ => Ok(()),
        }
    }
}

fn number_of(cell: &Cell, given: Option<ColumnType>) -> Option<f64> {
    match cell {
        Cell::Plain(text) | Cell::Number(text) => number(text),
        Cell::Value(value) => Some(value + 0.0),
        Cell::Text(text) if given == Some(ColumnType::Number) => number(text),
        _ => None,
    }
}

impl<'a> Sets<'a> {
    /// Adds a set; texts that are repeated count once.
    fn push(&mut self, cell: Cell<'a>, given: Option<ColumnType>) -> Result<(), Cell<'a>> {
        let start = self.codes.len();
        let result = match (cell, given) {
            (Cell::List(texts), _) => {
                texts.into_iter().for_each(|text| self.push_item(start, text));
                Ok(())
            }
            (cell, Some(ColumnType::Items(separator))) => cell.into_text().map(|text| match text {
                Cow::Borrowed(text) => items_of(text, separator).for_each(|item| self.push_item(start, item.into())),
                Cow::Owned(text) => {
                    items_of(&text, separator).for_each(|item| self.push_item(start, item.to_owned().into()));
                }
            }),
            (cell, _) => Err(cell),
        };
        self.ends.push(self.codes.len() as u32);
        result
    }

    fn push_item(&mut self, start: usize, text: Cow<'a, str>) {
        let code = self.levels.code(text);
        if !self.codes[start..].contains(&code) {
            self.codes.push(code);
        }
    }
}

fn items_of(text: &str, separator: char) -> impl Iterator<Item = &str> {
    text.split(separator).map(str::trim).filter(|item| !item.is_empty())
}

impl Texts<'_> {
    fn finish(self, given: Option<ColumnType>) -> Result<Finished, Fault> {
        let n_cells = self.codes.iter().filter(|&&code| code != MISSING_CODE).count();
        match given {
            Some(ColumnType::Category) => return Ok(self.into_category()),
            Some(ColumnType::Id) => return Ok(Finished::Ids(self.into_ids())),
            _ => {}
        }
        let dates: Vec<Option<f64>> = self.levels.texts().iter().map(|text| date(text)).collect();
        let (n_dates, first_other) = self.count(|code| dates[code].is_some());
        match first_other {
            None if n_cells > 0 || given.is_some() => return Ok(Finished::Values(self.into_dates(&dates))),
            Some(row) if given.is_some() => return Err(not_a_date(row, self.text(row))),
            Some(row) if is_nearly_all(n_dates, n_cells) => {
                return Err(nearly("dates", n_dates, n_cells, not_a_date(row, self.text(row))));
            }
            _ => {}
        }
        if self.is_plain {
            let (n_numbers, first_other) = self.count(|code| number(&self.levels.texts()[code]).is_some());
            if let Some(row) = first_other.filter(|_| is_nearly_all(n_numbers, n_cells)) {
                return Err(nearly("numbers", n_numbers, n_cells, not_a_number(row, self.text(row))));
            }
        }
        let is_id = n_cells >= 2 && self.levels.texts().len() == n_cells;
        Ok(if is_id { Finished::Ids(self.into_ids()) } else { self.into_category() })
    }

    /// How many cells have a level of this kind, and the row of the first that has not.
    fn count(&self, is_kind: impl Fn(usize) -> bool) -> (usize, Option<usize>) {
        let levels: Vec<bool> = (0..self.levels.texts().len()).map(is_kind).collect();
        let is_of_kind = |code: u32| levels.get(code as usize).copied();
        let n = self.codes.iter().filter(|&&code| is_of_kind(code) == Some(true)).count();
        (n, self.codes.iter().position(|&code| is_of_kind(code) == Some(false)))
    }

    fn text(&self, row: usize) -> String {
        self.levels.texts()[self.codes[row] as usize].clone().into_owned()
    }

    fn into_category(self) -> Finished {
        Finished::Values(Values::Category(Category { codes: self.codes, levels: self.levels.into_texts() }))
    }

    fn into_dates(self, dates: &[Option<f64>]) -> Values {
        let day = |code: &u32| dates.get(*code as usize).copied().flatten().unwrap_or(MISSING_NUMBER);
        Values::Number(self.codes.iter().map(day).collect())
    }

    fn into_ids(self) -> Vec<String> {
        let mut texts = self.levels.into_texts();
        if texts.len() == self.codes.len() {
            // Each level once, in the order of the rows.
            return texts;
        }
        texts.push(String::new());
        let missing = texts.len() - 1;
        self.codes.iter().map(|&code| texts[(code as usize).min(missing)].clone()).collect()
    }
}

fn is_nearly_all(n: usize, n_cells: usize) -> bool {
    n < n_cells && n * 10 >= n_cells * 9
}

fn nearly(kind: &str, n: usize, n_cells: usize, mut fault: Fault) -> Fault {
    fault.rule = format!(
        "{}, but {n} of the {n_cells} cells are {kind}: correct it, give the type category, or name it as a missing text",
        fault.rule
    );
    fault
}

fn not_a_number(row: usize, cell: String) -> Fault {
    Fault { code: "cell_not_a_number", row, cell, rule: "not a number".to_owned() }
}

fn not_a_date(row: usize, cell: String) -> Fault {
    Fault { code: "cell_not_a_date", row, cell, rule: "not a date (YYYY-MM-DD)".to_owned() }
}

fn too_large(row: usize, cell: &Cell) -> Fault {
    Fault { code: "not_finite", row, cell: cell.to_text(), rule: "too large; numbers must be finite".to_owned() }
}

fn wrong_kind(row: usize, cell: &Cell, expected: &str) -> Fault {
    let rule = format!("the cells before it make it {expected} or null");
    Fault { code: "cell_wrong_kind", row, cell: cell.to_text(), rule }
}

//! Baskets from the columns of a table.

use std::borrow::Cow;

use gridfolk_contract::problem::{param_pointer, plain_number, pointer_join};
use gridfolk_contract::{MISSING_CODE, Problem, Table, Values};
use gridfolk_whatif::Edited;

use crate::algorithm::{Source, sorted};
use crate::problem;

/// The items of each basket by code, each code once a basket.
#[derive(Debug, Clone, Default)]
pub struct Baskets<'a> {
    /// Where each basket's codes end.
    pub ends: Cow<'a, [u32]>,
    /// Codes, basket after basket.
    pub codes: Cow<'a, [u32]>,
    /// The items' texts by code; some may be in no basket.
    pub names: Cow<'a, [String]>,
    /// In how many baskets each code stands.
    pub counts: Vec<u32>,
}

/// Columns by name, in their order.
pub struct Named<'a> {
    n_rows: usize,
    columns: Vec<(&'a str, &'a Values)>,
}

impl<'a> Named<'a> {
    /// A table as it is.
    pub fn of_table(table: &'a Table) -> Self {
        let columns = table.columns().iter().map(|column| (column.name.as_str(), &column.values)).collect();
        Named { n_rows: table.n_rows(), columns }
    }

    /// A table after edits.
    pub fn of_edited(table: &'a Table, edited: &'a Edited<'a>) -> Self {
        let columns = table.columns().iter().enumerate();
        let columns = columns.map(|(index, column)| (column.name.as_str(), edited.column(index))).collect();
        Named { n_rows: table.n_rows(), columns }
    }

    fn values(&self, name: &str) -> Option<&'a Values> {
        self.columns.iter().find(|(known, _)| *known == name).map(|(_, values)| *values)
    }
}

impl Baskets<'_> {
    /// Number of baskets.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no basket.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The codes of a basket.
    pub fn basket(&self, index: usize) -> &[u32] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.codes[start..self.ends[index] as usize]
    }
}

/// The baskets of wide form: one a row.
///
/// # Errors
/// A column that the table does not have or that holds numbers; no column at all; more items than
/// fit 32 bits.
pub fn wide<'a>(table: &Named<'a>, columns: Option<&[String]>) -> Result<Baskets<'a>, Problem> {
    let columns = select(table, columns)?;
    if let [(_, Values::Items(items))] = columns[..] {
        return distinct(Cow::Borrowed(&items.ends), Cow::Borrowed(&items.codes), Cow::Borrowed(&items.levels));
    }
    let (codings, names) = code_texts(columns.iter().map(|(name, values)| level_texts(name, values)).collect());
    let (mut ends, mut codes) = (Vec::with_capacity(table.n_rows), Vec::new());
    for row in 0..table.n_rows {
        for ((_, values), coding) in columns.iter().zip(&codings) {
            match values {
                Values::Items(items) => codes.extend(items.row(row).iter().map(|&code| coding[code as usize])),
                Values::Category(category) if category.codes[row] != MISSING_CODE => {
                    codes.push(coding[category.codes[row] as usize]);
                }
                _ => {}
            }
        }
        ends.push(u32::try_from(codes.len()).map_err(|_| problem::too_many_items())?);
    }
    distinct(Cow::Owned(ends), Cow::Owned(codes), Cow::Owned(names))
}

fn distinct<'a>(ends: Cow<'a, [u32]>, codes: Cow<'a, [u32]>, names: Cow<'a, [String]>) -> Result<Baskets<'a>, Problem> {
    if let Some(counts) = apriori_kernel::count_items(&ends, &codes, names.len()) {
        return Ok(Baskets { ends, codes, names, counts });
    }
    let (ends, codes) = apriori_kernel::without_repeats(&ends, &codes, names.len());
    let counts = apriori_kernel::count_items(&ends, &codes, names.len()).unwrap_or_default();
    Ok(Baskets { ends: ends.into(), codes: codes.into(), names, counts })
}

/// The items that a column's levels are: of item sets as they are, of categories as `column=level`.
fn level_texts(column: &str, values: &Values) -> Vec<String> {
    match values {
        Values::Items(items) => items.levels.clone(),
        Values::Category(category) => category.levels.iter().map(|level| format!("{column}={level}")).collect(),
        Values::Number(_) => Vec::new(),
    }
}

/// Codes for texts that come in several lists, by list and place, and the texts in order, each once.
pub fn code_texts(lists: Vec<Vec<String>>) -> (Vec<Vec<u32>>, Vec<String>) {
    let mut codings: Vec<Vec<u32>> = lists.iter().map(|list| vec![0; list.len()]).collect();
    let places: Vec<(usize, usize)> =
        (0..lists.len()).flat_map(|list| (0..codings[list].len()).map(move |place| (list, place))).collect::<Vec<_>>();
    let text = |at: usize| &lists[places[at].0][places[at].1];
    let mut names: Vec<String> = Vec::new();
    for at in sorted(places.len(), &|a, b| text(a).cmp(text(b))) {
        if names.last() != Some(text(at)) {
            names.push(text(at).clone());
        }
        let (list, place) = places[at];
        codings[list][place] = names.len() as u32 - 1;
    }
    (codings, names)
}

fn select<'a>(table: &Named<'a>, columns: Option<&[String]>) -> Result<Vec<(&'a str, &'a Values)>, Problem> {
    let is_of_items = |column: &&(&str, &Values)| !matches!(column.1, Values::Number(_));
    let mut selected: Vec<(&str, &Values)> = Vec::new();
    match columns {
        Some(columns) => {
            for (index, name) in columns.iter().enumerate() {
                let pointer = || pointer_join("/params/columns", index);
                match table.columns.iter().find(|(known, _)| known == name) {
                    None => return Err(Problem::column_not_found(&pointer(), name)),
                    Some(found) if is_of_items(&found) => selected.push(*found),
                    Some(_) => return Err(problem::column_of_numbers(&pointer(), name)),
                }
            }
        }
        None => selected.extend(table.columns.iter().filter(is_of_items)),
    }
    if selected.is_empty() { Err(problem::no_columns()) } else { Ok(selected) }
}

/// The baskets of long form, and where each row's basket stands.
#[derive(Debug, Default)]
pub struct LongBaskets {
    /// The baskets, in the order of their keys.
    pub baskets: Baskets<'static>,
    /// The texts that baskets are known by.
    pub keys: Vec<String>,
    /// By row: its basket, or [`MISSING_CODE`] where it names none.
    pub basket_of_row: Vec<u32>,
}

/// The baskets of long form: rows that name the same basket belong together. A row without a basket is
/// left out; one without an item adds none.
///
/// # Errors
/// A column that the table does not have or that holds item sets.
pub fn long(table: &Named<'_>, basket: &str, item: &str) -> Result<LongBaskets, Problem> {
    let (basket_of_row, keys) = texts_of(table, "basket", basket)?;
    let (item_of_row, names) = texts_of(table, "item", item)?;
    let mut sets = vec![Vec::new(); keys.len()];
    for (&basket, &item) in basket_of_row.iter().zip(&item_of_row) {
        if let (Some(set), true) = (sets.get_mut(basket as usize), item != MISSING_CODE) {
            set.push(item);
        }
    }
    Ok(LongBaskets { baskets: of_sets(&sets, names)?, keys, basket_of_row })
}

/// Baskets from lists of codes.
///
/// # Errors
/// More items than fit 32 bits.
pub fn of_sets(sets: &[Vec<u32>], names: Vec<String>) -> Result<Baskets<'static>, Problem> {
    let (mut ends, mut codes) = (Vec::with_capacity(sets.len()), Vec::new());
    for set in sets {
        codes.extend_from_slice(set);
        ends.push(u32::try_from(codes.len()).map_err(|_| problem::too_many_items())?);
    }
    distinct(ends.into(), codes.into(), names.into())
}

/// By row a code, and the texts of the codes, each in some row, in their order.
fn texts_of(table: &Named<'_>, field: &'static str, name: &str) -> Result<(Vec<u32>, Vec<String>), Problem> {
    let pointer = || param_pointer(field);
    match table.values(name) {
        None => Err(Problem::column_not_found(&pointer(), name)),
        Some(Values::Items(_)) => Err(problem::column_of_items(&pointer(), name)),
        Some(Values::Category(category)) => Ok(coded(&category.codes, &category.levels)),
        Some(Values::Number(numbers)) => {
            let (codes, texts) = texts_of_numbers(numbers);
            Ok(coded(&codes, &texts))
        }
    }
}

/// By row a code, and the texts of the numbers that occur.
fn texts_of_numbers(numbers: &[f64]) -> (Vec<u32>, Vec<String>) {
    let (mut codes, mut texts) = (vec![MISSING_CODE; numbers.len()], Vec::new());
    let mut last = f64::NAN;
    // (0 is one basket, whatever its sign.)
    for row in sorted(numbers.len(), &|a, b| (numbers[a] + 0.0).total_cmp(&(numbers[b] + 0.0))) {
        if numbers[row].is_nan() {
            continue;
        }
        if numbers[row] != last {
            last = numbers[row] + 0.0;
            texts.push(plain_number(last));
        }
        codes[row] = texts.len() as u32 - 1;
    }
    (codes, texts)
}

/// Codes by the order of texts, of those that occur.
fn coded(codes: &[u32], texts: &[String]) -> (Vec<u32>, Vec<String>) {
    let mut new_code = vec![MISSING_CODE; texts.len()];
    codes.iter().filter(|&&code| code != MISSING_CODE).for_each(|&code| new_code[code as usize] = 0);
    let mut names = Vec::new();
    for code in sorted(texts.len(), &|a, b| texts[a].cmp(&texts[b])) {
        if new_code[code] == 0 {
            new_code[code] = names.len() as u32;
            names.push(texts[code].clone());
        }
    }
    (codes.iter().map(|&code| new_code.get(code as usize).copied().unwrap_or(MISSING_CODE)).collect(), names)
}

/// The baskets of a source.
///
/// # Errors
/// Those of [`wide`] and [`long`].
pub fn read<'a>(table: &Named<'a>, source: &Source) -> Result<Baskets<'a>, Problem> {
    match source {
        Source::Wide { columns } => wide(table, columns.as_deref()),
        Source::Long { basket, item } => Ok(long(table, basket, item)?.baskets),
    }
}

//! Baskets from the columns of a table.

use std::borrow::Cow;
use std::collections::BTreeMap;

use gridfolk_contract::problem::plain_number;
use gridfolk_contract::{Category, Items, MISSING_CODE, Table, Values};
use gridfolk_whatif::Columns;

use crate::algorithm::Source;
use crate::problem::Mistake;

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

/// The columns of a table by name, in their order.
pub struct Named<'a, C: Columns> {
    /// The columns.
    pub columns: &'a C,
    /// Their names.
    pub names: Vec<&'a str>,
}

impl<'a> Named<'a, Table> {
    /// A table as it is.
    pub fn of_table(table: &'a Table) -> Self {
        Named { columns: table, names: table.columns().iter().map(|column| column.name.as_str()).collect() }
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
pub fn wide<'a, C: Columns>(table: &Named<'a, C>, columns: Option<&[String]>) -> Result<Baskets<'a>, Mistake> {
    let columns = select(table, columns)?;
    if let [(_, Values::Items(items))] = columns[..] {
        return distinct(Cow::Borrowed(&items.ends), Cow::Borrowed(&items.codes), Cow::Borrowed(&items.levels));
    }
    let mut names = Names::default();
    let codings: Vec<Vec<u32>> = columns.iter().map(|(name, values)| names.code_levels(name, values)).collect();
    let (mut ends, mut codes) = (Vec::with_capacity(table.columns.n_rows()), Vec::new());
    for row in 0..table.columns.n_rows() {
        for ((_, values), coding) in columns.iter().zip(&codings) {
            match values {
                Values::Items(items) => codes.extend(items.row(row).iter().map(|&code| coding[code as usize])),
                Values::Category(category) if category.codes[row] != MISSING_CODE => {
                    codes.push(coding[category.codes[row] as usize]);
                }
                _ => {}
            }
        }
        ends.push(u32::try_from(codes.len()).map_err(|_| Mistake::TooManyItems)?);
    }
    distinct(Cow::Owned(ends), Cow::Owned(codes), Cow::Owned(names.texts))
}

fn distinct<'a>(ends: Cow<'a, [u32]>, codes: Cow<'a, [u32]>, names: Cow<'a, [String]>) -> Result<Baskets<'a>, Mistake> {
    if let Some(counts) = apriori_kernel::count_items(&ends, &codes, names.len()) {
        return Ok(Baskets { ends, codes, names, counts });
    }
    let (ends, codes) = apriori_kernel::without_repeats(&ends, &codes, names.len());
    let counts = apriori_kernel::count_items(&ends, &codes, names.len()).unwrap_or_default();
    Ok(Baskets { ends: ends.into(), codes: codes.into(), names, counts })
}

/// Codes for texts that come from several columns.
#[derive(Default)]
struct Names {
    texts: Vec<String>,
    codes: BTreeMap<String, u32>,
}

impl Names {
    fn code(&mut self, text: String) -> u32 {
        *self.codes.entry(text).or_insert_with_key(|text| {
            self.texts.push(text.clone());
            self.texts.len() as u32 - 1
        })
    }

    /// The codes of a column's levels: of item sets as they are, of categories as `column=level`.
    fn code_levels(&mut self, column: &str, values: &Values) -> Vec<u32> {
        match values {
            Values::Items(Items { levels, .. }) => levels.iter().map(|level| self.code(level.clone())).collect(),
            Values::Category(Category { levels, .. }) => {
                levels.iter().map(|level| self.code(format!("{column}={level}"))).collect()
            }
            Values::Number(_) => Vec::new(),
        }
    }
}

fn select<'a, C: Columns>(
    table: &Named<'a, C>,
    columns: Option<&[String]>,
) -> Result<Vec<(&'a str, &'a Values)>, Mistake> {
    let mut selected = Vec::new();
    match columns {
        Some(columns) => {
            for (index, name) in columns.iter().enumerate() {
                let pointer = || format!("/params/columns/{index}");
                let found = table.names.iter().find(|found| *found == name);
                match found.and_then(|name| table.columns.values(name).map(|values| (*name, values))) {
                    None => return Err(Mistake::ColumnNotFound { pointer: pointer(), column: name.clone() }),
                    Some((_, Values::Number(_))) => {
                        return Err(Mistake::ColumnOfNumbers { pointer: pointer(), column: name.clone() });
                    }
                    Some(column) => selected.push(column),
                }
            }
        }
        None => {
            for name in &table.names {
                match table.columns.values(name) {
                    None | Some(Values::Number(_)) => {}
                    Some(values) => selected.push((name, values)),
                }
            }
        }
    }
    if selected.is_empty() { Err(Mistake::NoColumns) } else { Ok(selected) }
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
pub fn long<'a, C: Columns>(table: &Named<'a, C>, basket: &str, item: &str) -> Result<LongBaskets, Mistake> {
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
pub fn of_sets(sets: &[Vec<u32>], names: Vec<String>) -> Result<Baskets<'static>, Mistake> {
    let (mut ends, mut codes) = (Vec::with_capacity(sets.len()), Vec::new());
    for set in sets {
        codes.extend_from_slice(set);
        ends.push(u32::try_from(codes.len()).map_err(|_| Mistake::TooManyItems)?);
    }
    distinct(ends.into(), codes.into(), names.into())
}

/// By row a code, and the texts of the codes, each in some row, in their order.
fn texts_of<C: Columns>(
    table: &Named<'_, C>,
    field: &'static str,
    name: &str,
) -> Result<(Vec<u32>, Vec<String>), Mistake> {
    let pointer = || format!("/params/{field}");
    match table.columns.values(name) {
        None => Err(Mistake::ColumnNotFound { pointer: pointer(), column: name.to_owned() }),
        Some(Values::Items(_)) => Err(Mistake::ColumnOfItems { pointer: pointer(), column: name.to_owned() }),
        Some(Values::Category(category)) => Ok(coded(
            category
                .codes
                .iter()
                .map(|&code| category.levels.get(code as usize).map(|level| (level.as_str(), code as usize))),
            category.levels.len(),
        )),
        Some(Values::Number(numbers)) => {
            let mut distinct: Vec<f64> = numbers.iter().copied().filter(|number| !number.is_nan()).collect();
            distinct.sort_unstable_by(f64::total_cmp);
            distinct.dedup();
            let texts: Vec<String> = distinct.iter().map(|&number| plain_number(number + 0.0)).collect();
            let place = |number: f64| distinct.partition_point(|&other| other < number);
            let rows = numbers.iter().map(|&number| (!number.is_nan()).then(|| place(number)));
            Ok(coded(rows.map(|place| place.map(|place| (texts[place].as_str(), place))), texts.len()))
        }
    }
}

/// Codes by the order of texts, of those that occur.
fn coded<'a>(rows: impl Iterator<Item = Option<(&'a str, usize)>> + Clone, n: usize) -> (Vec<u32>, Vec<String>) {
    let mut texts: Vec<Option<&str>> = vec![None; n];
    for (text, place) in rows.clone().flatten() {
        texts[place] = Some(text);
    }
    let mut sorted: Vec<(&str, usize)> =
        texts.iter().enumerate().filter_map(|(place, text)| text.map(|text| (text, place))).collect();
    sorted.sort_unstable();
    let mut code_of = vec![MISSING_CODE; n];
    for (code, &(_, place)) in (0..).zip(&sorted) {
        code_of[place] = code;
    }
    let codes = rows.map(|row| row.map_or(MISSING_CODE, |(_, place)| code_of[place])).collect();
    (codes, sorted.into_iter().map(|(text, _)| text.to_owned()).collect())
}

/// The baskets of a source.
///
/// # Errors
/// Those of [`wide`] and [`long`].
pub fn read<'a, C: Columns>(table: &Named<'a, C>, source: &Source) -> Result<Baskets<'a>, Mistake> {
    match source {
        Source::Wide { columns } => wide(table, columns.as_deref()),
        Source::Long { basket, item } => Ok(long(table, basket, item)?.baskets),
    }
}

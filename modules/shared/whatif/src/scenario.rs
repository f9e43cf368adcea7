//! Scenarios: edits of columns, applied in order.

use gridfolk_contract::problem::{joined, plain_number, pointer_join};
use gridfolk_contract::read::{Fault, Node, Slot};
use gridfolk_contract::told::Figure;
use gridfolk_contract::{FromJson, Items, MISSING_CODE, MISSING_NUMBER, Problem, Table, ToJson, Values};

use crate::condition::{Condition, Scalar, number_or_text};
use crate::evaluate::{Columns, Truth};

/// Edits of columns, applied in order: a later one sees what an earlier one wrote.
pub type Scenario = Vec<Edit>;

/// One edit of one column, in the rows where the condition is true (not where it is unknown).
/// Missing stays missing unless `set`. Exactly one of `set`, `add`, `scale`, `clip`, or, in a column of
/// item sets, of `insert` and `remove`.
#[derive(Debug, Clone, PartialEq, Default, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct Edit {
    /// Which column.
    pub column: String,
    /// Which rows; all when absent.
    #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// The new value: a number, a level's text, or null for missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[json(null_is_value)]
    #[cfg_attr(feature = "schema", schemars(with = "SetValue"))]
    pub set: Option<SetValue>,
    /// Added to the value, in the column's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<f64>,
    /// The value is multiplied by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
    /// Least and greatest value; null leaves an end open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<(Option<f64>, Option<f64>)>,
    /// An item that joins the set; a new one is no mistake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insert: Option<String>,
    /// An item that leaves the set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove: Option<String>,
}

/// What `set` writes.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum SetValue {
    /// Into a column of numbers.
    Number(f64),
    /// Into a column of categories; a new level is no mistake.
    Text(String),
    /// Null: missing from now on.
    Missing,
}

impl Slot for SetValue {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        *self = match number_or_text(node) {
            Some(Some(Scalar::Number(number))) => SetValue::Number(number),
            Some(Some(Scalar::Text(text))) => SetValue::Text(text),
            Some(None) => SetValue::Missing,
            None => return Err(Fault::refused("data did not match any variant of untagged enum SetValue")),
        };
        Ok(())
    }
}

impl FromJson for SetValue {
    fn blank() -> Self {
        SetValue::Missing
    }
}

/// What an edit does to a number.
#[derive(Clone, Copy)]
enum Change {
    Set(f64),
    Add(f64),
    Scale(f64),
    Clip(f64, f64),
}

impl Change {
    fn of(self, value: f64) -> f64 {
        match self {
            Change::Set(new) => new,
            Change::Add(difference) => value + difference,
            Change::Scale(factor) => value * factor,
            // NaN stays: the comparisons are false.
            Change::Clip(least, _) if value < least => least,
            Change::Clip(_, greatest) if value > greatest => greatest,
            Change::Clip(..) => value,
        }
    }
}

/// A table with edits: columns that no edit names are the table's own.
#[derive(Debug)]
pub struct Edited<'a> {
    table: &'a Table,
    /// A place for each column of the table.
    changed: Vec<Option<Values>>,
}

impl<'a> Edited<'a> {
    /// Applies a scenario, which stands at `pointer` in the request.
    ///
    /// # Errors
    /// `edit_column_missing`, `edit_needs_one_change`, `edit_wrong_kind`, `edit_range_empty`,
    /// `edit_not_finite`, and those of [`Condition::evaluate`].
    pub fn new(table: &'a Table, scenario: &[Edit], pointer: &str) -> Result<Self, Problem> {
        let mut edited = Edited { table, changed: vec![None; table.columns().len()] };
        for (index, edit) in scenario.iter().enumerate() {
            edited.apply(edit, &pointer_join(pointer, index))?;
        }
        Ok(edited)
    }

    /// The values of a column by its place in the table.
    pub fn column(&self, index: usize) -> &Values {
        self.changed[index].as_ref().unwrap_or_else(|| &self.table.columns()[index].values)
    }

    /// The places of the columns that an edit named.
    pub fn changed(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.changed.len()).filter(|&index| self.changed[index].is_some())
    }

    fn apply(&mut self, edit: &Edit, pointer: &str) -> Result<(), Problem> {
        let index = self.table.columns().iter().position(|column| column.name == edit.column);
        let index = index.ok_or_else(|| no_column(edit, pointer))?;
        check_one_change(edit, pointer)?;
        let chosen = match &edit.condition {
            Some(condition) => Some(condition.evaluate(self, &pointer_join(pointer, "where"))?),
            None => None,
        };
        let is_chosen = |row: usize| chosen.as_ref().is_none_or(|truths| truths[row] == Truth::True);
        let mut values = self.column(index).clone();
        match &mut values {
            Values::Number(numbers) => edit_numbers(numbers, edit, is_chosen, pointer)?,
            Values::Category(category) => {
                let code = match &edit.set {
                    Some(SetValue::Missing) => MISSING_CODE,
                    Some(SetValue::Text(text)) => level_code(&mut category.levels, text),
                    _ => return Err(wrong_kind(edit, "category", pointer)),
                };
                for (_, cell) in category.codes.iter_mut().enumerate().filter(|(row, _)| is_chosen(*row)) {
                    *cell = code;
                }
            }
            Values::Items(items) => match (&edit.insert, &edit.remove) {
                (Some(item), _) => insert_item(items, item, is_chosen),
                (_, Some(item)) => remove_item(items, item, is_chosen),
                _ => return Err(wrong_kind(edit, "items", pointer)),
            },
        }
        self.changed[index] = Some(values);
        Ok(())
    }
}

impl Columns for Edited<'_> {
    fn n_rows(&self) -> usize {
        self.table.n_rows()
    }

    fn values(&self, name: &str) -> Option<&Values> {
        let index = self.table.columns().iter().position(|column| column.name == name)?;
        Some(self.column(index))
    }
}

fn edit_numbers(
    numbers: &mut [f64],
    edit: &Edit,
    is_chosen: impl Fn(usize) -> bool,
    pointer: &str,
) -> Result<(), Problem> {
    let change = number_change(edit, pointer)?;
    for (row, value) in numbers.iter_mut().enumerate() {
        if !is_chosen(row) {
            continue;
        }
        let before = *value;
        *value = change.of(before);
        if value.is_infinite() {
            let rule = joined(&[": row {row} becomes too large for a double (", &plain_number(before), ")"]);
            let figures = [("column", Figure::Name(&edit.column)), ("row", Figure::Count(row as u64))];
            return Err(Problem::of_field("edit_not_finite", pointer, &rule, &figures));
        }
    }
    Ok(())
}

fn number_change(edit: &Edit, pointer: &str) -> Result<Change, Problem> {
    Ok(match (&edit.set, edit.add, edit.scale, edit.clip) {
        (Some(SetValue::Number(new)), ..) => Change::Set(*new),
        (Some(SetValue::Missing), ..) => Change::Set(MISSING_NUMBER),
        (_, Some(difference), ..) => Change::Add(difference),
        (_, _, Some(factor), _) => Change::Scale(factor),
        (_, _, _, Some((least, greatest))) => {
            let (least, greatest) = (least.unwrap_or(f64::NEG_INFINITY), greatest.unwrap_or(f64::INFINITY));
            if least > greatest {
                let pointer = pointer_join(pointer, "clip");
                let (least, greatest) = (plain_number(least), plain_number(greatest));
                let rule = joined(&["is [", &least, ", ", &greatest, "]; the first must not be above the second"]);
                return Err(Problem::of_field("edit_range_empty", &pointer, &rule, &[]));
            }
            Change::Clip(least, greatest)
        }
        _ => return Err(wrong_kind(edit, "number", pointer)),
    })
}

fn insert_item(items: &mut Items, item: &str, is_chosen: impl Fn(usize) -> bool) {
    let code = level_code(&mut items.levels, item);
    edit_sets(items, |row, codes, into| {
        into.extend_from_slice(codes);
        if is_chosen(row) && !codes.contains(&code) {
            into.push(code);
        }
    });
}

fn remove_item(items: &mut Items, item: &str, is_chosen: impl Fn(usize) -> bool) {
    let Some(code) = items.levels.iter().position(|level| level == item) else { return };
    let code = code as u32;
    edit_sets(items, |row, codes, into| into.extend(codes.iter().filter(|&&is| is != code || !is_chosen(row))));
}

/// Writes every row's set anew.
fn edit_sets(items: &mut Items, write: impl Fn(usize, &[u32], &mut Vec<u32>)) {
    let mut edited = Vec::with_capacity(items.codes.len());
    let mut ends = Vec::with_capacity(items.ends.len());
    for row in 0..items.ends.len() {
        write(row, items.row(row), &mut edited);
        ends.push(edited.len() as u32);
    }
    items.codes = edited;
    items.ends = ends;
}

fn level_code(levels: &mut Vec<String>, text: &str) -> u32 {
    let code = levels.iter().position(|level| level == text).unwrap_or_else(|| {
        levels.push(text.to_owned());
        levels.len() - 1
    });
    code as u32
}

/// A number of a model after an edit, which has exactly one of `set`, `add` and `scale`.
///
/// # Errors
/// `edit_needs_one_change`, at `pointer`.
///
/// ```
/// use gridfolk_whatif::edited_number;
/// assert_eq!(edited_number(4.0, [None, Some(1.5), None], ""), Ok(5.5));
/// assert_eq!(edited_number(4.0, [Some(1.0), None, Some(2.0)], "").unwrap_err().code, "edit_needs_one_change");
/// ```
pub fn edited_number(value: f64, change: [Option<f64>; 3], pointer: &str) -> Result<f64, Problem> {
    match change {
        [Some(new), None, None] => Ok(new),
        [None, Some(difference), None] => Ok(value + difference),
        [None, None, Some(factor)] => Ok(value * factor),
        _ => Err(Problem::edit_needs_one_change(pointer)),
    }
}

fn check_one_change(edit: &Edit, pointer: &str) -> Result<(), Problem> {
    let on_values = [edit.set.is_some(), edit.add.is_some(), edit.scale.is_some(), edit.clip.is_some()];
    let given = on_values.into_iter().chain([edit.insert.is_some(), edit.remove.is_some()]);
    match given.filter(|is| *is).count() {
        1 => Ok(()),
        n => {
            let rule = "has {n_changes} changes; must have one of set, add, scale, clip, insert, remove";
            let figures = [("n_changes", Figure::Count(n as u64))];
            Err(Problem::of_field("edit_needs_one_change", pointer, rule, &figures))
        }
    }
}

fn no_column(edit: &Edit, pointer: &str) -> Problem {
    let pointer = pointer_join(pointer, "column");
    let figures = [("column", Figure::Name(&edit.column))];
    Problem::of_field("edit_column_missing", &pointer, "is {column}; the table has no such column", &figures)
}

fn wrong_kind(edit: &Edit, kind: &str, pointer: &str) -> Problem {
    let rule = match kind {
        "number" => ": column {column} holds {kind} values; numbers can be set to a number or null",
        "category" => ": column {column} holds {kind} values; categories can only be set, to a text or null",
        _ => ": column {column} holds {kind} values; sets of items are edited by insert and remove",
    };
    let figures = [("column", Figure::Name(&edit.column)), ("kind", Figure::Word(kind))];
    Problem::of_field("edit_wrong_kind", pointer, rule, &figures)
}

#[cfg(test)]
mod tests {
    use gridfolk_contract::request::parse;

    use super::*;
    use gridfolk_contract::Column;

    fn table() -> Table {
        Table::new(vec![
            Column::number("kwh", vec![100.0, f64::NAN, 300.0]),
            Column::category("tariff", vec![0, 0, MISSING_CODE], vec!["flat".into()]),
        ])
        .expect("a table")
    }

    fn after(scenario: &str) -> Result<Vec<Option<f64>>, Problem> {
        let table = table();
        let scenario: Scenario = parse(scenario, "").expect("a scenario");
        let edited = Edited::new(&table, &scenario, "/params/scenario")?;
        let Values::Number(numbers) = edited.column(0) else { panic!("numbers") };
        Ok(numbers.iter().map(|value| (!value.is_nan()).then_some(*value)).collect())
    }

    #[test]
    fn edits_apply_in_order_and_missing_stays_missing() {
        let edits = r#"[{"column":"kwh","scale":2},{"column":"kwh","where":{"column":"kwh","gt":250},"add":-1},
                        {"column":"kwh","clip":[null,500]}]"#;
        assert_eq!(after(edits).unwrap(), [Some(200.0), None, Some(500.0)]);
    }

    #[test]
    fn set_fills_and_empties_and_unknown_rows_are_left() {
        assert_eq!(after(r#"[{"column":"kwh","set":7}]"#).unwrap(), [Some(7.0); 3]);
        assert_eq!(after(r#"[{"column":"kwh","set":null}]"#).unwrap(), [None; 3]);
        let flat_only = r#"[{"column":"kwh","where":{"column":"tariff","eq":"flat"},"set":1}]"#;
        assert_eq!(after(flat_only).unwrap(), [Some(1.0), Some(1.0), Some(300.0)]);
    }

    #[test]
    fn categories_are_set_to_new_levels_too() {
        let table = table();
        let scenario: Scenario = parse(
            r#"[{"column":"tariff","where":{"column":"kwh","gte":300},"set":"tou"},
                {"column":"kwh","where":{"column":"tariff","eq":"tou"},"set":0}]"#,
            "",
        )
        .expect("a scenario");
        let edited = Edited::new(&table, &scenario, "").expect("edits");
        let Values::Category(category) = edited.column(1) else { panic!("categories") };
        assert_eq!((category.codes.as_slice(), category.level(2)), ([0, 0, 1].as_slice(), Some("tou")));
        let Values::Number(numbers) = edited.column(0) else { panic!("numbers") };
        assert_eq!(numbers[2], 0.0);
        assert_eq!(edited.changed().collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn items_join_and_leave_sets() {
        let tags = Items { ends: vec![1, 1, 3], codes: vec![0, 1, 0], levels: vec!["old".into(), "app".into()] };
        let table = Table::new(vec![Column::items("tags", tags)]).expect("a table");
        let scenario: Scenario = parse(
            r#"[{"column":"tags","where":{"column":"tags","has":"old"},"insert":"new"},
                {"column":"tags","insert":"old"},
                {"column":"tags","where":{"column":"tags","has":"app"},"remove":"old"},
                {"column":"tags","remove":"unheard of"}]"#,
            "",
        )
        .expect("a scenario");
        let edited = Edited::new(&table, &scenario, "").expect("edits");
        let Values::Items(items) = edited.column(0) else { panic!("items") };
        let texts = |row| items.row(row).iter().map(|&code| items.levels[code as usize].as_str()).collect::<Vec<_>>();
        assert_eq!([texts(0), texts(1), texts(2)], [vec!["old", "new"], vec!["old"], vec!["app", "new"]]);
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let code = |scenario: &str| {
            let problem = after(scenario).unwrap_err();
            (problem.code.clone(), problem.pointer.clone())
        };
        let expect =
            |scenario, expected: &str, pointer: &str| assert_eq!(code(scenario), (expected.into(), pointer.into()));
        expect(r#"[{"column":"x","add":1}]"#, "edit_column_missing", "/params/scenario/0/column");
        expect(r#"[{"column":"kwh"}]"#, "edit_needs_one_change", "/params/scenario/0");
        expect(r#"[{"column":"kwh","add":1,"scale":2}]"#, "edit_needs_one_change", "/params/scenario/0");
        expect(r#"[{"column":"kwh","set":"x"}]"#, "edit_wrong_kind", "/params/scenario/0");
        expect(r#"[{"column":"tariff","scale":2}]"#, "edit_wrong_kind", "/params/scenario/0");
        expect(r#"[{"column":"tariff","insert":"x"}]"#, "edit_wrong_kind", "/params/scenario/0");
        expect(r#"[{"column":"kwh","remove":"x"}]"#, "edit_wrong_kind", "/params/scenario/0");
        expect(r#"[{"column":"kwh","clip":[2,1]}]"#, "edit_range_empty", "/params/scenario/0/clip");
        expect(r#"[{"column":"kwh","scale":1e308}]"#, "edit_not_finite", "/params/scenario/0");
    }
}

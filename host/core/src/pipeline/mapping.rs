//! Which of the caller's columns is which input, in which unit.

use std::collections::{BTreeMap, BTreeSet};

use gridfolk_contract::problem::{plain_number, pointer_join, quoted};
use gridfolk_contract::request::{check_object, parse_text};
use gridfolk_contract::{Category, Column, MISSING_CODE, Problem, Values};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::definition::{Input, Kind, Pipeline};
use super::units::Unit;
use crate::tables::cell;
use crate::tables::{ColumnType, Ids, ReadOptions, ReadTable};

/// What the caller says about the table: a JSON file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// The column of ids, where it is not the pipeline's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Types of columns by name, as `--types` has them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, String>,
    /// Texts that mean missing, as `--missing` has them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Where each input comes from; null for none. An input that is not named is the column of its own name.
    pub inputs: BTreeMap<String, Option<From>>,
}

/// Where an input comes from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct From {
    /// The caller's column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What its numbers are counted in, where that is not the input's unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// What its numbers are multiplied by, after the unit: a rate of exchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
    /// The column holds dates, and the input is the time from them to this day (YYYY-MM-DD).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What the column's texts stand for: levels of a category, or numbers. Other texts become missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub levels: Option<BTreeMap<String, Scalar>>,
    /// The same value for every customer, instead of a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<Scalar>,
}

/// A number or a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// The inputs that a table gives.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// Columns under the names of the inputs, in the inputs' order.
    pub columns: Vec<Column>,
    /// The customers' ids; row numbers from 1 where the table has none.
    pub ids: Ids,
    /// Where each input came from.
    pub sources: BTreeMap<String, From>,
    /// The table's column of ids; none where row numbers stand for them.
    pub id: Option<String>,
    /// By input, levels that some customer has and no rule or word knows.
    pub unknown_levels: BTreeMap<String, Vec<String>>,
    /// Inputs that the table does not give.
    pub missing: Vec<String>,
    /// Columns of the table that are no input.
    pub unused: Vec<String>,
    /// Number of customers.
    pub n_rows: usize,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// `not_json`, and those of [`parse_text`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        check_object(text, "/mapping")?;
        parse_text(text, "/mapping")
    }

    /// How the table is to be read: the caller's own options go before.
    ///
    /// # Errors
    /// `wrong_value` for a type that is none.
    pub fn read_options(&self, pipeline: &Pipeline, mut options: ReadOptions) -> Result<ReadOptions, Problem> {
        for (column, kind) in &self.types {
            let kind: ColumnType = kind.parse().map_err(|rule| {
                let pointer = pointer_join("/mapping/types", column);
                Problem::new("wrong_value", format!("mapping.types.{column}: {rule}")).at(pointer)
            })?;
            options.types.entry(column.clone()).or_insert(kind);
        }
        options.missing.extend(self.missing.iter().cloned());
        for (name, input) in &pipeline.inputs {
            if let Some((column, kind)) = self.hint(name, input) {
                options.hints.entry(column.to_owned()).or_insert(kind);
            }
        }
        options.hints.insert(self.id.as_ref().unwrap_or(&pipeline.id).clone(), ColumnType::Id);
        Ok(options)
    }

    /// The type of the column that an input comes from, where the input says it: a small table would
    /// not tell a category from an id, nor a column without values from anything.
    fn hint<'a>(&'a self, name: &'a str, input: &Input) -> Option<(&'a str, ColumnType)> {
        let kind = match input.kind {
            Kind::Number => ColumnType::Number,
            Kind::Category => ColumnType::Category,
            Kind::Items => ColumnType::Items(';'),
        };
        match self.inputs.get(name) {
            None => Some((name, kind)),
            Some(None) => None,
            Some(Some(source)) => {
                let kind = if source.until.is_some() { ColumnType::Date } else { kind };
                let kind = if source.levels.is_some() { ColumnType::Category } else { kind };
                Some((source.column.as_deref()?, kind))
            }
        }
    }

    /// The inputs of a pipeline from a table.
    ///
    /// # Errors
    /// `unknown_column` and `unknown_input` for names that are none; `unit_differs` for units of different
    /// things; `wrong_value` for an entry that contradicts itself; `input_wrong_kind` for texts where numbers
    /// are needed and the other way round; `input_out_of_range` with row and value; `id_twice`, `id_missing`.
    pub fn apply(&self, pipeline: &Pipeline, table: ReadTable) -> Result<Inputs, Problem> {
        self.check_names(pipeline, &table)?;
        let mut inputs = Inputs { n_rows: table.n_rows, ..Inputs::default() };
        let mut used = BTreeSet::new();
        for (name, input) in &pipeline.inputs {
            let source = match self.inputs.get(name) {
                Some(source) => source.clone(),
                None => Some(From { column: Some(name.clone()), ..From::default() }),
            };
            let found = source.and_then(|source| {
                let column = source.column.as_ref();
                let column = column.map(|name| table.columns.iter().find(|column| column.name == *name));
                // A column that the mapping names is there: the names were checked.
                (column != Some(None)).then(|| (source, column.flatten()))
            });
            let Some((source, column)) = found else {
                inputs.missing.push(name.clone());
                continue;
            };
            used.extend(source.column.clone());
            let values = source.values(name, input, column, table.n_rows)?;
            check_range(name, input, &values)?;
            let unknown = input.unknown_levels(&values);
            if !unknown.is_empty() {
                inputs.unknown_levels.insert(name.clone(), unknown);
            }
            inputs.columns.push(Column { name: name.clone(), values });
            inputs.sources.insert(name.clone(), source);
        }
        let unused = |column: &&Column| !used.contains(&column.name);
        inputs.unused = table.columns.iter().filter(unused).map(|column| column.name.clone()).collect();
        (inputs.ids, inputs.id) = self.ids(pipeline, table)?;
        Ok(inputs)
    }

    fn check_names(&self, pipeline: &Pipeline, table: &ReadTable) -> Result<(), Problem> {
        let has = |name: &String| {
            table.columns.iter().any(|column| column.name == *name) || table.ids.iter().any(|ids| ids.name == *name)
        };
        for (name, source) in &self.inputs {
            let pointer = pointer_join("/mapping/inputs", name);
            if !pipeline.inputs.contains_key(name) {
                let message = format!("mapping.inputs.{name}: {} has no such input", pipeline.name);
                return Err(Problem::new("unknown_input", message).at(pointer).with("input", name.as_str()));
            }
            let Some(source) = source else { continue };
            let wrong = |rule: &str| {
                let message = format!("mapping.inputs.{name}: {rule}");
                Err(Problem::new("wrong_value", message).at(pointer.clone()).with("input", name.as_str()))
            };
            match (&source.column, &source.constant) {
                (None, None) => return wrong("must say column or constant"),
                (Some(_), Some(_)) => return wrong("says both column and constant; must be one of them"),
                (Some(column), None) if !has(column) => {
                    let message = format!("mapping.inputs.{name}.column is {}, which the table lacks", quoted(column));
                    let problem = Problem::new("unknown_column", message).at(pointer + "/column");
                    return Err(problem.with("column", column.as_str()));
                }
                _ => {}
            }
            if source.levels.is_some() && (source.until.is_some() || source.unit.is_some()) {
                return wrong("levels say what texts stand for; unit and until are for numbers and dates");
            }
        }
        match &self.id {
            Some(id) if !has(id) => {
                let message = format!("mapping.id is {}, which the table lacks", quoted(id));
                Err(Problem::new("unknown_column", message).at("/mapping/id").with("column", id.as_str()))
            }
            _ => Ok(()),
        }
    }

    /// The ids: the named column; else the first that looks like one; else row numbers.
    fn ids(&self, pipeline: &Pipeline, table: ReadTable) -> Result<(Ids, Option<String>), Problem> {
        let name = self.id.as_ref().unwrap_or(&pipeline.id);
        if let Some(column) = table.columns.iter().find(|column| column.name == *name) {
            // It was read as something else: by a host that did not know the pipeline yet.
            let ids = Ids { name: name.clone(), texts: texts_of(&column.values) };
            return check_ids(&ids).map(|()| (ids, Some(name.clone())));
        }
        let at = table.ids.iter().position(|ids| ids.name == *name);
        let at = at.or_else(|| (!table.ids.is_empty()).then_some(0));
        match at.and_then(|at| table.ids.into_iter().nth(at)) {
            Some(ids) => {
                check_ids(&ids)?;
                let name = ids.name.clone();
                Ok((ids, Some(name)))
            }
            None => {
                let texts = (1..=table.n_rows).map(|row| row.to_string()).collect();
                Ok((Ids { name: pipeline.id.clone(), texts }, None))
            }
        }
    }
}

/// Each row's value as a text; empty where it is missing.
fn texts_of(values: &Values) -> Vec<String> {
    let text = |row: usize| match values {
        Values::Number(numbers) if numbers[row].is_nan() => String::new(),
        Values::Number(numbers) => plain_number(numbers[row]),
        Values::Category(category) => category.level(row).unwrap_or_default().to_owned(),
        Values::Items(_) => String::new(),
    };
    (0..values.n_rows()).map(text).collect()
}

/// Refuses customers without an id, and two with the same.
fn check_ids(ids: &Ids) -> Result<(), Problem> {
    let mut rows = HashMap::with_capacity(ids.texts.len());
    let at = |row: usize| pointer_join(&pointer_join("/table/columns", &ids.name), row);
    for (row, id) in ids.texts.iter().enumerate() {
        if id.is_empty() {
            let message = format!("row {row} has no id in column {}", quoted(&ids.name));
            let problem = Problem::new("id_missing", message).at(at(row));
            return Err(problem.with("column", ids.name.as_str()).with("row", row));
        }
        if let Some(first) = rows.insert(id.as_str(), row) {
            let message = format!(
                "rows {first} and {row} of column {} are both {}; a customer has one row",
                quoted(&ids.name),
                quoted(id)
            );
            let problem = Problem::new("id_twice", message).at(at(row)).with("column", ids.name.as_str());
            return Err(problem.with("id", id.as_str()).with("row", row).with("first_row", first));
        }
    }
    Ok(())
}

impl From {
    fn values(&self, name: &str, input: &Input, column: Option<&Column>, n_rows: usize) -> Result<Values, Problem> {
        let values = match (&self.constant, column) {
            (Some(Scalar::Number(value)), _) => Values::Number(vec![*value; n_rows]),
            (Some(Scalar::Text(text)), _) => {
                Values::Category(Category { codes: vec![0; n_rows], levels: vec![text.clone()] })
            }
            (None, Some(column)) => match &self.levels {
                Some(levels) => translate(name, column, levels)?,
                None => column.values.clone(),
            },
            (None, None) => Values::Number(vec![f64::NAN; n_rows]),
        };
        match values {
            Values::Number(numbers) if input.kind == Kind::Number => self.measured(name, input, numbers),
            values if values.kind() == input.kind.name() => Ok(values),
            values => Err(wrong_kind(name, input, self, values.kind())),
        }
    }

    /// Numbers in the input's unit.
    fn measured(&self, name: &str, input: &Input, mut numbers: Vec<f64>) -> Result<Values, Problem> {
        let mut unit = self.unit;
        if let Some(until) = &self.until {
            let day = cell::date(until).ok_or_else(|| {
                let message = format!("mapping.inputs.{name}.until is {}; must be YYYY-MM-DD", quoted(until));
                Problem::new("wrong_value", message).at(pointer_join("/mapping/inputs", name) + "/until")
            })?;
            numbers.iter_mut().for_each(|value| *value = day - *value);
            unit = Some(Unit::Days);
        }
        let (factor, divisor) = match (unit, input.unit) {
            (Some(unit), Some(wanted)) => unit.into(wanted).ok_or_else(|| unit_differs(name, unit, wanted))?,
            _ => (1.0, 1.0),
        };
        let scale = self.scale.unwrap_or(1.0);
        if (factor, divisor, scale) != (1.0, 1.0, 1.0) {
            // + 0.0: no minus zero leaves a host.
            numbers.iter_mut().for_each(|value| *value = *value * factor / divisor * scale + 0.0);
        }
        Ok(Values::Number(numbers))
    }
}

/// Texts into what they stand for.
fn translate(name: &str, column: &Column, levels: &BTreeMap<String, Scalar>) -> Result<Values, Problem> {
    let pointer = pointer_join("/mapping/inputs", name) + "/levels";
    let (codes, texts): (Vec<u32>, Vec<String>) = match &column.values {
        Values::Category(category) => (category.codes.clone(), category.levels.clone()),
        _ => {
            let message = format!("mapping.inputs.{name}.levels: column {} must be a category", quoted(&column.name));
            return Err(Problem::new("wrong_value", message).at(pointer).with("input", name));
        }
    };
    let stands_for: Vec<Option<&Scalar>> = texts.iter().map(|text| levels.get(text)).collect();
    let numbers: Option<Vec<f64>> = stands_for
        .iter()
        .map(|scalar| match scalar {
            Some(Scalar::Number(number)) => Some(*number),
            Some(Scalar::Text(_)) => None,
            None => Some(f64::NAN),
        })
        .collect();
    if let Some(numbers) = numbers {
        let value = |&code: &u32| numbers.get(code as usize).copied().unwrap_or(f64::NAN);
        return Ok(Values::Number(codes.iter().map(value).collect()));
    }
    let mut used: Vec<String> = Vec::new();
    let mut new_codes = Vec::with_capacity(stands_for.len());
    for scalar in stands_for {
        new_codes.push(match scalar {
            None => MISSING_CODE,
            Some(scalar) => {
                let text = match scalar {
                    Scalar::Text(text) => text.clone(),
                    Scalar::Number(number) => plain_number(*number),
                };
                let at = used.iter().position(|level| *level == text);
                at.unwrap_or_else(|| {
                    used.push(text);
                    used.len() - 1
                }) as u32
            }
        });
    }
    let code = |&code: &u32| new_codes.get(code as usize).copied().unwrap_or(MISSING_CODE);
    Ok(Values::Category(Category { codes: codes.iter().map(code).collect(), levels: used }))
}

fn wrong_kind(name: &str, input: &Input, source: &From, kind: &str) -> Problem {
    let column = source.column.as_deref().unwrap_or("the constant");
    let rule = match (input.kind, kind) {
        (Kind::Number, _) => "say in the mapping under levels which number each text stands for",
        (_, "number") => "say in the mapping under levels which text each number stands for, or give its type",
        _ => "give its type under types",
    };
    let message =
        format!("input {name} is {} in column {}; must be {}: {rule}", kind, quoted(column), input.kind.name());
    Problem::new("input_wrong_kind", message)
        .at(pointer_join("/mapping/inputs", name))
        .with("input", name)
        .with("column", column)
        .with("kind", kind)
        .with("must_be", input.kind.name())
}

fn unit_differs(name: &str, unit: Unit, wanted: Unit) -> Problem {
    let message = format!("mapping.inputs.{name}.unit is {}; must measure the same as {}", unit.name(), wanted.name());
    Problem::new("unit_differs", message)
        .at(pointer_join("/mapping/inputs", name) + "/unit")
        .with("input", name)
        .with("unit", unit.name())
        .with("must_measure", wanted.name())
}

/// Refuses values that cannot be in the input's unit: the column is another one, or in another unit.
fn check_range(name: &str, input: &Input, values: &Values) -> Result<(), Problem> {
    let Values::Number(numbers) = values else { return Ok(()) };
    let (min, max) = (input.min.unwrap_or(f64::NEG_INFINITY), input.max.unwrap_or(f64::INFINITY));
    let Some(row) = numbers.iter().position(|value| *value < min || *value > max) else { return Ok(()) };
    let unit = input.unit.map(Unit::name).unwrap_or_default();
    let bounds = match (input.min, input.max) {
        (Some(min), Some(max)) => format!("{} to {}", plain_number(min), plain_number(max)),
        (Some(min), None) => format!("at least {}", plain_number(min)),
        (None, Some(max)) => format!("at most {}", plain_number(max)),
        (None, None) => String::new(),
    };
    let value = plain_number(numbers[row]);
    let message = format!(
        "row {row} of input {name} is {value}; must be {bounds} ({unit}): name the column's unit in the mapping, \
         or correct the value"
    );
    Err(Problem::new("input_out_of_range", message)
        .at(pointer_join(&pointer_join("/table/columns", name), row))
        .with("input", name)
        .with("row", row)
        .with("value", numbers[row])
        .with("bounds", bounds)
        .with("unit", unit))
}

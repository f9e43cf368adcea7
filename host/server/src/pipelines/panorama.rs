//! Everything known of one customer, and why.

use std::fmt::Write;

use gridfolk_contract::problem::{plain_number, quoted};
use gridfolk_contract::{Column, Problem, Text, ToJson, Values};
use gridfolk_host::pipeline::{State, value_of};
use serde_json::Value;

use super::{Language, Portrait};

/// The panorama of one customer.
#[derive(Debug, ToJson)]
pub struct Panorama {
    /// The customer's id.
    pub id: String,
    /// The date of the run.
    pub as_of: String,
    /// What was known beforehand.
    pub inputs: Vec<Fact>,
    /// What each step found, in order.
    pub steps: Vec<Found>,
}

/// One value and its meaning.
#[derive(Debug, ToJson)]
pub struct Fact {
    /// The column.
    pub column: String,
    /// A number, a text, a list of texts, or null where it is missing.
    pub value: Value,
    /// Unit of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What it means.
    pub meaning: Option<Text>,
    /// What its levels or items mean, where somebody says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Text>,
}

/// What a step found of the customer.
#[derive(Debug, ToJson)]
pub struct Found {
    /// The step's id.
    pub step: String,
    /// A few words.
    pub title: Text,
    /// Its columns.
    pub facts: Vec<Fact>,
    /// Why there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

impl Panorama {
    /// The panorama of the customer with this id.
    ///
    /// # Errors
    /// `unknown_customer`.
    pub fn of(portrait: &Portrait, id: &str) -> Result<Self, Problem> {
        let row = portrait.ids.texts.iter().position(|text| text == id).ok_or_else(|| {
            let message = format!("no customer has {} in column {}", quoted(id), quoted(&portrait.ids.name));
            Problem::new("unknown_customer", message).with("id", id).with("column", portrait.ids.name.as_str())
        })?;
        let fact = |column: &Column| Fact {
            column: column.name.clone(),
            value: value_of(&column.values, row),
            unit: portrait.pipeline.inputs.get(&column.name).and_then(|input| input.unit).map(|unit| unit.name()),
            meaning: portrait.pipeline.title_of(&column.name).cloned(),
            words: levels_of(&column.values, row)
                .into_iter()
                .filter_map(|level| portrait.words_of(&column.name, level))
                .collect(),
        };
        let steps = portrait.pipeline.steps.iter().zip(&portrait.outcome.steps).map(|(step, done)| {
            let facts: Vec<Fact> = step.outputs.keys().filter_map(|name| portrait.column(name)).map(fact).collect();
            let reason = why_not(&done.state).or_else(|| not_drawn(&done.state, &facts));
            Found { step: step.id.clone(), title: step.title.clone(), facts, reason }
        });
        let inputs = portrait.pipeline.inputs.keys().filter_map(|name| portrait.column(name)).map(fact).collect();
        Ok(Panorama { id: id.to_owned(), as_of: portrait.as_of.clone(), inputs, steps: steps.collect() })
    }

    /// The panorama for a person to read.
    pub fn to_text(&self, language: Language) -> String {
        let mut text = format!("{} {} · {}\n", language.pick("Customer", "用电客户"), self.id, self.as_of);
        for found in &self.steps {
            let _ = writeln!(text, "\n{}", language.of(&found.title));
            if let Some(reason) = &found.reason {
                let _ = writeln!(text, "  {}", language.of(reason));
            }
            found.facts.iter().for_each(|fact| fact.write(language, &mut text));
        }
        let _ = writeln!(text, "\n{}", language.pick("Records", "原始记录"));
        self.inputs.iter().for_each(|fact| fact.write(language, &mut text));
        text
    }
}

impl Fact {
    fn write(&self, language: Language, text: &mut String) {
        let meaning = self.meaning.as_ref().map_or("", |meaning| language.of(meaning));
        let has_unit = |unit: &&str| !self.value.is_null() && !matches!(*unit, "count" | "share" | "ratio" | "0/1");
        let unit = self.unit.as_deref().filter(has_unit).unwrap_or_default();
        let words: Vec<&str> = self.words.iter().map(|words| language.of(words)).collect();
        let value = match &self.value {
            Value::String(level) if !words.is_empty() && words[0] != level => format!("{} ({level})", words[0]),
            Value::Array(items) if words.len() == items.len() && !items.is_empty() => words.join("; "),
            Value::Null => language.pick("missing", "缺失").to_owned(),
            Value::String(value) => value.clone(),
            Value::Number(number) => plain_number(number.as_f64().unwrap_or(f64::NAN)),
            Value::Array(items) => {
                let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                if items.is_empty() { "–".to_owned() } else { items.join("; ") }
            }
            other => other.to_string(),
        };
        let name = if meaning.is_empty() { &self.column } else { meaning };
        let _ = writeln!(text, "  {name}: {value}{}{unit}", if unit.is_empty() { "" } else { " " });
    }
}

/// Why a step gave nothing.
pub(super) fn why_not(state: &State) -> Option<Text> {
    match state {
        State::Done { .. } => None,
        State::Skipped { missing } => {
            let names = missing.join(", ");
            Some(Text { en: format!("skipped: not there: {names}"), zh: format!("已跳过，缺少：{names}") })
        }
        State::Refused { problem } => {
            let message = &problem.message;
            Some(Text { en: format!("not done: {message}"), zh: format!("未完成：{message}") })
        }
    }
}

/// That the step looked at other customers.
fn not_drawn(state: &State, facts: &[Fact]) -> Option<Text> {
    let State::Done { sampled: Some(sampled), .. } = state else { return None };
    facts.iter().all(|fact| fact.value.is_null()).then(|| {
        let (n, of) = (sampled.n_rows, sampled.of);
        Text {
            en: format!("not looked at: {n} of {of} customers are drawn at random"),
            zh: format!("未分析：从 {of} 户中随机抽取 {n} 户"),
        }
    })
}

/// The level, or the items, of a customer.
fn levels_of(values: &Values, row: usize) -> Vec<&str> {
    match values {
        Values::Number(_) => Vec::new(),
        Values::Category(category) => category.level(row).into_iter().collect(),
        Values::Items(items) => items.row(row).iter().map(|&code| items.levels[code as usize].as_str()).collect(),
    }
}

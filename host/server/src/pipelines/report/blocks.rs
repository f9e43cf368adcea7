//! The parts of the report: each a table, with a picture where it says more.

use std::fmt::Write;

use gridfolk_contract::{MISSING_CODE, Values};
use gridfolk_host::pipeline::{Block, Share, State};
use serde_json::Value;

use super::groups::{groups, meaning, word};
use super::matrix::matrix;
use super::page::{escaped, grouped, short};
use super::profile::profile;
use super::{calibration, customers, scores};
use crate::pipelines::{Language, Portrait};

/// Bars of a number's histogram.
const N_BARS: usize = 20;

/// Writes one part, or says what it lacks.
pub(super) fn write(portrait: &Portrait, block: &Block, language: Language, html: &mut String) {
    let part = match block {
        Block::Matrix { .. } => matrix(portrait, block, language),
        Block::Glance { shares, unknown, .. } => glance(portrait, shares, unknown.as_deref(), language),
        Block::Scores { scores, .. } => scores::scores(portrait, scores, language),
        Block::Calibration { models, .. } => calibration::calibration(portrait, models, language),
        Block::Customers { .. } => customers::customers(portrait, block, language),
        Block::Profile { by, numbers, items, .. } => profile(portrait, by, numbers, items.as_deref(), language),
        Block::Bars { column, .. } => bars(portrait, column, language),
        Block::List { .. } => list(portrait, block, language),
    };
    let lacking = || {
        let is_lacking = |name: &&&String| portrait.column(name).is_none();
        let columns = block.columns();
        let names: Vec<&str> = columns.iter().filter(is_lacking).map(|name| name.as_str()).collect();
        let why = language.pick("Left out; not there", "未列出，缺少");
        format!("<p class=note>{why}: {}</p>\n", escaped(&names.join(", ")))
    };
    html.push_str(&part.unwrap_or_else(lacking));
}

/// How many customers have what matters, in large figures.
fn glance(portrait: &Portrait, shares: &[Share], unknown: Option<&str>, language: Language) -> Option<String> {
    let mut html = String::from("<ul class=glance>\n");
    let mut is_empty = true;
    for Share { column, level } in shares {
        let Some(values) = portrait.column(column).map(|found| &found.values) else { continue };
        let n_unknown = unknown.map_or(0, |unknown| count_of(values, unknown));
        let (count, n_looked_at) = (count_of(values, level), n_there(values) - n_unknown as usize);
        if n_looked_at == 0 {
            continue;
        }
        is_empty = false;
        let share = count as f64 / n_looked_at.max(1) as f64 * 100.0;
        let of = match (language, n_looked_at == portrait.n_customers) {
            (_, true) => String::new(),
            (Language::En, false) => format!(" of {} looked at", grouped(n_looked_at as u64)),
            (Language::Zh, false) => format!("（已分析 {} 户）", grouped(n_looked_at as u64)),
        };
        let title = escaped(meaning(portrait, column, language));
        let level = word(portrait, column, level, language);
        let customers = language.pick("customers", "户");
        let _ = writeln!(
            html,
            "<li><strong>{}</strong> {customers} · {share:.1} %{of}<br>{title}{}{level}</li>",
            grouped(count),
            language.pick(": ", "：")
        );
    }
    (!is_empty).then(|| html + "</ul>\n")
}

/// Customers with a value.
fn n_there(values: &Values) -> usize {
    match values {
        Values::Number(numbers) => numbers.iter().filter(|number| !number.is_nan()).count(),
        Values::Category(category) => category.codes.iter().filter(|code| **code != MISSING_CODE).count(),
        Values::Items(items) => items.ends.len(),
    }
}

fn count_of(values: &Values, level: &str) -> u64 {
    let (levels, codes) = match values {
        Values::Number(_) => return 0,
        Values::Category(category) => (&category.levels, &category.codes),
        Values::Items(items) => (&items.levels, &items.codes),
    };
    let code = levels.iter().position(|other| other == level);
    codes.iter().filter(|own| Some(**own as usize) == code).count() as u64
}

fn bars(portrait: &Portrait, name: &str, language: Language) -> Option<String> {
    let counted: Vec<(String, u64)> = match &portrait.column(name)?.values {
        Values::Number(numbers) => histogram(numbers),
        Values::Category(_) => {
            let groups = groups(portrait, name)?;
            let sizes = groups.sizes();
            groups.names.iter().map(|level| word(portrait, name, level, language)).zip(sizes).collect()
        }
        Values::Items(items) => {
            let mut counts: Vec<(String, u64)> =
                items.levels.iter().map(|level| (word(portrait, name, level, language), 0)).collect();
            items.codes.iter().for_each(|&code| counts[code as usize].1 += 1);
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counts
        }
    };
    let n = portrait.n_customers.max(1) as f64;
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1) as f64;
    let customers = language.pick("customers", "客户数");
    let mut html =
        format!("<table>\n<tr><th></th><th class=n scope=col>{customers}</th><th class=n>%</th><th></th></tr>\n");
    for (name, count) in &counted {
        let share = *count as f64 / n * 100.0;
        let width = *count as f64 / most * 240.0;
        let _ = writeln!(
            html,
            "<tr><th scope=row>{name}</th><td class=n>{}</td><td class=n>{share:.1}</td><td><svg width=240 height=14 \
             viewBox='0 0 240 14' role=img aria-label='{share:.1} %'><rect width='{width:.1}' height=14 /></svg></td></tr>",
            grouped(*count)
        );
    }
    Some(html + "</table>\n")
}

/// Counts in ranges of equal width between least and greatest value.
fn histogram(numbers: &[f64]) -> Vec<(String, u64)> {
    let there = || numbers.iter().copied().filter(|value| !value.is_nan());
    let (min, max) = there().fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), v| (min.min(v), max.max(v)));
    if min >= max {
        return there().next().map(|value| (short(value), there().count() as u64)).into_iter().collect();
    }
    let mut counts = [0u64; N_BARS];
    let width = (max - min) / N_BARS as f64;
    there().for_each(|value| counts[(((value - min) / width) as usize).min(N_BARS - 1)] += 1);
    let name = |bar: usize| format!("{} … {}", short(min + bar as f64 * width), short(min + (bar + 1) as f64 * width));
    counts.iter().enumerate().map(|(bar, &count)| (name(bar), count)).collect()
}

fn list(portrait: &Portrait, block: &Block, language: Language) -> Option<String> {
    let Block::List { step, pointer, fields, n_max, with, .. } = block else { return None };
    let done = portrait.outcome.steps.iter().find(|done| done.id == *step)?;
    let State::Done { reply, .. } = &done.state else {
        let why = language.pick("Left out; the step did not run", "未列出，步骤未执行");
        let title = portrait.pipeline.steps.iter().find(|other| other.id == *step).map(|step| language.of(&step.title));
        return Some(format!("<p class=note>{why}: {}</p>\n", escaped(title.unwrap_or(step))));
    };
    let reply: Value = serde_json::from_str(reply.get()).ok()?;
    let all = reply.pointer(pointer)?.as_array()?;
    let is_with = |object: &&Value| {
        let count = with.as_ref().and_then(|with| object.pointer(with)).and_then(Value::as_f64);
        count != Some(0.0)
    };
    let objects: Vec<&Value> = all.iter().filter(is_with).collect();
    let mut html = String::from("<div class=wide><table>\n<tr>");
    fields.iter().for_each(|field| {
        let _ = write!(html, "<th scope=col>{}</th>", escaped(language.of(&field.title)));
    });
    html.push_str("</tr>\n");
    for object in objects.iter().take(*n_max) {
        html.push_str("<tr>");
        for field in fields {
            match object.pointer(&field.pointer).unwrap_or(&Value::Null) {
                Value::Number(number) => {
                    let _ = write!(html, "<td class=n>{}</td>", short(number.as_f64().unwrap_or(f64::NAN)));
                }
                value => {
                    let _ = write!(html, "<td>{}</td>", in_words(portrait, value, language));
                }
            }
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table></div>\n");
    let more = all.len() - objects.len().min(*n_max);
    if more > 0 {
        let _ = writeln!(html, "<p class=note>{}: {more}</p>", language.pick("More, not shown", "其余未列出"));
    }
    Some(html)
}

/// A value in words: a text, both languages' member, a list with commas.
fn in_words(portrait: &Portrait, value: &Value, language: Language) -> String {
    let again = |value: &Value| in_words(portrait, value, language);
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => match portrait.pipeline.words.get(text) {
            Some(words) => escaped(language.of(words)),
            None => escaped(text),
        },
        Value::Number(number) => short(number.as_f64().unwrap_or(f64::NAN)),
        Value::Bool(true) => language.pick("yes", "是").to_owned(),
        Value::Bool(false) => language.pick("no", "否").to_owned(),
        Value::Array(items) => items.iter().map(again).collect::<Vec<_>>().join(", "),
        Value::Object(members) => match members.get(language.pick("en", "zh")) {
            Some(text) => again(text),
            None => {
                let member = |(name, value): (&String, &Value)| format!("{}: {}", escaped(name), again(value));
                members.iter().map(member).collect::<Vec<_>>().join(", ")
            }
        },
    }
}

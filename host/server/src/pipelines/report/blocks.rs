//! The parts of the report: tables, with a picture where it says more.

use std::fmt::Write;

use gridfolk_contract::{Category, Column, Items, MISSING_CODE, Values};
use gridfolk_host::pipeline::{Block, Field, State};
use serde_json::Value;

use super::page::{escaped, short};
use crate::pipelines::{Language, Portrait};

/// A mean that is so many standard deviations from that of all is marked.
const STANDS_OUT_SD: f64 = 0.5;
/// Bars of a number's histogram.
const N_BARS: usize = 20;
/// Items that are shown of a group.
const N_ITEMS: usize = 5;

/// Writes one part, or says what it lacks.
pub(super) fn write(portrait: &Portrait, block: &Block, language: Language, html: &mut String) {
    let part = match block {
        Block::Matrix { by, columns, .. } => matrix(portrait, by, columns, language),
        Block::Profile { by, numbers, items, .. } => profile(portrait, by, numbers, items.as_deref(), language),
        Block::Bars { column, .. } => bars(portrait, column, language),
        Block::List { step, pointer, fields, n_max, .. } => list(portrait, step, pointer, fields, *n_max, language),
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

/// A category column with the levels that some customer has: an input's in the order of their texts, a
/// step's in the module's own.
struct Groups<'a> {
    names: Vec<&'a str>,
    /// Of each customer the place in `names`; past the end where it is missing.
    of_row: Vec<usize>,
}

impl<'a> Groups<'a> {
    fn of(portrait: &'a Portrait, name: &str) -> Option<Self> {
        let Values::Category(Category { codes, levels }) = &portrait.column(name)?.values else { return None };
        let mut is_used = vec![false; levels.len()];
        codes.iter().filter(|&&code| code != MISSING_CODE).for_each(|&code| is_used[code as usize] = true);
        let mut order: Vec<usize> = (0..levels.len()).filter(|&level| is_used[level]).collect();
        if portrait.pipeline.inputs.contains_key(name) {
            order.sort_by_key(|&level| &levels[level]);
        }
        let mut place = vec![0; levels.len()];
        order.iter().enumerate().for_each(|(at, &level)| place[level] = at);
        let place_of = |&code: &u32| if code == MISSING_CODE { order.len() } else { place[code as usize] };
        let of_row = codes.iter().map(place_of).collect();
        Some(Groups { names: order.iter().map(|&level| levels[level].as_str()).collect(), of_row })
    }

    fn sizes(&self) -> Vec<u64> {
        let mut sizes = vec![0; self.names.len() + 1];
        self.of_row.iter().for_each(|&group| sizes[group] += 1);
        sizes
    }
}

fn meaning<'a>(portrait: &'a Portrait, name: &'a str, language: Language) -> &'a str {
    portrait.pipeline.title_of(name).map_or(name, |text| language.of(text))
}

/// A level or an item of a column in the words of people.
fn word(portrait: &Portrait, column: &str, level: &str, language: Language) -> String {
    escaped(portrait.words_of(column, level).as_ref().map_or(level, |text| language.of(text)))
}

fn matrix(portrait: &Portrait, by: &str, columns: &[String], language: Language) -> Option<String> {
    let rows = Groups::of(portrait, by)?;
    let sizes = rows.sizes();
    let there: Vec<(&String, Groups<'_>)> =
        columns.iter().filter_map(|name| Some((name, Groups::of(portrait, name)?))).collect();
    if there.is_empty() {
        return None;
    }
    let mut html = String::from("<div class=wide><table>\n<tr><th></th><th class=n></th>");
    for (name, groups) in &there {
        let title = escaped(meaning(portrait, name, language));
        let _ = write!(html, "<th scope=colgroup colspan={}>{title}</th>", groups.names.len());
    }
    let _ = write!(html, "</tr>\n<tr><th></th><th class=n scope=col>{}</th>", language.pick("customers", "客户数"));
    for (column, groups) in &there {
        groups.names.iter().for_each(|name| {
            html.push_str(&format!("<th class=n scope=col>{}</th>", word(portrait, column, name, language)))
        });
    }
    html.push_str("</tr>\n");
    for (at, name) in rows.names.iter().enumerate() {
        let _ =
            write!(html, "<tr><th scope=row>{}</th><td class=n>{}</td>", word(portrait, by, name, language), sizes[at]);
        for (_, groups) in &there {
            let mut counts = vec![0u64; groups.names.len() + 1];
            let members = rows.of_row.iter().zip(&groups.of_row).filter(|(row, _)| **row == at);
            members.for_each(|(_, &level)| counts[level] += 1);
            for count in &counts[..groups.names.len()] {
                let share = *count as f64 / sizes[at].max(1) as f64 * 100.0;
                let _ = write!(
                    html,
                    "<td class='n share' style='--s:{share:.1}%'>{count}<br><small>{share:.1} %</small></td>"
                );
            }
        }
        html.push_str("</tr>\n");
    }
    Some(html + "</table></div>\n")
}

fn profile(
    portrait: &Portrait,
    by: &str,
    numbers: &[String],
    items: Option<&str>,
    language: Language,
) -> Option<String> {
    let groups = Groups::of(portrait, by)?;
    let sizes = groups.sizes();
    let there: Vec<(&Column, Moments)> = numbers
        .iter()
        .filter_map(|name| {
            let column = portrait.column(name)?;
            let Values::Number(values) = &column.values else { return None };
            Some((column, Moments::of(values, &groups)))
        })
        .collect();
    let items = items.and_then(|column| match &portrait.column(column)?.values {
        Values::Items(items) => Some(standing_out(items, &groups, |name| word(portrait, column, name, language))),
        _ => None,
    });
    let mut html = String::from("<div class=wide><table>\n<tr><th></th>");
    let _ = write!(html, "<th class=n scope=col>{}</th>", language.pick("customers", "客户数"));
    for (column, _) in &there {
        let unit = portrait.pipeline.inputs.get(&column.name).and_then(|input| input.unit);
        let unit = unit.map(|unit| format!("<br><small>{}</small>", escaped(&unit.name()))).unwrap_or_default();
        let title = escaped(meaning(portrait, &column.name, language));
        let _ = write!(html, "<th class=n scope=col>{title}{unit}</th>");
    }
    if items.is_some() {
        let _ = write!(html, "<th scope=col>{}</th>", language.pick("more often than elsewhere", "明显多于其他客户"));
    }
    html.push_str("</tr>\n");
    for (at, name) in groups.names.iter().enumerate() {
        let _ =
            write!(html, "<tr><th scope=row>{}</th><td class=n>{}</td>", word(portrait, by, name, language), sizes[at]);
        for (_, moments) in &there {
            let class = moments.class(at);
            let _ = write!(html, "<td class='n{class}'>{}</td>", short(moments.means[at]));
        }
        if let Some(items) = &items {
            let _ = write!(html, "<td class=long>{}</td>", items[at]);
        }
        html.push_str("</tr>\n");
    }
    let note = language.pick(
        "Marked: a mean at least half a standard deviation above (orange) or below (blue) that of all customers.",
        "着色：均值比全体客户高（橙）或低（蓝）半个标准差以上。",
    );
    Some(html + &format!("</table></div>\n<p class=note>{note}</p>\n"))
}

/// Means of a number by group, and of all.
struct Moments {
    means: Vec<f64>,
    mean: f64,
    sd: f64,
}

impl Moments {
    fn of(values: &[f64], groups: &Groups<'_>) -> Self {
        let mut sums = vec![(0.0, 0u64); groups.names.len() + 1];
        let (mut sum, mut n) = (0.0, 0u64);
        for (value, &group) in values.iter().zip(&groups.of_row).filter(|(value, _)| !value.is_nan()) {
            sums[group].0 += value;
            sums[group].1 += 1;
            sum += value;
            n += 1;
        }
        let mean = sum / n as f64;
        let squares: f64 = values.iter().filter(|value| !value.is_nan()).map(|value| (value - mean).powi(2)).sum();
        let means = sums.iter().map(|(sum, n)| sum / *n as f64).collect();
        Moments { means, mean, sd: (squares / n as f64).sqrt() }
    }

    fn class(&self, group: usize) -> &'static str {
        match (self.means[group] - self.mean) / self.sd {
            sd if sd >= STANDS_OUT_SD => " high",
            sd if sd <= -STANDS_OUT_SD => " low",
            _ => "",
        }
    }
}

/// Of each group the items whose share is most above that of the other customers, in words.
fn standing_out(items: &Items, groups: &Groups<'_>, word: impl Fn(&str) -> String) -> Vec<String> {
    let n_groups = groups.names.len();
    let sizes = groups.sizes();
    let n: u64 = sizes.iter().sum();
    let mut counts = vec![vec![0u64; items.levels.len()]; n_groups + 1];
    for (row, &group) in groups.of_row.iter().enumerate() {
        items.row(row).iter().for_each(|&code| counts[group][code as usize] += 1);
    }
    let of_group = |group: usize| {
        let mut shown: Vec<(f64, f64, &str)> = Vec::new();
        for (code, name) in items.levels.iter().enumerate() {
            let all: u64 = counts.iter().map(|counts| counts[code]).sum();
            let share = counts[group][code] as f64 / sizes[group].max(1) as f64;
            let rest = (all - counts[group][code]) as f64 / (n - sizes[group]).max(1) as f64;
            if share - rest >= 0.02 {
                shown.push((share - rest, share, name));
            }
        }
        shown.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(b.2)));
        let texts = shown.iter().take(N_ITEMS);
        let texts: Vec<String> =
            texts.map(|(_, share, name)| format!("{} {:.0} %", word(name), share * 100.0)).collect();
        if texts.is_empty() { "–".to_owned() } else { texts.join(", ") }
    };
    (0..n_groups).map(of_group).collect()
}

fn bars(portrait: &Portrait, name: &str, language: Language) -> Option<String> {
    let counted: Vec<(String, u64)> = match &portrait.column(name)?.values {
        Values::Number(numbers) => histogram(numbers),
        Values::Category(_) => {
            let groups = Groups::of(portrait, name)?;
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
            "<tr><td>{}</td><td class=n>{count}</td><td class=n>{share:.1}</td><td><svg width=240 height=14 \
             role=img aria-label='{share:.1} %'><rect width='{width:.1}' height=14 /></svg></td></tr>",
            name
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

fn list(
    portrait: &Portrait,
    step: &str,
    pointer: &str,
    fields: &[Field],
    n_max: usize,
    language: Language,
) -> Option<String> {
    let done = portrait.outcome.steps.iter().find(|done| done.id == step)?;
    let State::Done { reply, .. } = &done.state else {
        let why = language.pick("Left out; the step did not run", "未列出，步骤未执行");
        return Some(format!("<p class=note>{why}: {}</p>\n", escaped(step)));
    };
    let reply: Value = serde_json::from_str(reply.get()).ok()?;
    let objects = reply.pointer(pointer)?.as_array()?;
    let mut html = String::from("<div class=wide><table>\n<tr>");
    fields.iter().for_each(|field| {
        let _ = write!(html, "<th scope=col>{}</th>", escaped(language.of(&field.title)));
    });
    html.push_str("</tr>\n");
    for object in objects.iter().take(n_max) {
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
    if objects.len() > n_max {
        let more = objects.len() - n_max;
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

//! Customers that a step lists, with the columns that are the reasons.

use std::fmt::Write;

use gridfolk_host::pipeline::{Block, State};
use serde_json::Value;

use super::groups::meaning;
use super::page::{escaped, grouped, short};
use crate::pipelines::{Language, Portrait};

/// The list, or a note that the step did not run or lists nobody.
pub(super) fn customers(portrait: &Portrait, block: &Block, language: Language) -> Option<String> {
    let Block::Customers { step, pointer, row, n_max, .. } = block else { return None };
    let done = portrait.outcome.steps.iter().find(|done| done.id == *step)?;
    let State::Done { reply, sampled, .. } = &done.state else {
        let why = language.pick("Left out; the step did not run", "未列出，步骤未执行");
        let title = portrait.pipeline.steps.iter().find(|other| other.id == *step).map(|step| language.of(&step.title));
        return Some(format!("<p class=note>{why}: {}</p>\n", escaped(title.unwrap_or(step))));
    };
    let reply: Value = serde_json::from_str(reply.get()).ok()?;
    let listed = reply.pointer(pointer)?.as_array()?;
    let mut html = String::new();
    if let Some(sampled) = sampled {
        let (n, of, seed) = (grouped(sampled.n_rows as u64), grouped(sampled.of as u64), sampled.seed);
        let _ = match language {
            Language::En => writeln!(
                html,
                "<p class=note>Looked at {n} of {of} customers, drawn at random (seed {seed}). Nothing is said of the others.</p>"
            ),
            Language::Zh => writeln!(
                html,
                "<p class=note>从 {of} 户中随机抽取 {n} 户进行分析（随机种子 {seed}），未抽中的客户不作判断。</p>"
            ),
        };
    }
    let (customer, reasons) = match language {
        Language::En => ("customer", "what sets the customer apart (beside: the nearest ordinary customer)"),
        Language::Zh => ("用电客户", "异常之处（括号内为最接近的普通客户）"),
    };
    let _ =
        writeln!(html, "<div class=wide><table>\n<tr><th scope=col>{customer}</th><th scope=col>{reasons}</th></tr>");
    for object in listed.iter().take(*n_max) {
        let id = object.pointer(row).and_then(Value::as_u64).and_then(|row| portrait.ids.texts.get(row as usize));
        let reasons = reasons_of(portrait, block, object, language);
        let id = escaped(id.map_or("–", String::as_str));
        let _ = writeln!(html, "<tr><th scope=row>{id}</th><td class=long>{reasons}</td></tr>");
    }
    html.push_str("</table></div>\n");
    if listed.len() > *n_max {
        let more = language.pick("More in segments.json", "其余见 segments.json");
        let _ = writeln!(html, "<p class=note>{more}: {}</p>", listed.len() - n_max);
    }
    Some(html)
}

fn reasons_of(portrait: &Portrait, block: &Block, object: &Value, language: Language) -> String {
    let Block::Customers { reasons, column, value, beside, .. } = block else { return String::new() };
    let reason = |reason: &Value| {
        let name = reason.pointer(column).and_then(Value::as_str).unwrap_or_default();
        let number = |pointer: &str| {
            let number = reason.pointer(pointer).and_then(Value::as_f64);
            number.map_or_else(|| language.pick("missing", "缺失").to_owned(), short)
        };
        let unit = portrait.pipeline.inputs.get(name).and_then(|input| input.unit).map(|unit| unit.name());
        let unit = unit.filter(|unit| !matches!(unit.as_str(), "share" | "ratio" | "count" | "0/1"));
        let unit = unit.map(|unit| format!(" {}", escaped(&unit))).unwrap_or_default();
        let title = escaped(meaning(portrait, name, language));
        format!("{title}{}{}{unit} ({})", language.pick(": ", "："), number(value), number(beside))
    };
    let list = object.pointer(reasons).and_then(Value::as_array);
    list.into_iter().flatten().map(reason).collect::<Vec<_>>().join("<br>")
}

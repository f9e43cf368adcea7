//! The report of a run: one HTML file that opens without a network.

mod blocks;
mod calibration;
mod customers;
mod groups;
mod matrix;
mod page;
mod profile;
mod scores;
mod svg;

use std::fmt::Write;

use gridfolk_host::pipeline::State;

use super::panorama::why_not;
use super::{Language, Portrait};
use page::{HEAD, escaped, grouped};

/// Values that are shown of an input whose levels nothing knows.
const N_LEVELS_SHOWN: usize = 12;

/// The report, in one language.
pub fn html(portrait: &Portrait, language: Language) -> String {
    let title = language.of(&portrait.pipeline.title);
    let mut html = HEAD.replace("{lang}", language.code()).replace("{title}", &escaped(title));
    let _ = write!(
        html,
        "<h1>{}</h1>\n<p>{}</p>\n<p>{}: {} · {}: {}</p>\n",
        escaped(title),
        escaped(language.of(&portrait.pipeline.summary)),
        language.pick("Customers", "用电客户数"),
        grouped(portrait.n_customers as u64),
        language.pick("As of", "截至"),
        escaped(&portrait.as_of),
    );
    for block in &portrait.pipeline.report {
        let _ = writeln!(html, "<h2>{}</h2>", escaped(language.of(block.title())));
        blocks::write(portrait, block, language, &mut html);
    }
    write_steps(portrait, language, &mut html);
    write_inputs(portrait, language, &mut html);
    html + "</main>\n</html>\n"
}

/// What became of each step.
fn write_steps(portrait: &Portrait, language: Language, html: &mut String) {
    let _ = writeln!(html, "<h2>{}</h2>", language.pick("How it was made", "计算过程"));
    let heads = match language {
        Language::En => ["step", "module", "outcome"],
        Language::Zh => ["步骤", "计算模块", "结果"],
    };
    html.push_str("<table>\n<tr>");
    heads.iter().for_each(|head| html.push_str(&format!("<th scope=col>{head}</th>")));
    html.push_str("</tr>\n");
    for (step, done) in portrait.pipeline.steps.iter().zip(&portrait.outcome.steps) {
        let outcome = match (&done.state, why_not(&done.state)) {
            (_, Some(reason)) => format!("<strong>{}</strong>", escaped(language.of(&reason))),
            (State::Done { is_scored: true, .. }, None) => {
                language.pick("scored by a model of an earlier run", "使用已有模型评分").to_owned()
            }
            (State::Done { sampled: Some(sampled), .. }, None) => {
                let (n, of) = (grouped(sampled.n_rows as u64), grouped(sampled.of as u64));
                match language {
                    Language::En => format!("done on {n} of {of} customers, drawn at random"),
                    Language::Zh => format!("已完成：随机抽取 {of} 户中的 {n} 户"),
                }
            }
            (State::Done { missing, .. }, None) if !missing.is_empty() => {
                format!("{} {}", language.pick("done without", "已完成，未使用："), escaped(&missing.join(", ")))
            }
            _ => language.pick("done", "已完成").to_owned(),
        };
        let _ = writeln!(
            html,
            "<tr><td>{}</td><td><code>{}&nbsp;{}</code> <small>{}</small></td><td>{outcome}</td></tr>",
            escaped(language.of(&step.title)),
            escaped(&step.module),
            escaped(&step.op),
            done.sha256.get(..12).unwrap_or_default(),
        );
    }
    html.push_str("</table>\n");
}

/// What the table gave, and what it lacked.
fn write_inputs(portrait: &Portrait, language: Language, html: &mut String) {
    let _ = writeln!(html, "<h2>{}</h2>", language.pick("What the table gave", "数据来源"));
    let list = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| format!("<code>{}</code>", escaped(name))).collect();
        if names.is_empty() { "–".to_owned() } else { names.join(", ") }
    };
    let _ = writeln!(
        html,
        "<p>{}: {}</p>\n<p>{}: {}</p>",
        language.pick("Inputs that are not there", "缺少的输入"),
        list(&portrait.inputs.missing),
        language.pick("Columns that nothing reads", "未使用的列"),
        list(&portrait.inputs.unused),
    );
    write_notes(portrait, language, html);
    let heads = match language {
        Language::En => ["input", "meaning", "column", "unit"],
        Language::Zh => ["输入", "含义", "来源列", "单位"],
    };
    html.push_str("<table>\n<tr>");
    heads.iter().for_each(|head| html.push_str(&format!("<th scope=col>{head}</th>")));
    html.push_str("</tr>\n");
    for (name, source) in &portrait.inputs.sources {
        let input = &portrait.pipeline.inputs[name];
        let column = match (&source.column, &source.constant) {
            (Some(column), _) => escaped(column),
            (None, Some(constant)) => escaped(&serde_json::to_string(constant).unwrap_or_default()),
            (None, None) => String::new(),
        };
        let unit = input.unit.map(|unit| unit.name()).unwrap_or_default();
        let _ = writeln!(
            html,
            "<tr><td><code>{}</code></td><td>{}</td><td>{column}</td><td>{}</td></tr>",
            escaped(name),
            escaped(language.of(&input.title)),
            escaped(&unit)
        );
    }
    html.push_str("</table>\n");
}

/// What a user did not expect of the table: no ids, values that no rule knows.
fn write_notes(portrait: &Portrait, language: Language, html: &mut String) {
    if portrait.inputs.id.is_none() {
        let numbers = language.pick(
            "No column holds ids: row numbers, from 1, stand for them.",
            "未找到用户编号列，以行号（从 1 起）代替。",
        );
        let _ = writeln!(html, "<p><strong>{numbers}</strong></p>");
    }
    for (name, levels) in &portrait.inputs.unknown_levels {
        let known = portrait.pipeline.inputs[name].levels.join(", ");
        let (name, known, n) = (escaped(name), escaped(&known), levels.len());
        let shown: Vec<String> = levels.iter().take(N_LEVELS_SHOWN).map(|level| escaped(level)).collect();
        let more = if n > N_LEVELS_SHOWN { " …" } else { "" };
        let shown = shown.join(", ");
        let _ = match language {
            Language::En => writeln!(
                html,
                "<p><strong>Input <code>{name}</code> has values that no rule knows: {shown}{more}.</strong> Known are \
                 {known}: say in the mapping under <code>levels</code> what yours stand for.</p>"
            ),
            Language::Zh => writeln!(
                html,
                "<p><strong>输入 <code>{name}</code> 含有规则未知的取值：{shown}{more}。</strong>已知取值：{known}；\
                 请在映射文件的 <code>levels</code> 中说明对应关系。</p>"
            ),
        };
    }
}

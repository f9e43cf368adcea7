//! How often what a model says came true, by what it said.

use std::fmt::Write;

use gridfolk_contract::Values;
use gridfolk_host::pipeline::{Calibrated, State};

use super::groups::meaning;
use super::page::{escaped, grouped};
use super::svg::{Scale, axis_below, axis_left, picture};
use crate::pipelines::{Language, Portrait};

/// Customers are put into so many parts of about equal size.
const N_PARTS: usize = 10;
const SIDE: u32 = 280;

/// A picture and a table for each model whose outcome is known of some customers.
pub(super) fn calibration(portrait: &Portrait, models: &[Calibrated], language: Language) -> Option<String> {
    let parts: Vec<String> = models.iter().filter_map(|model| one(portrait, model, language)).collect();
    (!parts.is_empty()).then(|| {
        let note = language.pick(
            "Each point is a tenth of the customers whose outcome is known. On the line, what was said came true as \
             often as it was said; above it, more often.",
            "每个点代表已知结果客户的十分之一。落在线上表示预测与实际一致；在线上方表示实际更多。",
        );
        format!("<p class=note>{note}</p>\n<div class=parts>\n{}</div>\n", parts.concat())
    })
}

fn one(portrait: &Portrait, Calibrated { column, target }: &Calibrated, language: Language) -> Option<String> {
    let Values::Number(said) = &portrait.column(column)?.values else { return None };
    let Values::Number(happened) = &portrait.column(target)?.values else { return None };
    let parts = parts(said, happened);
    if parts.is_empty() {
        return None;
    }
    let title = meaning(portrait, column, language);
    let mut html = format!("<section>\n<h3>{}</h3>\n", escaped(title));
    html.push_str(&drawn(title, &parts, language));
    let heads = match language {
        Language::En => ["customers", "said, %", "came true, %"],
        Language::Zh => ["客户数", "预测 %", "实际 %"],
    };
    html.push_str("<table>\n<tr>");
    heads.iter().for_each(|head| html.push_str(&format!("<th class=n scope=col>{head}</th>")));
    html.push_str("</tr>\n");
    for part in &parts {
        let (said, happened) = (part.said * 100.0, part.happened * 100.0);
        let n = grouped(part.n);
        let _ = writeln!(html, "<tr><td class=n>{n}</td><td class=n>{said:.2}</td><td class=n>{happened:.2}</td></tr>");
    }
    html.push_str("</table>\n");
    let learned = language.pick(
        "These are the customers that the model learned from: others will come out a little worse.",
        "以上为模型训练所用客户，用于其他客户时效果会略差。",
    );
    let maker = portrait.pipeline.steps.iter().position(|step| step.outputs.contains_key(column));
    if let Some(State::Done { is_scored: false, .. }) = maker.map(|at| &portrait.outcome.steps[at].state) {
        let _ = writeln!(html, "<p class=note>{learned}</p>");
    }
    Some(html + "</section>\n")
}

/// Customers of similar probability.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Part {
    n: u64,
    /// Mean probability.
    said: f64,
    /// Share of whom it happened to.
    happened: f64,
}

/// Parts of about equal size by probability, lowest first. Customers of equal probability stay together.
fn parts(said: &[f64], happened: &[f64]) -> Vec<Part> {
    let mut pairs: Vec<(f64, f64)> = said.iter().copied().zip(happened.iter().copied()).collect();
    pairs.retain(|(said, happened)| !said.is_nan() && !happened.is_nan());
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (n, mut start, mut parts) = (pairs.len(), 0, Vec::new());
    for part in 1..=N_PARTS {
        let mut end = (n * part / N_PARTS).max(start);
        while end > start && end < n && pairs[end].0 == pairs[end - 1].0 {
            end += 1;
        }
        let own = &pairs[start..end];
        if !own.is_empty() {
            let mean = |sum: f64| sum / own.len() as f64;
            parts.push(Part {
                n: own.len() as u64,
                said: mean(own.iter().map(|pair| pair.0).sum()),
                happened: mean(own.iter().map(|pair| pair.1).sum()),
            });
        }
        start = end;
    }
    parts
}

fn drawn(title: &str, parts: &[Part], language: Language) -> String {
    let most = parts.iter().flat_map(|part| [part.said, part.happened]).fold(0.01, f64::max) * 105.0;
    let (left, right) = (40.0, f64::from(SIDE) - 12.0);
    let (top, bottom) = (10.0, f64::from(SIDE) - 40.0);
    let x = Scale { from: 0.0, to: most, start: left, end: right };
    let y = Scale { from: 0.0, to: most, start: bottom, end: top };
    let mut content = axis_left(&y, left, right);
    let _ = write!(content, "<line class=ideal x1='{left}' y1='{bottom}' x2='{right}' y2='{top}' />");
    for part in parts {
        let (said, happened) = (part.said * 100.0, part.happened * 100.0);
        let _ = write!(
            content,
            "<circle cx='{:.1}' cy='{:.1}' r=5><title>{said:.2} % → {happened:.2} %, {}</title></circle>",
            x.at(said),
            y.at(happened),
            grouped(part.n)
        );
    }
    content.push_str(&axis_below(&x, bottom));
    let (across, up) = match language {
        Language::En => ("said, %", "came true, %"),
        Language::Zh => ("预测 %", "实际 %"),
    };
    let _ = write!(
        content,
        "<text x='{right}' y='{:.1}' text-anchor=end>{across} →</text><text x='{:.1}' y='{:.1}'>↑ {up}</text>",
        bottom + 34.0,
        left + 6.0,
        top + 8.0
    );
    let name = match language {
        Language::En => format!("What was said and what came true: {title}"),
        Language::Zh => format!("预测与实际：{title}"),
    };
    picture(SIDE, SIDE, &name, &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_everybody_whose_outcome_is_known() {
        let said: Vec<f64> = (0..40).map(|row| f64::from(row) / 100.0).chain([f64::NAN, 0.5]).collect();
        let happened: Vec<f64> = (0..40).map(|row| f64::from(row % 2)).chain([1.0, f64::NAN]).collect();
        let parts = parts(&said, &happened);
        assert_eq!((parts.len(), parts.iter().map(|part| part.n).sum::<u64>()), (10, 40));
        assert!((parts[0].said - 0.015).abs() < 1e-15);
        assert!(parts.iter().all(|part| part.happened == 0.5));
    }

    #[test]
    fn equal_probabilities_stay_together() {
        let parts = parts(&[0.1, 0.1, 0.1, 0.9], &[0.0, 1.0, 0.0, 1.0]);
        assert_eq!(parts.iter().map(|part| part.n).collect::<Vec<_>>(), [3, 1]);
        assert_eq!((parts[0].happened, parts[1].happened), (1.0 / 3.0, 1.0));
    }
}

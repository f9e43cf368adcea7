//! What groups are like: means beside those of all customers, and the tags that set each apart.

use std::fmt::Write;

use gridfolk_contract::{Column, Items, Values};
use gridfolk_host::pipeline::{Groups, Moments};

use super::groups::{groups, meaning, word};
use super::page::{escaped, grouped, short};
use crate::pipelines::{Language, Portrait};

/// A mean that is so many standard deviations from that of all is marked.
const STANDS_OUT_SD: f64 = 0.5;
/// Items that are shown of a group.
const N_ITEMS: usize = 5;

/// The table.
pub(super) fn profile(
    portrait: &Portrait,
    by: &str,
    numbers: &[String],
    items: Option<&str>,
    language: Language,
) -> Option<String> {
    let groups = groups(portrait, by)?;
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
    let mut html = heads(portrait, &there, items.is_some(), language);
    let _ = write!(html, "<tr><th scope=row>{}</th>", language.pick("All customers", "全体客户"));
    let _ = write!(html, "<td class=n>{}</td>", grouped(sizes.iter().sum()));
    there.iter().for_each(|(_, moments)| html.push_str(&format!("<td class=n>{}</td>", short(moments.mean))));
    html.push_str(if items.is_some() { "<td></td></tr>\n" } else { "</tr>\n" });
    for (at, name) in groups.names.iter().enumerate() {
        let name = word(portrait, by, name, language);
        let _ = write!(html, "<tr><th scope=row>{name}</th><td class=n>{}</td>", grouped(sizes[at]));
        for (_, moments) in &there {
            let (sd, mean) = (deviation_of(moments, at), short(moments.means[at]));
            let _ = write!(html, "<td class='n{}'>{mean}<br>{}</td>", class(sd), deviation(sd));
        }
        if let Some(items) = &items {
            let _ = write!(html, "<td class=long>{}</td>", items[at]);
        }
        html.push_str("</tr>\n");
    }
    let note = language.pick(
        "The bar under a mean says how far it is from that of all customers, in standard deviations: to the right \
         above, to the left below, its whole half 2. Marked: at least half a standard deviation above (orange) or \
         below (blue).",
        "均值下方的条形表示与全体客户均值之差（以标准差计）：向右为高，向左为低，半幅为 2。着色：高（橙）或低（蓝）半个标准差以上。",
    );
    Some(html + &format!("</table></div>\n<p class=note>{note}</p>\n"))
}

fn heads(portrait: &Portrait, there: &[(&Column, Moments)], has_items: bool, language: Language) -> String {
    let mut html = String::from("<div class=wide><table>\n<tr><th></th>");
    let _ = write!(html, "<th class=n scope=col>{}</th>", language.pick("customers", "客户数"));
    for (column, _) in there {
        let unit = portrait.pipeline.inputs.get(&column.name).and_then(|input| input.unit);
        let unit = unit.map(|unit| format!("<br><small>{}</small>", escaped(&unit.name()))).unwrap_or_default();
        let title = escaped(meaning(portrait, &column.name, language));
        let _ = write!(html, "<th class=n scope=col>{title}{unit}</th>");
    }
    if has_items {
        let _ = write!(html, "<th scope=col>{}</th>", language.pick("more often than elsewhere", "明显多于其他客户"));
    }
    html + "</tr>\n"
}

/// A bar from the middle to the right or left; two standard deviations fill a half.
fn deviation(sd: f64) -> String {
    const HALF: f64 = 40.0;
    if !sd.is_finite() {
        return String::new();
    }
    let width = (sd.abs() / 2.0).min(1.0) * HALF;
    let x = if sd < 0.0 { HALF - width } else { HALF };
    let class = if sd < 0.0 { "below" } else { "above" };
    format!(
        "<svg width=80 height=8 viewBox='0 0 80 8' role=img aria-label='{sd:+.1} sd'>\
         <rect class={class} x='{x:.1}' y=1 width='{width:.1}' height=6 /><line x1=40 x2=40 y1=0 y2=8 /></svg>"
    )
}

/// How far a group's mean is from that of all, in standard deviations of all.
fn deviation_of(moments: &Moments, group: usize) -> f64 {
    (moments.means[group] - moments.mean) / moments.sd
}

fn class(sd: f64) -> &'static str {
    match sd {
        sd if sd >= STANDS_OUT_SD => " high",
        sd if sd <= -STANDS_OUT_SD => " low",
        _ => "",
    }
}

/// Of each group the items whose share is most above that of the other customers, in words.
fn standing_out(items: &Items, groups: &Groups<'_>, word: impl Fn(&str) -> String) -> Vec<String> {
    let n_groups = groups.names.len();
    let sizes = groups.sizes();
    let n: u64 = sizes.iter().sum();
    let mut counts = vec![vec![0u64; items.levels.len()]; n_groups + 1];
    for (row, &group) in groups.of_row.iter().enumerate() {
        items.row(row).iter().for_each(|&code| counts[group as usize][code as usize] += 1);
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

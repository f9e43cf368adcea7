//! How the groups of one column fall into the levels of others: a heat map that is a table.

use std::fmt::Write;

use gridfolk_host::pipeline::{Block, Groups};

use super::groups::{groups, meaning, word};
use super::page::{escaped, grouped};
use crate::pipelines::{Language, Portrait};

/// The most of the colour in a cell, in percent: text on it stays readable.
const COLOUR_MAX: f64 = 60.0;

/// The heat map: a table for each column that says something.
pub(super) fn matrix(portrait: &Portrait, block: &Block, language: Language) -> Option<String> {
    let Block::Matrix { by, columns, names, unknown, .. } = block else { return None };
    let rows = groups(portrait, by)?;
    let sizes = rows.sizes();
    let found = columns.iter().filter_map(|name| Some((name, groups(portrait, name)?)));
    let is_unknown = |groups: &Groups<'_>| unknown.as_deref().is_some_and(|unknown| groups.names == [unknown]);
    let (blank, there): (Vec<_>, Vec<(&String, Groups<'_>)>) = found.partition(|(_, groups)| is_unknown(groups));
    if there.is_empty() {
        return None;
    }
    let named = names.as_deref().and_then(|name| Some((name, groups(portrait, name)?)));
    let mut html = String::from("<div class=parts>\n");
    for (name, groups) in &there {
        let title = escaped(meaning(portrait, name, language));
        let _ = write!(html, "<section>\n<h3>{title}</h3>\n{}", heads(portrait, name, groups, language));
        for (at, row) in rows.names.iter().enumerate() {
            let row = word(portrait, by, row, language);
            let _ = write!(html, "<tr><th scope=row>{row}</th><td class=n>{}</td>", grouped(sizes[at]));
            for level in 0..groups.names.len() {
                let pairs = rows.of_row.iter().zip(&groups.of_row).enumerate();
                let members = pairs.filter(|(_, (row, own))| **row as usize == at && **own as usize == level);
                let members: Vec<usize> = members.map(|(customer, _)| customer).collect();
                let most = named.as_ref().and_then(|(column, named)| {
                    let levels = members.iter().map(|customer| named.of_row[*customer] as usize);
                    Some(word(portrait, column, named.names[most_frequent(levels, named.names.len())?], language))
                });
                html.push_str(&cell(members.len(), sizes[at], most.as_deref()));
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</table>\n</section>\n");
    }
    html.push_str("</div>\n");
    let shade =
        language.pick("The darker a cell, the larger its part of the class.", "颜色越深，占该类客户的比例越大。");
    let _ = write!(html, "<p class=note>{shade}");
    if let Some((column, _)) = named {
        let title = escaped(meaning(portrait, column, language));
        let _ = match language {
            Language::En => write!(html, " Below the numbers stands what most of the cell have: {title}."),
            Language::Zh => write!(html, "数字下方为该单元多数客户的“{title}”。"),
        };
    }
    html.push_str("</p>\n");
    if !blank.is_empty() {
        let titles: Vec<String> = blank.iter().map(|(name, _)| escaped(meaning(portrait, name, language))).collect();
        let why = language.pick("Left out, since nothing is known of any customer", "未列出（全部客户均为未知）");
        let _ = writeln!(html, "<p class=note>{why}: {}</p>", titles.join(", "));
    }
    Some(html)
}

fn heads(portrait: &Portrait, column: &str, groups: &Groups<'_>, language: Language) -> String {
    let customers = language.pick("customers", "客户数");
    let mut html = format!("<table class=heat>\n<tr><th></th><th class=n scope=col>{customers}</th>");
    groups.names.iter().for_each(|name| {
        html.push_str(&format!("<th class=n scope=col>{}</th>", word(portrait, column, name, language)))
    });
    html + "</tr>\n"
}

fn cell(n: usize, of: u64, most: Option<&str>) -> String {
    let share = n as f64 / of.max(1) as f64;
    let most = most.map(|most| format!("<br><small>{most}</small>")).unwrap_or_default();
    format!(
        "<td class='n share' style='--s:{:.1}%'>{}<br><small>{:.1} %</small>{most}</td>",
        share * COLOUR_MAX,
        grouped(n as u64),
        share * 100.0
    )
}

/// The code that stands most often, ties to the lowest; none where there is none below `n_codes`.
fn most_frequent(codes: impl Iterator<Item = usize>, n_codes: usize) -> Option<usize> {
    let mut counts = vec![0u64; n_codes];
    codes.filter(|code| *code < n_codes).for_each(|code| counts[code] += 1);
    let most = counts.iter().max().copied().filter(|most| *most > 0)?;
    counts.iter().position(|count| *count == most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_is_named_and_ties_go_to_the_first() {
        assert_eq!(most_frequent([2, 1, 2, 9].into_iter(), 3), Some(2));
        assert_eq!(most_frequent([1, 0].into_iter(), 3), Some(0));
        assert_eq!(most_frequent([3].into_iter(), 3), None);
    }
}

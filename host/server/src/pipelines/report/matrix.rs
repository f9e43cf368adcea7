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
    let found = columns.iter().filter_map(|name| Some((name.as_str(), groups(portrait, name)?)));
    let is_unknown = |groups: &Groups<'_>| unknown.as_deref().is_some_and(|unknown| groups.names == [unknown]);
    let (blank, there): (Vec<Named<'_>>, Vec<Named<'_>>) = found.partition(|(_, groups)| is_unknown(groups));
    if there.is_empty() {
        return None;
    }
    let named = names.as_deref().and_then(|name| Some((name, groups(portrait, name)?)));
    let heat = Heat { portrait, by: (by, rows), named, language };
    let tables: String = there.iter().map(|column| heat.table(column)).collect();
    Some(format!("<div class=parts>\n{tables}</div>\n{}{}", heat.note(), heat.left_out(&blank)))
}

/// The name of a column, and its groups.
type Named<'a> = (&'a str, Groups<'a>);

/// What the tables have in common.
struct Heat<'a> {
    portrait: &'a Portrait,
    /// The groups that are their rows.
    by: Named<'a>,
    /// Of this column every cell tells the level that most of it have.
    named: Option<Named<'a>>,
    language: Language,
}

impl Heat<'_> {
    fn table(&self, (name, groups): &Named<'_>) -> String {
        let Heat { portrait, by: (by, rows), named, language } = self;
        let cells = Cells::of(rows, groups, named.as_ref().map(|(_, groups)| groups));
        let title = escaped(meaning(portrait, name, *language));
        let mut html = format!("<section>\n<h3>{title}</h3>\n{}", heads(portrait, name, groups, *language));
        for ((at, row), of) in rows.names.iter().enumerate().zip(rows.sizes()) {
            let row = word(portrait, by, row, *language);
            let _ = write!(html, "<tr><th scope=row>{row}</th><td class=n>{}</td>", grouped(of));
            for level in 0..groups.names.len() {
                let most = cells.most_frequent(at, level).zip(named.as_ref());
                let most = most.map(|(most, (column, named))| word(portrait, column, named.names[most], *language));
                html.push_str(&cell(cells.size(at, level), of, most.as_deref()));
            }
            html.push_str("</tr>\n");
        }
        html + "</table>\n</section>\n"
    }

    /// How the tables are read.
    fn note(&self) -> String {
        let Heat { portrait, named, language, .. } = self;
        let shade =
            language.pick("The darker a cell, the larger its part of the class.", "颜色越深，占该类客户的比例越大。");
        let most = named.as_ref().map_or_else(String::new, |(column, _)| {
            let title = escaped(meaning(portrait, column, *language));
            match language {
                Language::En => format!(" Below the numbers stands what most of the cell have: {title}."),
                Language::Zh => format!("数字下方为该单元多数客户的“{title}”。"),
            }
        });
        format!("<p class=note>{shade}{most}</p>\n")
    }

    fn left_out(&self, blank: &[Named<'_>]) -> String {
        let Heat { portrait, language, .. } = self;
        if blank.is_empty() {
            return String::new();
        }
        let titles: Vec<String> = blank.iter().map(|(name, _)| escaped(meaning(portrait, name, *language))).collect();
        let why = language.pick("Left out, since nothing is known of any customer", "未列出（全部客户均为未知）");
        format!("<p class=note>{why}: {}</p>\n", titles.join(", "))
    }
}

/// Customers by row, level and named level; at the end of each those who lack one.
struct Cells {
    n_levels: usize,
    n_named: usize,
    counts: Vec<u64>,
}

impl Cells {
    fn of(rows: &Groups<'_>, levels: &Groups<'_>, named: Option<&Groups<'_>>) -> Self {
        let (n_levels, n_named) = (levels.names.len(), named.map_or(0, |named| named.names.len()));
        let mut counts = vec![0; (rows.names.len() + 1) * (n_levels + 1) * (n_named + 1)];
        for (customer, (&row, &level)) in rows.of_row.iter().zip(&levels.of_row).enumerate() {
            let named = named.map_or(0, |named| named.of_row[customer]);
            counts[(row as usize * (n_levels + 1) + level as usize) * (n_named + 1) + named as usize] += 1;
        }
        Cells { n_levels, n_named, counts }
    }

    fn cell(&self, row: usize, level: usize) -> &[u64] {
        &self.counts[(row * (self.n_levels + 1) + level) * (self.n_named + 1)..][..=self.n_named]
    }

    fn size(&self, row: usize, level: usize) -> u64 {
        self.cell(row, level).iter().sum()
    }

    /// The named level that most customers of a cell have, ties to the first; none where nobody has one.
    fn most_frequent(&self, row: usize, level: usize) -> Option<usize> {
        let known = &self.cell(row, level)[..self.n_named];
        let most = known.iter().max().filter(|&&most| most > 0)?;
        known.iter().position(|n| n == most)
    }
}

fn heads(portrait: &Portrait, column: &str, groups: &Groups<'_>, language: Language) -> String {
    let customers = language.pick("customers", "客户数");
    let mut html = format!("<table class=heat>\n<tr><th></th><th class=n scope=col>{customers}</th>");
    groups.names.iter().for_each(|name| {
        html.push_str(&format!("<th class=n scope=col>{}</th>", word(portrait, column, name, language)))
    });
    html + "</tr>\n"
}

fn cell(n: u64, of: u64, most: Option<&str>) -> String {
    let share = n as f64 / of.max(1) as f64;
    let most = most.map(|most| format!("<br><small>{most}</small>")).unwrap_or_default();
    format!(
        "<td class='n share' style='--s:{:.1}%'>{}<br><small>{:.1} %</small>{most}</td>",
        share * COLOUR_MAX,
        grouped(n),
        share * 100.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(names: &[&'static str], of_row: &[u32]) -> Groups<'static> {
        Groups { names: names.to_vec(), places: (0..names.len()).collect(), of_row: of_row.to_vec() }
    }

    #[test]
    fn customers_are_counted_by_cell_and_the_most_frequent_name_goes_to_the_first_of_equals() {
        let rows = groups(&["a", "b"], &[0, 0, 0, 0, 1, 1, 2]);
        let levels = groups(&["x", "y"], &[0, 0, 0, 1, 0, 2, 0]);
        let named = groups(&["s", "t", "u"], &[2, 1, 2, 3, 1, 0, 0]);
        let cells = Cells::of(&rows, &levels, Some(&named));
        let sizes = [[0, 0], [0, 1], [1, 0], [1, 1]].map(|[row, level]| cells.size(row, level));
        assert_eq!(sizes, [3, 1, 1, 0]);
        assert_eq!(cells.most_frequent(0, 0), Some(2));
        assert_eq!(cells.most_frequent(0, 1), None, "the one customer has no name");
        assert_eq!(cells.most_frequent(1, 1), None, "nobody is there");
        let equal = Cells::of(&groups(&["a"], &[0, 0]), &groups(&["x"], &[0, 0]), Some(&groups(&["s", "t"], &[1, 0])));
        assert_eq!(equal.most_frequent(0, 0), Some(0));
    }

    #[test]
    fn without_names_customers_are_counted_alone() {
        let cells = Cells::of(&groups(&["a"], &[0, 0, 1]), &groups(&["x", "y"], &[1, 0, 1]), None);
        assert_eq!([cells.size(0, 0), cells.size(0, 1)], [1, 1]);
        assert_eq!(cells.most_frequent(0, 0), None);
    }
}

//! How scores are spread, with the levels that they are cut into.

use std::fmt::Write;

use gridfolk_contract::Values;
use gridfolk_host::pipeline::{Groups, Score};

use super::groups::{groups, meaning, word};
use super::page::{escaped, grouped, short};
use super::svg::{Scale, axis_below, axis_left, picture};
use crate::pipelines::{Language, Portrait};

/// Bars of a picture.
const N_BARS: usize = 40;
/// Shades that the style has for levels.
const N_SHADES: usize = 4;
const WIDTH: u32 = 560;
const HEIGHT: u32 = 200;

/// A picture and a table for each score that is there.
pub(super) fn scores(portrait: &Portrait, scores: &[Score], language: Language) -> Option<String> {
    let parts: Vec<String> = scores.iter().filter_map(|score| one(portrait, score, language)).collect();
    (!parts.is_empty()).then(|| format!("<div class=parts>\n{}</div>\n", parts.concat()))
}

fn one(portrait: &Portrait, Score { column, level }: &Score, language: Language) -> Option<String> {
    let Values::Number(numbers) = &portrait.column(column)?.values else { return None };
    let groups = groups(portrait, level)?;
    let bins = Bins::of(numbers, &groups)?;
    let title = meaning(portrait, column, language);
    let mut html = format!("<section>\n<h3>{}</h3>\n", escaped(title));
    let names: Vec<String> = groups.names.iter().map(|name| word(portrait, level, name, language)).collect();
    html.push_str(&bins.drawn(title, &names, &groups.places, language));
    let heads = match language {
        Language::En => ["level", "customers", "%", "lowest", "median", "highest"],
        Language::Zh => ["等级", "客户数", "%", "最低", "中位数", "最高"],
    };
    html.push_str("<table>\n<tr>");
    heads.iter().enumerate().for_each(|(at, head)| {
        let class = if at == 0 { "" } else { " class=n" };
        let _ = write!(html, "<th scope=col{class}>{head}</th>");
    });
    html.push_str("</tr>\n");
    for (at, name) in names.iter().enumerate() {
        let mut values: Vec<f64> = own(numbers, &groups, at).collect();
        let n = groups.of_row.iter().filter(|group| **group as usize == at).count() as u64;
        values.sort_by(f64::total_cmp);
        let value = |place: Option<usize>| place.and_then(|at| values.get(at)).map_or("–".to_owned(), |v| short(*v));
        let _ = writeln!(
            html,
            "<tr><th scope=row><span class='key l{}'></span> {name}</th><td class=n>{}</td><td class=n>{:.1}</td>\
             <td class=n>{}</td><td class=n>{}</td><td class=n>{}</td></tr>",
            groups.places[at] % N_SHADES,
            grouped(n),
            n as f64 / portrait.n_customers.max(1) as f64 * 100.0,
            value(Some(0)),
            value(values.len().div_ceil(2).checked_sub(1)),
            value(values.len().checked_sub(1)),
        );
    }
    Some(html + "</table>\n</section>\n")
}

/// The scores of one level that are there.
fn own<'a>(numbers: &'a [f64], groups: &'a Groups<'_>, level: usize) -> impl Iterator<Item = f64> + 'a {
    let pairs = numbers.iter().zip(&groups.of_row);
    pairs.filter(move |(value, group)| **group as usize == level && !value.is_nan()).map(|(value, _)| *value)
}

/// Counts of a score in ranges of equal width, by level.
#[derive(Debug, PartialEq)]
struct Bins {
    min: f64,
    max: f64,
    /// By range and level; at the end of each those without a level.
    counts: Vec<Vec<u64>>,
}

impl Bins {
    /// None where nobody has a score.
    fn of(numbers: &[f64], groups: &Groups<'_>) -> Option<Self> {
        let there = || numbers.iter().zip(&groups.of_row).filter(|(value, _)| !value.is_nan());
        let (min, max) = there()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), (value, _)| (min.min(*value), max.max(*value)));
        if min > max {
            return None;
        }
        // A score that everybody has alike gets a range around it.
        let (min, max) = if min == max { (min - 0.5, max + 0.5) } else { (min, max) };
        let mut counts = vec![vec![0; groups.names.len() + 1]; N_BARS];
        for (value, level) in there() {
            let bar = ((value - min) / (max - min) * N_BARS as f64) as usize;
            counts[bar.min(N_BARS - 1)][*level as usize] += 1;
        }
        Some(Bins { min, max, counts })
    }

    fn drawn(&self, title: &str, names: &[String], places: &[usize], language: Language) -> String {
        let most = self.counts.iter().map(|counts| counts.iter().sum::<u64>()).max().unwrap_or(1) as f64;
        let (left, right) = (52.0, f64::from(WIDTH) - 12.0);
        let (top, bottom) = (8.0, f64::from(HEIGHT) - 24.0);
        let x = Scale { from: self.min, to: self.max, start: left, end: right };
        let y = Scale { from: 0.0, to: most, start: bottom, end: top };
        let mut content = axis_left(&y, left, right);
        let width = (right - left) / N_BARS as f64;
        for (bar, counts) in self.counts.iter().enumerate() {
            let mut below = 0;
            for (level, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let (low, high) = (y.at(below as f64), y.at((below + count) as f64));
                let class = places.get(level).map_or(N_SHADES - 1, |place| place % N_SHADES);
                let name = names.get(level).map_or("–", String::as_str);
                let span = (self.max - self.min) / N_BARS as f64;
                let from = self.min + bar as f64 * span;
                let _ = write!(
                    content,
                    "<rect class=l{class} x='{:.1}' y='{high:.2}' width='{:.1}' height='{:.2}'>\
                     <title>{name}, {} … {}: {}</title></rect>",
                    left + bar as f64 * width,
                    width - 1.0,
                    low - high,
                    short(from),
                    short(from + span),
                    grouped(*count)
                );
                below += count;
            }
        }
        content.push_str(&axis_below(&x, bottom));
        let name = match language {
            Language::En => format!("How many customers have which score: {title}"),
            Language::Zh => format!("各分值的客户数：{title}"),
        };
        picture(WIDTH, HEIGHT, &name, &content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(of_row: &[u32]) -> Groups<'static> {
        Groups { names: vec!["high", "low"], places: vec![0, 2], of_row: of_row.to_vec() }
    }

    #[test]
    fn every_customer_with_a_score_is_in_one_bar() {
        let bins = Bins::of(&[0.0, 1.0, f64::NAN, 0.5, 0.99], &groups(&[1, 0, 0, 2, 0])).expect("scores");
        assert_eq!((bins.min, bins.max), (0.0, 1.0));
        assert_eq!(bins.counts[0], [0, 1, 0]);
        assert_eq!(bins.counts[N_BARS - 1], [2, 0, 0]);
        assert_eq!(bins.counts[N_BARS / 2], [0, 0, 1]);
        assert_eq!(bins.counts.iter().flatten().sum::<u64>(), 4);
    }

    #[test]
    fn a_score_that_all_have_alike_and_one_that_nobody_has() {
        let bins = Bins::of(&[2.0, 2.0], &groups(&[0, 0])).expect("scores");
        assert_eq!((bins.min, bins.max), (1.5, 2.5));
        assert_eq!(Bins::of(&[f64::NAN], &groups(&[0])), None);
    }
}

//! The operation `export`: the card in a form that other programs score with.

use gridfolk_contract::reply::to_json;
use gridfolk_contract::{Answer, FromJson, Problem, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::{Condition, Scalar, Test};

use crate::algorithm::Card;
use crate::algorithm::attribute::Split;
use crate::algorithm::card::{By, CardPart};
use crate::contract::Grade;
use crate::model::{BinKind, Place, model_of, place};

mod pmml;
mod sql;

/// Parameters of `export`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct ExportRequest {
    /// The form.
    pub format: Format,
    /// The table's name in SQL; `customers` when absent.
    #[serde(default)]
    pub table: Option<String>,
}

/// Forms of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A query with one CASE for each column; missing is NULL.
    Sql,
    /// A Scorecard of the Predictive Model Markup Language, 4.4.
    Pmml,
    /// Base points, and a list of bins with their points.
    Json,
    /// The same list as comma-separated values.
    Table,
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportReply {
    /// The form.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub format: Format,
    /// The card in it.
    pub text: String,
}

/// One line of a card: a bin or one of its levels.
#[derive(Debug, Clone, PartialEq, ToJson)]
pub struct Line<'a> {
    /// The column's or the rule's name; empty for the base points.
    pub column: &'a str,
    /// `base`, `range`, `level`, `special`, `missing`, `other` (any other level), `rule` (`level` is the condition).
    pub kind: &'static str,
    /// Where the range begins; the code of a special bin of numbers.
    pub from: Option<f64>,
    /// Where the next range begins.
    pub to: Option<f64>,
    /// The level.
    pub level: Option<String>,
    /// Whole points; null where the card refuses the level.
    pub points: Option<i64>,
}

#[derive(ToJson)]
struct JsonCard<'a> {
    base_points: i64,
    bins: Vec<Line<'a>>,
    grades: &'a [Grade],
}

/// Writes the model.
///
/// # Errors
/// Everything that is wrong with params and model; a rule that the form has no words for.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model])?;
    let request: ExportRequest = call.params()?;
    let (card, _) = model_of(call)?;
    let text = match request.format {
        Format::Sql => sql::query(&card, request.table.as_deref().unwrap_or("customers"))?,
        Format::Pmml => pmml::document(&card)?,
        Format::Json => {
            let base_points = card.base.points as i64;
            to_json(&JsonCard { base_points, bins: lines(&card, Vec::new()), grades: &card.grades })
        }
        Format::Table => table_of(&card),
    };
    Ok(Answer::new(&ExportReply { format: request.format, text }))
}

/// Adds the lines of a card, part by part.
fn lines<'a>(card: &'a Card, mut lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    for part in &card.parts {
        for (bin, worth) in part.worths.iter().enumerate() {
            let points = Some(worth.points as i64);
            let line = Line { column: &part.name, kind: "rule", from: None, to: None, level: None, points };
            match &part.by {
                By::Condition(_) if bin == 0 => {}
                By::Condition(condition) => lines.push(Line { level: Some(condition.text()), ..line }),
                By::Split(split) => lines_of_bin(split, bin, card.refuses_unknown, &line, &mut lines),
            }
        }
    }
    lines
}

fn lines_of_bin<'a>(split: &Split, bin: usize, refuses_unknown: bool, line: &Line<'a>, lines: &mut Vec<Line<'a>>) {
    let Place { kind, from, to, levels } = place(split, bin);
    let (kind, points) = match kind {
        BinKind::Range => ("range", line.points),
        BinKind::Levels => ("level", line.points),
        BinKind::Special => ("special", line.points),
        BinKind::Missing => ("missing", line.points),
        BinKind::Other => ("other", line.points.filter(|_| !refuses_unknown)),
    };
    for at in 0..levels.map_or(1, Vec::len) {
        let level = levels.map(|levels| levels[at].clone());
        lines.push(Line { column: line.column, kind, from, to, level, points });
    }
}

/// Asks whether a row of a part falls into a bin, in the order of asking; tells the bin of all others, unless they are
/// refused. Both SQL and PMML take the first that is true.
fn questions(card: &Card, part: &CardPart, ask: &mut dyn FnMut(&Condition, usize)) -> Option<usize> {
    let split = match &part.by {
        By::Condition(condition) => {
            ask(condition, 1);
            return Some(0);
        }
        By::Split(split) => split,
    };
    let (n_ordinary, missing) = (split.n_ordinary(), split.missing());
    let mut ask = |test: Test, bin: usize| ask(&Condition::Column(part.name.clone(), test), bin);
    ask(Test::Missing(true), missing);
    let text = |level: &String| Scalar::Text(level.clone());
    for (at, code) in split.special.iter().enumerate() {
        ask(Test::Eq(Scalar::Number(*code)), n_ordinary + at);
    }
    for (bin, edge) in split.edges.iter().enumerate() {
        ask(Test::Lt(*edge), bin);
    }
    let (groups, special) = split.groups.split_at(if split.is_number { 0 } else { n_ordinary });
    for (at, level) in special.iter().flatten().enumerate() {
        ask(Test::Eq(text(level)), n_ordinary + at);
    }
    for (bin, group) in groups.iter().enumerate().filter(|(_, group)| !group.is_empty()) {
        ask(Test::In(group.iter().map(text).collect()), bin);
    }
    let other = if split.is_number { split.edges.len() } else { missing + 1 };
    (split.is_number || !card.refuses_unknown).then_some(other)
}

fn table_of(card: &Card) -> String {
    let mut text = "column,kind,from,to,level,points\n".to_owned();
    let base =
        Line { column: "", kind: "base", from: None, to: None, level: None, points: Some(card.base.points as i64) };
    for line in lines(card, vec![base]) {
        push_cell(&mut text, line.column);
        text.push(',');
        text.push_str(line.kind);
        for number in [line.from, line.to] {
            text.push(',');
            number.iter().for_each(|number| text.push_str(&to_json(number)));
        }
        text.push(',');
        line.level.iter().for_each(|level| push_cell(&mut text, level));
        text.push(',');
        line.points.iter().for_each(|points| text.push_str(&to_json(points)));
        text.push('\n');
    }
    text
}

fn push_cell(text: &mut String, cell: &str) {
    if cell.contains(['"', ',', '\n', '\r']) {
        push_quoted(text, '"', cell);
    } else {
        text.push_str(cell);
    }
}

/// A text in quotes, which are doubled within it.
fn push_quoted(text: &mut String, quote: char, inner: &str) {
    text.push(quote);
    for c in inner.chars() {
        if c == quote {
            text.push(quote);
        }
        text.push(c);
    }
    text.push(quote);
}

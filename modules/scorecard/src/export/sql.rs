//! A card as a query: what databases agree on, ISO 9075 without extensions.

use gridfolk_contract::reply::to_json;
use gridfolk_whatif::{Condition, Scalar, Test};

use crate::algorithm::Card;
use crate::algorithm::card::CardPart;
use crate::export::questions;
use crate::problem;
use gridfolk_contract::Problem;

/// Every row of the table with `points` and `grade`. A level that the card refuses makes both NULL.
///
/// # Errors
/// A rule that asks what a set holds.
pub(super) fn query(card: &Card, table: &str) -> Result<String, Problem> {
    let mut sum = to_json(&(card.base.points as i64));
    for part in &card.parts {
        sum.push_str("\n    + ");
        sum.push_str(&case_of(card, part)?);
    }
    let mut grade = String::new();
    for name in &card.grades {
        let name_text = text(&name.grade);
        grade.push_str(&match name.from {
            Some(from) => format!(" WHEN points >= {} THEN {name_text}", to_json(&from)),
            None => format!(" WHEN points IS NOT NULL THEN {name_text}"),
        });
    }
    let table = quoted_name(table);
    Ok(format!(
        "SELECT scored.*, CASE{grade} END AS grade\nFROM (\n  SELECT source.*,\n    {sum}\n    AS points\n  FROM {table} AS source\n) AS scored\n"
    ))
}

fn case_of(card: &Card, part: &CardPart) -> Result<String, Problem> {
    let points = |bin: usize| to_json(&(part.worths[bin].points as i64));
    let mut case = "CASE".to_owned();
    let (questions, other) = questions(card, part);
    for (condition, bin) in questions {
        let words = words(&condition).ok_or_else(|| problem::not_exportable(&part.name, "SQL"))?;
        case.push_str(&format!(" WHEN {words} THEN {}", points(bin)));
    }
    let other = other.map_or_else(|| "NULL".to_owned(), points);
    Ok(format!("{case} ELSE {other} END"))
}

/// A condition in SQL, whose three-valued logic is the same; none for sets of items.
fn words(condition: &Condition) -> Option<String> {
    let all = |of: &[Condition]| of.iter().map(words).collect::<Option<Vec<String>>>();
    Some(match condition {
        Condition::All(of) if of.is_empty() => "1 = 1".to_owned(),
        Condition::Any(of) if of.is_empty() => "1 = 0".to_owned(),
        Condition::All(of) => format!("({})", all(of)?.join(" AND ")),
        Condition::Any(of) => format!("({})", all(of)?.join(" OR ")),
        Condition::Not(of) => format!("NOT ({})", words(of)?),
        Condition::AtLeast(k, of) => {
            let of = all(of)?;
            // "0 +" keeps an empty list a sum.
            let n_true: String = of.iter().map(|words| format!(" + CASE WHEN {words} THEN 1 ELSE 0 END")).collect();
            let n_possible: String =
                of.iter().map(|words| format!(" + CASE WHEN NOT ({words}) THEN 0 ELSE 1 END")).collect();
            format!("CASE WHEN 0{n_true} >= {k} THEN 1 WHEN 0{n_possible} < {k} THEN 0 END = 1")
        }
        Condition::Column(column, test) => test_words(&quoted_name(column), test)?,
    })
}

fn test_words(column: &str, test: &Test) -> Option<String> {
    Some(match test {
        Test::Gte(bound) => format!("{column} >= {}", to_json(bound)),
        Test::Gt(bound) => format!("{column} > {}", to_json(bound)),
        Test::Lte(bound) => format!("{column} <= {}", to_json(bound)),
        Test::Lt(bound) => format!("{column} < {}", to_json(bound)),
        Test::Eq(value) => format!("{column} = {}", scalar(value)),
        // A test against nothing is unknown where the value is missing, else false.
        Test::In(values) if values.is_empty() => format!("{column} <> {column}"),
        Test::In(values) => format!("{column} IN ({})", values.iter().map(scalar).collect::<Vec<_>>().join(", ")),
        Test::Has(_) => return None,
        Test::Missing(true) => format!("{column} IS NULL"),
        Test::Missing(false) => format!("{column} IS NOT NULL"),
    })
}

fn scalar(value: &Scalar) -> String {
    match value {
        Scalar::Number(number) => to_json(number),
        Scalar::Text(level) => text(level),
    }
}

fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn quoted_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

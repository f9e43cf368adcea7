//! A card as a query: what databases agree on, ISO 9075 without extensions.

use gridfolk_contract::Problem;
use gridfolk_contract::reply::to_json;
use gridfolk_whatif::{Condition, Scalar, Test};

use crate::algorithm::Card;
use crate::algorithm::card::CardPart;
use crate::export::{push_quoted, questions};
use crate::problem;

/// Every row of the table with `points` and `grade`. A level that the card refuses makes both NULL.
///
/// # Errors
/// A rule that asks what a set holds.
pub(super) fn query(card: &Card, table: &str) -> Result<String, Problem> {
    let mut sql = "SELECT scored.*, CASE".to_owned();
    for name in &card.grades {
        sql.push_str(" WHEN points ");
        match name.from {
            Some(from) => push_number(&mut sql, ">= ", from),
            None => sql.push_str("IS NOT NULL"),
        }
        sql.push_str(" THEN ");
        push_quoted(&mut sql, '\'', &name.grade);
    }
    sql.push_str(" END AS grade\nFROM (\n  SELECT source.*,\n    ");
    push_points(&mut sql, card.base.points);
    for part in &card.parts {
        sql.push_str("\n    + ");
        push_case(&mut sql, card, part).ok_or_else(|| problem::not_exportable(&part.name, "SQL"))?;
    }
    sql.push_str("\n    AS points\n  FROM ");
    push_quoted(&mut sql, '"', table);
    sql.push_str(" AS source\n) AS scored\n");
    Ok(sql)
}

fn push_points(sql: &mut String, points: f64) {
    sql.push_str(&to_json(&(points as i64)));
}

fn push_number(sql: &mut String, operator: &str, number: f64) {
    sql.push_str(operator);
    sql.push_str(&to_json(&number));
}

fn push_case(sql: &mut String, card: &Card, part: &CardPart) -> Option<()> {
    sql.push_str("CASE");
    let mut is_told = true;
    let other = questions(card, part, &mut |condition, bin| {
        sql.push_str(" WHEN ");
        is_told = push_condition(sql, condition).is_some() && is_told;
        sql.push_str(" THEN ");
        push_points(sql, part.worths[bin].points);
    });
    sql.push_str(" ELSE ");
    match other {
        Some(bin) => push_points(sql, part.worths[bin].points),
        None => sql.push_str("NULL"),
    }
    sql.push_str(" END");
    is_told.then_some(())
}

/// A condition in SQL, whose three-valued logic is the same; none for sets of items.
fn push_condition(sql: &mut String, condition: &Condition) -> Option<()> {
    match condition {
        Condition::Column(column, test) => push_test(sql, column, test)?,
        Condition::Not(of) => push_each(sql, std::slice::from_ref(of.as_ref()), "NOT (", "", ")")?,
        Condition::All(of) if of.is_empty() => sql.push_str("1 = 1"),
        Condition::Any(of) if of.is_empty() => sql.push_str("1 = 0"),
        Condition::All(of) => push_each(sql, of, "(", " AND ", ")")?,
        Condition::Any(of) => push_each(sql, of, "(", " OR ", ")")?,
        Condition::AtLeast(k, of) => {
            // "0 +" keeps an empty list a sum.
            sql.push_str("CASE WHEN 0");
            for of in of {
                push_each(sql, std::slice::from_ref(of), " + CASE WHEN ", "", " THEN 1 ELSE 0 END")?;
            }
            sql.push_str(" >= ");
            push_points(sql, f64::from(*k));
            sql.push_str(" THEN 1 WHEN 0");
            for of in of {
                push_each(sql, std::slice::from_ref(of), " + CASE WHEN NOT (", "", ") THEN 0 ELSE 1 END")?;
            }
            sql.push_str(" < ");
            push_points(sql, f64::from(*k));
            sql.push_str(" THEN 0 END = 1");
        }
    }
    Some(())
}

fn push_each(sql: &mut String, of: &[Condition], before: &str, between: &str, after: &str) -> Option<()> {
    sql.push_str(before);
    for (at, condition) in of.iter().enumerate() {
        sql.push_str(if at > 0 { between } else { "" });
        push_condition(sql, condition)?;
    }
    sql.push_str(after);
    Some(())
}

fn push_test(sql: &mut String, column: &str, test: &Test) -> Option<()> {
    push_quoted(sql, '"', column);
    match test {
        Test::Gte(bound) => push_number(sql, " >= ", *bound),
        Test::Gt(bound) => push_number(sql, " > ", *bound),
        Test::Lte(bound) => push_number(sql, " <= ", *bound),
        Test::Lt(bound) => push_number(sql, " < ", *bound),
        Test::Eq(value) => push_scalar(sql, " = ", value),
        // A test against nothing is unknown where the value is missing, else false.
        Test::In(values) if values.is_empty() => {
            sql.push_str(" <> ");
            push_quoted(sql, '"', column);
        }
        Test::In(values) => {
            for (at, value) in values.iter().enumerate() {
                push_scalar(sql, if at > 0 { ", " } else { " IN (" }, value);
            }
            sql.push(')');
        }
        Test::Has(_) => return None,
        Test::Missing(is_missing) => sql.push_str(if *is_missing { " IS NULL" } else { " IS NOT NULL" }),
    }
    Some(())
}

fn push_scalar(sql: &mut String, operator: &str, value: &Scalar) {
    match value {
        Scalar::Number(number) => push_number(sql, operator, *number),
        Scalar::Text(level) => {
            sql.push_str(operator);
            push_quoted(sql, '\'', level);
        }
    }
}

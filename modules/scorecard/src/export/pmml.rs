//! A card as a Scorecard of PMML 4.4 (Data Mining Group): the first attribute whose predicate is true gives the
//! partial score; reason codes by points below the best.

use gridfolk_contract::reply::to_json;
use gridfolk_whatif::{Condition, Scalar, Test};

use crate::algorithm::Card;
use crate::algorithm::attribute::Split;
use crate::algorithm::card::{By, CardPart};
use crate::export::questions;
use crate::problem;
use gridfolk_contract::Problem;

/// The document.
///
/// # Errors
/// A rule that asks what a set holds, or how many of several conditions hold.
pub(super) fn document(card: &Card) -> Result<String, Problem> {
    let mut fields = Vec::new();
    let mut characteristics = String::new();
    for part in &card.parts {
        let attributes = attributes(card, part, &mut fields);
        let attributes = attributes.ok_or_else(|| problem::not_exportable(&part.name, "PMML"))?;
        let name = escaped(&part.name);
        let most = to_json(&part.most());
        characteristics.push_str(&format!(
            "<Characteristic name=\"{name}\" reasonCode=\"{name}\" baselineScore=\"{most}\">{attributes}</Characteristic>\n"
        ));
    }
    let dictionary: String = fields
        .iter()
        .map(|(name, is_number)| {
            let (optype, kind) = if *is_number { ("continuous", "double") } else { ("categorical", "string") };
            format!("<DataField name=\"{}\" optype=\"{optype}\" dataType=\"{kind}\"/>\n", escaped(name))
        })
        .collect();
    let schema: String = fields
        .iter()
        .map(|(name, _)| format!("<MiningField name=\"{}\" invalidValueTreatment=\"asIs\"/>\n", escaped(name)))
        .collect();
    let base = to_json(&card.base.points);
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\">\n\
         <Header/>\n<DataDictionary>\n{dictionary}</DataDictionary>\n\
         <Scorecard modelName=\"scorecard\" functionName=\"regression\" useReasonCodes=\"true\" \
         reasonCodeAlgorithm=\"pointsBelow\" initialScore=\"{base}\">\n\
         <MiningSchema>\n{schema}</MiningSchema>\n\
         <Output>\n<OutputField name=\"points\" feature=\"predictedValue\" optype=\"continuous\" dataType=\"double\"/>\n\
         </Output>\n<Characteristics>\n{characteristics}</Characteristics>\n</Scorecard>\n</PMML>\n"
    ))
}

/// Attributes of a part; the fields that they name are noted with whether they hold numbers.
fn attributes(card: &Card, part: &CardPart, fields: &mut Vec<(String, bool)>) -> Option<String> {
    let mut attributes = String::new();
    let mut add = |predicate: String, bin: usize| {
        let points = to_json(&part.worths[bin].points);
        attributes.push_str(&format!("<Attribute partialScore=\"{points}\">{predicate}</Attribute>"));
    };
    if let By::Split(split) = &part.by {
        note(fields, &part.name, matches!(split, Split::Number { .. }));
    }
    let (questions, other) = questions(card, part);
    for (condition, bin) in questions {
        add(predicate(&condition, false, fields)?, bin);
    }
    if let Some(other) = other {
        add("<True/>".to_owned(), other);
    }
    Some(attributes)
}

/// Notes what a field holds; a later note takes the place of an earlier one.
fn note(fields: &mut Vec<(String, bool)>, column: &str, is_number: bool) {
    fields.retain(|(name, _)| name != column);
    fields.push((column.to_owned(), is_number));
}

/// A condition as a predicate, or its negation: PMML has no word for not.
fn predicate(condition: &Condition, is_negated: bool, fields: &mut Vec<(String, bool)>) -> Option<String> {
    let (of, is_all) = match condition {
        Condition::Not(of) => return predicate(of, !is_negated, fields),
        Condition::Column(column, test) => return test_predicate(column, test, is_negated, fields),
        Condition::AtLeast(..) => return None,
        Condition::All(of) => (of, true),
        Condition::Any(of) => (of, false),
    };
    let predicates: Vec<String> = of.iter().map(|of| predicate(of, is_negated, fields)).collect::<Option<_>>()?;
    Some(match (predicates.is_empty(), is_all != is_negated) {
        (true, true) => "<True/>".to_owned(),
        (true, false) => "<False/>".to_owned(),
        (false, true) => compound("and", &predicates),
        (false, false) => compound("or", &predicates),
    })
}

fn test_predicate(column: &str, test: &Test, is_negated: bool, fields: &mut Vec<(String, bool)>) -> Option<String> {
    let pick = |plain: &'static str, negated: &'static str| if is_negated { negated } else { plain };
    let is_number = match test {
        Test::Eq(Scalar::Text(_)) => false,
        Test::In(values) => !matches!(values.first(), Some(Scalar::Text(_))),
        Test::Missing(_) => !fields.iter().any(|(name, is_number)| name == column && !is_number),
        _ => true,
    };
    note(fields, column, is_number);
    let order = |operator, bound: &f64| simple(column, operator, &to_json(bound));
    Some(match test {
        Test::Gte(bound) => order(pick("greaterOrEqual", "lessThan"), bound),
        Test::Gt(bound) => order(pick("greaterThan", "lessOrEqual"), bound),
        Test::Lte(bound) => order(pick("lessOrEqual", "greaterThan"), bound),
        Test::Lt(bound) => order(pick("lessThan", "greaterOrEqual"), bound),
        Test::Eq(value) => simple(column, pick("equal", "notEqual"), &scalar(value)),
        Test::In(values) => {
            let each = values.iter().map(|value| simple(column, pick("equal", "notEqual"), &scalar(value)));
            let each: Vec<String> = each.collect();
            if each.is_empty() {
                return None;
            }
            compound(pick("or", "and"), &each)
        }
        Test::Has(_) => return None,
        Test::Missing(wanted) => missing(column, *wanted != is_negated),
    })
}

fn scalar(value: &Scalar) -> String {
    match value {
        Scalar::Number(number) => to_json(number),
        Scalar::Text(text) => text.clone(),
    }
}

fn simple(field: &str, operator: &str, value: &str) -> String {
    format!("<SimplePredicate field=\"{}\" operator=\"{operator}\" value=\"{}\"/>", escaped(field), escaped(value))
}

fn missing(field: &str, is_missing: bool) -> String {
    let operator = if is_missing { "isMissing" } else { "isNotMissing" };
    format!("<SimplePredicate field=\"{}\" operator=\"{operator}\"/>", escaped(field))
}

fn compound(operator: &str, predicates: &[String]) -> String {
    match predicates {
        [one] => one.clone(),
        _ => {
            format!("<CompoundPredicate booleanOperator=\"{operator}\">{}</CompoundPredicate>", predicates.concat())
        }
    }
}

/// A text in an attribute; a character that XML cannot hold becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

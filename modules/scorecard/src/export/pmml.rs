//! A card as a Scorecard of PMML 4.4 (Data Mining Group): the first attribute whose predicate is true gives the
//! partial score; reason codes by points below the best.

use gridfolk_contract::Problem;
use gridfolk_contract::reply::to_json;
use gridfolk_whatif::{Condition, Scalar, Test};

use crate::algorithm::Card;
use crate::algorithm::card::{By, CardPart};
use crate::export::questions;
use crate::problem;

/// Names of fields, and whether they hold numbers.
type Fields = Vec<(String, bool)>;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" \
    version=\"4.4\">\n<Header/>\n<DataDictionary>\n";
const SCORECARD: &str = "</DataDictionary>\n<Scorecard modelName=\"scorecard\" functionName=\"regression\" \
    useReasonCodes=\"true\" reasonCodeAlgorithm=\"pointsBelow\" initialScore=\"";
const OUTPUT: &str = "</MiningSchema>\n<Output>\n<OutputField name=\"points\" feature=\"predictedValue\" \
    optype=\"continuous\" dataType=\"double\"/>\n</Output>\n<Characteristics>\n";

/// The document.
///
/// # Errors
/// A rule that asks what a set holds, or how many of several conditions hold.
pub(super) fn document(card: &Card) -> Result<String, Problem> {
    // The fields come before the parts that name them.
    let (mut fields, mut characteristics) = (Vec::new(), String::new());
    for part in &card.parts {
        push_characteristic(&mut characteristics, card, part, &mut fields)
            .ok_or_else(|| problem::not_exportable(&part.name, "PMML"))?;
    }
    let mut pmml = HEAD.to_owned();
    for (name, is_number) in &fields {
        push_name(&mut pmml, "<DataField name=\"", name);
        pmml.push_str(match is_number {
            true => "\" optype=\"continuous\" dataType=\"double\"/>\n",
            false => "\" optype=\"categorical\" dataType=\"string\"/>\n",
        });
    }
    push_number(&mut pmml, SCORECARD, card.base.points);
    pmml.push_str("\">\n<MiningSchema>\n");
    for (name, _) in &fields {
        push_name(&mut pmml, "<MiningField name=\"", name);
        pmml.push_str("\" invalidValueTreatment=\"asIs\"/>\n");
    }
    pmml.push_str(OUTPUT);
    pmml.push_str(&characteristics);
    pmml.push_str("</Characteristics>\n</Scorecard>\n</PMML>\n");
    Ok(pmml)
}

fn push_number(pmml: &mut String, before: &str, number: f64) {
    pmml.push_str(before);
    pmml.push_str(&to_json(&number));
}

/// The fields that the part's conditions name are noted with whether they hold numbers.
fn push_characteristic(pmml: &mut String, card: &Card, part: &CardPart, fields: &mut Fields) -> Option<()> {
    push_name(pmml, "<Characteristic name=\"", &part.name);
    push_name(pmml, "\" reasonCode=\"", &part.name);
    push_number(pmml, "\" baselineScore=\"", part.most());
    pmml.push_str("\">");
    if let By::Split(split) = &part.by {
        note(fields, &part.name, split.is_number);
    }
    let mut is_told = true;
    let begin = |pmml: &mut String, bin: usize| {
        push_number(pmml, "<Attribute partialScore=\"", part.worths[bin].points);
        pmml.push_str("\">");
    };
    let other = questions(card, part, &mut |condition, bin| {
        begin(pmml, bin);
        is_told = push_predicate(pmml, condition, false, fields).is_some() && is_told;
        pmml.push_str("</Attribute>");
    });
    if let Some(other) = other {
        begin(pmml, other);
        pmml.push_str("<True/></Attribute>");
    }
    pmml.push_str("</Characteristic>\n");
    is_told.then_some(())
}

/// Notes what a field holds; a later note takes the place of an earlier one.
fn note(fields: &mut Fields, column: &str, is_number: bool) {
    if let Some(at) = fields.iter().position(|(name, _)| name == column) {
        fields.remove(at);
    }
    fields.push((column.to_owned(), is_number));
}

/// A condition as a predicate, or its negation: PMML has no word for not.
fn push_predicate(pmml: &mut String, condition: &Condition, is_negated: bool, fields: &mut Fields) -> Option<()> {
    let (of, is_all) = match condition {
        Condition::Not(of) => return push_predicate(pmml, of, !is_negated, fields),
        Condition::Column(column, test) => return push_test(pmml, column, test, is_negated, fields),
        Condition::AtLeast(..) => return None,
        Condition::All(of) => (of, !is_negated),
        Condition::Any(of) => (of, is_negated),
    };
    if of.is_empty() {
        pmml.push_str(if is_all { "<True/>" } else { "<False/>" });
    }
    begin_compound(pmml, is_all, of.len());
    for condition in of {
        push_predicate(pmml, condition, is_negated, fields)?;
    }
    end_compound(pmml, of.len());
    Some(())
}

fn begin_compound(pmml: &mut String, is_all: bool, n: usize) {
    if n > 1 {
        pmml.push_str("<CompoundPredicate booleanOperator=\"");
        pmml.push_str(if is_all { "and\">" } else { "or\">" });
    }
}

fn end_compound(pmml: &mut String, n: usize) {
    if n > 1 {
        pmml.push_str("</CompoundPredicate>");
    }
}

fn push_test(pmml: &mut String, column: &str, test: &Test, is_negated: bool, fields: &mut Fields) -> Option<()> {
    let is_number = match test {
        Test::Eq(Scalar::Text(_)) => false,
        Test::In(values) => !matches!(values.first(), Some(Scalar::Text(_))),
        Test::Missing(_) => !fields.iter().any(|(name, is_number)| name == column && !is_number),
        _ => true,
    };
    note(fields, column, is_number);
    let (plain, negated, bound) = match test {
        Test::Gte(bound) => ("greaterOrEqual", "lessThan", bound),
        Test::Gt(bound) => ("greaterThan", "lessOrEqual", bound),
        Test::Lte(bound) => ("lessOrEqual", "greaterThan", bound),
        Test::Lt(bound) => ("lessThan", "greaterOrEqual", bound),
        Test::Eq(value) => {
            push_equal(pmml, column, std::slice::from_ref(value), is_negated);
            return Some(());
        }
        Test::In(values) if values.is_empty() => return None,
        Test::In(values) => {
            push_equal(pmml, column, values, is_negated);
            return Some(());
        }
        Test::Has(_) => return None,
        Test::Missing(wanted) => {
            push_simple(pmml, column, if *wanted != is_negated { "isMissing" } else { "isNotMissing" });
            pmml.push_str("\"/>");
            return Some(());
        }
    };
    push_simple(pmml, column, if is_negated { negated } else { plain });
    push_number(pmml, "\" value=\"", *bound);
    pmml.push_str("\"/>");
    Some(())
}

/// Whether a field is one of some values, or none of them.
fn push_equal(pmml: &mut String, field: &str, values: &[Scalar], is_negated: bool) {
    begin_compound(pmml, is_negated, values.len());
    for value in values {
        push_simple(pmml, field, if is_negated { "notEqual" } else { "equal" });
        match value {
            Scalar::Number(number) => push_number(pmml, "\" value=\"", *number),
            Scalar::Text(text) => push_name(pmml, "\" value=\"", text),
        }
        pmml.push_str("\"/>");
    }
    end_compound(pmml, values.len());
}

fn push_simple(pmml: &mut String, field: &str, operator: &str) {
    push_name(pmml, "<SimplePredicate field=\"", field);
    pmml.push_str("\" operator=\"");
    pmml.push_str(operator);
}

/// A text in an attribute; a character that XML cannot hold becomes U+FFFD.
fn push_name(pmml: &mut String, before: &str, text: &str) {
    pmml.push_str(before);
    for c in text.chars() {
        let escaped = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\n' => "&#10;",
            '\r' => "&#13;",
            '\t' => "&#9;",
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
            other => {
                pmml.push(other);
                continue;
            }
        };
        pmml.push_str(escaped);
    }
}

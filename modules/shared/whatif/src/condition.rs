//! The condition grammar as JSON: used wherever rows are chosen (`where`, tags, rules, strategies).
//!
//! ```
//! use gridfolk_contract::request::parse;
//! use gridfolk_whatif::Condition;
//! let json = r#"{"all":[{"column":"arrears_days","gte":20.0},{"not":{"column":"tariff","in":["tou"]}}]}"#;
//! let condition: Condition = parse(json, "").unwrap();
//! assert_eq!(condition.to_string(), r#"arrears_days >= 20 AND NOT tariff IN ("tou")"#);
//! assert_eq!(serde_json::to_string(&condition).unwrap(), json);
//! ```

use gridfolk_contract::FromJson;
use gridfolk_contract::read::{Fault, Node};
use serde::Serialize;

/// A condition on the columns of one row; true, false or unknown (where a value is missing).
#[derive(Debug, Clone, PartialEq, Serialize, FromJson)]
#[serde(try_from = "Shape", into = "Shape")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Condition {
    /// Every one holds; an empty list holds.
    All(Vec<Condition>),
    /// At least one holds; an empty list does not hold.
    Any(Vec<Condition>),
    /// The condition does not hold.
    Not(Box<Condition>),
    /// At least so many hold.
    AtLeast(u32, Vec<Condition>),
    /// A test of one column.
    Column(String, Test),
}

/// A test of one value. Orders are for number columns; `has` for item columns.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Test {
    /// At least.
    Gte(f64),
    /// More than.
    Gt(f64),
    /// At most.
    Lte(f64),
    /// Less than.
    Lt(f64),
    /// Equal to a number or a level.
    Eq(Scalar),
    /// Equal to one of them.
    In(Vec<Scalar>),
    /// The set holds the item.
    Has(String),
    /// The value is missing (true) or present (false); never unknown.
    Missing(bool),
}

/// A number or the text of a level.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Scalar {
    /// A number.
    Number(f64),
    /// A level's text.
    Text(String),
}

impl FromJson for Scalar {
    fn from_json(node: &Node) -> Result<Self, Fault> {
        match number_or_text(node) {
            Some(Some(scalar)) => Ok(scalar),
            _ => Err(Fault::refused("data did not match any variant of untagged enum Scalar")),
        }
    }
}

/// What is a number, a text, or null (none in some); none where it is something else.
pub(crate) fn number_or_text(node: &Node) -> Option<Option<Scalar>> {
    match node {
        Node::Null => Some(None),
        Node::Text(text) => Some(Some(Scalar::Text(text.clone()))),
        number => f64::from_json(number).ok().map(|number| Some(Scalar::Number(number))),
    }
}

impl Condition {
    /// The tests of columns, from left to right.
    pub fn tests(&self) -> Vec<(&str, &Test)> {
        let mut tests = Vec::new();
        self.add_tests(&mut tests);
        tests
    }

    fn add_tests<'a>(&'a self, tests: &mut Vec<(&'a str, &'a Test)>) {
        match self {
            Condition::All(list) | Condition::Any(list) | Condition::AtLeast(_, list) => {
                list.iter().for_each(|condition| condition.add_tests(tests));
            }
            Condition::Not(not) => not.add_tests(tests),
            Condition::Column(column, test) => tests.push((column, test)),
        }
    }

    /// The test with this number, as [`Condition::tests`] counts them, for one who writes another
    /// condition in its place.
    pub fn test_mut(&mut self, index: usize) -> Option<&mut Condition> {
        self.nth_test(&mut { index })
    }

    fn nth_test(&mut self, left: &mut usize) -> Option<&mut Condition> {
        match self {
            Condition::All(list) | Condition::Any(list) | Condition::AtLeast(_, list) => {
                list.iter_mut().find_map(|condition| condition.nth_test(left))
            }
            Condition::Not(not) => not.nth_test(left),
            Condition::Column(..) if *left == 0 => Some(self),
            Condition::Column(..) => {
                *left -= 1;
                None
            }
        }
    }
}

/// The JSON object: exactly one kind of condition.
#[derive(Default, Serialize, FromJson)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Condition", inline))]
struct Shape {
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not: Option<Box<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<(u32, Vec<Condition>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gte: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gt: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lte: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lt: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eq: Option<Scalar>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    one_of: Option<Vec<Scalar>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<bool>,
}

impl TryFrom<Shape> for Condition {
    type Error = &'static str;

    fn try_from(shape: Shape) -> Result<Self, Self::Error> {
        let tests = [
            shape.gte.map(Test::Gte),
            shape.gt.map(Test::Gt),
            shape.lte.map(Test::Lte),
            shape.lt.map(Test::Lt),
            shape.eq.map(Test::Eq),
            shape.one_of.map(Test::In),
            shape.has.map(Test::Has),
            shape.missing.map(Test::Missing),
        ];
        let mut tests = tests.into_iter().flatten();
        let test = (tests.next(), tests.next());
        match (shape.all, shape.any, shape.not, shape.at_least, shape.column, test) {
            (Some(all), None, None, None, None, (None, _)) => Ok(Condition::All(all)),
            (None, Some(any), None, None, None, (None, _)) => Ok(Condition::Any(any)),
            (None, None, Some(not), None, None, (None, _)) => Ok(Condition::Not(not)),
            (None, None, None, Some((k, of)), None, (None, _)) => Ok(Condition::AtLeast(k, of)),
            (None, None, None, None, Some(column), (Some(test), None)) => Ok(Condition::Column(column, test)),
            _ => Err("a condition is one of all, any, not, at_least, or column with exactly one of \
                      gte, gt, lte, lt, eq, in, has, missing"),
        }
    }
}

impl From<Condition> for Shape {
    fn from(condition: Condition) -> Self {
        let mut shape = Shape::default();
        match condition {
            Condition::All(all) => shape.all = Some(all),
            Condition::Any(any) => shape.any = Some(any),
            Condition::Not(not) => shape.not = Some(not),
            Condition::AtLeast(k, of) => shape.at_least = Some((k, of)),
            Condition::Column(column, test) => {
                shape.column = Some(column);
                match test {
                    Test::Gte(bound) => shape.gte = Some(bound),
                    Test::Gt(bound) => shape.gt = Some(bound),
                    Test::Lte(bound) => shape.lte = Some(bound),
                    Test::Lt(bound) => shape.lt = Some(bound),
                    Test::Eq(scalar) => shape.eq = Some(scalar),
                    Test::In(scalars) => shape.one_of = Some(scalars),
                    Test::Has(item) => shape.has = Some(item),
                    Test::Missing(is_missing) => shape.missing = Some(is_missing),
                }
            }
        }
        shape
    }
}

#[cfg(test)]
mod tests {
    use gridfolk_contract::request::parse;

    use super::*;

    #[test]
    fn anything_but_one_kind_of_condition_is_refused() {
        for json in [
            "{}",
            r#"{"column":"a"}"#,
            r#"{"gte":1}"#,
            r#"{"column":"a","gte":1,"lt":2}"#,
            r#"{"all":[],"any":[]}"#,
            r#"{"all":[],"gte":1}"#,
            r#"{"column":"a","equals":1}"#,
            r#"{"column":"a","eq":null}"#,
        ] {
            assert!(parse::<Condition>(json, "").is_err(), "{json}");
        }
    }

    #[test]
    fn tests_are_found_by_their_number() {
        let json = r#"{"all":[{"column":"a","gt":1.0},{"not":{"at_least":[1,[{"column":"b","lt":2.0}]]}},{"column":"a","lt":9.0}]}"#;
        let mut condition: Condition = parse(json, "").unwrap();
        let columns: Vec<&str> = condition.tests().into_iter().map(|(column, _)| column).collect();
        assert_eq!(columns, ["a", "b", "a"]);
        *condition.test_mut(1).unwrap() = Condition::All(Vec::new());
        assert_eq!(condition.to_string(), "a > 1 AND NOT AT LEAST 1 OF (TRUE) AND a < 9");
        assert_eq!(condition.test_mut(2), None);
    }

    #[test]
    fn every_kind_reads_and_writes_the_same() {
        for json in [
            r#"{"any":[{"column":"a","gt":1.5},{"column":"b","lte":2.0},{"column":"c","lt":-1.0}]}"#,
            r#"{"at_least":[2,[{"column":"a","eq":"x"},{"column":"b","has":"old"},{"column":"c","missing":true}]]}"#,
            r#"{"not":{"column":"a","in":[1.0,"x"]}}"#,
        ] {
            let condition: Condition = parse(json, "").unwrap();
            assert_eq!(serde_json::to_string(&condition).unwrap(), json);
        }
    }
}

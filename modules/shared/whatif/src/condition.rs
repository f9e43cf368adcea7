//! The condition grammar as JSON: used wherever rows are chosen (`where`, tags, rules, strategies).
//!
//! ```
//! use gridfolk_contract::reply::to_json;
//! use gridfolk_contract::request::parse;
//! use gridfolk_whatif::Condition;
//! let json = r#"{"all":[{"column":"arrears_days","gte":20.0},{"not":{"column":"tariff","in":["tou"]}}]}"#;
//! let condition: Condition = parse(json, "").unwrap();
//! assert_eq!(condition.to_string(), r#"arrears_days >= 20 AND NOT tariff IN ("tou")"#);
//! assert_eq!(to_json(&condition), json);
//! ```

use gridfolk_contract::FromJson;
use gridfolk_contract::read::{Fault, Node, Slot};
use gridfolk_contract::write::{JsonText, ToJson};

/// A condition on the columns of one row; true, false or unknown (where a value is missing).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "Shape"))]
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
#[derive(Debug, Clone, PartialEq, ToJson)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum Scalar {
    /// A number.
    Number(f64),
    /// A level's text.
    Text(String),
}

impl Slot for Scalar {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        let Some(Some(scalar)) = number_or_text(node) else {
            return Err(Fault::refused("data did not match any variant of untagged enum Scalar"));
        };
        *self = scalar;
        Ok(())
    }
}

impl FromJson for Scalar {
    fn blank() -> Self {
        Scalar::Number(0.0)
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

const COLUMN: &str = "column";
const JOINS: [&str; 4] = ["all", "any", "not", "at_least"];

/// The fields of the JSON object, a condition or a column with its test.
static FIELDS: [&str; 13] =
    ["all", "any", "not", "at_least", COLUMN, "gte", "gt", "lte", "lt", "eq", "in", "has", "missing"];

impl Slot for Condition {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        let given = node.members("struct Shape", &FIELDS)?;
        *self = match *given {
            [(name, of)] if JOINS.contains(&name) => Condition::join(name, of).map_err(|fault| fault.below(name))?,
            [(COLUMN, column), (name, value)] | [(name, value), (COLUMN, column)] if !JOINS.contains(&name) => {
                let column = String::from_json(column).map_err(|fault| fault.below(COLUMN))?;
                Condition::Column(column, Test::read(name, value).map_err(|fault| fault.below(name))?)
            }
            _ => {
                return Err(Fault::refused(
                    "a condition is one of all, any, not, at_least, or column with exactly one of \
                     gte, gt, lte, lt, eq, in, has, missing",
                ));
            }
        };
        Ok(())
    }
}

impl FromJson for Condition {
    fn blank() -> Self {
        Condition::All(Vec::new())
    }
}

impl Condition {
    fn join(name: &str, of: &Node) -> Result<Self, Fault> {
        Ok(match name {
            "all" => Condition::All(Vec::from_json(of)?),
            "any" => Condition::Any(Vec::from_json(of)?),
            "not" => Condition::Not(Box::from_json(of)?),
            _ => {
                let (k, of) = FromJson::from_json(of)?;
                Condition::AtLeast(k, of)
            }
        })
    }
}

impl Test {
    fn read(name: &str, value: &Node) -> Result<Self, Fault> {
        Ok(match name {
            "gte" => Test::Gte(f64::from_json(value)?),
            "gt" => Test::Gt(f64::from_json(value)?),
            "lte" => Test::Lte(f64::from_json(value)?),
            "lt" => Test::Lt(f64::from_json(value)?),
            "eq" => Test::Eq(Scalar::from_json(value)?),
            "in" => Test::In(Vec::from_json(value)?),
            "has" => Test::Has(String::from_json(value)?),
            _ => Test::Missing(bool::from_json(value)?),
        })
    }
}

/// The JSON object: exactly one kind of condition; for its schema alone.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(rename = "Condition", inline, deny_unknown_fields)]
#[allow(dead_code, reason = "only its schema is asked for")]
struct Shape {
    all: Option<Vec<Condition>>,
    any: Option<Vec<Condition>>,
    not: Option<Box<Condition>>,
    at_least: Option<(u32, Vec<Condition>)>,
    column: Option<String>,
    gte: Option<f64>,
    gt: Option<f64>,
    lte: Option<f64>,
    lt: Option<f64>,
    eq: Option<Scalar>,
    #[schemars(rename = "in")]
    one_of: Option<Vec<Scalar>>,
    has: Option<String>,
    missing: Option<bool>,
}

impl ToJson for Condition {
    fn write_json(&self, text: &mut JsonText) {
        text.word("{");
        match self {
            Condition::All(all) => text.member("all", all),
            Condition::Any(any) => text.member("any", any),
            Condition::Not(not) => text.member("not", not),
            Condition::AtLeast(k, of) => text.member("at_least", &(*k, of)),
            Condition::Column(column, test) => {
                text.member("column", column);
                match test {
                    Test::Gte(bound) => text.member("gte", bound),
                    Test::Gt(bound) => text.member("gt", bound),
                    Test::Lte(bound) => text.member("lte", bound),
                    Test::Lt(bound) => text.member("lt", bound),
                    Test::Eq(scalar) => text.member("eq", scalar),
                    Test::In(scalars) => text.member("in", scalars),
                    Test::Has(item) => text.member("has", item),
                    Test::Missing(is_missing) => text.member("missing", is_missing),
                }
            }
        }
        text.word("}");
    }
}

#[cfg(feature = "schema")]
impl serde::Serialize for Condition {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        gridfolk_contract::write::by_serde(self, serializer)
    }
}

#[cfg(test)]
mod tests {
    use gridfolk_contract::reply::to_json;
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
            assert_eq!(to_json(&condition), json);
        }
    }
}

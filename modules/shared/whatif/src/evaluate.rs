//! Conditions over the rows of a table, three-valued (Kleene): a test of a missing value is unknown,
//! and unknown stays unknown unless the rest decides.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::told::Figure;
use gridfolk_contract::{Category, Items, MISSING_CODE, Problem, Table, Values};

use crate::condition::{Condition, Scalar, Test};

/// Columns by name: a table, or a table with edits.
pub trait Columns {
    /// Number of rows.
    fn n_rows(&self) -> usize;
    /// The values of the column of that name.
    fn values(&self, name: &str) -> Option<&Values>;
}

impl Columns for Table {
    fn n_rows(&self) -> usize {
        Table::n_rows(self)
    }

    fn values(&self, name: &str) -> Option<&Values> {
        self.column(name).map(|column| &column.values)
    }
}

/// False, unknown or true, in this order: `all` is the minimum, `any` the maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It does not hold.
    False,
    /// A missing value leaves it open.
    Unknown,
    /// It holds.
    True,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Truth::True } else { Truth::False }
    }
}

impl Truth {
    fn not(self) -> Self {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}

impl Condition {
    /// Whether each row meets the condition, which stands at `pointer` in the request.
    ///
    /// # Errors
    /// `condition_column_missing` and `condition_wrong_kind`, with the place of the test.
    pub fn evaluate(&self, columns: &dyn Columns, pointer: &str) -> Result<Vec<Truth>, Problem> {
        match self {
            // The minimum of truths, and the maximum.
            Condition::All(all) => at_least(all.len() as u32, all, columns, &pointer_join(pointer, "all")),
            Condition::Any(any) => at_least(1, any, columns, &pointer_join(pointer, "any")),
            Condition::Not(not) => {
                let mut truths = not.evaluate(columns, &pointer_join(pointer, "not"))?;
                truths.iter_mut().for_each(|truth| *truth = truth.not());
                Ok(truths)
            }
            Condition::AtLeast(k, of) => {
                at_least(*k, of, columns, &pointer_join(&pointer_join(pointer, "at_least"), "1"))
            }
            Condition::Column(name, test) => {
                let values = columns.values(name).ok_or_else(|| no_column(name, pointer))?;
                test.evaluate(values).ok_or_else(|| wrong_kind(name, test, values.kind(), pointer))
            }
        }
    }
}

/// Whether so many of the conditions hold.
fn at_least(k: u32, of: &[Condition], columns: &dyn Columns, pointer: &str) -> Result<Vec<Truth>, Problem> {
    let mut counts = vec![(0u32, 0u32); columns.n_rows()];
    for (index, condition) in of.iter().enumerate() {
        let truths = condition.evaluate(columns, &pointer_join(pointer, index))?;
        for ((n_true, n_possible), truth) in counts.iter_mut().zip(truths) {
            *n_true += u32::from(truth == Truth::True);
            *n_possible += u32::from(truth != Truth::False);
        }
    }
    let decide = |(n_true, n_possible)| match (n_true >= k, n_possible < k) {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        _ => Truth::Unknown,
    };
    Ok(counts.into_iter().map(decide).collect())
}

fn number(scalar: &Scalar) -> Option<f64> {
    match scalar {
        Scalar::Number(number) => Some(*number),
        Scalar::Text(_) => None,
    }
}

impl Test {
    /// The test of every row, or nothing where it does not suit the kind of column.
    fn evaluate(&self, values: &Values) -> Option<Vec<Truth>> {
        match (self, values) {
            (Test::Missing(wanted), values) => Some(missing(values, *wanted)),
            (Test::Has(item), Values::Items(items)) => Some(has(items, item)),
            (Test::Has(_), _) | (_, Values::Items(_)) => None,
            (test, Values::Number(numbers)) => test.evaluate_numbers(numbers),
            (test, Values::Category(category)) => test.evaluate_levels(category),
        }
    }

    fn evaluate_numbers(&self, numbers: &[f64]) -> Option<Vec<Truth>> {
        if let Test::In(scalars) = self {
            let mut wanted = Vec::with_capacity(scalars.len());
            for scalar in scalars {
                wanted.push(number(scalar)?);
            }
            return Some(test_numbers(numbers, |value| wanted.contains(&value)));
        }
        let (least, most) = self.range()?;
        Some(test_numbers(numbers, |value| least <= value && value <= most))
    }

    /// The least and the greatest number that pass, of a test that is about one range of numbers.
    fn range(&self) -> Option<(f64, f64)> {
        match self {
            Test::Gte(bound) => Some((*bound, f64::INFINITY)),
            Test::Gt(bound) => Some((bound.next_up(), f64::INFINITY)),
            Test::Lte(bound) => Some((f64::NEG_INFINITY, *bound)),
            Test::Lt(bound) => Some((f64::NEG_INFINITY, bound.next_down())),
            Test::Eq(scalar) => number(scalar).map(|number| (number, number)),
            Test::In(_) | Test::Has(_) | Test::Missing(_) => None,
        }
    }

    fn evaluate_levels(&self, category: &Category) -> Option<Vec<Truth>> {
        let scalars = match self {
            Test::Eq(scalar) => std::slice::from_ref(scalar),
            Test::In(scalars) => scalars,
            _ => return None,
        };
        if scalars.iter().any(|scalar| matches!(scalar, Scalar::Number(_))) {
            return None;
        }
        let is_wanted =
            |level: &String| scalars.iter().any(|scalar| matches!(scalar, Scalar::Text(text) if text == level));
        let truths: Vec<Truth> = category.levels.iter().map(|level| is_wanted(level).into()).collect();
        // A missing cell's code has no level.
        let of_code = |&code: &u32| truths.get(code as usize).copied().unwrap_or(Truth::Unknown);
        Some(category.codes.iter().map(of_code).collect())
    }

    /// The word for the test in messages and in the JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Test::Gte(_) => "gte",
            Test::Gt(_) => "gt",
            Test::Lte(_) => "lte",
            Test::Lt(_) => "lt",
            Test::Eq(_) => "eq",
            Test::In(_) => "in",
            Test::Has(_) => "has",
            Test::Missing(_) => "missing",
        }
    }
}

fn test_numbers(numbers: &[f64], holds: impl Fn(f64) -> bool) -> Vec<Truth> {
    numbers.iter().map(|&value| if value.is_nan() { Truth::Unknown } else { holds(value).into() }).collect()
}

/// Whether each row is missing, or is not, as wanted; an empty set is not missing.
fn missing(values: &Values, wanted: bool) -> Vec<Truth> {
    match values {
        Values::Number(numbers) => numbers.iter().map(|value| (value.is_nan() == wanted).into()).collect(),
        Values::Category(category) => {
            category.codes.iter().map(|&code| ((code == MISSING_CODE) == wanted).into()).collect()
        }
        Values::Items(items) => vec![Truth::from(!wanted); items.ends.len()],
    }
}

fn has(items: &Items, item: &str) -> Vec<Truth> {
    let code = items.levels.iter().position(|level| level == item).map(|code| code as u32);
    let holds = |row| code.is_some_and(|code| items.row(row).contains(&code));
    (0..items.ends.len()).map(|row| holds(row).into()).collect()
}

fn no_column(name: &str, pointer: &str) -> Problem {
    let pointer = pointer_join(pointer, "column");
    let rule = "is {column}; the table has no such column";
    Problem::of_field("condition_column_missing", &pointer, rule, &[("column", Figure::Name(name))])
}

fn wrong_kind(name: &str, test: &Test, kind: &str, pointer: &str) -> Problem {
    let pointer = pointer_join(pointer, test.name());
    let rule = "does not suit column {column}, which holds {kind} values";
    let figures = [("column", Figure::Name(name)), ("kind", Figure::Word(kind)), ("test", Figure::Word(test.name()))];
    Problem::of_field("condition_wrong_kind", &pointer, rule, &figures)
}

#[cfg(test)]
mod tests {
    use gridfolk_contract::request::parse;

    use super::*;
    use Truth::{False, True, Unknown};
    use gridfolk_contract::Column;

    fn table() -> Table {
        Table::new(vec![
            Column::number("days", vec![10.0, 20.0, f64::NAN]),
            Column::category("tariff", vec![0, MISSING_CODE, 1], vec!["tou".into(), "flat".into()]),
            Column::items("tags", Items { ends: vec![1, 1, 2], codes: vec![0, 0], levels: vec!["old".into()] }),
        ])
        .expect("a table")
    }

    fn evaluate(json: &str) -> Result<Vec<Truth>, Problem> {
        parse::<Condition>(json, "").expect("a condition").evaluate(&table(), "/where")
    }

    #[test]
    fn unknown_stays_unknown_unless_the_rest_decides() {
        let expect = |json: &str, truths: [Truth; 3]| assert_eq!(evaluate(json).unwrap(), truths, "{json}");
        expect(r#"{"column":"days","gte":20}"#, [False, True, Unknown]);
        expect(r#"{"not":{"column":"days","lt":20}}"#, [False, True, Unknown]);
        expect(r#"{"column":"tariff","eq":"tou"}"#, [True, Unknown, False]);
        expect(r#"{"column":"tariff","in":["flat","other"]}"#, [False, Unknown, True]);
        expect(r#"{"column":"tags","has":"old"}"#, [True, False, True]);
        expect(r#"{"column":"tags","has":"new"}"#, [False, False, False]);
        expect(r#"{"column":"days","missing":true}"#, [False, False, True]);
        expect(r#"{"all":[{"column":"days","gte":20},{"column":"tariff","eq":"tou"}]}"#, [False, Unknown, False]);
        expect(r#"{"any":[{"column":"days","gte":20},{"column":"tariff","eq":"tou"}]}"#, [True, True, Unknown]);
        let three = r#"[{"column":"days","gte":20},{"column":"tariff","eq":"tou"},{"column":"tags","has":"old"}]"#;
        expect(&format!(r#"{{"at_least":[2,{three}]}}"#), [True, Unknown, Unknown]);
        expect(&format!(r#"{{"at_least":[3,{three}]}}"#), [False, False, False]);
        expect(r#"{"all":[]}"#, [True, True, True]);
        expect(r#"{"any":[]}"#, [False, False, False]);
    }

    #[test]
    fn a_test_that_does_not_suit_is_named_with_its_place() {
        let problem = evaluate(r#"{"all":[{"column":"days","eq":"x"}]}"#).unwrap_err();
        assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("condition_wrong_kind", "/where/all/0/eq"));
        let problem = evaluate(r#"{"at_least":[1,[{"column":"dys","gt":1}]]}"#).unwrap_err();
        assert_eq!(
            (problem.code.as_str(), problem.pointer.as_str()),
            ("condition_column_missing", "/where/at_least/1/0/column")
        );
        assert_eq!(problem.message, "where.at_least[1][0].column is \"dys\"; the table has no such column");
        assert_eq!(evaluate(r#"{"column":"tags","eq":"old"}"#).unwrap_err().code, "condition_wrong_kind");
        assert_eq!(evaluate(r#"{"column":"tariff","gte":1}"#).unwrap_err().code, "condition_wrong_kind");
    }
}

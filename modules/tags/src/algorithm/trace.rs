//! Why a customer has a tag, or not: every test of its condition with the value that it met.

use gridfolk_contract::Values;
use gridfolk_whatif::{Columns, Condition, Scalar, Test, Truth};

use super::labels::Labels;
use crate::wire::{packed, packed_enum};

/// The tags of one customer, explained.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// Its row in the whole table, from 0.
    pub row: u64,
    /// Every tag that holds on the day.
    pub tags: Vec<TagTrace>,
}

/// One tag of one customer.
#[derive(Debug, Clone, PartialEq)]
pub struct TagTrace {
    /// Its number among the definitions.
    pub tag: usize,
    /// Whether the customer has it; none where a missing value leaves it open.
    pub holds: Option<bool>,
    /// The tests of its condition, from left to right.
    pub tests: Vec<TestTrace>,
}

/// One test of one value.
#[derive(Debug, Clone, PartialEq)]
pub struct TestTrace {
    /// The column.
    pub column: String,
    /// The test's word: `gte` …
    pub test: String,
    /// What the value is held against.
    pub threshold: Shown,
    /// The customer's value.
    pub value: Shown,
    /// The test's outcome; none where it is open.
    pub holds: Option<bool>,
}

/// A value or a threshold.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// Missing.
    Missing,
    /// A number.
    Number(f64),
    /// A level, or an item.
    Text(String),
    /// Several of them.
    List(Vec<Shown>),
}

packed!(Trace { row, tags });
packed!(TagTrace { tag, holds, tests });
packed!(TestTrace { column, test, threshold, value, holds });
packed_enum!(Shown { 0 => Missing, 1 => Number(number), 2 => Text(text), 3 => List(list) });

/// The tags of the row at `at` of a part, `row` of the whole table.
pub fn trace(row: u64, at: usize, labels: &Labels, conditions: &[Option<Condition>], table: &dyn Columns) -> Trace {
    let mut tags = Vec::new();
    for (tag, truth) in labels.of_row(at) {
        let mut tests = Vec::new();
        if let Some(condition) = &conditions[tag] {
            for (column, test) in condition.tests() {
                tests.extend(table.values(column).map(|values| test_trace(column, test, values, at)));
            }
        }
        tags.push(TagTrace { tag, holds: known(truth), tests });
    }
    Trace { row, tags }
}

fn known(truth: Truth) -> Option<bool> {
    match truth {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown => None,
    }
}

fn test_trace(column: &str, test: &Test, values: &Values, at: usize) -> TestTrace {
    let value = value_at(values, at);
    TestTrace {
        column: column.to_owned(),
        test: test.name().to_owned(),
        threshold: threshold(test),
        holds: holds(test, &value),
        value,
    }
}

fn value_at(values: &Values, at: usize) -> Shown {
    match values {
        Values::Number(numbers) if numbers[at].is_nan() => Shown::Missing,
        Values::Number(numbers) => Shown::Number(numbers[at]),
        Values::Category(category) => category.level(at).map_or(Shown::Missing, |level| Shown::Text(level.to_owned())),
        Values::Items(items) => {
            let level = |code: &u32| Shown::Text(items.levels[*code as usize].clone());
            Shown::List(items.row(at).iter().map(level).collect())
        }
    }
}

fn shown(scalar: &Scalar) -> Shown {
    match scalar {
        Scalar::Number(number) => Shown::Number(*number),
        Scalar::Text(text) => Shown::Text(text.clone()),
    }
}

fn threshold(test: &Test) -> Shown {
    match test {
        Test::Gte(bound) | Test::Gt(bound) | Test::Lte(bound) | Test::Lt(bound) => Shown::Number(*bound),
        Test::Eq(scalar) => shown(scalar),
        Test::In(scalars) => Shown::List(scalars.iter().map(shown).collect()),
        Test::Has(item) => Shown::Text(item.clone()),
        Test::Missing(is) => Shown::Text(is.to_string()),
    }
}

/// The outcome of one test of one value: what [`Condition::evaluate`] finds for its row.
fn holds(test: &Test, value: &Shown) -> Option<bool> {
    match (test, value) {
        (Test::Missing(wanted), value) => Some((*value == Shown::Missing) == *wanted),
        (_, Shown::Missing) => None,
        (Test::Has(item), Shown::List(items)) => Some(items.contains(&Shown::Text(item.clone()))),
        (Test::Gte(bound), Shown::Number(number)) => Some(number >= bound),
        (Test::Gt(bound), Shown::Number(number)) => Some(number > bound),
        (Test::Lte(bound), Shown::Number(number)) => Some(number <= bound),
        (Test::Lt(bound), Shown::Number(number)) => Some(number < bound),
        (Test::Eq(scalar), value) => Some(shown(scalar) == *value),
        (Test::In(scalars), value) => Some(scalars.iter().any(|scalar| shown(scalar) == *value)),
        _ => None,
    }
}

//! The operation `label`, and what replies say of tags.

use gridfolk_contract::{Answer, Column, Date, Problem, Text, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::{Columns, Condition, Truth};

use crate::algorithm::labels::Labels;
use crate::algorithm::trace::{Shown, Trace};
use crate::algorithm::{self, Counts, Fitted};
use crate::contract::{Checked, LabelRequest};
use crate::definition::{Made, Tag};
use crate::model::Model;
use crate::tagged::{self, TAGS};

/// The body of a labelling's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LabelReply {
    /// Keep it: `predict`, `select` and `profile` take it.
    pub model: Model,
    /// What the customers have.
    #[serde(flatten)]
    pub summary: Summary,
    /// Tags that were left out, since the table lacks a column.
    pub skipped: Vec<Skipped>,
}

/// Who has which tags.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// The day for which customers are labelled.
    pub as_of: Date,
    /// Rows of the table.
    pub n_rows: u64,
    /// Customers without any tag.
    pub n_untagged: u64,
    /// Tags a customer has on average.
    pub n_tags_mean: f64,
    /// The tags that hold on the day, in the order of their definitions.
    pub tags: Vec<TagCount>,
    /// Versions that do not hold on the day.
    pub inactive: Vec<Inactive>,
    /// Why the traced customers have their tags, or not.
    pub traces: Vec<CustomerTrace>,
}

/// One tag, and how many customers have it.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagCount {
    /// Its id.
    pub tag: String,
    /// For people.
    pub title: Text,
    /// Its place in the taxonomy: the first level …
    pub level_1: String,
    /// … and the second.
    pub level_2: String,
    /// Which version.
    pub version: u64,
    /// How it is made: `column`, `statistic`, `model`, `rule`.
    pub made: String,
    /// Of which model, where it is made from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What is tested, as a text; null where a statistic has no threshold.
    pub when: Option<String>,
    /// The day for which it is.
    pub date: Date,
    /// Where the rule comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Customers with the tag.
    pub n: u64,
    /// Their part of all, 0 to 1.
    pub share: f64,
    /// Customers of whom a missing value leaves it open; they do not have the tag.
    pub n_unknown: u64,
}

/// A tag that was left out.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skipped {
    /// Its id.
    pub tag: String,
    /// Which version.
    pub version: u64,
    /// The first column that the table lacks.
    pub column: String,
}

/// A version that does not hold on the day.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inactive {
    /// Its id.
    pub tag: String,
    /// Which version.
    pub version: u64,
    /// The first day on which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The last day on which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
}

/// The tags of one customer, explained.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerTrace {
    /// Its row, from 0.
    pub row: u64,
    /// Every tag that holds on the day.
    pub tags: Vec<TagTrace>,
}

/// One tag of one customer.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagTrace {
    /// Its id.
    pub tag: String,
    /// Whether the customer has it; null where a missing value leaves it open.
    pub holds: Option<bool>,
    /// The tests of its condition, from left to right.
    pub tests: Vec<TestTrace>,
}

/// One test of one value.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TestTrace {
    /// The column.
    pub column: String,
    /// The test's word: `gte`, `gt`, `lte`, `lt`, `eq`, `in`, `has`, `missing`.
    pub test: String,
    /// What the value is held against.
    pub threshold: ShownValue,
    /// The customer's value; null where it is missing.
    pub value: ShownValue,
    /// The test's outcome; null where it is open.
    pub holds: Option<bool>,
}

/// A value or a threshold: a number, a text, a list of them, or null.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ShownValue {
    /// Missing.
    Missing,
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Several.
    List(Vec<ShownValue>),
}

/// Labels the table.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let checked = call.params::<LabelRequest>()?.check()?;
    let table = call.table()?;
    let fitted = algorithm::fit(&checked.settings, table)?;
    let reply = reply(checked, fitted);
    with_rows(Answer::new(&reply), &reply.model, &reply.model.as_of, table)
}

/// The body of a fit's reply.
pub fn reply(checked: Checked, fitted: Fitted) -> LabelReply {
    let Fitted { conditions, missing, counts } = fitted;
    let tags = checked.tags.iter().zip(&missing);
    let skipped = tags.filter_map(|(tag, missing)| {
        missing.as_ref().map(|column| Skipped { tag: tag.id.clone(), version: tag.version, column: column.clone() })
    });
    let skipped = skipped.collect();
    let kept: Vec<usize> = (0..missing.len()).filter(|index| missing[*index].is_none()).collect();
    let tags: Vec<&Tag> = checked.tags.iter().collect();
    let summary = summary(&checked.as_of, &tags, &conditions, &kept, counts);
    LabelReply { model: Model::new(checked, conditions, &missing), summary, skipped }
}

/// Who has which of the tags numbered `kept`.
pub fn summary(
    as_of: &Date,
    tags: &[&Tag],
    conditions: &[Option<Condition>],
    kept: &[usize],
    counts: Counts,
) -> Summary {
    let is_active =
        |index: &&usize| as_of.is_within(tags[**index].valid_from.as_ref(), tags[**index].valid_to.as_ref());
    let active: Vec<TagCount> = kept
        .iter()
        .filter(is_active)
        .map(|&index| tag_count(as_of, tags[index], conditions[index].as_ref(), index, &counts))
        .collect();
    let inactive = kept.iter().filter(|index| !is_active(index)).map(|&index| Inactive {
        tag: tags[index].id.clone(),
        version: tags[index].version,
        valid_from: tags[index].valid_from.clone(),
        valid_to: tags[index].valid_to.clone(),
    });
    Summary {
        as_of: as_of.clone(),
        n_rows: counts.n_rows,
        n_untagged: counts.n_untagged,
        n_tags_mean: share(active.iter().map(|tag| tag.n).sum(), counts.n_rows),
        inactive: inactive.collect(),
        traces: counts.traces.into_iter().map(|trace| customer_trace(trace, tags)).collect(),
        tags: active,
    }
}

fn share(n: u64, of: u64) -> f64 {
    n as f64 / of.max(1) as f64
}

fn tag_count(as_of: &Date, tag: &Tag, condition: Option<&Condition>, index: usize, counts: &Counts) -> TagCount {
    TagCount {
        tag: tag.id.clone(),
        title: tag.title.clone(),
        level_1: tag.level_1.clone(),
        level_2: tag.level_2.clone(),
        version: tag.version,
        made: tag.made.name().to_owned(),
        of: match &tag.made {
            Made::Model(model) => Some(model.of.clone()),
            _ => None,
        },
        when: condition.map(ToString::to_string),
        date: as_of.clone(),
        source: tag.source.clone(),
        n: counts.n_tagged[index],
        share: share(counts.n_tagged[index], counts.n_rows),
        n_unknown: counts.n_unknown[index],
    }
}

fn customer_trace(trace: Trace, tags: &[&Tag]) -> CustomerTrace {
    let of_tag = |traced: algorithm::trace::TagTrace| TagTrace {
        tag: tags[traced.tag].id.clone(),
        holds: traced.holds,
        tests: traced.tests.into_iter().map(test_trace).collect(),
    };
    CustomerTrace { row: trace.row, tags: trace.tags.into_iter().map(of_tag).collect() }
}

fn test_trace(traced: algorithm::trace::TestTrace) -> TestTrace {
    TestTrace {
        column: traced.column,
        test: traced.test,
        threshold: traced.threshold.into(),
        value: traced.value.into(),
        holds: traced.holds,
    }
}

impl From<Shown> for ShownValue {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Missing => ShownValue::Missing,
            Shown::Number(number) => ShownValue::Number(number),
            Shown::Text(text) => ShownValue::Text(text),
            Shown::List(list) => ShownValue::List(list.into_iter().map(Into::into).collect()),
        }
    }
}

/// Adds `tags`, `n_tags` and `n_tags_unknown` to an answer.
///
/// # Errors
/// Those of [`Condition::evaluate`].
pub fn with_rows(answer: Answer, model: &Model, as_of: &Date, table: &dyn Columns) -> Result<Answer, Problem> {
    Ok(with_labels(answer, model, &tagged::labels(model, as_of, table)?))
}

/// Adds the same from labels that are known.
pub fn with_labels(answer: Answer, model: &Model, labels: &Labels) -> Answer {
    let n_of_row = |truth: Truth| labels.n_of_row(truth).into_iter().map(f64::from).collect();
    answer
        .with_column(Column::items(TAGS, labels.items(|index| model.tags[index].definition.id.clone())))
        .with_column(Column::number("n_tags", n_of_row(Truth::True)))
        .with_column(Column::number("n_tags_unknown", n_of_row(Truth::Unknown)))
}

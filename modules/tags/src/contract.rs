//! What `label` and `begin` are sent. `check` turns it into what the algorithm takes.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::request::{INTEGER_MAX, parse};
use gridfolk_contract::{Date, FromJson, Problem, ToJson};
use gridfolk_whatif::{Condition, Written};

use crate::algorithm::{Beyond, Fit, Rule, Settings};
use crate::definition::{Definitions, Level1, Made, Side, Statistic, Tag};
use crate::problem;

/// The most tags of one call, versions counted one by one.
pub const TAGS_MAX: usize = 1000;
/// The most rows whose tags are traced.
pub const TRACE_ROWS_MAX: usize = 100;

/// Parameters of `label` and `begin`.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LabelRequest {
    /// The day for which customers are labelled: it decides which versions hold.
    pub as_of: Date,
    /// The two levels above the tags; the built-in ones when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxonomy: Option<Vec<Level1>>,
    /// The tags, at most 1000; the built-in ones when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    /// What is done with tags whose columns the table lacks: by default given ones are refused and
    /// built-in ones skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_columns: Option<MissingColumns>,
    /// Row numbers, from 0, at most 100: the reply says for each tag why that customer has it or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace_rows: Vec<u64>,
}

/// What is done with tags whose columns the table lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToJson, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MissingColumns {
    /// The call is refused.
    Refuse,
    /// The tag is left out, and the reply says so.
    Skip,
}

/// A checked [`LabelRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The day.
    pub as_of: Date,
    /// The levels above the tags.
    pub taxonomy: Vec<Level1>,
    /// The tags; those of the settings' rules, one by one.
    pub tags: Vec<Tag>,
    /// What the algorithm takes.
    pub settings: Settings,
}

impl LabelRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// Definitions that contradict each other, cannot be read, or break a limit.
    pub fn check(self) -> Result<Checked, Problem> {
        let skip_by_default = self.tags.is_none();
        let (taxonomy, tags) = match (self.taxonomy, self.tags) {
            (Some(taxonomy), Some(tags)) => (taxonomy, tags),
            (taxonomy, tags) => {
                let defaults = defaults()?;
                (taxonomy.unwrap_or(defaults.taxonomy), tags.unwrap_or(defaults.tags))
            }
        };
        check_trace_rows(&self.trace_rows)?;
        let rules = check_definitions(&taxonomy, &tags, "/params")?;
        let is_active = |tag: &Tag| self.as_of.is_within(tag.valid_from.as_ref(), tag.valid_to.as_ref());
        let settings = Settings {
            is_active: tags.iter().map(is_active).collect(),
            rules,
            skip: self.missing_columns.map_or(skip_by_default, |is| is == MissingColumns::Skip),
            trace_rows: self.trace_rows,
        };
        Ok(Checked { as_of: self.as_of, taxonomy, tags, settings })
    }
}

/// The built-in taxonomy and tags.
///
/// # Errors
/// None: they are ours, and a test reads them.
pub fn defaults() -> Result<Definitions, Problem> {
    parse(include_str!("defaults.json"), "/defaults")
}

/// Checks taxonomy and tags, which stand at `pointer`.
///
/// # Errors
/// As [`LabelRequest::check`].
pub fn check_definitions(taxonomy: &[Level1], tags: &[Tag], pointer: &str) -> Result<Vec<Rule>, Problem> {
    check_taxonomy(taxonomy, &pointer_join(pointer, "taxonomy"))?;
    let pointer = pointer_join(pointer, "tags");
    if tags.is_empty() || tags.len() > TAGS_MAX {
        return Err(Problem::out_of_range(&pointer, tags.len() as f64, 1.0, TAGS_MAX as f64));
    }
    let mut rules = Vec::with_capacity(tags.len());
    for (index, tag) in tags.iter().enumerate() {
        let pointer = pointer_join(&pointer, index);
        check_tag(tag, taxonomy, &pointer)?;
        if let Some(earlier) = tags[..index].iter().find(|other| is_same_at_once(other, tag)) {
            let pointer = pointer_join(&pointer, "id");
            return Err(problem::tag_twice(&pointer, &tag.id, [earlier.version, tag.version]));
        }
        rules.push(rule(&tag.made, &pointer_join(&pointer, "made"))?);
    }
    Ok(rules)
}

/// Checks the rows that are to be traced.
///
/// # Errors
/// Too many, or a number that is none of a row.
pub fn check_trace_rows(rows: &[u64]) -> Result<(), Problem> {
    let out = |value: f64, most: f64| Err(Problem::out_of_range("/params/trace_rows", value, 0.0, most));
    match rows.iter().find(|&&row| row > INTEGER_MAX) {
        Some(&row) => out(row as f64, INTEGER_MAX as f64),
        None if rows.len() > TRACE_ROWS_MAX => out(rows.len() as f64, TRACE_ROWS_MAX as f64),
        None => Ok(()),
    }
}

fn check_taxonomy(taxonomy: &[Level1], pointer: &str) -> Result<(), Problem> {
    let twice = |pointer: String, id: &str| Err(problem::taxonomy_id_twice(&pointer, id));
    for (index, level) in taxonomy.iter().enumerate() {
        let pointer = pointer_join(pointer, index);
        if taxonomy[..index].iter().any(|other| other.id == level.id) {
            return twice(pointer_join(&pointer, "id"), &level.id);
        }
        for (at, below) in level.level_2.iter().enumerate() {
            if level.level_2[..at].iter().any(|other| other.id == below.id) {
                return twice(format!("{pointer}/level_2/{at}/id"), &below.id);
            }
        }
    }
    Ok(())
}

fn check_tag(tag: &Tag, taxonomy: &[Level1], pointer: &str) -> Result<(), Problem> {
    let place = |field: &str| pointer_join(pointer, field);
    if tag.id.is_empty() {
        return Err(problem::id_empty(&place("id")));
    }
    if !(1..=INTEGER_MAX).contains(&tag.version) {
        let (value, most) = (tag.version as f64, INTEGER_MAX as f64);
        return Err(Problem::out_of_range(&place("version"), value, 1.0, most));
    }
    if let (Some(from), Some(to)) = (&tag.valid_from, &tag.valid_to)
        && from > to
    {
        return Err(Problem::period_empty(&place("valid_to"), from, to));
    }
    let unknown = |field: &str, level: &str| problem::level_unknown(&place(field), level);
    let level_1 = taxonomy.iter().find(|level| level.id == tag.level_1);
    let level_1 = level_1.ok_or_else(|| unknown("level_1", &tag.level_1))?;
    match level_1.level_2.iter().any(|level| level.id == tag.level_2) {
        true => Ok(()),
        false => Err(unknown("level_2", &tag.level_2)),
    }
}

/// Whether two tags have one id and a day in common.
fn is_same_at_once(a: &Tag, b: &Tag) -> bool {
    let ends_before = |a: &Tag, b: &Tag| matches!((&a.valid_to, &b.valid_from), (Some(to), Some(from)) if to < from);
    a.id == b.id && !ends_before(a, b) && !ends_before(b, a)
}

fn rule(made: &Made, pointer: &str) -> Result<Rule, Problem> {
    let pointer = pointer_join(pointer, made.name());
    match made {
        Made::Column(when) => Ok(Rule::Given { condition: one_test(when, &pointer)?, pointer }),
        Made::Model(model) => {
            let pointer = pointer_join(&pointer, "when");
            Ok(Rule::Given { condition: one_test(&model.when, &pointer)?, pointer })
        }
        Made::Rule(when) => Ok(Rule::Given { condition: when.read(&pointer)?, pointer }),
        Made::Statistic(statistic) => Ok(Rule::Fitted(fit(statistic, pointer)?)),
    }
}

fn one_test(when: &Written, pointer: &str) -> Result<Condition, Problem> {
    match when.read(pointer)? {
        condition @ Condition::Column(..) => Ok(condition),
        _ => Err(problem::not_one_test(pointer)),
    }
}

fn fit(statistic: &Statistic, pointer: String) -> Result<Fit, Problem> {
    let between = |field: &str, value: f64, is_within: bool| match is_within {
        true => Ok(value),
        false => Err(Problem::out_of_range(&pointer_join(&pointer, field), value, 0.0, 1.0)),
    };
    let beyond = match (statistic.quantile, statistic.z_score, statistic.share) {
        (Some(q), None, None) => Beyond::Quantile(between("quantile", q, q > 0.0 && q < 1.0)?),
        (None, Some(z), None) => Beyond::ZScore(z),
        (None, None, Some(share)) => Beyond::Share(between("share", share, share > 0.0 && share <= 1.0)?),
        _ => return Err(problem::statistic_needs_one(&pointer)),
    };
    Ok(Fit { column: statistic.column.clone(), is_above: statistic.side == Side::Above, beyond, pointer })
}

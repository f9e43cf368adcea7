//! The operation `select`: who meets an expression, and a threshold moved until the group has a size.

use gridfolk_contract::{Answer, Column, FromJson, MISSING_NUMBER, Problem, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::{Columns, Condition, Test, Truth, Written};

use crate::algorithm::threshold::{Goal, Swing, bound, with_bound};
use crate::model::Model;
use crate::problem;
use crate::tagged::Tagged;

/// Where the expression stands.
const WHERE: &str = "/params/where";

/// Parameters of `select`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SelectRequest {
    /// Over columns and tags: `tags HAS "pays_late" AND kwh_year > 5000`.
    #[serde(rename = "where")]
    pub condition: Written,
    /// A threshold of it to move.
    #[serde(rename = "move", default)]
    pub moved: Option<MoveRequest>,
}

/// A threshold to move until the group has a size.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoveRequest {
    /// The column of the threshold; one test of it with `>=`, `>`, `<=` or `<` stands in the expression.
    pub column: String,
    /// Which test, where there are several of the column.
    #[serde(default)]
    pub test: Option<OrderTest>,
    /// The size that the group is to have.
    pub wanted: u64,
    /// How the size is reached.
    #[serde(default)]
    pub goal: GoalRequest,
}

/// The word for an order test.
#[derive(Debug, Clone, Copy, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "the names say it")]
pub enum OrderTest {
    Gte,
    Gt,
    Lte,
    Lt,
}

/// How a size is reached.
#[derive(Debug, Clone, Copy, Default, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum GoalRequest {
    /// As large as can be without being above it.
    #[default]
    AtMost,
    /// As near as can be, the smaller of two.
    Closest,
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SelectReply {
    /// The expression as a text, after the move.
    pub expression: String,
    /// The same as JSON.
    #[serde(rename = "where")]
    pub condition: Condition,
    /// Rows of the table.
    pub n_rows: u64,
    /// Customers that meet it.
    pub n_selected: u64,
    /// Their part of all, 0 to 1.
    pub share: f64,
    /// Customers of whom a missing value leaves it open; they are not selected.
    pub n_unknown: u64,
    /// What narrows the group: the parts that AND joins, one after the other.
    pub steps: Vec<Step>,
    /// The moved threshold.
    #[serde(rename = "move", skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
}

/// One part of an expression.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// The part, as a text.
    pub expression: String,
    /// Customers that meet it alone.
    pub n_alone: u64,
    /// Customers that meet it and all parts before it.
    pub n_so_far: u64,
}

/// A threshold that was moved.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Moved {
    /// Its column.
    pub column: String,
    /// Its test: `gte`, `gt`, `lte`, `lt`.
    pub test: String,
    /// Where it stood.
    pub threshold_before: f64,
    /// Where it stands.
    pub threshold_after: f64,
    /// The size of the group before.
    pub n_before: u64,
    /// The size of the group after.
    pub n_after: u64,
    /// The size that was wanted.
    pub wanted: u64,
    /// Whether the goal is met: the size is not above the wanted one, or, for `closest`, is just that.
    pub is_reached: bool,
}

/// Selects customers.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params: SelectRequest = call.params()?;
    let model = call.raw_model().is_ok().then(|| Model::of(call)).transpose()?;
    let table = Tagged::new(call.table()?, model.as_ref())?;
    let mut condition = params.condition.read(WHERE)?;
    let mut truths = condition.evaluate(&table, WHERE)?;
    let mut moved = None;
    if let Some(request) = params.moved {
        moved = Some(move_threshold(&mut condition, &truths, &table, &request)?);
        truths = condition.evaluate(&table, WHERE)?;
    }
    let n_selected = count(&truths, Truth::True);
    let reply = SelectReply {
        expression: condition.to_string(),
        n_rows: truths.len() as u64,
        n_selected,
        share: n_selected as f64 / truths.len().max(1) as f64,
        n_unknown: count(&truths, Truth::Unknown),
        steps: steps(&condition, &table)?,
        moved,
        condition,
    };
    let selected = truths.into_iter().map(|truth| match truth {
        Truth::True => 1.0,
        Truth::False => 0.0,
        Truth::Unknown => MISSING_NUMBER,
    });
    Ok(Answer::new(&reply).with_column(Column::number("selected", selected.collect())))
}

fn count(truths: &[Truth], wanted: Truth) -> u64 {
    truths.iter().filter(|truth| **truth == wanted).count() as u64
}

fn steps(condition: &Condition, table: &Tagged<'_>) -> Result<Vec<Step>, Problem> {
    let Condition::All(all) = condition else { return Ok(Vec::new()) };
    let mut so_far = vec![Truth::True; table.n_rows()];
    let mut steps = Vec::with_capacity(all.len());
    for part in all {
        let truths = part.evaluate(table, WHERE)?;
        so_far.iter_mut().zip(&truths).for_each(|(so_far, truth)| *so_far = (*so_far).min(*truth));
        let (n_alone, n_so_far) = (count(&truths, Truth::True), count(&so_far, Truth::True));
        steps.push(Step { expression: part.to_string(), n_alone, n_so_far });
    }
    Ok(steps)
}

/// Moves the threshold in the condition.
fn move_threshold(
    condition: &mut Condition,
    truths: &[Truth],
    table: &Tagged<'_>,
    request: &MoveRequest,
) -> Result<Moved, Problem> {
    let is_asked_for = |test: &Test| match request.test {
        None => bound(test).is_some(),
        Some(OrderTest::Gte) => matches!(test, Test::Gte(_)),
        Some(OrderTest::Gt) => matches!(test, Test::Gt(_)),
        Some(OrderTest::Lte) => matches!(test, Test::Lte(_)),
        Some(OrderTest::Lt) => matches!(test, Test::Lt(_)),
    };
    let tests = condition.tests();
    let mut found =
        tests.iter().enumerate().filter(|(_, (column, test))| **column == request.column && is_asked_for(test));
    let (number, test) = match (found.next(), found.count()) {
        (Some((number, (_, test))), 0) => (number, (*test).clone()),
        (first, n) => {
            let n = n + usize::from(first.is_some());
            return Err(problem::threshold_not_one(&request.column, n));
        }
    };
    let goal = match request.goal {
        GoalRequest::AtMost => Goal::AtMost,
        GoalRequest::Closest => Goal::Closest,
    };
    let swing = Swing::of(condition, number, truths, table, WHERE)?;
    let before = bound(&test).unwrap_or_default();
    let (after, n_after) = swing.threshold(request.wanted, goal, before);
    let column = request.column.clone();
    condition.test_mut(number).into_iter().for_each(|place| {
        *place = Condition::Column(column.clone(), with_bound(&test, after));
    });
    Ok(Moved {
        column,
        test: test.name().to_owned(),
        threshold_before: before,
        threshold_after: after,
        n_before: count(truths, Truth::True),
        n_after,
        wanted: request.wanted,
        is_reached: match goal {
            Goal::AtMost => n_after <= request.wanted,
            Goal::Closest => n_after == request.wanted,
        },
    })
}

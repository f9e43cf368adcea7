//! The operation `what_if`: grades before and after edits of columns, of the value's weights, of the rule.

use gridfolk_contract::read::ByName;
use gridfolk_contract::{Answer, Column, FromJson, Problem, Table, ToJson, Values};
use gridfolk_guest::{Call, Part};
use gridfolk_space::{Space, check_values, select_for};
use gridfolk_whatif::{Edited, GroupChange, Scenario, ScoreChange, largest};

use crate::algorithm::assigned::predict_anew;
use crate::algorithm::grades::{group_name, order, reorder, values, weights};
use crate::algorithm::{self, Assigned, Memory, Scheme, Value};
use crate::contract::{check_between, check_weights};
use crate::model::{Model, scheme_of};
use crate::predict::grade_column;
use crate::problem;

/// Customers that are listed as having moved most.
const N_MOVERS: usize = 10;

/// Parameters of `what_if`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfRequest {
    /// Edits of columns, applied in order.
    #[serde(default)]
    pub scenario: Scenario,
    /// Other weights of the value: centres are ordered anew.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<std::collections::BTreeMap<String, f64>>"))]
    pub weights: Option<ByName<f64>>,
    /// Another rule of being between two grades: 0 to 1.
    #[serde(default)]
    pub between: Option<f64>,
}

/// The body of the reply.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfReply {
    /// Sizes of the grades before and after, and who moved from where to where.
    pub grades: GroupChange,
    /// Customers between two grades before.
    pub n_between_before: u64,
    /// Customers between two grades after.
    pub n_between_after: u64,
    /// The customers' values: the grades' values weighted by membership; absent where groups are no grades.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<ScoreChange>,
    /// The customers whose memberships moved most, at most ten.
    pub movers: Vec<Mover>,
    /// The model with other weights or another rule; absent where neither changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
}

/// A customer whose memberships moved.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mover {
    /// Its row, from 0.
    pub row: u64,
    /// Its grade before.
    pub grade_before: String,
    /// Its grade after.
    pub grade_after: String,
    /// How much of its membership went from grade to grade, 0 to 1.
    pub moved_share: f64,
}

/// Compares before and after.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params: WhatIfRequest = call.params()?;
    let (scheme, table) = (scheme_of(call)?, call.table()?);
    let columns = select_for(table, &scheme.space)?;
    let edited = Edited::new(table, &params.scenario, "/params/scenario")?;
    let values = edited_values(&edited, table, &scheme.space);
    check_values(&scheme.space, &values)?;
    let changed = edit_scheme(&scheme, params)?;
    let before = algorithm::predict(&scheme, &columns.values, memory);
    let after = predict_anew(&changed, &values);
    Ok(answer(&scheme, &changed, before, after))
}

/// The model's columns after the scenario; edits keep kinds, so all of them are numbers.
fn edited_values<'a>(edited: &'a Edited<'_>, table: &Table, space: &Space) -> Vec<&'a [f64]> {
    let mut values = Vec::with_capacity(space.n_columns());
    for name in &space.columns {
        let index = table.columns().iter().position(|column| column.name == *name);
        if let Some(Values::Number(numbers)) = index.map(|index| edited.column(index)) {
            values.push(numbers.as_slice());
        }
    }
    values
}

fn edit_scheme(scheme: &Scheme, params: WhatIfRequest) -> Result<Scheme, Problem> {
    let mut changed = scheme.clone();
    if let Some(between) = params.between {
        check_between(between)?;
        changed.between = between;
    }
    if let Some(named) = params.weights {
        if scheme.weights.is_none() {
            return Err(problem::not_graded());
        }
        let named = check_weights(named, "/params/weights")?;
        changed.weights = weights(&Value::Weights(named), &scheme.space.columns, "/params/weights")?;
        let values = values(&changed.space, changed.weights.as_deref(), &changed.centroids);
        changed.centroids = reorder(&changed.centroids, changed.space.n_columns(), &order(&values));
    }
    Ok(changed)
}

fn answer(scheme: &Scheme, changed: &Scheme, before: &Assigned, after: Assigned) -> Answer {
    let (c, is_graded) = (scheme.n_groups(), scheme.weights.is_some());
    let is_changed = scheme.weights != changed.weights || scheme.between != changed.between;
    let reply = WhatIfReply {
        grades: GroupChange::new(
            (0..c).map(|group| group_name(group, is_graded)).collect(),
            &before.first,
            &after.first,
        ),
        n_between_before: before.n_between(),
        n_between_after: after.n_between(),
        value: is_graded.then(|| ScoreChange::new(&before.value, &after.value)),
        movers: movers(before, &after, is_graded),
        model: is_changed.then(|| Model::new(changed)),
    };
    let mut answer = Answer::new(&reply);
    for (name, groups) in [
        ("grade_before", &before.first),
        ("grade_after", &after.first),
        ("grade_second_before", &before.second),
        ("grade_second_after", &after.second),
    ] {
        answer = answer.with_column(grade_column(name, groups, c, is_graded));
    }
    if is_graded {
        answer = answer
            .with_column(Column::number("value_before", before.value.clone()))
            .with_column(Column::number("value_after", after.value));
    }
    answer
}

fn movers(before: &Assigned, after: &Assigned, is_graded: bool) -> Vec<Mover> {
    let moved = before.moved(after);
    let name = |group: u32| group_name(group as usize, is_graded);
    let mover = |row: usize| Mover {
        row: row as u64,
        grade_before: name(before.first[row]),
        grade_after: name(after.first[row]),
        moved_share: moved[row],
    };
    largest(&moved, N_MOVERS).into_iter().map(mover).collect()
}

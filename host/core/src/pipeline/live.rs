//! What if, across a whole pipeline: edits of columns and of parameters, and what the steps then say.
//!
//! Nothing is fitted: steps with a model score by it. A step is run anew only where something that it
//! reads changed. Columns that follow from others (a growth from two years) are edited by whoever edits
//! those: a pipeline does not know how they were made.

mod compare;
mod round;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use gridfolk_contract::problem::{pointer_join, quoted};
use gridfolk_contract::request::parse;
use gridfolk_contract::{Column, Problem, Table, ToJson, Values};
use gridfolk_whatif::{Distribution, Edit, Edited, GroupChange, ScoreChange};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use self::compare::compare;
use self::round::{Given, Round};
use super::definition::Pipeline;
use super::run::{Models, Outcome};
use crate::catalog::Catalog;
use crate::engine::Engine;
use crate::session::{CallError, Session};

/// What is changed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scenario {
    /// Edits of columns, applied in order.
    #[serde(deserialize_with = "edits")]
    pub edits: Vec<Edit>,
    /// By step: members that take the place of those in its parameters (a JSON merge patch, RFC 7396).
    pub params: BTreeMap<String, Value>,
    /// The columns that are asked for: steps that none of them needs are left out, unless `params` names
    /// them. Absent: every column.
    pub columns: Option<Vec<String>>,
}

/// Edits as modules read them.
fn edits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Edit>, D::Error> {
    let edits = Value::deserialize(deserializer)?;
    parse(&edits.to_string(), "/edits").map_err(|problem| D::Error::custom(&problem.message))
}

/// What a scenario changed.
#[derive(Debug, Default, ToJson)]
pub struct Changes {
    /// The steps that were run anew, in order.
    pub steps: Vec<String>,
    /// Counts and migration of each grouping of the portrait that changed.
    pub groups: BTreeMap<String, GroupChange>,
    /// Distributions of each score of the portrait that changed.
    pub scores: BTreeMap<String, ScoreChange>,
    /// Steps whose module refused the changed columns; what they gave before stands.
    pub refused: BTreeMap<String, Problem>,
    /// The columns that changed, by name.
    #[serde(skip)]
    pub columns: Vec<Column>,
}

/// What every what-if starts from.
struct Base<E: Engine> {
    catalog: Rc<Catalog<E>>,
    pipeline: Rc<Pipeline>,
    /// Inputs, and what the steps gave.
    table: Table,
    models: Models,
    as_of: String,
}

/// A pipeline that has run, ready for what-ifs.
pub struct Live<E: Engine> {
    base: Base<E>,
    /// Instances by step, kept from one what-if to the next.
    sessions: BTreeMap<String, Session<E::Instance>>,
    /// Of scores before any change, as they are asked for.
    distributions: BTreeMap<String, Distribution>,
}

impl<E: Engine> Live<E> {
    /// Takes what a run of the pipeline found out.
    ///
    /// # Errors
    /// Where the run's columns are no table: a mistake of a module.
    pub fn new(
        catalog: Rc<Catalog<E>>,
        pipeline: Rc<Pipeline>,
        outcome: Outcome,
        as_of: String,
    ) -> Result<Self, Problem> {
        let table = Table::new(outcome.columns)?;
        let base = Base { catalog, pipeline, table, models: outcome.models, as_of };
        Ok(Live { base, sessions: BTreeMap::new(), distributions: BTreeMap::new() })
    }

    /// Inputs, and what the steps gave before any change.
    pub fn table(&self) -> &Table {
        &self.base.table
    }

    /// The portrait's columns that a what-if compares: asking for them alone saves the steps that give others.
    pub fn compared(&self) -> Vec<String> {
        let is_compared = |name: &&String| {
            let values = self.base.table.column(name).map(|column| &column.values);
            matches!(values, Some(Values::Number(_) | Values::Category(_)))
        };
        self.base.pipeline.portrait.iter().filter(is_compared).cloned().collect()
    }

    /// What the steps say of the changed records, beside what they said before.
    ///
    /// # Errors
    /// Those of [`Edited::new`]; `unknown_step` for parameters of a step that is none; `unknown_column` for a
    /// column asked for that there is not; a trap.
    pub fn what_if(&mut self, scenario: &Scenario) -> Result<Changes, CallError> {
        self.check_steps(scenario)?;
        self.check_columns(scenario)?;
        let edited = self.edited(&scenario.edits)?;
        let given: Vec<Given> = self.base.pipeline.steps.iter().map(|_| Given::new()).collect();
        let Live { base, sessions, distributions } = self;
        let mut round = Round::new(base, scenario, sessions, &edited, &given);
        base.catalog.engine().make_all(&mut round);
        if let Some(error) = round.failed {
            return Err(error);
        }
        let mut changes = Changes { steps: round.steps(), refused: round.refused, ..Changes::default() };
        let after = |name: &str| round.changed.get(name).copied();
        compare(&base.pipeline, &base.table, after, distributions, &mut changes);
        let columns = edited.into_iter().chain(given.into_iter().filter_map(Given::into_inner).flatten());
        let columns: BTreeMap<String, Column> = columns.map(|column| (column.name.clone(), column)).collect();
        changes.columns = columns.into_values().collect();
        Ok(changes)
    }

    fn check_steps(&self, scenario: &Scenario) -> Result<(), Problem> {
        let known: BTreeSet<&String> = self.base.pipeline.steps.iter().map(|step| &step.id).collect();
        match scenario.params.keys().find(|id| !known.contains(id)) {
            None => Ok(()),
            Some(id) => {
                let message = format!("params.{id}: {} has no such step", self.base.pipeline.name);
                let pointer = pointer_join("/scenario/params", id);
                Err(Problem::new("unknown_step", message).at(pointer).with("step", id.as_str()))
            }
        }
    }

    fn check_columns(&self, scenario: &Scenario) -> Result<(), Problem> {
        for (index, name) in scenario.columns.iter().flatten().enumerate() {
            if self.base.table.column(name).is_none() {
                let message = format!("columns[{index}] is {}; there is no such column", quoted(name));
                let pointer = format!("/scenario/columns/{index}");
                return Err(Problem::new("unknown_column", message).at(pointer).with("column", name.as_str()));
            }
        }
        Ok(())
    }

    /// The columns that the edits change.
    fn edited(&self, edits: &[Edit]) -> Result<Vec<Column>, Problem> {
        let edited = Edited::new(&self.base.table, edits, "/scenario/edits")?;
        let name = |index: usize| self.base.table.columns()[index].name.clone();
        Ok(edited.changed().map(|index| Column { name: name(index), values: edited.column(index).clone() }).collect())
    }
}

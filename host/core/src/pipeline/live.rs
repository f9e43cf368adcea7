//! What if, across a whole pipeline: edits of columns and of parameters, and what the steps then say.
//!
//! Nothing is fitted: steps with a model score by it. A step is run anew only where something that it
//! reads changed. Columns that follow from others (a growth from two years) are edited by whoever edits
//! those: a pipeline does not know how they were made.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::rc::Rc;

use gridfolk_contract::request::parse;
use gridfolk_contract::{Category, Column, MISSING_CODE, Problem, Table, Values};
use gridfolk_whatif::{Edit, Edited, GroupChange, ScoreChange};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::definition::{Pipeline, Step};
use super::run::{Models, Outcome, choose, filled, request};
use crate::catalog::Catalog;
use crate::engine::Engine;
use crate::session::{CallError, Session};

/// A category of more levels than this is no grouping, and is not compared.
const N_GROUPS_MAX: usize = 64;

/// What is changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scenario {
    /// Edits of columns, applied in order.
    #[serde(deserialize_with = "edits")]
    pub edits: Vec<Edit>,
    /// By step: members that take the place of those in its parameters (a JSON merge patch, RFC 7396).
    pub params: BTreeMap<String, Value>,
}

/// Edits as modules read them.
fn edits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Edit>, D::Error> {
    let edits = Value::deserialize(deserializer)?;
    parse(&edits.to_string(), "/edits").map_err(|problem| D::Error::custom(&problem.message))
}

/// What a scenario changed.
#[derive(Debug, Default, Serialize)]
pub struct Changes {
    /// The steps that were run anew, in order.
    pub steps: Vec<String>,
    /// Counts and migration of each grouping of the portrait that changed.
    pub groups: BTreeMap<String, GroupChange>,
    /// Distributions of each score of the portrait that changed.
    pub scores: BTreeMap<String, ScoreChange>,
    /// Steps whose module refused the changed columns; what they gave before stands.
    pub refused: BTreeMap<String, Problem>,
    /// The columns that changed.
    #[serde(skip)]
    pub columns: Vec<Column>,
}

/// A pipeline that has run, ready for what-ifs.
pub struct Live<E: Engine> {
    catalog: Rc<Catalog<E>>,
    pipeline: Rc<Pipeline>,
    /// Inputs, and what the steps gave.
    table: Table,
    models: Models,
    as_of: String,
    sessions: BTreeMap<String, Session<E::Instance>>,
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
        Ok(Live { catalog, pipeline, table, models: outcome.models, as_of, sessions: BTreeMap::new() })
    }

    /// Inputs, and what the steps gave before any change.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// What the steps say of the changed records, beside what they said before.
    ///
    /// # Errors
    /// Those of [`Edited::new`]; `unknown_step` for parameters of a step that is none; a trap.
    pub fn what_if(&mut self, scenario: &Scenario) -> Result<Changes, CallError> {
        self.check_steps(scenario)?;
        let mut after = self.edited(&scenario.edits)?;
        let mut changes = Changes::default();
        let pipeline = Rc::clone(&self.pipeline);
        for step in &pipeline.steps {
            let patch = scenario.params.get(&step.id);
            let reads = || step.columns().any(|name| after.contains_key(name));
            let ran = step.outputs.keys().all(|name| self.table.column(name).is_some());
            if step.outputs.is_empty() || !ran || !(patch.is_some() || reads()) {
                continue;
            }
            changes.steps.push(step.id.clone());
            match self.step(step, &after, patch) {
                Ok(columns) => columns.into_iter().for_each(|column| {
                    if self.table.column(&column.name) != Some(&column) {
                        after.insert(column.name.clone(), column);
                    }
                }),
                Err(CallError::Problem(problem)) => drop(changes.refused.insert(step.id.clone(), problem)),
                Err(trap) => {
                    self.sessions.remove(step.id.as_str());
                    return Err(trap);
                }
            }
        }
        self.compare(&after, &mut changes);
        changes.columns = after.into_values().collect();
        Ok(changes)
    }

    fn check_steps(&self, scenario: &Scenario) -> Result<(), Problem> {
        let known: BTreeSet<&String> = self.pipeline.steps.iter().map(|step| &step.id).collect();
        match scenario.params.keys().find(|id| !known.contains(id)) {
            None => Ok(()),
            Some(id) => {
                let message = format!("params.{id}: {} has no such step", self.pipeline.name);
                let pointer = gridfolk_contract::problem::pointer_join("/scenario/params", id);
                Err(Problem::new("unknown_step", message).at(pointer).with("step", id.as_str()))
            }
        }
    }

    /// The columns that the edits change.
    fn edited(&self, edits: &[Edit]) -> Result<BTreeMap<String, Column>, Problem> {
        let edited = Edited::new(&self.table, edits, "/scenario/edits")?;
        let changed = edited.changed().map(|index| {
            let name = self.table.columns()[index].name.clone();
            (name.clone(), Column { name, values: edited.column(index).clone() })
        });
        Ok(changed.collect())
    }

    /// The step's columns for the changed records.
    fn step(
        &mut self,
        step: &Step,
        after: &BTreeMap<String, Column>,
        patch: Option<&Value>,
    ) -> Result<Vec<Column>, CallError> {
        let model = self.models.models.get(step.model.as_ref().unwrap_or(&step.id)).cloned();
        let columns: Vec<&Column> =
            self.table.columns().iter().map(|column| after.get(&column.name).unwrap_or(column)).collect();
        let chosen = choose(step, &columns, model.is_none()).unwrap_or_default();
        let entry = self.catalog.get(&step.module).ok_or_else(|| Problem::new("unknown_module", "no such module"))?;
        let (op, params) = match (&model, &step.score) {
            (Some(_), Some(score)) => (score, step.score_params.as_deref()),
            // An operation that also takes a model has its parameters in it.
            (Some(_), None) if step.model.is_none() => (&step.op, step.score_params.as_deref()),
            _ => (&step.op, step.params.as_deref()),
        };
        let params = filled(params, patch, chosen.known(&self.as_of))?;
        let session = match self.sessions.entry(step.id.clone()) {
            btree_map::Entry::Occupied(entry) => entry.into_mut(),
            btree_map::Entry::Vacant(place) => place.insert(self.catalog.open(entry)?),
        };
        session.load(&chosen.loaded)?;
        let reply = session.run(&request(op, params.as_deref(), model.as_deref()))?;
        Ok(step.take_outputs(reply.columns).collect())
    }

    fn compare(&self, after: &BTreeMap<String, Column>, changes: &mut Changes) {
        for name in &self.pipeline.portrait {
            let (Some(before), Some(after)) = (self.table.column(name), after.get(name)) else { continue };
            match (&before.values, &after.values) {
                (Values::Number(before), Values::Number(after)) => {
                    changes.scores.insert(name.clone(), ScoreChange::new(before, after));
                }
                (Values::Category(before), Values::Category(after)) => {
                    if let Some(change) = group_change(before, after) {
                        changes.groups.insert(name.clone(), change);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Groups by their text, in its order.
fn group_change(before: &Category, after: &Category) -> Option<GroupChange> {
    let groups: BTreeSet<&String> = before.levels.iter().chain(&after.levels).collect();
    if groups.len() > N_GROUPS_MAX {
        return None;
    }
    let groups: Vec<String> = groups.into_iter().cloned().collect();
    let codes = |category: &Category| -> Vec<u32> {
        let place = |level: &String| groups.binary_search(level).map_or(MISSING_CODE, |at| at as u32);
        let places: Vec<u32> = category.levels.iter().map(place).collect();
        category.codes.iter().map(|&code| places.get(code as usize).copied().unwrap_or(MISSING_CODE)).collect()
    };
    let (before, after) = (codes(before), codes(after));
    Some(GroupChange::new(groups, &before, &after))
}

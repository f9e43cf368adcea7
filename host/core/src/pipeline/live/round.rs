//! One what-if under way: which step can be run, and what changed so far.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use gridfolk_contract::{Column, Problem, Values};
use serde_json::Value;

use super::{Base, Scenario};
use crate::calls::{Call, Calls, Made};
use crate::engine::Engine;
use crate::pipeline::definition::Step;
use crate::pipeline::request::{filled, request};
use crate::pipeline::step::choose;
use crate::session::{CallError, Session};

/// What a step gave: the columns that differ from before.
pub(super) type Given = OnceCell<Vec<Column>>;

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It has not been looked at, or waits for others.
    Waits,
    /// Its call is being made.
    Runs,
    /// Nothing that it reads changed, or nobody asks for what it gives.
    Left,
    /// It was run anew.
    Ran,
}

/// What the steps of a what-if are run on, and what they have given.
pub(super) struct Round<'a, E: Engine> {
    base: &'a Base<E>,
    /// Patches of parameters by step.
    params: &'a BTreeMap<String, Value>,
    /// By the step's place, whether what it gives is asked for.
    is_needed: Vec<bool>,
    sessions: &'a mut BTreeMap<String, Session<E::Instance>>,
    /// By the step's place.
    given: &'a [Given],
    /// The columns that changed, by name.
    pub(super) changed: BTreeMap<&'a str, &'a Column>,
    /// What modules said who refused the changed columns, by step.
    pub(super) refused: BTreeMap<String, Problem>,
    /// Why it ends early.
    pub(super) failed: Option<CallError>,
    states: Vec<State>,
}

impl<'a, E: Engine> Round<'a, E> {
    /// Nothing is done yet: `edited` are the columns that the scenario itself changes.
    pub(super) fn new(
        base: &'a Base<E>,
        scenario: &'a Scenario,
        sessions: &'a mut BTreeMap<String, Session<E::Instance>>,
        edited: &'a [Column],
        given: &'a [Given],
    ) -> Self {
        let changed = edited.iter().map(|column| (column.name.as_str(), column)).collect();
        let (params, refused) = (&scenario.params, BTreeMap::new());
        let is_needed = needed(&base.pipeline.steps, scenario);
        let states = vec![State::Waits; base.pipeline.steps.len()];
        Round { base, params, is_needed, sessions, given, changed, refused, failed: None, states }
    }

    /// The steps that were run anew, in order.
    pub(super) fn steps(&self) -> Vec<String> {
        let steps = self.base.pipeline.steps.iter().zip(&self.states).filter(|(_, state)| **state == State::Ran);
        steps.map(|(step, _)| step.id.clone()).collect()
    }

    /// Whether a step that makes one of the columns that this one reads is not done.
    fn waits(&self, step: &Step, fits: bool) -> bool {
        let is_open = |name| {
            let mut makers = self.base.pipeline.steps.iter().zip(&self.states);
            makers.any(|(maker, state)| matches!(state, State::Waits | State::Runs) && maker.outputs.contains_key(name))
        };
        step.reads(fits).any(is_open)
    }

    fn is_affected(&self, step: &Step, fits: bool) -> bool {
        let ran = !step.outputs.is_empty()
            && step.sample.is_none()
            && step.outputs.keys().all(|name| self.base.table.column(name).is_some());
        let is_changed = |name: &String| self.changed.contains_key(name.as_str());
        ran && (self.params.contains_key(&step.id) || step.reads(fits).any(is_changed))
    }

    fn call(&mut self, index: usize, step: &'a Step) -> Result<Call<'a, E::Instance>, CallError> {
        let model = self.base.models.of(step);
        let now = |column: &'a Column| self.changed.get(column.name.as_str()).copied().unwrap_or(column);
        let columns: Vec<&Column> = self.base.table.columns().iter().map(now).collect();
        let chosen = choose(step, &columns, model.is_none()).unwrap_or_default();
        let (op, params) = step.call(model.is_some());
        let params = filled(params, self.params.get(&step.id), chosen.known(&self.base.as_of))?;
        let request = request(op, params.as_deref(), model);
        let session = match self.sessions.remove(&step.id) {
            Some(session) => session,
            None => {
                let unknown = || Problem::new("unknown_module", "no such module");
                self.base.catalog.open(self.base.catalog.get(&step.module).ok_or_else(unknown)?)?
            }
        };
        Ok(Call { index, session, columns: chosen.loaded, request })
    }

    fn refuse(&mut self, step: &Step, error: CallError) {
        match error {
            CallError::Problem(problem) => drop(self.refused.insert(step.id.clone(), problem)),
            trap => self.failed = Some(trap),
        }
    }
}

impl<'a, E: Engine> Calls<'a, E::Instance> for Round<'a, E> {
    fn next(&mut self) -> Option<Call<'a, E::Instance>> {
        for (index, step) in self.base.pipeline.steps.iter().enumerate() {
            let fits = self.base.models.of(step).is_none();
            if self.failed.is_some() || self.states[index] != State::Waits || self.waits(step, fits) {
                continue;
            }
            if !self.is_needed[index] || !self.is_affected(step, fits) {
                self.states[index] = State::Left;
                continue;
            }
            match self.call(index, step) {
                Ok(call) => {
                    self.states[index] = State::Runs;
                    return Some(call);
                }
                Err(error) => {
                    self.states[index] = State::Ran;
                    self.refuse(step, error);
                }
            }
        }
        None
    }

    fn take(&mut self, Made { index, session, reply }: Made<E::Instance>) {
        let step = &self.base.pipeline.steps[index];
        self.states[index] = State::Ran;
        if !matches!(reply, Err(CallError::Trap(_))) {
            self.sessions.insert(step.id.clone(), session);
        }
        let reply = match reply {
            Ok(reply) => reply,
            Err(error) => return self.refuse(step, error),
        };
        let differs =
            |column: &Column| self.base.table.column(&column.name).is_none_or(|before| !is_same(before, column));
        let columns = step.take_outputs(reply.columns).filter(differs).collect();
        let columns: &'a Vec<Column> = self.given[index].get_or_init(|| columns);
        self.changed.extend(columns.iter().map(|column| (column.name.as_str(), column)));
    }
}

/// Which steps give something that is asked for, or that a needed step reads.
fn needed(steps: &[Step], scenario: &Scenario) -> Vec<bool> {
    let Some(columns) = &scenario.columns else { return vec![true; steps.len()] };
    let mut wanted: BTreeSet<&String> = columns.iter().collect();
    let mut is_needed = vec![false; steps.len()];
    for (step, is_needed) in steps.iter().zip(&mut is_needed).rev() {
        *is_needed = scenario.params.contains_key(&step.id) || step.outputs.keys().any(|name| wanted.contains(name));
        if *is_needed {
            wanted.extend(step.columns());
        }
    }
    is_needed
}

/// Whether two columns have the same values, where a missing number is like another one.
fn is_same(a: &Column, b: &Column) -> bool {
    match (&a.values, &b.values) {
        (Values::Number(a), Values::Number(b)) => {
            bytemuck::cast_slice::<f64, u8>(a) == bytemuck::cast_slice::<f64, u8>(b)
        }
        (a, b) => a == b,
    }
}

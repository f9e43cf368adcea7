//! The steps of a pipeline, one after the other.

use std::collections::{BTreeMap, BTreeSet};

use gridfolk_contract::{Column, Problem};
use serde::ser::Error;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

use super::definition::{Pipeline, Step};
use super::sample::Sampled;
use crate::catalog::Catalog;
use crate::engine::Engine;
use crate::fold::{FoldError, Progress};
use crate::session::CallError;

/// What a run is told beside the pipeline and its inputs.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The date that tags and strategies carry, YYYY-MM-DD.
    pub as_of: String,
    /// Size of a part in bytes above which a fit goes through the rows in parts; no result depends on it.
    pub part_bytes: usize,
    /// The most parts, each an instance of its own.
    pub n_parts_max: usize,
}

/// Fitted models by step, as an earlier run left them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Models {
    /// The pipeline that they belong to.
    pub pipeline: String,
    /// Its version.
    pub version: u32,
    /// By the step's id.
    pub models: BTreeMap<String, Box<RawValue>>,
}

impl Models {
    /// The model by which a step scores, or that it works on.
    pub(super) fn of(&self, step: &Step) -> Option<&RawValue> {
        self.models.get(step.model.as_ref().unwrap_or(&step.id)).map(Box::as_ref)
    }
}

/// What a run found out.
#[derive(Debug)]
pub struct Outcome {
    /// The columns that the steps gave, and the inputs.
    pub columns: Vec<Column>,
    /// What became of each step, in order.
    pub steps: Vec<Done>,
    /// The models of the steps that have one.
    pub models: Models,
}

/// One step after the run.
#[derive(Debug, Serialize)]
pub struct Done {
    /// The step's id.
    pub id: String,
    /// The module.
    pub module: String,
    /// SHA-256 of the module's bytes.
    pub sha256: String,
    /// The operation that made the reply.
    pub op: String,
    /// What became of it.
    #[serde(flatten)]
    pub state: State,
    /// The memory of its instances at its end, in bytes: the most that they had.
    #[serde(skip)]
    pub memory_bytes: usize,
}

/// What became of a step.
#[derive(Debug, Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum State {
    /// It ran.
    Done {
        /// Columns that it read.
        columns: Vec<String>,
        /// Optional columns that are not there.
        missing: Vec<String>,
        /// Whether it used a model of an earlier run.
        is_scored: bool,
        /// Of a table that is too large for it, the part that it looked at.
        #[serde(skip_serializing_if = "Option::is_none")]
        sampled: Option<Sampled>,
        /// The reply's body, without its model.
        reply: Box<RawValue>,
    },
    /// It did not run: columns are not there.
    Skipped {
        /// The columns that it lacks.
        missing: Vec<String>,
    },
    /// Its module refused the data.
    Refused {
        /// What the module said.
        #[serde(serialize_with = "as_said")]
        problem: Problem,
    },
}

fn as_said<S: Serializer>(problem: &Problem, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(problem.to_json()).map_err(S::Error::custom)?.serialize(serializer)
}

/// How steps are run, and who is told.
pub struct Setting<'a, E: Engine, Go> {
    /// Makes the instances.
    pub engine: &'a E,
    /// The modules that steps name.
    pub catalog: &'a Catalog<E>,
    /// The pipeline.
    pub pipeline: &'a Pipeline,
    /// The rest.
    pub options: &'a RunOptions,
    /// Is told a step's number, its id and the progress within it; false cancels.
    pub go_on: Go,
}

/// A run on its way: what the steps so far have given.
#[derive(Debug)]
pub struct Run {
    /// Inputs, and what steps gave.
    pub(super) columns: Vec<Column>,
    pub(super) made: Models,
    pub(super) given: Models,
    steps: Vec<Done>,
}

impl Run {
    /// A run of which no step has run yet, on the inputs' columns.
    ///
    /// # Errors
    /// `model_of_other_pipeline`.
    pub fn begin(pipeline: &Pipeline, columns: Vec<Column>, models: Option<Models>) -> Result<Self, CallError> {
        let given = check_models(pipeline, models)?;
        let made = Models { pipeline: pipeline.name.clone(), version: pipeline.version, models: BTreeMap::new() };
        Ok(Run { columns, made, given, steps: Vec::with_capacity(pipeline.steps.len()) })
    }

    /// Inputs, and what the steps so far have given.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// What became of the steps so far.
    pub fn steps(&self) -> &[Done] {
        &self.steps
    }

    /// Runs the next step, in instances of its own: false where there is none any more.
    ///
    /// # Errors
    /// `unknown_module` and `unknown_op`; a trap, named by its step; cancelled.
    pub fn step<E, Go>(&mut self, setting: &mut Setting<'_, E, Go>) -> Result<bool, FoldError>
    where
        E: Engine,
        Go: FnMut(usize, &str, &Progress) -> bool,
    {
        let index = self.steps.len();
        let Some(step) = setting.pipeline.steps.get(index) else { return Ok(false) };
        let entry = setting.module(index, step)?;
        let (state, memory_bytes) = setting.step(self, index, step, entry)?;
        let (module, sha256, op) = (step.module.clone(), entry.sha256.clone(), step.op.clone());
        self.steps.push(Done { id: step.id.clone(), module, sha256, op, state, memory_bytes });
        if !(setting.go_on)(index, &step.id, &Progress { share: 1.0, phase: String::new() }) {
            return Err(FoldError::Cancelled);
        }
        Ok(true)
    }

    /// What all steps found out.
    ///
    /// # Errors
    /// Where no step ran at all the first module's problem.
    pub fn end(self, pipeline: &Pipeline) -> Result<Outcome, CallError> {
        refuse_nothing_done(pipeline, &self.steps)?;
        Ok(Outcome { columns: self.columns, steps: self.steps, models: self.made })
    }
}

/// Runs all steps on the inputs' columns.
///
/// # Errors
/// Those of [`Run`].
pub fn run<E, Go>(
    mut setting: Setting<'_, E, Go>,
    columns: Vec<Column>,
    models: Option<Models>,
) -> Result<Outcome, FoldError>
where
    E: Engine,
    Go: FnMut(usize, &str, &Progress) -> bool,
{
    let mut run = Run::begin(setting.pipeline, columns, models)?;
    while run.step(&mut setting)? {}
    Ok(run.end(setting.pipeline)?)
}

fn check_models(pipeline: &Pipeline, models: Option<Models>) -> Result<Models, CallError> {
    let models = models.unwrap_or_else(|| Models { pipeline: pipeline.name.clone(), ..Models::default() });
    if models.pipeline == pipeline.name {
        return Ok(models);
    }
    let message = format!("the models are of pipeline {}; must be of {}", models.pipeline, pipeline.name);
    let problem = Problem::new("model_of_other_pipeline", message).at("/models/pipeline");
    Err(problem.with("pipeline", models.pipeline.as_str()).with("must_be", pipeline.name.as_str()).into())
}

/// A run of which every step failed or was skipped says why, and is no result.
fn refuse_nothing_done(pipeline: &Pipeline, steps: &[Done]) -> Result<(), CallError> {
    let mut problem = None;
    for step in steps {
        match &step.state {
            State::Done { .. } => return Ok(()),
            State::Refused { problem: refused } => problem = problem.or(Some(of_step(&step.id, refused))),
            State::Skipped { .. } => {}
        }
    }
    let nothing = || {
        let missing: BTreeSet<&String> = steps.iter().flat_map(|step| step.state.missing()).collect();
        let is_input = |name: &&&String| pipeline.inputs.contains_key(name.as_str());
        let is_required = |name: &&String| pipeline.steps.iter().any(|step| step.required.contains(name));
        let (required, others): (Vec<&String>, Vec<&String>) =
            missing.iter().filter(is_input).copied().partition(is_required);
        let names: Vec<&str> = required.into_iter().chain(others).take(12).map(String::as_str).collect();
        let message = format!("no step can run: the table lacks {}; name the columns in a mapping", names.join(", "));
        Problem::new("nothing_to_run", message).at("/table/columns").with("missing", names)
    };
    Err(problem.unwrap_or_else(nothing).into())
}

/// A module's problem, with the step that it arose in.
fn of_step(id: &str, problem: &Problem) -> Problem {
    let mut problem = problem.clone();
    problem.message = format!("step {id}: {}", problem.message);
    problem.with("step", id)
}

impl State {
    fn missing(&self) -> &[String] {
        match self {
            State::Done { missing, .. } | State::Skipped { missing } => missing,
            State::Refused { .. } => &[],
        }
    }
}

//! The steps of a pipeline, one after the other.

use std::collections::{BTreeMap, BTreeSet};

use gridfolk_contract::{Column, Problem, Reply};
use serde::ser::Error;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

use super::definition::{Output, Pipeline, Step};
use super::request::{broken, filled, model_of, request, without_model};
use super::sample::Sampled;
use super::template::Known;
use crate::catalog::{Catalog, Entry};
use crate::engine::{Engine, Instance, Trap};
use crate::fold::{self, FoldError, Progress};
use crate::parts;
use crate::session::{CallError, Session};

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

/// Runs the steps on the inputs' columns, each in instances that `engine` makes. `go_on` is told the step's number, its id and the progress within it; false cancels.
///
/// # Errors
/// `unknown_module` and `unknown_op`; `model_of_other_pipeline`; a trap, named by its step; and where
/// no step ran at all the first module's problem.
pub fn run<E: Engine>(
    engine: &E,
    catalog: &Catalog<E>,
    pipeline: &Pipeline,
    columns: Vec<Column>,
    models: Option<Models>,
    options: &RunOptions,
    go_on: impl FnMut(usize, &str, &Progress) -> bool,
) -> Result<Outcome, FoldError> {
    let models = check_models(pipeline, models)?;
    let mut run = Run {
        engine,
        catalog,
        options,
        go_on,
        columns,
        made: Models { pipeline: pipeline.name.clone(), version: pipeline.version, models: BTreeMap::new() },
        given: models,
    };
    let mut steps = Vec::with_capacity(pipeline.steps.len());
    for (index, step) in pipeline.steps.iter().enumerate() {
        let entry = run.module(index, step)?;
        let (state, memory_bytes) = run.step(index, step, entry)?;
        let (module, sha256, op) = (step.module.clone(), entry.sha256.clone(), step.op.clone());
        steps.push(Done { id: step.id.clone(), module, sha256, op, state, memory_bytes });
        if !(run.go_on)(index, &step.id, &Progress { share: 1.0, phase: String::new() }) {
            return Err(FoldError::Cancelled);
        }
    }
    refuse_nothing_done(pipeline, &steps)?;
    Ok(Outcome { columns: run.columns, steps, models: run.made })
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

/// A run under way.
struct Run<'a, E: Engine, Go> {
    engine: &'a E,
    catalog: &'a Catalog<E>,
    options: &'a RunOptions,
    go_on: Go,
    /// Inputs, and what the steps so far have given.
    columns: Vec<Column>,
    made: Models,
    given: Models,
}

/// The columns of a step.
#[derive(Default, Clone)]
pub(super) struct Chosen<'a> {
    pub(super) loaded: Vec<&'a Column>,
    names: BTreeSet<&'a str>,
    features: Vec<&'a str>,
    missing: Vec<String>,
}

impl Chosen<'_> {
    /// What the step's parameters may refer to.
    pub(super) fn known<'b>(&'b self, as_of: &'b str) -> Known<'b> {
        Known { features: &self.features, columns: &self.names, as_of }
    }
}

/// What a step gave.
struct Given {
    reply: Reply,
    model: Option<Box<RawValue>>,
    memory_bytes: usize,
}

impl<'a, E: Engine, Go: FnMut(usize, &str, &Progress) -> bool> Run<'a, E, Go> {
    fn module(&self, index: usize, step: &Step) -> Result<&'a Entry<E::Module>, CallError> {
        let entry = self.catalog.get(&step.module).ok_or_else(|| {
            let message = format!("step {}: there is no module {}", step.id, step.module);
            let problem = Problem::new("unknown_module", message).at(format!("/steps/{index}/module"));
            problem.with("step", step.id.as_str()).with("module", step.module.as_str())
        })?;
        for op in [&step.op].into_iter().chain(&step.score) {
            if !entry.manifest.operations.contains_key(op) {
                let message = format!("step {}: module {} has no operation {op}", step.id, step.module);
                let problem = Problem::new("unknown_op", message).at(format!("/steps/{index}/op"));
                return Err(problem.with("step", step.id.as_str()).with("op", op.as_str()).into());
            }
        }
        Ok(entry)
    }

    fn step(&mut self, index: usize, step: &Step, entry: &'a Entry<E::Module>) -> Result<(State, usize), FoldError> {
        let given = match &step.model {
            None => self.given.models.get(&step.id).cloned(),
            Some(of) => match self.made.models.get(of) {
                None => return Ok((State::Skipped { missing: vec![format!("model of {of}")] }, 0)),
                model => model.cloned(),
            },
        };
        let columns = std::mem::take(&mut self.columns);
        let all: Vec<&Column> = columns.iter().collect();
        let chosen = match choose(step, &all, given.is_none()) {
            Ok(chosen) => chosen,
            Err(missing) => {
                self.columns = columns;
                return Ok((State::Skipped { missing }, 0));
            }
        };
        let n_rows = columns.first().map_or(0, |column| column.values.n_rows());
        if let Some(n_rows_min) = step.n_rows_min.filter(|least| n_rows < *least) {
            self.columns = columns;
            return Ok((State::Refused { problem: too_few_rows(n_rows, n_rows_min) }, 0));
        }
        let is_scored = given.is_some() && step.model.is_none();
        let names = chosen.loaded.iter().map(|column| column.name.clone()).collect();
        let drawn = step.sample.as_ref().and_then(|sample| Some((sample, sample.draw(n_rows)?)));
        let part: Vec<Column> = match &drawn {
            Some((_, drawn)) => chosen.loaded.iter().map(|column| drawn.of(column)).collect(),
            None => Vec::new(),
        };
        let loaded = if drawn.is_some() { part.iter().collect() } else { chosen.loaded.clone() };
        let answer = self.call(index, step, entry, &Chosen { loaded, ..chosen.clone() }, given);
        let missing = chosen.missing;
        self.columns = columns;
        match answer {
            Ok(Given { reply, model, memory_bytes }) => {
                let model = model.filter(|_| step.model.is_none());
                let mut body = without_model(&reply.body)?;
                let mut outputs: Vec<Column> = step.take_outputs(reply.columns).collect();
                if let Some((sample, drawn)) = &drawn {
                    body = sample.with_rows_of_table(&body, drawn).map_err(|error| broken(&error))?;
                    outputs = outputs.into_iter().map(|column| drawn.put_back(column)).collect();
                }
                self.columns.extend(outputs);
                model.map(|model| self.made.models.insert(step.id.clone(), model));
                let sampled = drawn.map(|(sample, drawn)| sample.sampled(&drawn));
                Ok((State::Done { columns: names, missing, is_scored, sampled, reply: body }, memory_bytes))
            }
            Err(FoldError::Call(CallError::Problem(problem))) => Ok((State::Refused { problem }, 0)),
            Err(FoldError::Call(CallError::Trap(Trap::Panic(text)))) => {
                Err(Trap::Panic(format!("step {}: {text}", step.id)).into())
            }
            Err(FoldError::Call(CallError::Trap(Trap::Other(text)))) => {
                Err(Trap::Other(format!("step {}: {text}", step.id)).into())
            }
            Err(other) => Err(other),
        }
    }

    fn call(
        &mut self,
        index: usize,
        step: &Step,
        entry: &Entry<E::Module>,
        chosen: &Chosen<'_>,
        model: Option<Box<RawValue>>,
    ) -> Result<Given, FoldError> {
        let known = chosen.known(&self.options.as_of);
        let (op, params) = step.call(model.is_some());
        let params = filled(params, None, known)?;
        let folds = entry.manifest.operations.get(&step.op).is_some_and(|operation| operation.folds);
        let ranges = match folds {
            true => parts::ranges(&chosen.loaded, self.options.part_bytes, self.options.n_parts_max),
            false => parts::ranges(&chosen.loaded, usize::MAX, 1),
        };
        let mut opened =
            fold::open_parts(|| Ok(Session::new(self.engine.instantiate(&entry.module)?)), &chosen.loaded, &ranges)?;
        if let Some(model) = model {
            let request = request(op, params.as_deref(), Some(&model));
            let reply = each(&mut opened, &request)?;
            return Ok(Given { reply, model: Some(model), memory_bytes: memory_of(&opened) });
        }
        let reply = match opened.as_mut_slice() {
            [only] => only.session.run(&request(op, params.as_deref(), None))?,
            parts => {
                let go_on = |progress: &Progress| (self.go_on)(index, &step.id, progress);
                let body = fold::fit(parts, params.as_deref().unwrap_or("{}"), go_on)?;
                Reply { body, columns: Vec::new() }
            }
        };
        let model = model_of(&reply.body)?;
        let lacks = |output: &Output| !reply.columns.iter().any(|column| column.name == output.column);
        match (&step.score, model) {
            (Some(_), Some(model)) if step.outputs.values().any(lacks) => {
                let (op, params) = step.call(true);
                let params = filled(params, None, known)?;
                let scored = each(&mut opened, &request(op, params.as_deref(), Some(&model)))?;
                let reply = Reply { body: reply.body, columns: scored.columns };
                Ok(Given { reply, model: Some(model), memory_bytes: memory_of(&opened) })
            }
            (_, model) => Ok(Given { reply, model, memory_bytes: memory_of(&opened) }),
        }
    }
}

fn too_few_rows(n_rows: usize, n_rows_min: usize) -> Problem {
    let message = format!("the table has {n_rows} rows; the step needs at least {n_rows_min}");
    Problem::new("too_few_rows", message).at("/table").with("n_rows", n_rows).with("min", n_rows_min)
}

/// A Wasm memory never shrinks: its size is the most that it was.
fn memory_of<I: Instance>(parts: &[fold::Part<I>]) -> usize {
    parts.iter().map(|part| part.session.instance().memory_size()).sum()
}

/// The columns that a step reads, or those that it lacks.
pub(super) fn choose<'a>(step: &'a Step, columns: &[&'a Column], fits: bool) -> Result<Chosen<'a>, Vec<String>> {
    let find = |name: &String| columns.iter().copied().find(|column| column.name == *name);
    let target = step.target.iter().filter(|_| fits);
    let needed = step.required.iter().chain(target);
    let lacking: Vec<String> = needed.clone().filter(|name| find(name).is_none()).cloned().collect();
    if !lacking.is_empty() {
        return Err(lacking);
    }
    let missing: Vec<String> = step.optional.iter().filter(|name| find(name).is_none()).cloned().collect();
    let features: Vec<&str> = step.features().filter(|name| find(name).is_some()).map(String::as_str).collect();
    if features.len() < step.n_features_min.unwrap_or(0) {
        return Err(missing);
    }
    let loaded: Vec<&Column> = needed.chain(&step.optional).filter_map(find).collect();
    if loaded.is_empty() && !missing.is_empty() {
        return Err(missing);
    }
    let names = loaded.iter().map(|column| column.name.as_str()).collect();
    Ok(Chosen { loaded, names, features, missing })
}

/// The reply of every part: the first part's body, the rows of all.
fn each<I: Instance>(parts: &mut [fold::Part<I>], request: &str) -> Result<Reply, CallError> {
    if let [only] = parts {
        return only.session.run(request);
    }
    let columns = fold::predict(parts, request)?;
    Ok(Reply { body: "{}".to_owned(), columns })
}

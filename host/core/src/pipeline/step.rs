//! One step: the columns that it reads, the calls of its module, and what it gave.

use std::collections::BTreeSet;

use gridfolk_contract::{Column, Problem, Reply};
use serde_json::value::RawValue;

use super::definition::{Output, Step};
use super::request::{broken, filled, model_of, request, without_model};
use super::run::{Run, Setting, State};
use super::template::Known;
use crate::catalog::Entry;
use crate::engine::{Engine, Instance, Trap};
use crate::fold::{self, FoldError, Progress};
use crate::parts;
use crate::session::{CallError, Session};

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

impl<'a, E: Engine, Go: FnMut(usize, &str, &Progress) -> bool> Setting<'a, E, Go> {
    /// The module of a step, which has the operations that it names.
    pub(super) fn module(&self, index: usize, step: &Step) -> Result<&'a Entry<E::Module>, CallError> {
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

    /// What becomes of a step, and the memory of its instances.
    pub(super) fn step(
        &mut self,
        run: &mut Run,
        index: usize,
        step: &Step,
        entry: &'a Entry<E::Module>,
    ) -> Result<(State, usize), FoldError> {
        let given = match &step.model {
            None => run.given.models.get(&step.id).cloned(),
            Some(of) => match run.made.models.get(of) {
                None => return Ok((State::Skipped { missing: vec![format!("model of {of}")] }, 0)),
                model => model.cloned(),
            },
        };
        let columns = std::mem::take(&mut run.columns);
        let all: Vec<&Column> = columns.iter().collect();
        let chosen = match choose(step, &all, given.is_none()) {
            Ok(chosen) => chosen,
            Err(missing) => {
                run.columns = columns;
                return Ok((State::Skipped { missing }, 0));
            }
        };
        let n_rows = columns.first().map_or(0, |column| column.values.n_rows());
        if let Some(n_rows_min) = step.n_rows_min.filter(|least| n_rows < *least) {
            run.columns = columns;
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
        run.columns = columns;
        match answer {
            Ok(Given { reply, model, memory_bytes }) => {
                let model = model.filter(|_| step.model.is_none());
                let mut body = without_model(&reply.body)?;
                let mut outputs: Vec<Column> = step.take_outputs(reply.columns).collect();
                if let Some((sample, drawn)) = &drawn {
                    body = sample.with_rows_of_table(&body, drawn).map_err(|error| broken(&error))?;
                    outputs = outputs.into_iter().map(|column| drawn.put_back(column)).collect();
                }
                run.columns.extend(outputs);
                model.map(|model| run.made.models.insert(step.id.clone(), model));
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

//! What a pipeline says: inputs with units, steps, outputs.

use std::collections::{BTreeMap, BTreeSet};

use gridfolk_contract::problem::{pointer_join, quoted};
use gridfolk_contract::request::{check_object, parse_text};
use gridfolk_contract::{Category, Column, Problem, Text, Values};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::block::Block;
use super::sample::Sample;
use super::units::Unit;

/// Several operations put together: a file of `pipelines/`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Its name: the file's, the route's.
    pub name: String,
    /// Raised when its results change.
    pub version: u32,
    /// A few words.
    pub title: Text,
    /// What it is for, in a sentence or two.
    pub summary: Text,
    /// The column of ids, where the table has it.
    pub id: String,
    /// The columns that its steps read, by name.
    pub inputs: BTreeMap<String, Input>,
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// The columns of the portrait, in order; those of steps that were skipped are left out.
    pub portrait: Vec<String>,
    /// Levels and items in the words of people; others stand as they are.
    #[serde(default)]
    pub words: BTreeMap<String, Text>,
    /// What the report shows, in order.
    #[serde(default)]
    pub report: Vec<Block>,
}

/// A column that the steps read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What it holds.
    pub kind: Kind,
    /// What it is counted in, for numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// The levels that rules and words know, for categories; others are no mistake, and are said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<String>,
    /// The least value that can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest value that can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// What it means.
    pub title: Text,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Numbers.
    Number,
    /// One level a row.
    Category,
    /// A set of items a row.
    Items,
}

impl Kind {
    /// As messages and manifests call it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Category => "category",
            Kind::Items => "items",
        }
    }
}

/// A per-row column that a step gives.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// What the module's reply calls it.
    pub column: String,
    /// A few words.
    pub title: Text,
    /// Where its levels or items are put into words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained: Option<Explained>,
}

/// A list in a step's reply that puts levels into words: the rule of a leaf, the name of a strategy.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explained {
    /// The step.
    pub step: String,
    /// JSON pointer to the list in its reply.
    pub pointer: String,
    /// JSON pointer, in an object of the list, to the level.
    pub level: String,
    /// JSON pointer to its words: a text, or one in English and Chinese.
    pub words: String,
}

/// One operation of one module.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name, unique within the pipeline.
    pub id: String,
    /// A few words.
    pub title: Text,
    /// The module.
    pub module: String,
    /// The operation that fits, or does all there is to do.
    pub op: String,
    /// The operation that gives the per-row results of a fitted model: `predict`, `score` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// The earlier step whose model it reads, instead of one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Parameters of `op`. A text `"$features"` in them stands for the list of features that are
    /// there, `"$as_of"` for the date of the run, and `"$column:NAME"` for a name whose column is there;
    /// where it is not, the member or item that holds the text is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub params: Option<Box<RawValue>>,
    /// Parameters of `score`, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score_params: Option<Box<RawValue>>,
    /// Columns that it needs when it fits, and that are no features: a target.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<String>,
    /// Columns without which it is skipped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    /// Columns that it reads where they are there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional: Vec<String>,
    /// The columns, required or optional, that `"$features"` stands for; all of them when none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
    /// Fewer features than this are too few to say anything, and it is skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_features_min: Option<usize>,
    /// Fewer customers than this are too few to say anything, and it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_rows_min: Option<usize>,
    /// How many rows it takes of a large table. It is left out of what-ifs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
    /// The reply's per-row columns that are kept, by what later steps and the portrait call them.
    #[serde(default)]
    pub outputs: BTreeMap<String, Output>,
}

impl Input {
    /// The levels that some customer has and nothing knows, where the known ones are named.
    pub(super) fn unknown_levels(&self, values: &Values) -> Vec<String> {
        let Values::Category(Category { codes, levels }) = values else { return Vec::new() };
        let is_unknown = |level: &&String| !self.levels.is_empty() && !self.levels.contains(level);
        let unknown = (0u32..).zip(levels).filter(|(_, level)| is_unknown(level));
        unknown.filter(|(code, _)| codes.contains(code)).map(|(_, level)| level.clone()).collect()
    }
}

impl Step {
    /// The columns that it may be given.
    pub fn columns(&self) -> impl Iterator<Item = &String> {
        self.required.iter().chain(&self.optional).chain(&self.target)
    }

    /// The columns that it reads when it fits, or when it scores by a model that is there: no target then.
    pub(super) fn reads(&self, fits: bool) -> impl Iterator<Item = &String> {
        self.required.iter().chain(&self.optional).chain(self.target.iter().filter(move |_| fits))
    }

    /// The operation to call, and its parameters before anything is put in. A model that the step fitted
    /// has the parameters of its fit in it; that of another step is what `op` works on.
    pub(super) fn call(&self, has_model: bool) -> (&str, Option<&RawValue>) {
        match has_model && self.model.is_none() {
            true => (self.score.as_ref().unwrap_or(&self.op), self.score_params.as_deref()),
            false => (&self.op, self.params.as_deref()),
        }
    }

    /// The columns of a reply that are kept, under their new names.
    pub(super) fn take_outputs(&self, columns: Vec<Column>) -> impl Iterator<Item = Column> {
        columns.into_iter().filter_map(|column| {
            let (name, _) = self.outputs.iter().find(|(_, output)| output.column == column.name)?;
            Some(Column { name: name.clone(), values: column.values })
        })
    }

    /// The columns that `"$features"` may stand for.
    pub fn features(&self) -> impl Iterator<Item = &String> {
        let named = self.features.iter();
        let all = self.required.iter().chain(&self.optional).filter(|_| self.features.is_empty());
        named.chain(all)
    }
}

impl Pipeline {
    /// A few words for an input or for what a step gives.
    pub fn title_of(&self, column: &str) -> Option<&Text> {
        let given = || self.steps.iter().find_map(|step| step.outputs.get(column));
        self.inputs.get(column).map(|input| &input.title).or_else(|| given().map(|output| &output.title))
    }

    /// Reads a pipeline and checks that its parts fit together.
    ///
    /// # Errors
    /// `not_json`, those of [`parse_text`], `step_twice`, `unknown_step`, `unknown_column` for a column that is neither an
    /// input nor made by an earlier step, `column_name_twice` for an output that is there already.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        check_object(text, "")?;
        let pipeline: Pipeline = parse_text(text, "")?;
        pipeline.check()?;
        Ok(pipeline)
    }

    fn check(&self) -> Result<(), Problem> {
        let mut columns: BTreeSet<&str> = self.inputs.keys().map(String::as_str).collect();
        let mut ids = BTreeSet::new();
        for (index, step) in self.steps.iter().enumerate() {
            let pointer = format!("/steps/{index}");
            if !ids.insert(&step.id) {
                let message = format!("steps[{index}].id is {}; an earlier step has it", quoted(&step.id));
                return Err(Problem::new("step_twice", message).at(pointer + "/id").with("step", step.id.as_str()));
            }
            if let Some(of) = step.model.as_ref().filter(|of| !ids.contains(of) || **of == step.id) {
                let message = format!("steps[{index}].model is {}; must be an earlier step", quoted(of));
                return Err(Problem::new("unknown_step", message).at(pointer + "/model").with("step", of.as_str()));
            }
            for column in step.columns().chain(&step.features) {
                check_known(&columns, column, &format!("step {}", step.id), &pointer)?;
            }
            for name in step.outputs.keys() {
                if !columns.insert(name) {
                    let message = format!("step {} gives {}, which there is already", step.id, quoted(name));
                    let problem = Problem::new("column_name_twice", message);
                    return Err(problem.at(pointer_join(&(pointer + "/outputs"), name)).with("column", name.as_str()));
                }
            }
        }
        self.portrait.iter().try_for_each(|column| check_known(&columns, column, "the portrait", "/portrait"))?;
        let explained =
            self.steps.iter().flat_map(|step| step.outputs.values()).filter_map(|output| output.explained.as_ref());
        if let Some(of) = explained.map(|explained| &explained.step).find(|of| !ids.contains(of)) {
            let message = format!("an output is explained by step {}, which is none", quoted(of));
            return Err(Problem::new("unknown_step", message).at("/steps").with("step", of.as_str()));
        }
        for (index, block) in self.report.iter().enumerate() {
            let pointer = format!("/report/{index}");
            block.columns().into_iter().try_for_each(|column| check_known(&columns, column, "the report", &pointer))?;
            if let Block::List { step, .. } | Block::Customers { step, .. } = block
                && !ids.contains(step)
            {
                let message = format!("report[{index}].step is {}; there is no such step", quoted(step));
                return Err(Problem::new("unknown_step", message).at(pointer + "/step").with("step", step.as_str()));
            }
        }
        Ok(())
    }
}

fn check_known(known: &BTreeSet<&str>, column: &str, whose: &str, pointer: &str) -> Result<(), Problem> {
    if known.contains(column) {
        return Ok(());
    }
    let message = format!("{whose} reads {}, which is neither an input nor made by an earlier step", quoted(column));
    Err(Problem::new("unknown_column", message).at(pointer).with("column", column))
}

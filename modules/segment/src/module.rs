//! The operations under their names.

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Module};

use crate::algorithm::Assigned;
use crate::{assign, compare, fold, predict, strategy, what_if};

/// The module as hosts call it.
pub struct SegmentModule;

gridfolk_guest::export!(SegmentModule);

/// What an instance remembers: how a model assigns the loaded rows.
#[derive(Debug, Default)]
pub struct Memory {
    before: Option<(String, Assigned)>,
}

impl Memory {
    /// What is remembered under the model's text, or what `make` gives.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn before(
        &mut self,
        model: &str,
        make: impl FnOnce() -> Result<Assigned, Problem>,
    ) -> Result<&Assigned, Problem> {
        if self.before.as_ref().is_none_or(|(known, _)| known != model) {
            self.before = None;
        }
        match &mut self.before {
            Some((_, assigned)) => Ok(assigned),
            none => Ok(&none.insert((model.to_owned(), make()?)).1),
        }
    }
}

impl Module for SegmentModule {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = Memory;

    fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
        match call.op() {
            "assign" => assign::run(call),
            "predict" => predict::run(call),
            "strategy" => strategy::run(call),
            "compare" => compare::run(call),
            "what_if" => what_if::run(call, memory),
            "begin" => fold::begin(call),
            "fold" => fold::fold(call),
            "merge" => fold::merge(call),
            _ => {
                Err(call.unknown_op(&["assign", "predict", "strategy", "compare", "what_if", "begin", "fold", "merge"]))
            }
        }
    }
}

//! The operations under their names.

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Module};

use crate::score::Memory;
use crate::{bin, evaluate, export, fit, fold, monitor, score, what_if};

/// The module as hosts call it.
pub struct ScorecardModule;

gridfolk_guest::export!(ScorecardModule);

const OPERATIONS: [&str; 10] =
    ["bin", "fit", "score", "evaluate", "monitor", "export", "what_if", "begin", "fold", "merge"];

impl Module for ScorecardModule {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = Memory;

    fn run(call: &Call<'_>, memory: &mut Self::Memory) -> Result<Answer, Problem> {
        match call.op() {
            "bin" => bin::run(call),
            "fit" => fit::run(call, memory),
            // Hosts that drive folds ask for a fitted model's rows under this name.
            "score" | "predict" => score::run(call),
            "evaluate" => evaluate::run(call),
            "monitor" => monitor::run(call),
            "export" => export::run(call),
            "what_if" => what_if::run(call, memory),
            "begin" => fold::begin(call),
            "fold" => fold::fold(call, memory),
            "merge" => fold::merge_parts(call),
            _ => Err(call.unknown_op(&OPERATIONS)),
        }
    }
}

//! The operations under their names.

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Module};

use crate::algorithm::Memory;
use crate::{fold, index, predict, what_if};

/// The module as hosts call it.
pub struct ActivityModule;

gridfolk_guest::export!(ActivityModule);

impl Module for ActivityModule {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = Memory;

    fn run(call: &Call<'_>, memory: &mut Self::Memory) -> Result<Answer, Problem> {
        match call.op() {
            "index" => index::run(call, memory),
            "predict" => predict::run(call, memory),
            "what_if" => what_if::run(call, memory),
            "begin" => fold::begin(call),
            "fold" => fold::fold(call, memory),
            "merge" => fold::merge(call),
            _ => Err(call.unknown_op(&["index", "predict", "what_if", "begin", "fold", "merge"])),
        }
    }
}

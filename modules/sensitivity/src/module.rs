//! The operations under their names.

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Module};

use crate::algorithm::Memory;
use crate::{curve, fit, fold, predict, what_if};

/// The module as hosts call it.
pub struct SensitivityModule;

gridfolk_guest::export!(SensitivityModule);

impl Module for SensitivityModule {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = Memory;

    fn run(call: &Call<'_>, memory: &mut Self::Memory) -> Result<Answer, Problem> {
        match call.op() {
            "fit" => fit::run(call, memory),
            "predict" => predict::run(call, memory),
            "curve" => curve::run(call, memory),
            "what_if" => what_if::run(call, memory),
            "begin" => fold::begin(call),
            "fold" => fold::fold(call, memory),
            "merge" => fold::merge(call),
            _ => Err(call.unknown_op(&["fit", "predict", "curve", "what_if", "begin", "fold", "merge"])),
        }
    }
}

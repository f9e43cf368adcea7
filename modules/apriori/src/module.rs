//! The operations under their names.

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Module};

use crate::memory::Memory;
use crate::{fold, mine, recommend, what_if};

/// The module as hosts call it.
pub struct AprioriModule;

gridfolk_guest::export!(AprioriModule);

impl Module for AprioriModule {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = Memory;

    fn run(call: &Call<'_>, memory: &mut Self::Memory) -> Result<Answer, Problem> {
        match call.op() {
            "mine" => mine::run(call),
            "recommend" => recommend::run(call, memory),
            "what_if" => what_if::run(call, memory),
            "begin" => fold::begin(call),
            "fold" => fold::fold(call),
            "merge" => fold::merge(call),
            _ => Err(call.unknown_op(&["mine", "recommend", "what_if", "begin", "fold", "merge"])),
        }
    }
}

//! The operations under their names.

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Module};

use crate::{fold, mine};

/// The module as hosts call it.
pub struct AprioriModule;

gridfolk_guest::export!(AprioriModule);

impl Module for AprioriModule {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = ();

    fn run(call: &Call<'_>, _memory: &mut Self::Memory) -> Result<Answer, Problem> {
        match call.op() {
            "mine" => mine::run(call),
            "begin" => fold::begin(call),
            "fold" => fold::fold(call),
            "merge" => fold::merge(call),
            _ => Err(call.unknown_op(&["mine", "begin", "fold", "merge"])),
        }
    }
}

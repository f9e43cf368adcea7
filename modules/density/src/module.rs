//! The operations under their names.

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Module};

use crate::{fit, grid};

/// The module as hosts call it.
pub struct DensityModule;

gridfolk_guest::export!(DensityModule);

impl Module for DensityModule {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = fit::Memory;

    fn run(call: &Call<'_>, memory: &mut Self::Memory) -> Result<Answer, Problem> {
        match call.op() {
            "fit" => fit::run(call, memory),
            "grid" => grid::run(call),
            _ => Err(call.unknown_op(&["fit", "grid"])),
        }
    }
}

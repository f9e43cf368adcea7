//! gridfolk module kmeans: which customers are alike?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod choose;
pub mod columns;
pub mod contract;
#[cfg(feature = "linfa")]
pub mod estimator;
pub mod fit;
pub mod fold;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod model;
pub mod predict;
pub mod problem;
pub mod what_if;
pub mod wire;

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Module};

/// The module as hosts call it.
pub struct KmeansModule;

gridfolk_guest::export!(KmeansModule);

impl Module for KmeansModule {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = algorithm::Memory;

    fn run(call: &Call<'_>, memory: &mut Self::Memory) -> Result<Answer, Problem> {
        match call.op() {
            "fit" => fit::run(call, memory),
            "predict" => predict::run(call, memory),
            "choose" => choose::run(call, memory),
            "what_if" => what_if::run(call, memory),
            "begin" => fold::begin(call),
            "fold" => fold::fold(call, memory),
            "merge" => fold::merge(call),
            _ => Err(call.unknown_op(&["fit", "predict", "choose", "what_if", "begin", "fold", "merge"])),
        }
    }
}

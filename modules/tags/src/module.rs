//! The operations under their names.

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Module};

use crate::{fold, label, predict, profile, select};

/// The module as hosts call it.
pub struct TagsModule;

gridfolk_guest::export!(TagsModule);

impl Module for TagsModule {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = ();

    fn run(call: &Call<'_>, (): &mut ()) -> Result<Answer, Problem> {
        match call.op() {
            "label" => label::run(call),
            "predict" => predict::run(call),
            "select" => select::run(call),
            "profile" => profile::run(call),
            "begin" => fold::begin(call),
            "fold" => fold::fold(call),
            "merge" => fold::merge(call),
            _ => Err(call.unknown_op(&["label", "predict", "select", "profile", "begin", "fold", "merge"])),
        }
    }
}

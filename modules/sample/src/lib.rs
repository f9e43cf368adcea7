//! A made-up but realistic population of electricity customers.
//!
//! [`algorithm`] draws it, [`params`] checks what was asked for, [`problem`] says what is wrong with that, and
//! [`reply`] describes the outcome.
#![forbid(unsafe_code)]

pub mod algorithm;
#[cfg(feature = "schema")]
pub mod manifest;
pub mod params;
pub mod problem;
pub mod reply;

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Module, Part, export};

/// The module `sample`.
pub struct Sample;

impl Module for Sample {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = ();

    fn run(call: &Call<'_>, _memory: &mut ()) -> Result<Answer, Problem> {
        match call.op() {
            "generate" => {
                call.reads_only(&[Part::Params])?;
                let params = call.params::<params::GenerateRequest>()?.check()?;
                Ok(reply::shape(&params, algorithm::generate(&params)))
            }
            _ => Err(call.unknown_op(&["generate"])),
        }
    }
}

export!(Sample);

//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::schema_of;
use gridfolk_contract::{ABI, Manifest, Operation, Text};
use schemars::JsonSchema;

use crate::contract::MineRequest;
use crate::model::MODULE;
use crate::reply::MineReply;

/// The manifest.
pub fn manifest() -> Manifest {
    let operations = [("mine", mine())];
    Manifest {
        name: MODULE.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("What goes together (association rules)", "关联分析（Apriori）"),
        operations: BTreeMap::from(operations.map(|(name, operation)| (name.to_owned(), operation))),
    }
}

fn operation<Params: JsonSchema, Reply: JsonSchema>(en: &str, zh: &str, takes_model: bool) -> Operation {
    Operation {
        summary: Text::new(en, zh),
        takes_table: true,
        takes_model,
        folds: false,
        params: schema_of::<Params>(),
        reply: schema_of::<Reply>(),
        columns: Vec::new(),
    }
}

fn mine() -> Operation {
    let summary = "Finds items that often stand together, and the rules that they follow.";
    Operation {
        folds: true,
        ..operation::<MineRequest, MineReply>(summary, "找出经常同时出现的项，以及它们之间的关联规则。", false)
    }
}

//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};
use schemars::JsonSchema;

use crate::contract::MineRequest;
use crate::model::MODULE;
use crate::recommend::{RecommendReply, RecommendRequest};
use crate::reply::MineReply;
use crate::what_if::{WhatIfReply, WhatIfRequest};

/// The manifest.
pub fn manifest() -> Manifest {
    let operations = [("mine", mine()), ("recommend", recommend()), ("what_if", what_if())];
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

fn recommend() -> Operation {
    let summary = "Recommends items to each customer by the best rules that fire, with the rule as reason.";
    Operation {
        columns: vec![
            column(
                "item_1",
                "category",
                "The first recommended item; item_2 … follow.",
                "首推的项；其后为 item_2 等。",
            ),
            column("rule_1", "category", "The rule that says so.", "推荐所依据的规则。"),
            column(
                "strength_1",
                "number",
                "That rule's value of the measure; missing where it is infinite.",
                "该规则的度量值；为无穷大时缺失。",
            ),
        ],
        ..operation::<RecommendRequest, RecommendReply>(
            summary,
            "按触发的最优规则为每位客户推荐项目，并说明依据。",
            true,
        )
    }
}

fn what_if() -> Operation {
    let summary = "Shows which rules appear, vanish and change with other thresholds or edited baskets.";
    operation::<WhatIfRequest, WhatIfReply>(summary, "当阈值或客户的项变动时，哪些规则出现、消失或改变。", true)
}

fn column(name: &str, kind: &str, en: &str, zh: &str) -> ReplyColumn {
    ReplyColumn { name: name.to_owned(), kind: kind.to_owned(), summary: Text::new(en, zh) }
}

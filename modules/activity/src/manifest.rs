//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};
use schemars::JsonSchema;

use crate::contract::{IndexRequest, NoParams};
use crate::index::IndexReply;
use crate::model::MODULE;
use crate::predict::PredictReply;
use crate::what_if::{WhatIfReply, WhatIfRequest};

/// The manifest.
pub fn manifest() -> Manifest {
    let operations = [("index", index()), ("predict", predict()), ("what_if", what_if())];
    Manifest {
        name: MODULE.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("Channel activity", "渠道活跃度"),
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

/// For each channel two more columns follow, named after it: its index and its points.
fn rows() -> Vec<ReplyColumn> {
    vec![
        column(
            "activity",
            "number",
            "The activity index, 0 to 100. After it come each channel's index and points, as columns named after it.",
            "活跃度指数，0 到 100。其后各渠道另有指数列与得分列，以渠道名开头。",
        ),
        column(
            "top_channel",
            "category",
            "The channel that most points come from; missing for who is active nowhere.",
            "得分最多的渠道；各渠道均不活跃则缺失。",
        ),
    ]
}

fn index() -> Operation {
    let summary = "Tells how recently, how often and how much customers use each channel, as an index from 0 to 100.";
    Operation {
        folds: true,
        columns: rows(),
        ..operation::<IndexRequest, IndexReply>(
            summary,
            "按最近一次使用、使用次数与使用量，计算客户在各渠道及总体的活跃度指数（0 到 100）。",
            false,
        )
    }
}

fn predict() -> Operation {
    Operation {
        columns: rows(),
        ..operation::<NoParams, PredictReply>(
            "Tells the activity index of customers by a model.",
            "用已有模型计算客户的活跃度指数。",
            true,
        )
    }
}

fn what_if() -> Operation {
    Operation {
        columns: vec![
            column("activity_before", "number", "The index before, 0 to 100.", "变动前的指数，0 到 100。"),
            column("activity_after", "number", "The index after, 0 to 100.", "变动后的指数，0 到 100。"),
            column("top_channel_before", "category", "The top channel before.", "变动前得分最多的渠道。"),
            column("top_channel_after", "category", "The top channel after.", "变动后得分最多的渠道。"),
        ],
        ..operation::<WhatIfRequest, WhatIfReply>(
            "Shows how the index changes with columns or weights, and what the index of one customer is made of.",
            "当数据列或渠道权重变动时，活跃度如何变化；以及某一客户的指数由哪些部分构成。",
            true,
        )
    }
}

fn column(name: &str, kind: &str, en: &str, zh: &str) -> ReplyColumn {
    ReplyColumn { name: name.to_owned(), kind: kind.to_owned(), summary: Text::new(en, zh) }
}

//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};
use schemars::JsonSchema;

use crate::contract::{FitRequest, NoParams};
use crate::explain::ExplainReply;
use crate::fit::FitReply;
use crate::model::MODULE;
use crate::predict::PredictReply;
use crate::what_if::{WhatIfReply, WhatIfRequest};

/// The manifest.
pub fn manifest() -> Manifest {
    let operations = [("fit", fit()), ("predict", predict()), ("explain", explain()), ("what_if", what_if())];
    Manifest {
        name: MODULE.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("Decision tree", "决策树"),
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

fn fit() -> Operation {
    let summary = "Learns from known cases which questions tell the classes of customers apart.";
    Operation {
        folds: true,
        columns: vec![class("class", "", ""), probability("probability", "", ""), leaf("leaf", "", "")],
        ..operation::<FitRequest, FitReply>(summary, "由已知案例学出一组问题，用以区分客户的类别。", false)
    }
}

fn predict() -> Operation {
    let summary = "Tells the class and its probability for customers, and the leaf that says why.";
    Operation {
        columns: vec![class("class", "", ""), probability("probability", "", ""), leaf("leaf", "", "")],
        ..operation::<NoParams, PredictReply>(summary, "判断客户的类别与概率，并给出作为依据的叶结点。", true)
    }
}

fn explain() -> Operation {
    let summary = "Writes the tree as rules, with support, rate and lift.";
    Operation {
        takes_table: false,
        ..operation::<NoParams, ExplainReply>(summary, "将决策树写成规则，附支持度、比例与提升度。", true)
    }
}

fn what_if() -> Operation {
    let summary = "Shows how classes and probabilities change with columns or thresholds, and the smallest change \
                   that takes one customer elsewhere.";
    let (before, after) = ((" before", "（变动前）"), (" after", "（变动后）"));
    Operation {
        columns: vec![
            class("class_before", before.0, before.1),
            class("class_after", after.0, after.1),
            probability("probability_before", before.0, before.1),
            probability("probability_after", after.0, after.1),
            leaf("leaf_before", before.0, before.1),
            leaf("leaf_after", after.0, after.1),
        ],
        ..operation::<WhatIfRequest, WhatIfReply>(
            summary,
            "当数据列或阈值变动时，客户的类别与概率如何变化；以及使某一客户改变结果的最小变动。",
            true,
        )
    }
}

fn column(name: &str, kind: &str, en: String, zh: String) -> ReplyColumn {
    ReplyColumn { name: name.to_owned(), kind: kind.to_owned(), summary: Text { en, zh } }
}

fn class(name: &str, en: &str, zh: &str) -> ReplyColumn {
    column(name, "category", format!("The class that the tree tells{en}."), format!("决策树判断的类别{zh}。"))
}

fn probability(name: &str, en: &str, zh: &str) -> ReplyColumn {
    let en = format!("The probability of the event (without one, of the class told){en}, 0 to 1.");
    column(name, "number", en, format!("事件（未指定时为所判类别）的概率{zh}，0 到 1。"))
}

fn leaf(name: &str, en: &str, zh: &str) -> ReplyColumn {
    let en = format!("The leaf that the customer comes to{en}; `explain` has its rule.");
    column(name, "category", en, format!("客户所到的叶结点{zh}；其规则见 explain。"))
}

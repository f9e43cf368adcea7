//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};
use schemars::JsonSchema;

use crate::contract::FitRequest;
use crate::curve::{CurveReply, CurveRequest};
use crate::fit::FitReply;
use crate::model::MODULE;
use crate::predict::{PredictReply, PredictRequest};
use crate::what_if::{WhatIfReply, WhatIfRequest};

/// The manifest.
pub fn manifest() -> Manifest {
    let operations = [("fit", fit()), ("predict", predict()), ("curve", curve()), ("what_if", what_if())];
    Manifest {
        name: MODULE.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("Sensitivity (logistic regression)", "敏感度分析（逻辑回归）"),
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
    let summary = "Finds what drives the chance of an event, with errors and intervals.";
    Operation {
        folds: true,
        columns: vec![probability("probability"), log_odds()],
        ..operation::<FitRequest, FitReply>(summary, "找出影响事件发生概率的因素，给出标准误与置信区间。", false)
    }
}

fn predict() -> Operation {
    let summary = "Gives each customer's probability, and what each column adds to its log odds.";
    Operation {
        columns: vec![probability("probability"), log_odds()],
        ..operation::<PredictRequest, PredictReply>(
            summary,
            "给出每个客户的概率，以及各列在对数几率中所占的部分。",
            true,
        )
    }
}

fn curve() -> Operation {
    let summary = "Shows how the probability moves with one column or two, all else as it is.";
    operation::<CurveRequest, CurveReply>(summary, "展示其他条件不变时，概率如何随一列或两列变化。", true)
}

fn what_if() -> Operation {
    let summary = "Compares probabilities and expected events when columns or the threshold change.";
    Operation {
        columns: vec![probability("probability_before"), probability("probability_after")],
        ..operation::<WhatIfRequest, WhatIfReply>(summary, "当数据列或阈值变动时，比较概率与预期事件数。", true)
    }
}

fn probability(name: &str) -> ReplyColumn {
    let summary = Text::new("The probability of the event, 0 to 1.", "事件发生的概率，0 到 1。");
    ReplyColumn { name: name.to_owned(), kind: "number".to_owned(), summary }
}

fn log_odds() -> ReplyColumn {
    let summary = Text::new("Logarithm of the odds, ln(p / (1 - p)).", "几率的对数，ln(p / (1 - p))。");
    ReplyColumn { name: "log_odds".to_owned(), kind: "number".to_owned(), summary }
}

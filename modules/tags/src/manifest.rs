//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};
use schemars::JsonSchema;

use crate::contract::LabelRequest;
use crate::label::{LabelReply, Summary};
use crate::model::MODULE;
use crate::predict::PredictRequest;
use crate::profile::{ProfileReply, ProfileRequest};
use crate::select::{SelectReply, SelectRequest};

/// The manifest.
pub fn manifest() -> Manifest {
    let operations = [("label", label()), ("predict", predict()), ("select", select()), ("profile", profile())];
    Manifest {
        name: MODULE.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("Tags", "客户标签"),
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

fn label() -> Operation {
    let summary = "Gives customers tags from columns, statistics, results of models and rules.";
    Operation {
        folds: true,
        columns: rows(),
        ..operation::<LabelRequest, LabelReply>(summary, "由数据列、统计、模型结果和专家规则为客户打标签。", false)
    }
}

fn predict() -> Operation {
    let summary = "Gives customers the tags of a model, with the thresholds that it found.";
    Operation {
        columns: rows(),
        ..operation::<PredictRequest, Summary>(summary, "用已有标签模型及其阈值为客户打标签。", true)
    }
}

fn select() -> Operation {
    let summary =
        "Finds the customers that meet an expression, and moves a threshold until there are as many as wanted.";
    let selected = "1: meets the expression, 0: does not, missing: a missing value leaves it open.";
    Operation {
        columns: vec![column("selected", "number", selected, "1 表示满足条件，0 表示不满足，缺失表示无法判断。")],
        ..operation::<SelectRequest, SelectReply>(summary, "按条件筛选客户，并移动阈值使人数达到要求。", true)
    }
}

fn profile() -> Operation {
    let summary = "Tells what sets a group of customers apart from the rest.";
    operation::<ProfileRequest, ProfileReply>(summary, "说明一个客户群与其余客户的差别。", true)
}

fn rows() -> Vec<ReplyColumn> {
    vec![
        column("tags", "items", "The customer's tags.", "客户的标签。"),
        column("n_tags", "number", "How many tags the customer has.", "客户的标签数。"),
        column(
            "n_tags_unknown",
            "number",
            "Tags of which missing values leave open whether the customer has them.",
            "因数据缺失而无法判断的标签数。",
        ),
    ]
}

fn column(name: &str, kind: &str, en: &str, zh: &str) -> ReplyColumn {
    ReplyColumn { name: name.to_owned(), kind: kind.to_owned(), summary: Text::new(en, zh) }
}

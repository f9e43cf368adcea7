//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};
use schemars::JsonSchema;

use crate::choose::ChooseReply;
use crate::contract::{ChooseRequest, FitRequest, NoParams};
use crate::fit::FitReply;
use crate::model::MODULE;
use crate::predict::PredictReply;
use crate::what_if::{WhatIfReply, WhatIfRequest};

/// The manifest.
pub fn manifest() -> Manifest {
    let operations = [("fit", fit()), ("predict", predict()), ("choose", choose()), ("what_if", what_if())];
    Manifest {
        name: MODULE.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("Segments (k-means)", "客户分群（k-means）"),
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
    let summary = "Groups alike customers into k segments and describes them.";
    Operation {
        folds: true,
        columns: vec![segment("segment", "The customer's segment.", "客户所属的分群。"), distance("distance")],
        ..operation::<FitRequest, FitReply>(summary, "将相似的客户分为 k 个群，并描述各群的特征。", false)
    }
}

fn predict() -> Operation {
    let summary = "Assigns customers to the segments of a model.";
    Operation {
        columns: vec![segment("segment", "The customer's segment.", "客户所属的分群。"), distance("distance")],
        ..operation::<NoParams, PredictReply>(summary, "用已有模型将客户归入各分群。", true)
    }
}

fn choose() -> Operation {
    let summary = "Tries a range of k and suggests one.";
    operation::<ChooseRequest, ChooseReply>(summary, "试算一系列分群数 k，并给出建议。", false)
}

fn what_if() -> Operation {
    let summary = "Shows how customers move between segments when columns or centroids change.";
    Operation {
        columns: vec![
            segment("segment_before", "The segment before.", "变动前的分群。"),
            segment("segment_after", "The segment after.", "变动后的分群。"),
            distance("distance_before"),
            distance("distance_after"),
        ],
        ..operation::<WhatIfRequest, WhatIfReply>(summary, "当数据列或聚类中心变动时，客户在分群间如何迁移。", true)
    }
}

fn segment(name: &str, en: &str, zh: &str) -> ReplyColumn {
    ReplyColumn { name: name.to_owned(), kind: "category".to_owned(), summary: Text::new(en, zh) }
}

fn distance(name: &str) -> ReplyColumn {
    let summary = Text::new(
        "Euclidean distance to the own centroid, where distances are measured: in standard deviations when standardized.",
        "到所属聚类中心的欧氏距离，在计算距离的空间中度量；标准化时以标准差为单位。",
    );
    ReplyColumn { name: name.to_owned(), kind: "number".to_owned(), summary }
}

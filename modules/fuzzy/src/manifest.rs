//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};
use schemars::JsonSchema;

use crate::contract::FitRequest;
use crate::fit::FitReply;
use crate::model::MODULE;
use crate::predict::{PredictReply, PredictRequest};
use crate::what_if::{WhatIfReply, WhatIfRequest};

/// The manifest.
pub fn manifest() -> Manifest {
    let operations = [("fit", fit()), ("predict", predict()), ("what_if", what_if())];
    Manifest {
        name: MODULE.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("Value grades (fuzzy c-means)", "价值分级（模糊 c 均值）"),
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
    let summary = "Grades customers by value: groups with memberships, ordered along a stated direction.";
    Operation {
        folds: true,
        columns: rows(),
        ..operation::<FitRequest, FitReply>(
            summary,
            "按价值对客户分级：模糊聚类得到各级的隶属度，并按给定的价值方向排序。",
            false,
        )
    }
}

fn predict() -> Operation {
    let summary = "Grades customers by a model.";
    Operation {
        columns: rows(), ..operation::<PredictRequest, PredictReply>(summary, "用已有模型对客户分级。", true)
    }
}

fn what_if() -> Operation {
    let summary = "Shows how customers move between grades when columns, weights or the rule change.";
    Operation {
        columns: vec![
            column("grade_before", "category", "The grade before.", "变动前的等级。"),
            column("grade_after", "category", "The grade after.", "变动后的等级。"),
            column(
                "grade_second_before",
                "category",
                "The second grade before, of a customer between two.",
                "变动前介于两级之间的客户的第二等级。",
            ),
            column(
                "grade_second_after",
                "category",
                "The second grade after, of a customer between two.",
                "变动后介于两级之间的客户的第二等级。",
            ),
            column("value_before", "number", "The value before.", "变动前的价值。"),
            column("value_after", "number", "The value after.", "变动后的价值。"),
        ],
        ..operation::<WhatIfRequest, WhatIfReply>(summary, "当数据列、权重或规则变动时，客户在等级间如何迁移。", true)
    }
}

fn rows() -> Vec<ReplyColumn> {
    vec![
        column("grade", "category", "The grade of the largest membership.", "隶属度最大的等级。"),
        column(
            "grade_second",
            "category",
            "The second grade of a customer between two.",
            "介于两级之间的客户的第二等级。",
        ),
        column("membership", "number", "The largest membership, 0 to 1.", "最大的隶属度，0 到 1。"),
        column("membership_second", "number", "The membership in the second grade.", "对第二等级的隶属度。"),
        column(
            "value",
            "number",
            "The grades' values weighted by membership, in standard deviations.",
            "各等级价值按隶属度加权的平均，以标准差为单位。",
        ),
    ]
}

fn column(name: &str, kind: &str, en: &str, zh: &str) -> ReplyColumn {
    ReplyColumn { name: name.to_owned(), kind: kind.to_owned(), summary: Text::new(en, zh) }
}

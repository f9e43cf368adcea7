//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};
use schemars::JsonSchema;

use crate::assign::AssignReply;
use crate::compare::{CompareReply, CompareRequest};
use crate::contract::AssignRequest;
use crate::model::MODULE;
use crate::predict::{NoParams, PredictReply};
use crate::strategy::{StrategyReply, StrategyRequest};
use crate::what_if::{WhatIfReply, WhatIfRequest};

/// The manifest.
pub fn manifest() -> Manifest {
    let operations = [
        ("assign", assign()),
        ("predict", predict()),
        ("strategy", strategy()),
        ("compare", compare()),
        ("what_if", what_if()),
    ];
    Manifest {
        name: MODULE.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("Segments and strategies", "二维分群与服务策略"),
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

fn assign() -> Operation {
    let summary = "Gives customers a class by rules and five levels from the results of models.";
    Operation {
        folds: true,
        columns: rows(),
        ..operation::<AssignRequest, AssignReply>(summary, "按规则为客户定类，并将五项模型结果分为高、中、低。", false)
    }
}

fn predict() -> Operation {
    let summary = "Assigns customers by a model, with the cuts that it found.";
    Operation {
        columns: rows(),
        ..operation::<NoParams, PredictReply>(summary, "用已有分群模型及其分界为客户归类。", true)
    }
}

fn strategy() -> Operation {
    let summary = "Chooses what is done for each customer, and shows where strategies meet.";
    Operation {
        columns: vec![
            column("strategy", "category", "The strategy that is chosen.", "所选的服务策略。"),
            column(
                "strategies",
                "items",
                "All that the customer matches, the first one first.",
                "客户匹配的全部策略，按优先级排列。",
            ),
        ],
        ..operation::<StrategyRequest, StrategyReply>(summary, "为每个客户选择服务策略，并列出相互冲突的策略。", false)
    }
}

fn compare() -> Operation {
    let summary = "Compares the segments of the same customers in two periods.";
    operation::<CompareRequest, CompareReply>(summary, "比较同一批客户在两个时期的分群。", false)
}

fn what_if() -> Operation {
    let summary = "Shows the matrix before and after columns, classes or bands change.";
    let class = |name: &str| column(name, "category", "The class before or after.", "变动前后的客户类别。");
    let cell = |name: &str| column(name, "category", "The cell before or after.", "变动前后的单元格。");
    Operation {
        columns: vec![
            class("customer_class_before"),
            class("customer_class_after"),
            cell("cell_before"),
            cell("cell_after"),
        ],
        ..operation::<WhatIfRequest, WhatIfReply>(
            summary,
            "当数据列、类别规则或分界变动时，客户在矩阵中如何迁移。",
            true,
        )
    }
}

fn rows() -> Vec<ReplyColumn> {
    let level = |name: &str, zh: &str| {
        column(name, "category", "high, medium, low or unknown.", &format!("{zh}：高、中、低或未知。"))
    };
    vec![
        column("customer_class", "category", "The class of the first dimension.", "第一维度的客户类别。"),
        level("contribution_level", "价值贡献"),
        level("outage_sensitivity_level", "停电敏感"),
        level("arrears_risk_level", "欠费风险"),
        level("channel_activity_level", "渠道活跃"),
        level("inspection_risk_level", "用电检查风险"),
        column(
            "cell",
            "category",
            "The class, and a letter for each level: H, M, L, U.",
            "类别与五项档位（H、M、L、U）。",
        ),
        column(
            "segment_reasons",
            "items",
            "Why: the rule of the class, and of each level.",
            "归类的依据：类别规则与各档位的分界。",
        ),
    ]
}

fn column(name: &str, kind: &str, en: &str, zh: &str) -> ReplyColumn {
    ReplyColumn { name: name.to_owned(), kind: kind.to_owned(), summary: Text::new(en, zh) }
}

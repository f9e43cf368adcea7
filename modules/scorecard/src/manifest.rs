//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};
use schemars::JsonSchema;

use crate::bin::BinReply;
use crate::contract::{BinRequest, FitRequest};
use crate::evaluate::EvaluateRequest;
use crate::export::{ExportReply, ExportRequest};
use crate::fit::FitReply;
use crate::measures::Measures;
use crate::model::MODULE;
use crate::monitor::{MonitorReply, MonitorRequest};
use crate::score::{ScoreReply, ScoreRequest};
use crate::what_if::{WhatIfReply, WhatIfRequest};

/// The manifest.
pub fn manifest() -> Manifest {
    let operations = [
        ("bin", bin()),
        ("fit", fit()),
        ("score", score()),
        ("evaluate", evaluate()),
        ("monitor", monitor()),
        ("export", export()),
        ("what_if", what_if()),
    ];
    Manifest {
        name: MODULE.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("Scorecard", "评分卡"),
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

fn bin() -> Operation {
    let summary = "Cuts columns into bins that tell goods from bads, and says how well.";
    operation::<BinRequest, BinReply>(summary, "将各列分箱以区分好坏样本，并给出区分能力。", false)
}

fn fit() -> Operation {
    let summary = "Makes a card: points for each bin of each column, fitted to an event or given by rules.";
    Operation {
        folds: true,
        columns: rows(),
        ..operation::<FitRequest, FitReply>(summary, "生成评分卡：各列各箱的分值，由事件拟合或由规则给定。", false)
    }
}

fn score() -> Operation {
    let summary = "Gives each customer points, grade, probability, and the reasons.";
    Operation {
        columns: rows(),
        ..operation::<ScoreRequest, ScoreReply>(summary, "给每位客户评分、定级，给出概率和原因。", true)
    }
}

fn evaluate() -> Operation {
    let summary = "Says how well a card tells goods from bads: AUC, KS, calibration, gains.";
    operation::<EvaluateRequest, Measures>(summary, "评价评分卡区分好坏的能力：AUC、KS、校准、增益。", true)
}

fn monitor() -> Operation {
    let summary = "Compares points and columns with those of the fit, or of another period: stability index.";
    operation::<MonitorRequest, MonitorReply>(summary, "将分值和各列与拟合时或另一时期比较：稳定性指数（PSI）。", true)
}

fn export() -> Operation {
    let summary = "Writes a card as SQL, PMML, JSON or a plain table.";
    Operation {
        takes_table: false,
        ..operation::<ExportRequest, ExportReply>(summary, "将评分卡导出为 SQL、PMML、JSON 或表格。", true)
    }
}

fn what_if() -> Operation {
    let summary = "Shows what changes when columns, points or the cut-off change, and what brings a customer over it.";
    Operation {
        columns: vec![
            column("points_before", "number", "Points before.", "变动前的分值。"),
            column("points_after", "number", "Points after.", "变动后的分值。"),
            column("grade_before", "category", "The grade before.", "变动前的等级。"),
            column("grade_after", "category", "The grade after.", "变动后的等级。"),
        ],
        ..operation::<WhatIfRequest, WhatIfReply>(
            summary,
            "当数据列、分值或分数线变动时有何变化，以及怎样让一位客户达到分数线。",
            true,
        )
    }
}

fn rows() -> Vec<ReplyColumn> {
    vec![
        column("points", "number", "Whole points; more mean fewer bads.", "整数分值；越高，坏样本越少。"),
        column("grade", "category", "The grade of these points.", "分值对应的等级。"),
        column(
            "probability",
            "number",
            "Of the event, 0 to 1; not from a card of rules.",
            "事件的概率，0 到 1；规则评分卡没有。",
        ),
        column("reasons", "items", "What costs most points, the worst first.", "失分最多的列，由多到少。"),
    ]
}

fn column(name: &str, kind: &str, en: &str, zh: &str) -> ReplyColumn {
    ReplyColumn { name: name.to_owned(), kind: kind.to_owned(), summary: Text::new(en, zh) }
}

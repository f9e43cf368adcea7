//! What the module says about itself, from its Rust types: the source of `manifest.json`.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};

use crate::contract::{FitRequest, GridRequest};
use crate::fit::FitReply;
use crate::grid::GridReply;

/// The manifest.
pub fn manifest() -> Manifest {
    let fit = Operation {
        summary: Text::new(
            "Finds dense groups of customers, and who fits none: unusual customers, for a look by a person.",
            "找出密集的客户群，以及不属于任何群的异常客户，供人工查看。",
        ),
        takes_table: true,
        takes_model: false,
        folds: false,
        params: schema_of::<FitRequest>(),
        reply: schema_of::<FitReply>(),
        columns: vec![
            column(
                "group",
                "category",
                "The customer's group; `unusual` when there is none.",
                "客户所属的群；不属于任何群则为 unusual。",
            ),
            column("reach", "number", "The distance to the min_points-th neighbour.", "到第 min_points 个近邻的距离。"),
            column(
                "reason",
                "category",
                "The column that sets an unusual customer apart most.",
                "使异常客户与众不同的首要数据列。",
            ),
        ],
    };
    let grid = Operation {
        summary: Text::new(
            "Counts customers in the cells of a grid over two columns, by segment or another category: what a picture \
             of any number of customers draws.",
            "在两列数据构成的网格中统计各格的客户数，可按客群等类别列分别统计；客户再多也能据此绘图。",
        ),
        takes_table: true,
        takes_model: false,
        folds: false,
        params: schema_of::<GridRequest>(),
        reply: schema_of::<GridReply>(),
        columns: vec![],
    };
    Manifest {
        name: "density".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("Unusual customers (DBSCAN)", "异常客户（DBSCAN）"),
        operations: BTreeMap::from([("fit".to_owned(), fit), ("grid".to_owned(), grid)]),
    }
}

fn column(name: &str, kind: &str, en: &str, zh: &str) -> ReplyColumn {
    ReplyColumn { name: name.to_owned(), kind: kind.to_owned(), summary: Text::new(en, zh) }
}

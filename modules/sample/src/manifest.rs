//! The manifest, from the Rust types; `manifest.json` is its committed copy.

use std::collections::BTreeMap;

use gridfolk_contract::manifest::{ReplyColumn, schema_of};
use gridfolk_contract::{ABI, Manifest, Operation, Text};

use crate::algorithm::feature::Feature;
use crate::algorithm::features;
use crate::params::GenerateRequest;
use crate::reply::{GenerateReply, summary};

/// What the module says about itself.
pub fn manifest() -> Manifest {
    let generate = Operation {
        summary: Text::new(
            "Draws customers with every column that the portrait needs, the same for the same seed.",
            "按给定种子生成模拟用电客户及客户画像所需的全部数据列，种子相同则结果相同。",
        ),
        takes_table: false,
        takes_model: false,
        folds: false,
        params: schema_of::<GenerateRequest>(),
        reply: schema_of::<GenerateReply>(),
        columns: features(true).map(column).collect(),
    };
    Manifest {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        abi: ABI,
        title: Text::new("Sample population", "模拟客户群体"),
        operations: BTreeMap::from([("generate".to_owned(), generate)]),
    }
}

fn column(feature: &'static Feature) -> ReplyColumn {
    ReplyColumn { name: feature.name.to_owned(), kind: feature.kind().to_owned(), summary: summary(feature) }
}

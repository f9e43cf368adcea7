//! What a module says about itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::read::FromJson;
use crate::write::ToJson;
use serde_json::Value;

/// What `describe` returns, and what forms, help, types and OpenAPI are derived from. `Schema` is what the
/// schemas are read into: hosts, which have no use for them, take `serde::de::IgnoredAny`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest<Schema = Value> {
    /// One spelling everywhere: folder, `.wasm`, URL segment.
    pub name: String,
    /// Semantic version of the module.
    pub version: String,
    /// The ABI that it speaks: [`crate::ABI`].
    pub abi: u32,
    /// A few words.
    pub title: Text,
    /// By name.
    pub operations: BTreeMap<String, Operation<Schema>>,
}

/// One thing that a module does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation<Schema = Value> {
    /// One sentence.
    pub summary: Text,
    /// Whether it reads a table: loaded columns, or `table` in the request.
    pub takes_table: bool,
    /// Whether it reads `model`.
    pub takes_model: bool,
    /// Whether hosts run it through `begin`, `fold` and `merge`, in parts; its reply's per-row
    /// columns then come from `predict`, part by part.
    #[serde(default)]
    pub folds: bool,
    /// JSON Schema (draft 2020-12) of the request's `params`; `begin` and the fold steps have none.
    pub params: Schema,
    /// JSON Schema of the reply's body, without per-row columns.
    pub reply: Schema,
    /// The per-row columns of the reply, in order.
    #[serde(default)]
    pub columns: Vec<ReplyColumn>,
}

/// One per-row column of a reply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyColumn {
    /// Its name in the reply.
    pub name: String,
    /// `number`, `category` or `items`.
    pub kind: String,
    /// What it means, with its unit.
    pub summary: Text,
}

/// The same words in the languages of the people who use gridfolk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Text {
    /// Both languages, each written by hand.
    pub fn new(en: &str, zh: &str) -> Self {
        Text { en: en.to_owned(), zh: zh.to_owned() }
    }
}

/// The JSON Schema of a Rust type, for [`Operation::params`] and [`Operation::reply`].
#[cfg(feature = "schema")]
pub fn schema_of<T: schemars::JsonSchema>() -> Value {
    schemars::SchemaGenerator::default().into_root_schema_for::<T>().to_value()
}

/// Compares a manifest, as its Rust types give it, with the committed file. With the environment
/// variable `GRIDFOLK_WRITE` set, writes the file instead (`cargo xtask build --manifests`). It has no spaces:
/// modules include it as it is.
///
/// # Panics
/// When the file differs: it is called from tests.
#[cfg(feature = "schema")]
pub fn check_manifest(manifest: &Manifest, path: &str) {
    let fresh = serde_json::to_string(manifest).expect("a manifest is JSON") + "\n";
    if std::env::var_os("GRIDFOLK_WRITE").is_some() {
        std::fs::write(path, &fresh).expect("the manifest can be written");
        return;
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == fresh, "{path} is stale: run `cargo xtask build --manifests`");
}

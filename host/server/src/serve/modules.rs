//! What there is to call.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gridfolk_contract::reply::to_json;
use gridfolk_contract::{Text, ToJson};

use super::Service;
use super::refusal::Refusal;
use super::run::Module;
use crate::modules::unknown_module;

const JSON: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "application/json")];

/// One module in the list.
#[derive(ToJson)]
struct Listed<'a> {
    name: &'a str,
    version: &'a str,
    title: &'a Text,
    sha256: &'a str,
    /// Size of the `.wasm` file.
    bytes: usize,
    operations: Vec<&'a str>,
}

/// `GET /v1/modules`: all of them, by name.
pub(super) async fn list(State(service): State<Arc<Service>>) -> Response {
    let listed: Vec<Listed<'_>> = service
        .catalog
        .entries()
        .map(|entry| Listed {
            name: &entry.manifest.name,
            version: &entry.manifest.version,
            title: &entry.manifest.title,
            sha256: &entry.sha256,
            bytes: entry.bytes.len(),
            operations: entry.manifest.operations.keys().map(String::as_str).collect(),
        })
        .collect();
    (JSON, to_json(&listed)).into_response()
}

/// `GET /v1/modules/{module}`: the manifest, as the module wrote it.
pub(super) async fn manifest(
    State(service): State<Arc<Service>>,
    module: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let entry = service.module(module)?;
    Ok((JSON, entry.manifest_json.clone()).into_response())
}

/// `GET /v1/modules/{module}/module.wasm`: the very bytes, known by their SHA-256.
pub(super) async fn wasm(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    module: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let entry = service.module(module)?;
    let etag = format!("\"{}\"", entry.sha256);
    // The name stays while the bytes may change: a copy is good only once it is asked for again.
    let known = [(header::ETAG, etag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if is_known(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, known).into_response());
    }
    Ok((known, [(header::CONTENT_TYPE, "application/wasm")], entry.bytes.clone()).into_response())
}

/// Whether `If-None-Match` names the entity tag.
pub(super) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let plain = etag.trim_start_matches("W/");
    let tags = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    tags.flat_map(|tags| tags.split(','))
        .any(|tag| matches!(tag.trim(), "*") || tag.trim().trim_start_matches("W/") == plain)
}

impl Service {
    /// The module that a path names.
    fn module(&self, name: Result<Path<String>, PathRejection>) -> Result<&Module, Refusal> {
        // A path that is not UTF-8 names nothing.
        let name = name.map_or_else(|_| String::new(), |Path(name)| name);
        self.module_named(&name)
    }

    /// The module of that name.
    ///
    /// # Errors
    /// 404.
    pub(super) fn module_named(&self, name: &str) -> Result<&Module, Refusal> {
        self.catalog.get(name).ok_or_else(|| Refusal::not_found(unknown_module(name)))
    }
}

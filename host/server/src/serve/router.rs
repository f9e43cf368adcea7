//! Which path leads where, and the headers of every reply.

use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::refusal::Refusal;
use super::{Service, call, modules, page, pipelines};

pub(super) fn router(service: Arc<Service>) -> anyhow::Result<Router> {
    let body_bytes_max = service.options.body_bytes_max;
    let cors = cors(&service.options.allow_origins)?;
    // Replies of modules go out byte for byte; the page's files are worth compressing.
    let page = any(page::file).layer(CompressionLayer::new());
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/v1/modules", get(modules::list))
        .route("/v1/modules/{module}", get(modules::manifest))
        .route("/v1/modules/{module}/module.wasm", get(modules::wasm))
        .route("/v1/modules/{module}/{op}", post(call::handle))
        .route("/v1/pipelines", get(pipelines::list))
        .route("/v1/pipelines/{name}", get(pipelines::definition).post(pipelines::handle))
        .layer(DefaultBodyLimit::max(body_bytes_max))
        .method_not_allowed_fallback(method_not_allowed)
        .fallback_service(page.with_state(service.clone()))
        .layer(map_response(add_headers))
        .with_state(service);
    Ok(match cors {
        Some(cors) => router.layer(cors),
        None => router,
    })
}

/// The reply to a method that the path does not have.
pub(super) async fn method_not_allowed() -> Response {
    let message = "this path does not have this method; Allow says which it has";
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message).into_response()
}

async fn add_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// What pages of other origins may do; nothing unless origins are named.
fn cors(origins: &[String]) -> anyhow::Result<Option<CorsLayer>> {
    if origins.is_empty() {
        return Ok(None);
    }
    let allowed = if origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        let parse = |origin: &String| HeaderValue::from_str(origin).with_context(|| format!("no origin: {origin:?}"));
        AllowOrigin::list(origins.iter().map(parse).collect::<anyhow::Result<Vec<_>>>()?)
    };
    let layer = CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::ACCEPT, header::CONTENT_TYPE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, header::RETRY_AFTER]);
    Ok(Some(layer))
}

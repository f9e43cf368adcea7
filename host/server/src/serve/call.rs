//! One operation over HTTP, from admission to the log line.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::Service;
use super::received::{Received, body_bytes, receive};
use super::refusal::Refusal;
use super::run::{ARROW_STREAM, Job, Ran};
use crate::engine::Cancel;
use crate::modules::check_op;

/// How long a cancelled call may take to end, so that its cost can be told.
const CANCELLED_CALL: Duration = Duration::from_millis(200);
/// What logs of web servers write where the caller went away.
const CLIENT_GONE: u16 = 499;

/// `POST /v1/modules/{module}/{op}`.
pub(super) async fn handle(
    State(service): State<Arc<Service>>,
    path: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Response {
    // A path that is not UTF-8 names nothing.
    let (module, op) = path.map_or_else(|_| Default::default(), |Path(path)| path);
    let line = LogLine::new(module.clone(), op.clone());
    if let Err(refusal) =
        service.module_named(&module).and_then(|entry| check_op(&entry.manifest, &op).map_err(Refusal::not_found))
    {
        return line.end(Err(refusal));
    }
    let wants_arrow = accepts(request.headers(), ARROW_STREAM);
    let job = move |service, received, cancel| Job { service, module, op, received, wants_arrow, cancel }.run();
    line.end(service.perform(request, job).await)
}

const SERVER_TIMING: header::HeaderName = header::HeaderName::from_static("server-timing");

impl Service {
    /// Receives a request and does the work in its turn, on a thread that may block.
    pub(super) async fn perform(
        self: &Arc<Self>,
        request: Request,
        work: impl FnOnce(Arc<Service>, Received, Cancel) -> Ran + Send + 'static,
    ) -> Result<Ran, Refusal> {
        let body_bytes_max = self.options.body_bytes_max;
        let _admitted = self.slots.admit(body_bytes(request.headers(), body_bytes_max)?)?;
        let call_time = self.catalog.engine().limits().call;
        let received = timeout(call_time, receive(request, body_bytes_max)).await;
        let received = received.map_err(|_| body_too_slow())??;
        let running = self.slots.start().await.map_err(|error| Refusal::internal(error.to_string()))?;
        let cancel = Cancel::default();
        // The caller going away drops this future, and with it the guard.
        let guard = CancelOnDrop(cancel.clone());
        let service = self.clone();
        let mut call = tokio::task::spawn_blocking(move || {
            let ran = work(service, received, cancel);
            drop(running);
            ran
        });
        let ran = match timeout(call_time, &mut call).await {
            Ok(ran) => ran,
            Err(_) => {
                drop(guard);
                timeout(CANCELLED_CALL, call).await.map_err(|_| Refusal::deadline())?
            }
        };
        ran.map_err(|error| Refusal::internal(error.to_string()))
    }
}

struct CancelOnDrop(Cancel);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.raise();
    }
}

/// Whether the caller accepts this media type by name.
pub(super) fn accepts(headers: &HeaderMap, media_type: &str) -> bool {
    let accepted = headers.get_all(header::ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
    let mut types = accepted.flat_map(|types| types.split(','));
    types.any(|accepted| accepted.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(media_type))
}

fn body_too_slow() -> Refusal {
    Refusal::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow", "the body took longer to arrive than a call may take")
}

/// The log line of a call, written when the call ends, however it does.
pub(super) struct LogLine {
    module: String,
    op: String,
    started: Instant,
    status: u16,
    code: String,
    memory_bytes_peak: usize,
    fault: Option<String>,
}

impl LogLine {
    pub(super) fn new(module: String, op: String) -> Self {
        let started = Instant::now();
        LogLine { module, op, started, status: CLIENT_GONE, code: String::new(), memory_bytes_peak: 0, fault: None }
    }

    /// The response, and what the line says of it.
    pub(super) fn end(mut self, ran: Result<Ran, Refusal>) -> Response {
        let outcome = ran.and_then(|ran| {
            self.memory_bytes_peak = ran.memory_bytes_peak;
            ran.outcome
        });
        match outcome {
            Ok(answered) => {
                self.status = StatusCode::OK.as_u16();
                let cost = format!("call;dur={:.1}", self.started.elapsed().as_secs_f64() * 1e3);
                let headers = [(header::CONTENT_TYPE, answered.content_type.to_owned()), (SERVER_TIMING, cost)];
                (headers, answered.bytes).into_response()
            }
            Err(mut refusal) => {
                self.status = refusal.status.as_u16();
                self.code = refusal.problem.code.clone();
                self.fault = refusal.fault.take();
                refusal.into_response()
            }
        }
    }
}

impl Drop for LogLine {
    fn drop(&mut self) {
        let LogLine { module, op, status, code, memory_bytes_peak, fault, .. } = &*self;
        let (module, op, code, fault) = (module.as_str(), op.as_str(), code.as_str(), fault.as_deref());
        let ms = self.started.elapsed().as_millis() as u64;
        if *status == StatusCode::INTERNAL_SERVER_ERROR.as_u16() {
            tracing::error!(module, op, status, code, ms, memory_bytes_peak, fault, "call");
        } else {
            tracing::info!(module, op, status, code, ms, memory_bytes_peak, fault, "call");
        }
    }
}

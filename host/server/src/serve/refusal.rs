//! Problems with their status, as RFC 9457.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gridfolk_contract::problem::Details;
use gridfolk_contract::read::Node;
use gridfolk_contract::reply::to_json;
use gridfolk_contract::{Figures, Problem, ToJson};
use gridfolk_host::Trap;

use crate::failure::Failure;

/// Seconds after which a caller who found no place may ask again.
const RETRY_AFTER_SECONDS: &str = "1";

/// Why there is no reply: what the caller is told, and what is for the log alone.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) problem: Problem,
    /// A module's panic text or a fault of this machine: it may quote rows or paths.
    pub(super) fault: Option<String>,
}

/// The body, RFC 9457 with the problem's own fields as extensions.
#[derive(ToJson)]
struct Body<'a> {
    r#type: String,
    title: String,
    status: u16,
    detail: &'a str,
    code: &'a str,
    pointer: &'a str,
    values: &'a Figures,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Refusal { status, problem: Problem::new(code, message), fault: None }
    }

    /// Adds one figure of the message.
    pub(super) fn with(mut self, name: &str, value: impl Into<Node>) -> Self {
        self.problem.values.insert(name, value.into());
        self
    }

    pub(super) fn not_found(problem: Problem) -> Self {
        Refusal { status: StatusCode::NOT_FOUND, problem, fault: None }
    }

    pub(super) fn busy() -> Self {
        let message = "as many calls as allowed run or wait; ask again in a moment";
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "too_many_calls", message)
    }

    pub(super) fn deadline() -> Self {
        Failure::from(Trap::Deadline).into()
    }

    /// A mistake of ours: the caller learns no more than that.
    pub(super) fn internal(fault: impl Into<String>) -> Self {
        let message = "the service failed on this request: a mistake in the service";
        let refusal = Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message);
        Refusal { fault: Some(fault.into()), ..refusal }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let status = match problem.code.as_str() {
            "not_json" => StatusCode::BAD_REQUEST,
            "module_broken" => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Refusal { status, problem, fault: None }
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        match &failure {
            Failure::Problem(problem) => problem.clone().into(),
            Failure::Cancelled => Refusal::deadline(),
            Failure::Machine(error) => Refusal::internal(format!("{error:#}")),
            Failure::Trap(trap) => {
                let (status, fault) = match trap {
                    Trap::Deadline | Trap::MemoryLimit(_) => (StatusCode::GATEWAY_TIMEOUT, None),
                    Trap::Panic(_) | Trap::Other(_) => (StatusCode::INTERNAL_SERVER_ERROR, Some(trap.to_string())),
                };
                Refusal { status, problem: failure.to_problem(), fault }
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Details { code, message, pointer, values } = &*self.problem;
        let body = Body {
            r#type: format!("urn:gridfolk:{code}"),
            title: code.replace('_', " "),
            status: self.status.as_u16(),
            detail: message,
            code,
            pointer,
            values,
        };
        let content_type = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, content_type, to_json(&body)).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            let seconds = axum::http::HeaderValue::from_static(RETRY_AFTER_SECONDS);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status_of(failure: Failure) -> u16 {
        Refusal::from(failure).status.as_u16()
    }

    #[test]
    fn a_failure_has_the_status_of_whose_mistake_it_is() {
        assert_eq!(status_of(Problem::new("not_json", "").into()), 400);
        assert_eq!(status_of(Problem::new("k_out_of_range", "").into()), 422);
        assert_eq!(status_of(Problem::new("module_broken", "").into()), 500);
        assert_eq!(status_of(Trap::Deadline.into()), 504);
        assert_eq!(status_of(Trap::MemoryLimit(1).into()), 504);
        assert_eq!(status_of(Trap::Panic(String::new()).into()), 500);
    }

    #[test]
    fn a_panic_text_goes_to_the_log_and_not_to_the_caller() {
        let refusal = Refusal::from(Failure::from(Trap::Panic("row 7 is secret".into())));
        assert!(!refusal.problem.message.contains("secret"));
        assert!(refusal.fault.is_some_and(|fault| fault.contains("secret")));
    }
}

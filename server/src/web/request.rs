//! A name and a span for every request, and an answer even when a handler panics.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use app::protocol::ProblemCode;
use axum::extract::{MatchedPath, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::header::HeaderName;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tracing::Instrument;

use crate::error::Failure;

/// The name of one request, sent as `X-Request-Id` and written to the log: what a person can
/// tell the operator when something broke.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(pub(crate) String);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Runs the request in a span of its own.
pub(crate) async fn observe(mut request: Request, next: Next) -> Response {
    let id = new_id();
    request.extensions_mut().insert(RequestId(id.clone()));
    // Never the address itself: it may hold the token of a join link.
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let span = tracing::info_span!(
        "request",
        request.id = id,
        method = %request.method(),
        route,
        user.id = tracing::field::Empty
    );
    let started = Instant::now();
    async move {
        let mut response = next.run(request).await;
        let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(status = response.status().as_u16(), duration_ms, "Answered");
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(HEADER, value);
        }
        response
    }
    .instrument(span)
    .await
}

/// How long a request may take with all that the client sends: who trickles a body is cut off.
const PATIENCE: Duration = Duration::from_secs(30);

/// The same with files in it, which are cut off when they stall.
const PATIENCE_WITH_FILES: Duration = Duration::from_secs(15 * 60);

fn patience(request: &Request) -> Duration {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let has_files = kind.starts_with("multipart/form-data") || request.uri().path().starts_with("/api/rooms/");
    if has_files { PATIENCE_WITH_FILES } else { PATIENCE }
}

/// Turns a panic into an answer, and ends what takes too long: the person gets a page, the
/// others never notice.
pub(crate) async fn survive(request: Request, next: Next) -> Response {
    let patience = patience(&request);
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(patience, answer).await {
        Ok(Ok(response)) => response,
        Err(_) => {
            let message = "This took too long. If the line is slow, send less at once.";
            Failure::new(StatusCode::REQUEST_TIMEOUT, ProblemCode::Unavailable, message).into_response()
        }
        Ok(Err(panic)) => {
            let text = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
            tracing::error!(panic = text.unwrap_or("no text"), "A handler panicked");
            Failure::internal().into_response()
        }
    }
}

/// Sixteen random hexadecimal digits.
fn new_id() -> String {
    format!("{:016x}", getrandom::u64().unwrap_or_default())
}

/// What is said when a route does not know the method.
pub(crate) async fn wrong_method() -> Failure {
    let message = "This address does not take that. Go back and use the page's own links and forms.";
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, ProblemCode::Malformed, message)
}

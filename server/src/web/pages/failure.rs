//! What a person sees when a request failed: a page instead of JSON, with the same status.

use app::pages::ErrorPage;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::http::header::{ALLOW, HeaderName, RETRY_AFTER, SET_COOKIE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;

use super::render::door;
use super::visit::Visit;
use crate::error::Failure;
use crate::state::AppState;

/// Paths that programs ask: they are answered in JSON even when it is bad news.
const FOR_PROGRAMS: [&str; 6] = ["/api/", "/socket", "/healthz", "/readyz", "/csp-report", "/pkg/"];

/// Headers of the bare answer that the page keeps.
const KEPT: [HeaderName; 3] = [RETRY_AFTER, ALLOW, SET_COOKIE];

/// Turns every failed answer into a page, unless a program asked.
pub(crate) async fn present(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if FOR_PROGRAMS.iter().any(|mine| path.starts_with(mine)) {
        let response = next.run(request).await;
        let is_bare = response.extensions().get::<Failure>().is_none();
        let is_too_large = response.status() == StatusCode::PAYLOAD_TOO_LARGE;
        return if is_bare && is_too_large { nameless(response.status()).into_response() } else { response };
    }
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, &state).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if !failed || is_page(&response) {
        return response;
    }
    let failure = response.extensions().get::<Failure>().cloned().unwrap_or_else(|| nameless(response.status()));
    let mut answer = page(&visit, &failure, None).await;
    for name in KEPT {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(axum::http::header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// What the layers below say without words of ours.
fn nameless(status: StatusCode) -> Failure {
    use app::protocol::ProblemCode::{Internal, Malformed};
    match status {
        StatusCode::NOT_FOUND => Failure::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => Failure::too_large(crate::web::BODY_LIMIT),
        s if s.is_client_error() => Failure::new(s, Malformed, "This request could not be understood."),
        s => Failure::new(s, Internal, "Something broke on the server."),
    }
}

/// A failure in answer to something written: the page holds the text, so that it is not lost.
pub(super) async fn keeping(visit: &Visit, failure: &Failure, text: String) -> Response {
    page(visit, failure, Some(text)).await
}

async fn page(visit: &Visit, failure: &Failure, kept: Option<String>) -> Response {
    let status = failure.status;
    let message = (status != StatusCode::INTERNAL_SERVER_ERROR).then(|| failure.problem.message.clone());
    let request_id = status.is_server_error().then(|| visit.request_id.clone());
    let number = status.as_u16();
    let mut page = door(visit, None, format!("Error {number} · Snug"), move || {
        let (message, request_id, kept) = (message.clone(), request_id.clone(), kept.clone());
        view! { <ErrorPage status=number message request_id kept /> }
    })
    .await;
    *page.status_mut() = status;
    page
}

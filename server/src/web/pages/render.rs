//! From a view to an answer: rendered whole, with the policy that its scripts need.

use app::protocol::{Page, Problem, ProblemCode};
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, Request};
use axum::response::{IntoResponse, Response};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::{ResponseOptions, render_app_async_with_context};

use super::shell::Document;
use super::visit::Visit;
use crate::error::Failure;
use crate::web::protection::page_policy;

/// Answers with a page that needs no program in the browser; `problem` is what its form shows.
pub(super) async fn door<V>(
    visit: &Visit,
    problem: Option<Problem>,
    title: impl Into<String>,
    view: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> Response
where
    V: IntoView + 'static,
{
    formed(problem, render(visit, Document { title: title.into(), data: None }, view).await)
}

/// Answers with a page that comes to life: `data` stands in it, read in the same moment as
/// what the view shows.
pub(super) async fn live<V>(
    visit: &Visit,
    problem: Option<Problem>,
    title: impl Into<String>,
    data: &Page,
    view: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> Response
where
    V: IntoView + 'static,
{
    formed(problem, render(visit, Document { title: title.into(), data: Some(embedded(data)) }, view).await)
}

/// The status of a page whose form shows `problem`: the usual one, but everything that is to
/// be typed differently is 422.
fn formed(problem: Option<Problem>, page: Response) -> Response {
    let Some(problem) = problem else { return page };
    let code = if problem.code == ProblemCode::Conflict { ProblemCode::Invalid } else { problem.code };
    let (bare, _) = Failure::from(Problem { code, ..problem }).into_response().into_parts();
    let (mut parts, body) = page.into_parts();
    parts.status = bare.status;
    if let Some(seconds) = bare.headers.get(axum::http::header::RETRY_AFTER) {
        parts.headers.insert(axum::http::header::RETRY_AFTER, seconds.clone());
    }
    Response::from_parts(parts, body)
}

/// JSON that cannot end the script element it stands in.
fn embedded(data: &Page) -> String {
    serde_json::to_string(data).expect("views have string keys and no failing serializer").replace('<', "\\u003c")
}

async fn render<V>(visit: &Visit, document: Document, view: impl Fn() -> V + Clone + Send + Sync + 'static) -> Response
where
    V: IntoView + 'static,
{
    let state = &visit.state;
    let is_live = document.data.is_some();
    let policy = {
        let (site, host) = (state.site.clone(), visit.host.clone());
        let also_connect = state.dev_tools.connect(&host);
        move |nonce: &str| page_policy(&site, &host, nonce, &also_connect)
    };
    let whole = {
        let (names, dev_tools) = (state.assets.names().clone(), state.dev_tools.clone());
        move || {
            let nonce = use_nonce().expect("leptos_axum provides one for every response");
            if let Ok(policy) = HeaderValue::from_str(&policy(&nonce)) {
                expect_context::<ResponseOptions>().insert_header(CONTENT_SECURITY_POLICY, policy);
            }
            document.clone().around(view(), &names, &dev_tools)
        }
    };
    let rendered = render_app_async_with_context(|| {}, whole)(Request::new(Body::empty())).await;
    let (parts, body) = rendered.into_parts();
    // What a view shows is in memory already, so this waits for nothing but the rendering.
    let Ok(html) = to_bytes(body, usize::MAX).await else {
        tracing::error!("A page could not be rendered");
        return Failure::internal().into_response();
    };
    let html = if is_live { html } else { html.slice(..end_of_document(&html)) };
    let mut response = html.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if let Some(policy) = parts.headers.get(CONTENT_SECURITY_POLICY) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy.clone());
    }
    response
}

/// Behind the document leptos writes what its program will read; a door has no program.
fn end_of_document(html: &[u8]) -> usize {
    const END: &[u8] = b"</html>";
    html.windows(END.len()).rposition(|window| window == END).map_or(html.len(), |at| at + END.len())
}

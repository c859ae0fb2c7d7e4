//! What every answer carries and every request must show, whichever route it takes: security
//! headers, the right `Host`, and for everything that changes something the right `Origin`.

use std::sync::Arc;

use app::protocol::ProblemCode;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Site;
use crate::error::Failure;

/// Paths that load balancers ask by address, and that reports of browsers come in by: they
/// neither read a cookie nor tell anything.
const OPEN_PATHS: [&str; 3] = ["/healthz", "/readyz", "/csp-report"];

/// Refuses what was not meant for this site or was sent by a page of another one.
pub(crate) async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !OPEN_PATHS.contains(&path) {
        let is_socket = path == "/socket";
        if let Err(failure) = check(&site, request.method(), is_socket, request.headers()) {
            tracing::debug!(status = failure.status.as_u16(), "Refused a request for its Host or Origin");
            return failure.into_response();
        }
    }
    next.run(request).await
}

/// The pure part of [`guard`].
fn check(site: &Site, method: &Method, is_socket: bool, headers: &HeaderMap) -> Result<(), Failure> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|h| h.to_str().ok()).unwrap_or_default();
    if hosts.next().is_some() || !site.serves(host) {
        let message = if site.is_loopback_only() {
            "This Snug serves its own machine only, as http://localhost. To open it to others, start it with \
             --public-url and the address they will type."
        } else {
            "This is not the address of this Snug. Ask who runs it for the right one; behind a proxy, the Host header \
             has to be passed on as it came."
        };
        return Err(Failure::new(StatusCode::MISDIRECTED_REQUEST, ProblemCode::Forbidden, message));
    }
    if !is_socket && matches!(*method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    // No form of ours comes without an Origin: browsers send it with every POST and every
    // handshake of a WebSocket, as long as the Referrer-Policy lets them.
    let origin = headers.get(ORIGIN).and_then(|o| o.to_str().ok());
    let from_elsewhere = !is_socket && headers.get("sec-fetch-site").is_some_and(|f| f != "same-origin" && f != "none");
    let is_trusted = origin.is_some_and(|o| site.trusts(o, host));
    let own = origin.is_some_and(|o| o == site.origin(host));
    if is_trusted && !(own && from_elsewhere) {
        return Ok(());
    }
    let message = "This was sent by a page of another site, or by a program that does not say where it comes from. \
                   Open Snug itself and try again; programs send the header Origin.";
    Err(Failure::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, message))
}

/// Puts the headers on every answer. A page brings a policy with its own nonce; all else may
/// load nothing.
pub(crate) async fn headers(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in EVERYWHERE {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if site.is_secure() {
        let always = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, always);
    }
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NOTHING));
    // Pages and answers are one person's; what may be kept says so itself.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

const EVERYWHERE: [(HeaderName, &str); 6] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    // With `no-referrer` browsers would send `Origin: null` with our own forms.
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
];

const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// The content security policy of a page whose scripts bear `nonce`.
pub(crate) fn page_policy(site: &Site, host: &str, nonce: &str, also_connect: &str) -> String {
    let socket = site.socket_origin(host);
    let upgrade = if site.is_secure() { "; upgrade-insecure-requests" } else { "" };
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; \
         connect-src 'self' {socket}{also_connect}; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; object-src 'none'; frame-ancestors 'none'; report-uri /csp-report{upgrade}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: Method, is_socket: bool, headers: &[(&'static str, &str)]) -> u16 {
        let site = Site::new(Some("https://chat.example.org".parse().unwrap()), vec!["http://dev.example".into()]);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        check(&site, &method, is_socket, &map).map_or_else(|f| f.status.as_u16(), |()| 200)
    }

    const HERE: (&str, &str) = ("host", "chat.example.org");
    const OWN: (&str, &str) = ("origin", "https://chat.example.org");

    #[test]
    fn a_request_for_another_host_is_misdirected() {
        assert_eq!(asked(Method::GET, false, &[HERE]), 200);
        assert_eq!(asked(Method::GET, false, &[("host", "evil.example")]), 421);
        assert_eq!(asked(Method::GET, false, &[]), 421);
        assert_eq!(asked(Method::GET, false, &[HERE, ("host", "evil.example")]), 421);
    }

    #[test]
    fn what_changes_something_must_come_from_a_page_of_this_site() {
        assert_eq!(asked(Method::POST, false, &[HERE, OWN]), 200);
        assert_eq!(asked(Method::POST, false, &[HERE, OWN, ("sec-fetch-site", "same-origin")]), 200);
        assert_eq!(asked(Method::POST, false, &[HERE, ("origin", "http://dev.example")]), 200);
        assert_eq!(
            asked(Method::POST, false, &[HERE, ("origin", "http://dev.example"), ("sec-fetch-site", "cross-site")]),
            200
        );
        for origin in ["https://evil.example", "null", "http://chat.example.org", "https://chat.example.org:444", ""] {
            assert_eq!(asked(Method::POST, false, &[HERE, ("origin", origin)]), 403, "{origin}");
            assert_eq!(asked(Method::GET, true, &[HERE, ("origin", origin)]), 403, "{origin}");
        }
        assert_eq!(asked(Method::POST, false, &[HERE]), 403);
        assert_eq!(asked(Method::GET, true, &[HERE]), 403);
        assert_eq!(asked(Method::GET, true, &[HERE, OWN]), 200);
        assert_eq!(asked(Method::POST, false, &[HERE, OWN, ("sec-fetch-site", "cross-site")]), 403);
        assert_eq!(asked(Method::POST, false, &[HERE, OWN, ("sec-fetch-site", "same-site")]), 403);
        assert_eq!(asked(Method::DELETE, false, &[HERE]), 403);
    }
}

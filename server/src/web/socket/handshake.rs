//! The opening handshake: is this a WebSocket client that speaks our protocol?

use app::protocol::SUBPROTOCOL;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha1::{Digest as _, Sha1};

const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Why the answer is not 101.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    status: StatusCode,
    reason: &'static str,
}

impl Refusal {
    pub(super) const NO_UPGRADE: Self = bad("This address is for WebSocket clients.\n");
}

const fn bad(reason: &'static str) -> Refusal {
    Refusal { status: StatusCode::BAD_REQUEST, reason }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.reason).into_response();
        if self.status == StatusCode::UPGRADE_REQUIRED {
            let headers = response.headers_mut();
            headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        }
        response
    }
}

/// The answer 101, with the subprotocol that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Acceptance {
    accept: HeaderValue,
    subprotocol: HeaderValue,
}

impl Acceptance {
    /// Whether the client speaks our protocol. One that does not is let in only to be told so: a browser
    /// can read the code of a close, but not why a handshake failed.
    pub(super) fn is_understood(&self) -> bool {
        self.subprotocol == SUBPROTOCOL
    }
}

impl IntoResponse for Acceptance {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONNECTION, HeaderValue::from_static("Upgrade")),
            (header::UPGRADE, HeaderValue::from_static("websocket")),
            (header::SEC_WEBSOCKET_ACCEPT, self.accept),
            (header::SEC_WEBSOCKET_PROTOCOL, self.subprotocol),
        ];
        (StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
    }
}

/// Checks a request by RFC 6455, 4.2.1.
pub(super) fn check(request: &Parts) -> Result<Acceptance, Refusal> {
    let headers = &request.headers;
    let is_upgrade = request.method == Method::GET
        && request.version == Version::HTTP_11
        && has_token(headers, &header::CONNECTION, "upgrade")
        && has_token(headers, &header::UPGRADE, "websocket");
    if !is_upgrade {
        return Err(Refusal::NO_UPGRADE);
    }
    if headers.get(header::SEC_WEBSOCKET_VERSION).is_none_or(|version| version.as_bytes() != b"13") {
        return Err(Refusal { status: StatusCode::UPGRADE_REQUIRED, reason: "This server speaks WebSocket 13.\n" });
    }
    let accept = accept(headers).ok_or(bad("Sec-WebSocket-Key is not 16 bytes in base64.\n"))?;
    let subprotocol = if has_token(headers, &header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL) {
        Some(HeaderValue::from_static(SUBPROTOCOL))
    } else {
        // A browser hears nothing after a handshake that chose none of what it offered.
        let mut offered = tokens(headers, &header::SEC_WEBSOCKET_PROTOCOL).filter(|token| !token.is_empty());
        offered.next().and_then(|token| HeaderValue::from_str(token).ok())
    };
    let none = bad("This server speaks the subprotocol chat.v1; offer it in Sec-WebSocket-Protocol.\n");
    Ok(Acceptance { accept, subprotocol: subprotocol.ok_or(none)? })
}

fn accept(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut keys = headers.get_all(header::SEC_WEBSOCKET_KEY).iter();
    let key = keys.next().filter(|_| keys.next().is_none())?.as_bytes();
    let mut nonce = [0; 18];
    if key.len() != 24 || BASE64_STANDARD.decode_slice(key, &mut nonce) != Ok(16) {
        return None;
    }
    let digest = Sha1::new().chain_update(key).chain_update(GUID).finalize();
    HeaderValue::try_from(BASE64_STANDARD.encode(digest)).ok()
}

/// Whether one of the comma-separated tokens of a field is `token`, in whatever case.
fn has_token(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    tokens(headers, name).any(|found| found.eq_ignore_ascii_case(token))
}

fn tokens<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let fields = headers.get_all(name).iter().filter_map(|field| field.to_str().ok());
    fields.flat_map(|field| field.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn answer(change: impl FnOnce(&mut HeaderMap)) -> Result<Acceptance, Refusal> {
        let mut request = Request::new(()).into_parts().0;
        for (name, value) in [
            (header::CONNECTION, "keep-alive, Upgrade"),
            (header::UPGRADE, "WebSocket"),
            (header::SEC_WEBSOCKET_VERSION, "13"),
            (header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="),
            (header::SEC_WEBSOCKET_PROTOCOL, "chat.v2, chat.v1"),
        ] {
            request.headers.insert(name, HeaderValue::from_static(value));
        }
        change(&mut request.headers);
        check(&request)
    }

    #[test]
    fn the_example_of_the_rfc_is_accepted() {
        let accept = HeaderValue::from_static("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assert_eq!(answer(|_| ()), Ok(Acceptance { accept, subprotocol: HeaderValue::from_static("chat.v1") }));
    }

    #[test]
    fn a_client_of_another_protocol_is_answered_in_its_own_words() {
        let other = HeaderValue::from_static("chat.v9, chat.v8");
        let acceptance =
            answer(|headers| drop(headers.insert(header::SEC_WEBSOCKET_PROTOCOL, other))).expect("it is let in");
        assert_eq!((acceptance.is_understood(), acceptance.subprotocol), (false, HeaderValue::from_static("chat.v9")));
    }

    #[test]
    fn a_client_that_lacks_something_hears_what() {
        let without = |name: HeaderName| answer(|headers| drop(headers.remove(name))).unwrap_err();
        assert_eq!(without(header::UPGRADE).status, StatusCode::BAD_REQUEST);
        assert_eq!(without(header::CONNECTION).status, StatusCode::BAD_REQUEST);
        assert_eq!(without(header::SEC_WEBSOCKET_VERSION).status, StatusCode::UPGRADE_REQUIRED);
        assert!(without(header::SEC_WEBSOCKET_KEY).reason.contains("Key"));
        assert!(without(header::SEC_WEBSOCKET_PROTOCOL).reason.contains(SUBPROTOCOL));
        let key =
            |key| answer(|headers| drop(headers.insert(header::SEC_WEBSOCKET_KEY, HeaderValue::from_static(key))));
        assert!(key("dGhlIHNhbXBsZSBub25j").is_err());
        assert!(key("this is not base64 at al").is_err());
    }
}

//! One request for a page: what rendering and forms need to know about who came how.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::{HOST, USER_AGENT};
use axum::http::request::Parts;

use crate::chat::Visitor;
use crate::state::AppState;
use crate::web::ClientAddress;
use crate::web::device::device;
use crate::web::request::RequestId;
use crate::web::zone::Zone;

/// Everything about a request for a page but its form and its person.
pub(crate) struct Visit {
    /// The running server.
    pub(crate) state: AppState,
    /// The path that was asked for.
    pub(crate) path: String,
    /// The host it was asked for as; `guard` has seen that it is one of ours.
    pub(crate) host: String,
    /// The reader's time zone.
    pub(crate) zone: Zone,
    /// The name of the request in the log.
    pub(crate) request_id: String,
    /// Where it comes from.
    pub(crate) visitor: Visitor,
}

impl Visit {
    /// A path of this site as people can pass it on.
    pub(crate) fn address_of(&self, path: &str) -> String {
        format!("{}{path}", self.state.site.origin(&self.host))
    }
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let text = |name| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let (host, agent) = (text(HOST).to_owned(), text(USER_AGENT).to_owned());
        let zone = Zone::of(&parts.headers);
        let request_id = parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        let address = ClientAddress::from_request_parts(parts, state).await?;
        let visitor = Visitor { ip: address.ip(), device: device(&agent) };
        let path = parts.uri.path().to_owned();
        Ok(Self { state: state.clone(), path, host, zone, request_id, visitor })
    }
}

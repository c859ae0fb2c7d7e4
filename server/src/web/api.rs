//! `POST /api/command`: one command as JSON, answered like the socket answers, for programs
//! and for networks that block WebSockets.

use app::protocol::{ClientFrame, Problem, ProblemCode, encode_err, encode_ok};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::BODY_LIMIT;
use super::session::ApiUser;
use super::socket::decode;
use crate::chat::Chat;
use crate::error::Failure;

/// Does what one [`ClientFrame`] asks.
pub(super) async fn command(State(chat): State<Chat>, ApiUser(actor): ApiUser, request: Request) -> Response {
    let outcome = match frame(request).await {
        Ok((i, Ok(frame))) => match chat.count_command(&actor) {
            Ok(()) => (i, chat.perform(&actor, frame.command, None).await),
            Err(error) => (i, Err(error.into())),
        },
        Ok((i, Err(problem))) => (i, Err(problem)),
        Err(problem) => (None, Err(problem)),
    };
    match outcome {
        (i, Ok(body)) => json(StatusCode::OK, encode_ok(i.unwrap_or(0), &body)),
        (i, Err(problem)) => {
            // The status and Retry-After of the one map, the body of the protocol.
            let mut response = Failure::from(problem.clone()).into_response();
            *response.body_mut() = encode_err(i, &problem).into();
            response
        }
    }
}

type Numbered = (Option<u64>, Result<ClientFrame, Problem>);

async fn frame(request: Request) -> Result<Numbered, Problem> {
    if !is_json(request.headers()) {
        return Err(Problem::new(ProblemCode::Malformed, "Send one command as application/json."));
    }
    let bytes = Bytes::from_request(request, &()).await.map_err(|_| Failure::too_large(BODY_LIMIT).problem)?;
    let text =
        std::str::from_utf8(&bytes).map_err(|_| Problem::new(ProblemCode::Malformed, "The command is not UTF-8."))?;
    Ok(match decode(text) {
        Ok(frame) => (frame.i, Ok(frame)),
        Err((i, error)) => (i, Err(error.into())),
    })
}

/// Forms of other sites cannot send this type, so it is one more lock on the door.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn json(status: StatusCode, body: String) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}

//! The one map from what went wrong to what HTTP says. A handler fails with a [`Failure`];
//! `web::failure_page` makes a page of it for people, programs get the [`Problem`] as JSON.

use app::domain::Invalid;
use app::protocol::{Problem, ProblemCode};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::chat::ChatError;

/// A request that failed: a status, and the problem in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What HTTP says.
    pub status: StatusCode,
    /// What people and programs are told.
    pub problem: Problem,
}

impl Failure {
    /// A failure whose status is not the usual one of its code.
    pub fn new(status: StatusCode, code: ProblemCode, message: impl Into<String>) -> Self {
        Self { status, problem: Problem::new(code, message) }
    }

    /// No such place, or not for this person; the two are never told apart.
    pub fn not_found() -> Self {
        Problem::new(ProblemCode::NotFound, "There is nothing here, or it is not open to you.").into()
    }

    /// A fault of ours. The cause must have been logged.
    pub fn internal() -> Self {
        Problem::new(ProblemCode::Internal, "Something broke on the server. It has been written down.").into()
    }

    /// The body has more than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        let message = format!("This is too large: {} KiB at once are the most.", limit / 1024);
        Problem::new(ProblemCode::TooLarge, message).into()
    }
}

/// The status that goes with a code.
fn status(code: ProblemCode) -> StatusCode {
    match code {
        ProblemCode::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ProblemCode::Malformed | ProblemCode::UnknownOp => StatusCode::BAD_REQUEST,
        ProblemCode::NotSignedIn => StatusCode::UNAUTHORIZED,
        ProblemCode::Forbidden => StatusCode::FORBIDDEN,
        ProblemCode::NotFound => StatusCode::NOT_FOUND,
        ProblemCode::Conflict => StatusCode::CONFLICT,
        ProblemCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ProblemCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ProblemCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { status: status(problem.code), problem }
    }
}

impl From<ChatError> for Failure {
    fn from(error: ChatError) -> Self {
        Problem::from(error).into()
    }
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Problem::from(invalid).into()
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(&self.problem)).into_response();
        if let Some(after_ms) = self.problem.after_ms {
            let seconds = after_ms.div_ceil(1000).max(1);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_when_to_come_back() {
        let problem = Problem::passing(ProblemCode::RateLimited, "Slower, please.", 1_200);
        let response = Failure::from(problem).into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "2");
    }
}

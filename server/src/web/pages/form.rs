//! What a form brings: read whole, within the limit, and into plain text fields. Meaning is
//! given to them by the domain's `parse`.

use app::protocol::{Problem, ProblemCode};
use axum::Form;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody, FormRejection};
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

use crate::error::Failure;
use crate::web::BODY_LIMIT;

/// The fields of a form that was posted.
pub(crate) struct Submitted<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Submitted<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        match Form::<T>::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            Err(FormRejection::BytesRejection(BytesRejection::FailedToBufferBody(
                FailedToBufferBody::LengthLimitError(_),
            ))) => Err(Failure::too_large(BODY_LIMIT)),
            Err(_) => Err(malformed()),
        }
    }
}

/// What somebody is told whose form cannot be read.
pub(super) fn malformed() -> Failure {
    let message = "The form did not arrive as it was sent. Go back, reload the page and try again.";
    Problem::new(ProblemCode::Malformed, message).into()
}

/// The problem, if the form is to be shown again with it; otherwise it is a page of its own.
pub(super) fn again(problem: Problem) -> Result<Problem, Failure> {
    match problem.code {
        ProblemCode::Invalid | ProblemCode::Conflict | ProblemCode::RateLimited | ProblemCode::Unavailable => {
            Ok(problem)
        }
        ProblemCode::Malformed
        | ProblemCode::UnknownOp
        | ProblemCode::NotSignedIn
        | ProblemCode::Forbidden
        | ProblemCode::NotFound
        | ProblemCode::TooLarge
        | ProblemCode::Internal => Err(problem.into()),
    }
}

//! Why a person did not get what they asked for, and how that is told.

use app::domain::Invalid;
use app::protocol::{Problem, ProblemCode};

use crate::store::StoreError;

/// What a chat method answers instead of a result.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// A field breaks a rule.
    #[error("{}", .0.message)]
    Invalid(Invalid),
    /// No valid session, or a wrong address or password.
    #[error("{0}")]
    NotSignedIn(&'static str),
    /// Signed in, but not entitled to do this.
    #[error("{0}")]
    Forbidden(&'static str),
    /// No such thing, or not for this person; the two are never told apart.
    #[error("{0}")]
    NotFound(&'static str),
    /// Somebody was first. With a field, where a form should show it.
    #[error("{message}")]
    Conflict {
        /// The field whose value is taken.
        field: Option<&'static str>,
        /// What is taken, and what to do.
        message: &'static str,
    },
    /// Too much at once.
    #[error("{message}")]
    RateLimited {
        /// Of what there was too much.
        message: &'static str,
        /// When to come back, in milliseconds.
        after_ms: u64,
    },
    /// The server is busy or going away.
    #[error("the server is busy")]
    Unavailable,
    /// A fault of ours.
    #[error("a fault of the server")]
    Internal(#[source] StoreError),
}

impl From<Invalid> for ChatError {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

impl From<StoreError> for ChatError {
    fn from(error: StoreError) -> Self {
        Self::Internal(error)
    }
}

impl From<ChatError> for Problem {
    fn from(error: ChatError) -> Self {
        Self::new(ProblemCode::Internal, error.to_string())
    }
}

//! Why a person did not get what they asked for, and how that is told.

use std::error::Error;

use app::domain::Invalid;
use app::protocol::{Problem, ProblemCode};

use crate::store::{StoreError, Taken};

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
    /// More bytes than there may be.
    #[error("{0}")]
    TooLarge(&'static str),
    /// What was sent did not arrive whole.
    #[error("{0}")]
    Broken(&'static str),
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
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl From<Invalid> for ChatError {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

impl From<StoreError> for ChatError {
    fn from(error: StoreError) -> Self {
        let taken = |field, message| Self::Conflict { field, message };
        match error {
            StoreError::Taken(Taken::Workspace) => taken(None, "This workspace has been set up already. Sign in."),
            StoreError::Taken(Taken::Email) => {
                taken(Some("email"), "There is an account with this address already. Sign in.")
            }
            StoreError::Taken(Taken::RoomName) => {
                taken(Some("name"), "There is a room of this name already. Join it, or choose another name.")
            }
            // The writer has logged why a commit failed.
            StoreError::Busy | StoreError::Closed | StoreError::Lost | StoreError::NotCommitted(_) => Self::Unavailable,
            error => Self::Internal(Box::new(error)),
        }
    }
}

impl From<ChatError> for Problem {
    /// What the person is told. The cause of an internal error is logged here, once, and not sent.
    fn from(error: ChatError) -> Self {
        match error {
            ChatError::Invalid(invalid) => invalid.into(),
            ChatError::NotSignedIn(message) => Self::new(ProblemCode::NotSignedIn, message),
            ChatError::Forbidden(message) => Self::new(ProblemCode::Forbidden, message),
            ChatError::NotFound(message) => Self::new(ProblemCode::NotFound, message),
            ChatError::Conflict { field, message } => {
                Self { field: field.map(str::to_owned), ..Self::new(ProblemCode::Conflict, message) }
            }
            ChatError::RateLimited { message, after_ms } => Self::passing(ProblemCode::RateLimited, message, after_ms),
            ChatError::TooLarge(message) => Self::new(ProblemCode::TooLarge, message),
            ChatError::Broken(message) => Self::new(ProblemCode::Malformed, message),
            ChatError::Unavailable => {
                Self::passing(ProblemCode::Unavailable, "The server is busy. Try again in a moment.", 1_000)
            }
            ChatError::Internal(cause) => {
                tracing::error!(cause = chain(&*cause), "a fault of the server");
                Self::new(ProblemCode::Internal, "Something broke on the server. It has been written down; try again.")
            }
        }
    }
}

/// The cause and the causes behind it, in one line.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut causes = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        causes = format!("{causes}: {cause}");
        next = cause.source();
    }
    causes
}

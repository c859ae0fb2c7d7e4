//! The one kind of error a client sees, on every door.

use serde::{Deserialize, Serialize};

use crate::domain::Invalid;

/// What went wrong, for programs (`code`) and for people (`message`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// For programs; stable.
    pub code: ProblemCode,
    /// For people: what happened and what to do next.
    pub message: String,
    /// The field that is wrong, with [`ProblemCode::Invalid`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Whether the same request may succeed later.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retry: bool,
    /// How long to wait before that, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_ms: Option<u64>,
}

/// The kinds of problem. A client that meets an unknown one treats it as [`Self::Internal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// A field breaks a rule; `field` names it.
    Invalid,
    /// The frame is not one of the protocol: not JSON, not an object, no `op`.
    Malformed,
    /// The `op` is not known to this server.
    UnknownOp,
    /// No valid session.
    NotSignedIn,
    /// Signed in, but not allowed to do this.
    Forbidden,
    /// No such thing, or not for this person; the two are never told apart.
    NotFound,
    /// Somebody was first: the name is taken, the workspace exists.
    Conflict,
    /// Too much at once; `after_ms` says when to come back.
    RateLimited,
    /// Too large; the message names the limit.
    TooLarge,
    /// The server is going away or busy; try again.
    Unavailable,
    /// A fault of the server, logged there.
    #[serde(other)]
    Internal,
}

impl Problem {
    /// A problem that no repetition will mend.
    pub fn new(code: ProblemCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), field: None, retry: false, after_ms: None }
    }

    /// A problem that passes: try again after `after_ms` milliseconds.
    pub fn passing(code: ProblemCode, message: impl Into<String>, after_ms: u64) -> Self {
        Self { retry: true, after_ms: Some(after_ms), ..Self::new(code, message) }
    }
}

impl From<Invalid> for Problem {
    fn from(invalid: Invalid) -> Self {
        Self { field: Some(invalid.field), ..Self::new(ProblemCode::Invalid, invalid.message) }
    }
}

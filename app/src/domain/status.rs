//! What somebody is about at the moment.

use serde::{Deserialize, Serialize};

use super::user::checked_line;
use super::{Invalid, Timestamp};

/// A few words and an emoji, which pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// One emoji; may be empty where there are words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub emoji: String,
    /// At most 100 characters; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// When it is over by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Whether they are not to be disturbed meanwhile.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
}

impl Status {
    /// A status in words; `emoji` is one, or nothing.
    ///
    /// # Errors
    /// The words are too long.
    pub fn parse(emoji: &str, text: &str, until: Option<Timestamp>, quiet: bool) -> Result<Self, Invalid> {
        Ok(Self { emoji: emoji.to_owned(), text: checked_line("text", text, 100)?, until, quiet })
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.emoji.is_empty() && self.text.is_empty() && !self.quiet
    }

    /// Whether it is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// In one line.
    pub fn line(&self) -> String {
        let quiet = match (self.quiet, self.text.is_empty()) {
            (false, _) => "",
            (true, true) => "Do not disturb",
            (true, false) => " · Do not disturb",
        };
        format!("{} {}{quiet}", self.emoji, self.text).trim().to_owned()
    }
}

//! How much of a room reaches somebody who is in it.

use serde::{Deserialize, Serialize};

/// From much to little.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Involvement {
    /// What is said there waits for them.
    #[default]
    Everything,
    /// Only what calls them.
    Mentions,
    /// Nothing; they look when they like.
    Nothing,
    /// Nothing, and the room does not stand in their sidebar.
    Hidden,
}

impl Involvement {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Everything, Self::Mentions, Self::Nothing, Self::Hidden];

    /// As forms and tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Mentions => "mentions",
            Self::Nothing => "nothing",
            Self::Hidden => "hidden",
        }
    }

    /// What is named so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Whether messages wait that call nobody.
    pub fn is_full(&self) -> bool {
        *self == Self::Everything
    }

    /// Whether messages wait that call the person.
    pub fn hears_calls(self) -> bool {
        matches!(self, Self::Everything | Self::Mentions)
    }
}

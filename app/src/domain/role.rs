//! What a person may do in the whole workspace.

use serde::{Deserialize, Serialize};

/// What a person may do in the whole workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Made the workspace; there is one.
    Owner,
    /// Looks after the workspace with the owner.
    Admin,
    /// Everyone who came by the join link.
    #[default]
    Member,
    /// Only where they were invited to, among the people they meet there.
    Guest,
}

impl Role {
    /// Those that can be given, the strongest first.
    pub const GIVEN: [Self; 3] = [Self::Admin, Self::Member, Self::Guest];

    /// The owner, or an admin.
    pub fn leads(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }

    /// Whether they may make rooms, join open ones and bring people in.
    pub fn is_guest(self) -> bool {
        self == Self::Guest
    }

    /// Whether somebody of this role may give another, who has `from`, the role `to`: the owner all that can be given,
    /// admins those below their own.
    pub fn may_give(self, from: Self, to: Self) -> bool {
        let is_below = |role: Self| matches!(role, Self::Member | Self::Guest);
        match self {
            Self::Owner => from != Self::Owner && to != Self::Owner,
            Self::Admin => is_below(from) && is_below(to),
            Self::Member | Self::Guest => false,
        }
    }

    /// What somebody of this role may make of who has `from`.
    pub fn given(self, from: Self) -> impl Iterator<Item = Self> {
        Self::GIVEN.into_iter().filter(move |to| self.may_give(from, *to))
    }

    /// As tables and forms name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Guest => "guest",
        }
    }

    /// What is named so.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Owner, Self::Admin, Self::Member, Self::Guest].into_iter().find(|role| role.name() == name)
    }

    /// Whether somebody of this role may take others out of a room with a name, which they `made` themselves or not.
    pub fn may_remove(self, made: bool) -> bool {
        self.leads() || made && !self.is_guest()
    }

    /// As people read it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::Member => "Member",
            Self::Guest => "Guest",
        }
    }

    pub(super) fn is_plain(&self) -> bool {
        *self == Self::Member
    }
}

//! Whether somebody is here.

use serde::{Deserialize, Serialize};

use super::UserId;

/// How somebody is here, as others see it. Who is offline, or wants to be taken for it, has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// At one of their screens.
    Online,
    /// Connected, and has touched none of them for a while.
    Idle,
    /// Connected, and says to be away.
    Away,
}

impl Presence {
    /// As it stands on the wire; nothing where somebody is not here.
    pub fn told(online: bool, idle: bool, away: bool) -> Option<Self> {
        let ways = [(online, Self::Online), (idle, Self::Idle), (away, Self::Away)];
        ways.into_iter().find(|(is, _)| *is).map(|(_, presence)| presence)
    }

    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Online => "here",
            Self::Idle => "idle",
            Self::Away => "away",
        }
    }
}

/// What somebody chose that others see of their presence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Availability {
    /// What is so.
    #[default]
    Auto,
    /// That they are away, while they are connected.
    Away,
    /// Nothing: they are taken for being offline.
    Invisible,
}

impl Availability {
    /// All of them, as they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Away, Self::Invisible];

    /// As it is stored, and called in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Away => "away",
            Self::Invisible => "invisible",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|availability| availability.name() == name)
    }

    /// Whether nothing was chosen.
    pub fn is_auto(&self) -> bool {
        *self == Self::Auto
    }
}

/// Who of some people is here, and how; who is in no list is offline. It is told as it changes, and may be lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Who is online.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub online: Vec<UserId>,
    /// Who is idle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub idle: Vec<UserId>,
    /// Who is away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub away: Vec<UserId>,
}

impl Present {
    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.online.is_empty() && self.idle.is_empty() && self.away.is_empty()
    }

    /// How somebody is here.
    pub fn of(&self, person: UserId) -> Option<Presence> {
        let lists = [(&self.online, Presence::Online), (&self.idle, Presence::Idle), (&self.away, Presence::Away)];
        lists.into_iter().find(|(list, _)| list.contains(&person)).map(|(_, presence)| presence)
    }

    /// Somebody is here in another way now, or gone.
    pub fn put(&mut self, person: UserId, presence: Option<Presence>) {
        for list in [&mut self.online, &mut self.idle, &mut self.away] {
            list.retain(|other| *other != person);
        }
        self.enter(person, presence);
    }

    /// Somebody is here who is not in the lists yet.
    pub fn enter(&mut self, person: UserId, presence: Option<Presence>) {
        match presence {
            Some(Presence::Online) => self.online.push(person),
            Some(Presence::Idle) => self.idle.push(person),
            Some(Presence::Away) => self.away.push(person),
            None => {}
        }
    }

    /// Everyone who would notice if they were called: online, or idle.
    pub fn reachable(&self) -> impl Iterator<Item = UserId> {
        self.online.iter().chain(&self.idle).copied()
    }
}

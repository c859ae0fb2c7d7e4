//! Rooms, as their members see them.

use serde::{Deserialize, Serialize};

use super::RoomId;
use super::case::lower;
use super::invalid::{Invalid, line};
use super::thread::Root;
use super::user::or_nothing;

/// What a room is called and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Which room.
    pub id: RoomId,
    /// A [`RoomName`].
    pub name: String,
    /// A [`Topic`]; may be empty.
    pub topic: String,
    /// Who may come in.
    #[serde(default, skip_serializing_if = "RoomKind::is_open")]
    pub kind: RoomKind,
    /// Of a thread: the message that it hangs from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Root>,
    /// Whether it is only there to be read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// Whether only those post here who look after it, and who was chosen. In its threads everyone may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chosen_only: bool,
}

/// Who may come into a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// Everyone in the workspace: it is listed, and joined by whoever likes.
    #[default]
    Open,
    /// Who is invited. For everybody else it is not there.
    Closed,
    /// These people and no others, for good. The same people always meet in the same room. It has no name of its
    /// own: each of them sees it under the names of the others.
    Direct,
    /// Who is in the room of the message that it hangs from. Its members are those who follow it.
    Thread,
}

impl RoomKind {
    /// Whether it is listed for everyone.
    pub fn is_open(&self) -> bool {
        *self == Self::Open
    }

    /// Whether it has a name and topic of its own, and people who come and go.
    pub fn is_named(self) -> bool {
        matches!(self, Self::Open | Self::Closed)
    }
}

/// What every thread is called; the room that it belongs to says more.
pub const THREAD_NAME: &str = "Thread";

/// Most people in a direct room beside oneself.
pub const DIRECT_MOST: usize = 19;

/// What a direct room is called by somebody: the others' names, or “Notes to yourself”.
pub fn direct_name<'a>(others: impl IntoIterator<Item = &'a str>) -> String {
    let names = others.into_iter().collect::<Vec<_>>().join(", ");
    if names.is_empty() { "Notes to yourself".to_owned() } else { names }
}

impl Room {
    /// What a window that shows it is called.
    pub fn title(&self) -> String {
        if self.kind.is_named() { format!("# {}", self.name) } else { self.name.clone() }
    }

    /// Where the room lives; see [`room_path`].
    pub fn path(&self) -> String {
        room_path(self.id, &self.name)
    }
}

/// `/r/12-general`: the number leads, the name only helps people to read it, so that a
/// link outlives every renaming. A permalink adds `/{msg_no}`.
pub fn room_path(id: RoomId, name: &str) -> String {
    let slug = room_slug(name);
    // Anything but ASCII would be percent-encoded beyond reading.
    if slug.is_empty() || !slug.is_ascii() { format!("/r/{id}") } else { format!("/r/{id}-{slug}") }
}

/// A room's name in one word, as addresses have it, and who writes `#release-train`.
pub fn room_slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in lower(name).chars() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

/// A room's name: 1 to 80 characters, without a leading `#`. Unique without regard to case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomName(String);

impl RoomName {
    /// Trims, drops a leading `#` and folds inner white space.
    ///
    /// # Errors
    /// Empty, over 80 characters, or with control characters.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim().trim_start_matches('#').split_whitespace().collect::<Vec<_>>().join(" ");
        line("name", "a name for the room", &text, 80).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

or_nothing! {
    /// What a room is about: one line of at most 250 characters, or nothing.
    Topic, "topic", 250
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_with_the_number_and_reads_like_the_name() {
        assert_eq!(room_path(RoomId(7), "Release train!"), "/r/7-release-train");
        assert_eq!(room_path(RoomId(7), "会議"), "/r/7");
        assert_eq!(room_path(RoomId(7), "--"), "/r/7");
    }

    #[test]
    fn a_name_loses_its_hash_and_double_spaces() {
        assert_eq!(RoomName::parse(" #big   plans ").map(|n| n.0), Ok("big plans".to_owned()));
        assert!(RoomName::parse("#").is_err());
        assert!(RoomName::parse(&"x".repeat(81)).is_err());
    }
}

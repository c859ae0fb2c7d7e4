//! What somebody comes back to: messages that are kept, what was typed and not sent, and what will be said later.

use serde::{Deserialize, Serialize};

use super::PrivateEvent;
use crate::domain::{Message, RoomId, Root, ScheduledId, Timestamp};

/// What a page knows of it: not the texts, only where there is something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    /// The messages that are kept, by room and number; at most [`Saved::MOST`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saved: Vec<(RoomId, u64)>,
    /// Of how many of them the person is reminded now.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reminders: u64,
    /// The rooms and threads in which something was typed and not sent, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drafts: Vec<RoomId>,
    /// How much was to be said by now and could not be.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unsent: u64,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Later {
    /// Whether there is nothing to come back to.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What wants to be looked at now.
    pub fn calls(&self) -> u64 {
        self.reminders + self.unsent
    }

    /// Whether a message is kept.
    pub fn has(&self, room: RoomId, no: u64) -> bool {
        self.saved.contains(&(room, no))
    }

    /// Brings in what a private event says of it; any other changes nothing.
    pub(super) fn apply(&mut self, event: &PrivateEvent) {
        match event {
            PrivateEvent::MessageSaved { room, no, on, reminders } => {
                note(&mut self.saved, (*room, *no), *on);
                self.reminders = *reminders;
            }
            PrivateEvent::Drafted { room, on, .. } => note(&mut self.drafts, *room, *on),
            PrivateEvent::Unsent { unsent } => self.unsent = *unsent,
            _ => {}
        }
    }
}

/// What is in order is there, or no longer.
fn note<T: Ord>(all: &mut Vec<T>, one: T, on: bool) {
    match (all.iter().position(|other| *other >= one), on) {
        (Some(at), true) if all[at] != one => all.insert(at, one),
        (Some(at), false) if all[at] == one => drop(all.remove(at)),
        (None, true) => all.push(one),
        _ => {}
    }
}

/// A message that is kept for later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The position among all that this person keeps; larger is newer.
    pub position: i64,
    /// Where it is.
    pub room: RoomId,
    /// Which message.
    pub no: u64,
    /// When the person is reminded of it, if at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Timestamp>,
    /// Whether that is now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rings: bool,
    /// Of a thread: the message that it hangs from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Root>,
    /// The message, unless the person is not in the room any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}

impl Saved {
    /// So many messages can be kept at once.
    pub const MOST: usize = 500;
}

/// What was typed and not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Where.
    pub room: RoomId,
    /// The text; empty for none.
    pub body: String,
    /// When it last changed: no two texts of one room have the same.
    pub at: Timestamp,
    /// Of a thread: the message that it hangs from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Root>,
}

impl Draft {
    /// In so many rooms and threads something can be kept.
    pub const MOST: usize = 500;
}

/// What will be said later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// Which.
    pub id: ScheduledId,
    /// Where.
    pub room: RoomId,
    /// The text.
    pub body: String,
    /// When.
    pub at: Timestamp,
    /// Of a thread: the message that it hangs from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Root>,
    /// Why it was not said by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl Scheduled {
    /// So much can wait to be said.
    pub const MOST: usize = 100;

    /// Nothing is said later than so many milliseconds from now.
    pub const FARTHEST_MS: i64 = 366 * 24 * 60 * 60 * 1_000;
}

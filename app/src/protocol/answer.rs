//! What a command is answered with, where that is not something of a screen.

use serde::{Deserialize, Serialize};

use super::entry::RoomEntry;
use crate::domain::{RoomId, Timestamp};

/// The `ok` of a command that has nothing more to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

/// The thread beneath a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// The room that it is.
    pub room: RoomId,
}

/// A room or thread in the sidebar of one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The private position this was read at: what an older one says is outdated.
    pub user_seq: u64,
    /// Nothing where the person is not in the room, or does not follow the thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomEntry>,
}

/// What became of a message: it is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// Its number in the room.
    pub no: u64,
    /// Its event's position in the room.
    pub seq: u64,
    /// When the server took it.
    pub at: Timestamp,
}

/// Which way a page of history goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Older than the given message.
    Before,
    /// Newer than the given message.
    After,
    /// Half older, the message itself, half newer.
    Around,
}

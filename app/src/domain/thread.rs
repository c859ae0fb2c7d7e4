//! Threads: a message with a conversation of its own beneath it. A thread is a room: its messages are numbered and
//! logged as everywhere. Whoever may look at the message may read and write there; its members are who follows it.

use serde::{Deserialize, Serialize};

use super::{Person, RoomId, Timestamp};

/// The message that a thread hangs from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// The room that it was said in.
    pub room: RoomId,
    /// Its number there.
    pub no: u64,
}

/// What a message shows of the thread beneath it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The room that the thread is.
    pub room: RoomId,
    /// How many replies there are; deleted ones do not count.
    pub replies: u64,
    /// When the newest of them was said.
    pub last_at: Timestamp,
    /// Who said something there lately, the last speaker first; at most [`Self::PEOPLE`].
    pub people: Vec<Person>,
}

impl Thread {
    /// Most people that are shown.
    pub const PEOPLE: usize = 3;
}

//! The limits that a client should know before it meets them.

use serde::{Deserialize, Serialize};

/// Sent in the welcome, so that no client hard-codes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Most bytes of UTF-8 in a message's body.
    pub message_bytes: u64,
    /// Most bytes in one frame from the client.
    pub frame_bytes: u64,
    /// Most rooms one socket may watch.
    pub watched_rooms: u64,
    /// Most messages in one page of history.
    pub page_rows: u64,
    /// Largest gap, in events, that is replayed; beyond it comes a reset.
    pub replay_events: u64,
    /// Most bytes of one file; 0 where that is not known.
    #[serde(default, skip_serializing_if = "is_unknown")]
    pub file_bytes: u64,
}

fn is_unknown(bytes: &u64) -> bool {
    *bytes == 0
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes: 16 * 1024,
            frame_bytes: 64 * 1024,
            watched_rooms: 64,
            page_rows: 100,
            replay_events: 1_000,
            file_bytes: 0,
        }
    }
}

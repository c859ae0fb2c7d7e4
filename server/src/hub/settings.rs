//! What of the hub can be set, and the few sentences that it says by itself.

use std::time::Duration;

use app::domain::RoomId;

use super::Frame;

/// Bounds and times. The defaults are those of the protocol.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Most bytes that wait for one socket.
    pub queue_bytes: usize,
    /// Most rooms that one socket watches.
    pub watched_rooms: usize,
    /// Most sockets of one person.
    pub sockets_per_person: usize,
    /// Largest gap, in events, that is replayed; beyond it comes a reset.
    pub replay_events: u64,
    /// Events that are read from the log at once.
    pub replay_batch: usize,
    /// Rooms are written by so many tasks at once.
    pub flushers: usize,
    /// Something is said at least this often.
    pub heartbeat: Duration,
    /// A peer that says nothing for so long, pings included, is gone.
    pub dead_after: Duration,
    /// A peer that takes not one byte for so long is closed.
    pub stalled_after: Duration,
    /// How often a socket asks whether its session is still valid.
    pub session_check: Duration,
    /// Heads of one room go out at most this often.
    pub head_pause: Duration,
    /// A person whose last socket is gone counts as online for so long: a page is being loaded.
    pub departure_grace: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            queue_bytes: 256 * 1024,
            watched_rooms: 64,
            sockets_per_person: 10,
            replay_events: 1_000,
            replay_batch: 64,
            flushers: std::thread::available_parallelism().map_or(1, usize::from),
            heartbeat: Duration::from_secs(25),
            dead_after: Duration::from_secs(60),
            stalled_after: Duration::from_secs(30),
            session_check: Duration::from_secs(30),
            head_pause: Duration::from_millis(200),
            departure_grace: Duration::from_secs(5),
        }
    }
}

/// What the hub says by itself, in the words of whoever speaks the protocol.
#[derive(Clone, Debug)]
pub struct Notices {
    /// All replay has been sent.
    pub live: Frame,
    /// A sign of life.
    pub beat: Frame,
    /// A room out of view has moved on: room, seq, msg_no, and what the reader has read by posting.
    pub head: fn(RoomId, u64, u64, Option<u64>) -> Frame,
    /// The gap is too large: load the room, it stands at this seq.
    pub reset: fn(RoomId, u64) -> Frame,
    /// The server stops; come back after so many milliseconds.
    pub bye: fn(u64) -> Frame,
    /// Close code: the server stops.
    pub going_away: u16,
    /// Close code: the person has enough sockets.
    pub too_many: u16,
    /// Close code: not one byte was taken.
    pub not_draining: u16,
}

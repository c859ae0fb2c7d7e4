//! Live delivery. The hub carries opaque frames to whoever watches a room; it knows no HTTP,
//! no SQL and no event. Everything in it may be lost at any time: the log is the truth.

mod frame;
mod log;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use app::domain::{RoomId, UserId};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use frame::CONTROL_MOST;
pub use frame::Frame;
pub use log::{Log, LogError};
pub use settings::{Notices, Settings};

/// One socket, as long as this process lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u64);

/// Who gets an event as it is; everyone else who is a member gets a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Sockets that watch the room.
    Watchers,
    /// All sockets of all members, whatever they look at.
    Members,
}

/// A durable event on its way to the readers of its room.
#[derive(Clone, Debug)]
pub struct Published {
    /// Its position in the room.
    pub seq: u64,
    /// The room's newest message, this event included.
    pub msg_no: u64,
    /// Who said that newest message, if this event is it: they have read up to it.
    pub author: Option<UserId>,
    /// The event, encoded.
    pub frame: Frame,
    /// Who gets it.
    pub audience: Audience,
}

/// What kind of activity, of whom: the newest of a key replaces the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActivityKey {
    /// Its name on the wire.
    pub kind: &'static str,
    /// Whose activity.
    pub user: UserId,
}

/// A person came online, or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Who.
    pub user: UserId,
    /// The rooms they are in.
    pub rooms: Vec<RoomId>,
    /// Whether they are online now.
    pub online: bool,
}

/// Everyone who is connected. Clones are cheap and share it.
#[derive(Clone)]
pub struct Hub;

#[expect(unused_variables, reason = "placeholders")]
impl Hub {
    /// The hub, and what it tells of people who come and go. A full channel loses news of presence: it is activity.
    pub fn new(
        settings: Settings,
        notices: Notices,
        log: Arc<dyn Log>,
        stop: CancellationToken,
        tracker: TaskTracker,
    ) -> (Self, mpsc::Receiver<Presence>) {
        unimplemented!()
    }

    /// Carries a committed event to its readers. Called after the commit, in order of `seq` within a room.
    pub fn publish(&self, room: RoomId, event: Published) {
        unimplemented!()
    }

    /// A private frame to all sockets of a person. Where it does not fit, a fresh welcome follows.
    pub fn tell(&self, user: UserId, frame: Frame) {
        unimplemented!()
    }

    /// Something that passes, to whoever watches the room, but not to the socket it came from.
    pub fn activity(&self, room: RoomId, key: ActivityKey, frame: Frame, except: Option<SocketId>) {
        unimplemented!()
    }

    /// The person is a member now: their sockets get heads of the room. Called after the commit.
    pub fn enter(&self, user: UserId, room: RoomId) {
        unimplemented!()
    }

    /// The person is no member any more. When this returns, no event that is published later reaches
    /// their sockets. Called after the commit, and before the command is answered.
    pub fn leave(&self, user: UserId, room: RoomId) {
        unimplemented!()
    }

    /// Closes the sockets of a session; nothing is delivered to them once this returns.
    pub fn close_session(&self, session: i64, code: u16) {
        unimplemented!()
    }

    /// Closes all sockets of a person; nothing is delivered to them once this returns.
    pub fn close_user(&self, user: UserId, code: u16) {
        unimplemented!()
    }

    /// The members of a room who are online, in order.
    pub fn online(&self, room: RoomId) -> Vec<UserId> {
        unimplemented!()
    }

    /// Says goodbye to everyone, each with its own share of `spread`, and closes.
    pub fn shutdown(&self, spread: Duration) {
        unimplemented!()
    }
}

//! The door to the browser: what the screen needs of it, and how the socket is doing.

use crate::domain::{Cid, Room, RoomId, Timestamp, UserId};

use super::Kept;

/// What the screen asks of its browser. `frontend` implements it; on the server there is none.
pub trait Link: Send + Sync {
    /// Sends one frame, if the socket is open. Whether it arrived, only an answer tells.
    fn send(&self, frame: String);
    /// What time it is.
    fn now(&self) -> Timestamp;
    /// A fresh UUIDv7.
    fn new_cid(&self) -> Cid;
    /// Keeps an unsettled message over the end of the page.
    fn keep(&self, who: UserId, kept: &Kept);
    /// The message is settled.
    fn forget(&self, who: UserId, cid: Cid);
    /// What earlier pages, and other tabs, could not settle; oldest first.
    fn kept(&self, who: UserId) -> Vec<Kept>;
    /// Calls [`super::ChatState::flush`] after so many milliseconds.
    fn flush_in(&self, ms: u64);
    /// The main pane shows another room now: title and address follow.
    fn entered(&self, room: &Room, push: bool);
    /// What is typed and not sent in this room may be something else: it was changed on another screen.
    fn drafted(&self, room: RoomId, at: Timestamp);
    /// The text of the composer is a message now, or will be.
    fn said(&self, room: RoomId);
    /// Loads a page afresh: the room is gone, or the history is another one.
    fn go(&self, path: &str);
    /// Whether the person has the page before them: visible and with the focus.
    fn is_looking(&self) -> bool;
    /// The newest message should be in view.
    fn scroll_to_latest(&self);
    /// Messages come or go in this moment: what is being read should stay where it is on the screen.
    fn hold_place(&self);
}

/// How the socket is doing, as far as a person should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkStatus {
    /// The first connection is being made; nothing is shown.
    Connecting,
    /// Everything arrives.
    Live,
    /// It broke and is being made again.
    Reconnecting,
    /// The browser says that there is no network.
    Offline,
    /// It will not come back by itself.
    Stopped(Verdict),
}

/// Why the client gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The session is over: sign in.
    SignedOut,
    /// Not wanted here.
    Banned,
    /// This page is too old for the server: reload.
    Outdated,
}

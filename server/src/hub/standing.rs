//! Where a socket stands: in each room that it watches, with its welcome, and at its end.

use std::sync::Arc;

use app::domain::RoomId;

use super::topic::Topic;

/// A room in view.
pub(super) struct Subscription {
    pub(super) room: RoomId,
    pub(super) topic: Arc<Topic>,
    pub(super) state: State,
    /// Everything up to here is written or waits to be.
    pub(super) sent: u64,
    /// Where the room stood when it came into view: it is not level before that.
    pub(super) head: u64,
    /// What the screen knew of the room when it came into view: events from here on speak for themselves.
    pub(super) from: u64,
    /// It has been level since: what it lags by now it missed by reading slowly, and gets in full.
    pub(super) was_level: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Whether the person may watch is being looked up.
    Wanted,
    /// The socket's own task reads on from the log.
    Lagging,
    /// The flusher writes.
    Live,
}

/// Whether what the client knows of its own affairs is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Greeting {
    /// A welcome is being read; what is told now may or may not be in it.
    #[default]
    Loading,
    /// A welcome is being read, and something was told meanwhile.
    Outdated,
    /// Something was dropped: a fresh welcome is due.
    Due,
    /// It is.
    Fine,
}

impl Greeting {
    pub(super) fn is_loading(self) -> bool {
        matches!(self, Self::Loading | Self::Outdated)
    }

    /// Something that the client should know did not go out.
    pub(super) fn missed(self) -> Self {
        match self {
            Self::Loading | Self::Outdated => Self::Outdated,
            Self::Due | Self::Fine => Self::Due,
        }
    }
}

/// Why nothing more is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A close frame with this code was written, or waits as the last thing.
    Closed(u16),
    /// The connection is broken, or its peer is gone.
    Gone,
}

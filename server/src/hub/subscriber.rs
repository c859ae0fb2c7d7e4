//! One socket as everyone else sees it: something to write to, without waiting.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use app::domain::{RoomId, UserId};
use tokio::sync::Notify;

use super::keeper::Ticks;
use super::outgoing::{Line, Outgoing};
use super::{Batch, SocketId, lock};

pub(super) struct Subscriber {
    pub(super) id: SocketId,
    pub(super) user: UserId,
    pub(super) session: i64,
    pub(super) line: Line,
    /// The peer said something since the last tick.
    pub(super) heard: AtomicBool,
    /// It has said what is so of the screen behind it.
    pub(super) has_begun: AtomicBool,
    /// Nobody touches that screen.
    pub(super) is_idle: AtomicBool,
    /// The socket's task has something to do.
    pub(super) wake: Notify,
    /// There is room for answers again.
    pub(super) relieved: Notify,
    outgoing: Mutex<Outgoing>,
}

impl Subscriber {
    pub(super) fn new(id: SocketId, user: UserId, session: i64, line: Line) -> Self {
        Self {
            id,
            user,
            session,
            line,
            heard: AtomicBool::new(true),
            has_begun: AtomicBool::new(false),
            is_idle: AtomicBool::new(true),
            wake: Notify::new(),
            relieved: Notify::new(),
            outgoing: Mutex::default(),
        }
    }

    /// Works under the socket's lock, and wakes its task if that leaves something for it to do.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut Outgoing, &Line) -> R) -> R {
        let mut outgoing = lock(&self.outgoing);
        let result = work(&mut outgoing, &self.line);
        let attention = std::mem::take(&mut outgoing.attention);
        drop(outgoing);
        if attention {
            self.wake.notify_one();
        }
        result
    }

    pub(super) fn deliver(&self, room: RoomId, batch: &Batch) {
        self.with(|out, line| out.deliver(room, batch, line));
    }

    pub(super) fn tick(&self, ticks: &Ticks) {
        let heard = self.heard.swap(false, Ordering::Relaxed);
        self.with(|out, line| out.tick(heard, ticks, line));
    }
}

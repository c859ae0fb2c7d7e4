//! One socket as its own task sees it: what it may ask of the hub, and what it does between.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use app::domain::{Availability, RoomId};

use super::backlog::OVERHEAD;
use super::outgoing::Outgoing;
use super::standing::{Ending, Greeting, State};
use super::subscriber::Subscriber;
use super::topic::Topic;
use super::{Batch, Frame, Hub, SocketId, Stream};

/// A socket that is connected; dropping it takes it out of the hub.
pub struct Connected {
    pub(super) hub: Hub,
    pub(super) subscriber: Arc<Subscriber>,
}

/// What only the owner of a socket can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Read a welcome now and hand it to [`Connected::greet`].
    Welcome,
    /// See whether the session is still valid.
    SessionCheck,
    /// Nothing more is written; see [`Connected::finish`].
    Ended(Ending),
}

enum Step {
    Due(Due),
    /// The peer is full.
    Blocked,
    /// A room is behind, from this seq on.
    Behind(Arc<Topic>, u64),
    Again,
    Idle,
}

impl Connected {
    /// Its number.
    pub fn id(&self) -> SocketId {
        self.subscriber.id
    }

    /// The hub that it is connected to.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Where its bytes come from; writing is the hub's.
    pub fn stream(&self) -> &Stream {
        &self.subscriber.line.stream
    }

    /// Something came from the peer.
    pub fn heard(&self) {
        self.subscriber.heard.store(true, Ordering::Relaxed);
    }

    /// An answer: never dropped. Wait for [`Self::relieved`] before making another.
    pub fn send(&self, frame: &Frame) {
        self.subscriber.with(|out, line| out.send(frame, line));
    }

    /// Something that is left out when the queue is full.
    pub fn offer(&self, frame: &Frame) {
        self.subscriber.with(|out, line| out.offer(frame, line));
    }

    /// Waits until what waits for the peer is within bounds.
    pub async fn relieved(&self) {
        while self.subscriber.with(|out, line| out.waiting_bytes() > line.shared.settings.queue_bytes) {
            self.subscriber.relieved.notified().await;
        }
    }

    /// Before the first greeting: whether nobody touches the screen behind it.
    pub fn begins(&self, is_idle: bool) {
        self.subscriber.is_idle.store(is_idle, Ordering::Relaxed);
        self.subscriber.has_begun.store(true, Ordering::Release);
    }

    /// Something that a welcome says was left out: another one is due.
    pub fn missed(&self) {
        self.subscriber.with(|out, _| out.miss());
    }

    /// The welcome that was due, the person's rooms with the seqs that it states, and what they let others see of them.
    pub fn greet(&self, welcome: &Frame, rooms: &[(RoomId, u64)], availability: Availability) {
        self.hub.inner.people.greet(&self.subscriber, welcome, rooms, availability, &self.hub);
    }

    /// Before asking whether the person may watch a room: whoever loses the right meanwhile is taken
    /// out again, and [`Self::watch`] fails. `false`: too many rooms.
    #[must_use]
    pub fn want(&self, room: RoomId) -> bool {
        self.hub.topic(room).want(&self.subscriber, self.hub.shared.settings.watched_rooms)
    }

    /// The person may: everything after `seq` is sent. The room stood at `head` when that was found out,
    /// after [`Self::want`]. `false`: they no longer may.
    #[must_use]
    pub fn watch(&self, room: RoomId, seq: u64, head: u64) -> bool {
        self.subscriber.with(|out, line| {
            let Some(subscription) = out.subscription(room).filter(|s| s.state == State::Wanted) else { return false };
            subscription.state = State::Lagging;
            subscription.sent = seq.min(head);
            subscription.head = head;
            subscription.from = seq;
            out.come_into_view(room, seq);
            out.attention = true;
            if seq > head {
                out.send(&(line.shared.notices.reset)(room, head), line);
            }
            true
        })
    }

    /// The room is out of view: from now on only heads.
    pub fn unwatch(&self, room: RoomId) {
        let Some(topic) = self.hub.known(room) else { return };
        let subscription = topic.unwatch(&self.subscriber);
        if subscription.as_ref().is_some_and(|subscription| subscription.state == State::Lagging) {
            // What it has not got may have renamed the room.
            self.subscriber.with(|out, _| out.miss());
        }
        drop(subscription);
        self.hub.forget_blank(topic);
    }

    /// Says `live` as soon as no room is behind.
    pub fn announce_live(&self) {
        self.subscriber.with(|out, _| (out.live_due, out.attention) = (true, true));
    }

    /// Closes; nothing is delivered from now on.
    pub fn close(&self, code: u16) {
        self.subscriber.with(|out, line| out.close(None, code, line));
    }

    /// The connection is broken.
    pub fn is_gone(&self) {
        self.subscriber.with(|out, _| out.end(Ending::Gone));
    }

    /// Why nothing is written any more, if that is so.
    pub fn ending(&self) -> Option<Ending> {
        self.subscriber.with(|out, _| out.ending)
    }

    /// Keeps the socket going: writes what waits, reads on where a room is behind, until there is
    /// something that only the owner can do. To be awaited all the time.
    pub async fn next(&self) -> Due {
        loop {
            match self.step() {
                Step::Due(due) => return due,
                Step::Behind(topic, seq) => self.read_on(&topic, seq).await,
                Step::Again => {}
                Step::Idle => self.subscriber.wake.notified().await,
                Step::Blocked => tokio::select! {
                    ready = self.subscriber.line.stream.writable() => if ready.is_err() { self.is_gone() },
                    () = self.subscriber.wake.notified() => {}
                },
            }
        }
    }

    /// Writes the last words, for as long as the caller has patience.
    pub async fn finish(&self) {
        while !self.subscriber.with(|out, line| out.drain(line)) {
            if self.subscriber.line.stream.writable().await.is_err() {
                return;
            }
        }
    }

    fn step(&self) -> Step {
        let step = self.subscriber.with(|out, line| {
            if let Some(ending) = out.ending {
                return Err(Step::Due(Due::Ended(ending)));
            }
            if std::mem::take(&mut out.session_due) {
                return Err(Step::Due(Due::SessionCheck));
            }
            let is_over = |out: &Outgoing| out.waiting_bytes() > line.shared.settings.queue_bytes;
            let is_clear = out.drain(line);
            // Not only draining makes room: a room that lags takes back what waits of it.
            if !is_over(out) {
                self.subscriber.relieved.notify_one();
            }
            if !is_clear {
                return Err(Step::Blocked);
            }
            if out.welcome == Greeting::Due {
                out.welcome = Greeting::Loading;
                return Err(Step::Due(Due::Welcome));
            }
            match out.subscriptions.iter().find(|s| s.state == State::Lagging) {
                Some(behind) => Ok(Arc::clone(&behind.topic)),
                None if std::mem::take(&mut out.live_due) => {
                    out.send(&line.shared.notices.live, line);
                    Err(Step::Again)
                }
                None => Err(Step::Idle),
            }
        });
        match step {
            Err(step) => step,
            Ok(topic) => match topic.admit(&self.subscriber) {
                Some(seq) => Step::Behind(topic, seq),
                None => Step::Again,
            },
        }
    }

    /// Sends the next events of a room that is behind. Whoever cannot be helped is closed, and resumes.
    async fn read_on(&self, topic: &Topic, seq: u64) {
        let settings = &self.hub.shared.settings;
        let events = self.hub.shared.log.since(topic.room, seq, settings.replay_batch).await.unwrap_or_default();
        let batch = Batch::gather(&events, settings.queue_bytes.saturating_sub(OVERHEAD));
        self.subscriber.with(|out, line| {
            // It may have been watched anew meanwhile, or left.
            if out.subscription(topic.room).is_none_or(|s| s.state != State::Lagging || s.sent != seq) {
                return;
            }
            match &batch {
                Some(batch) => out.append(topic.room, batch, line),
                None => out.close(None, line.shared.notices.going_away, line),
            }
        });
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        let watched = self.subscriber.with(|out, _| {
            out.end(Ending::Gone);
            out.subscriptions.iter().map(|s| Arc::clone(&s.topic)).collect::<Vec<_>>()
        });
        for topic in watched {
            topic.unwatch(&self.subscriber);
        }
        self.hub.inner.people.disconnect(&self.subscriber, &self.hub);
    }
}

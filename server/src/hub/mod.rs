//! Live delivery: opaque frames to whoever watches a room. The log is the truth; everything here
//! may be lost at any time.
//!
//! A publisher appends its frame to the room's buffer; a flusher writes that one buffer to every
//! live watcher, with no queue and no wake-up per reader. Only what a socket cannot take waits in a
//! queue of its own, and when that is full the room *lags* for it: the socket's task reads on from
//! the [`Log`] until it is level again. Every room in view begins as lagging, so resuming, watching
//! and reading slowly are one mechanism.

mod backlog;
mod batch;
mod connected;
mod depth;
mod flusher;
mod frame;
mod keeper;
mod log;
mod outgoing;
mod people;
mod settings;
mod standing;
mod stream;
mod subscriber;
#[cfg(test)]
mod tests;
mod topic;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use app::domain::{Availability, Presence, Present, RoomId, UserId};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use backlog::Head;
use batch::Batch;
use flusher::Dirty;
use outgoing::Line;
use people::{People, Refused};
use subscriber::Subscriber;
use topic::{Passing, Topic};

pub use connected::{Connected, Due};
pub use depth::Depth;
pub(crate) use frame::CONTROL_MOST;
pub use frame::Frame;
pub use log::{Log, LogError};
pub use settings::{Notices, Settings};
pub use standing::Ending;
pub use stream::Stream;

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
    /// Its position in the room, from 1.
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

/// A person came, went, or is here in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Who.
    pub user: UserId,
    /// The rooms they are in.
    pub rooms: Vec<RoomId>,
    /// How they are here now, as others see it.
    pub presence: Option<Presence>,
}

/// Everyone who is connected. Clones are cheap and share it.
#[derive(Clone)]
pub struct Hub {
    shared: Arc<Shared>,
    inner: Arc<Inner>,
}

/// What every socket needs too.
struct Shared {
    settings: Settings,
    notices: Notices,
    log: Arc<dyn Log>,
    stop: CancellationToken,
}

struct Inner {
    people: People,
    topics: RwLock<HashMap<RoomId, Arc<Topic>>>,
    shards: Vec<Dirty>,
    heads: Dirty,
    arrivals: mpsc::UnboundedSender<Arrival>,
    sockets: AtomicU64,
}

impl Shared {
    fn head_frame(&self, Head { room, seq, msg_no, read_no, .. }: Head) -> Frame {
        (self.notices.head)(room, seq, msg_no, read_no)
    }
}

impl Hub {
    /// The hub, and what it tells of people who come and go. When nobody takes that, it is lost: it is
    /// activity. The hub's tasks end by `stop`, and take every socket that is left with them.
    pub fn new(
        settings: Settings,
        notices: Notices,
        log: Arc<dyn Log>,
        stop: CancellationToken,
        tracker: TaskTracker,
    ) -> (Self, mpsc::UnboundedReceiver<Arrival>) {
        let (arrivals, news) = mpsc::unbounded_channel();
        let inner = Inner {
            people: People::default(),
            topics: RwLock::default(),
            shards: (0..settings.flushers.max(1)).map(|_| Dirty::default()).collect(),
            heads: Dirty::default(),
            arrivals,
            sockets: AtomicU64::new(1),
        };
        let hub = Self { shared: Arc::new(Shared { settings, notices, log, stop }), inner: Arc::new(inner) };
        for shard in 0..hub.inner.shards.len() {
            tracker.spawn(flusher::flush(hub.clone(), shard));
        }
        tracker.spawn(flusher::tell_heads(hub.clone()));
        tracker.spawn(keeper::keep(hub.clone()));
        (hub, news)
    }

    /// Connects a socket whose handshake is done. Its owner awaits [`Connected::next`] all the time, says
    /// [`Connected::greet`] once the client has said hello, and finishes it when it has ended: a person
    /// with too many sockets gets one that has ended already.
    pub fn connect(&self, stream: Stream, user: UserId, session: i64) -> Connected {
        let id = SocketId(self.inner.sockets.fetch_add(1, Ordering::Relaxed));
        let line = Line { stream, shared: Arc::clone(&self.shared) };
        let subscriber = Arc::new(Subscriber::new(id, user, session, line));
        let refused = self.inner.people.connect(&subscriber, self.shared.settings.sockets_per_person).err();
        if let Some(refused) = refused {
            let code = match refused {
                Refused::Stopping => self.shared.notices.going_away,
                Refused::TooMany => self.shared.notices.too_many,
            };
            subscriber.with(|out, line| out.close(None, code, line));
        }
        Connected { hub: self.clone(), subscriber }
    }

    /// Carries a committed event to its readers. Called after the commit, in order of `seq` within a room.
    pub fn publish(&self, room: RoomId, event: Published) {
        let topic = self.topic(room);
        if topic.publish(event) {
            self.mark(topic);
        }
    }

    /// A private frame to all sockets of a person. Where it does not fit, a fresh welcome follows.
    pub fn tell(&self, user: UserId, frame: Frame) {
        for socket in self.inner.people.sockets_of(&[user]) {
            socket.with(|out, line| out.tell(&frame, line));
        }
    }

    /// Something that passes, to whoever watches the room, but not to the socket it came from.
    pub fn activity(&self, room: RoomId, key: ActivityKey, frame: Frame, except: Option<SocketId>) {
        let topic = self.topic(room);
        if topic.pass(Passing { key, frame, except }) {
            self.mark(topic);
        }
    }

    /// The person is a member now: their sockets get heads of the room. Called after the commit.
    pub fn enter(&self, user: UserId, room: RoomId) {
        self.inner.people.enter(user, room, self);
    }

    /// The person is no member any more. When this returns, no event that is published later reaches
    /// their sockets. Called after the commit, before its event is published and the command answered.
    pub fn leave(&self, user: UserId, room: RoomId) {
        self.inner.people.leave(user, room, self);
    }

    /// The person is told nothing of the room any more but where they watch it, which they still may.
    pub fn unfollow(&self, user: UserId, room: RoomId) {
        self.inner.people.unfollow(user, room, self);
    }

    /// Closes the sockets of a session; nothing is delivered to them once this returns.
    pub fn close_session(&self, session: i64, code: u16) {
        let sockets = self.inner.people.all_sockets();
        for socket in sockets.iter().filter(|socket| socket.session == session) {
            socket.with(|out, line| out.close(None, code, line));
        }
    }

    /// Closes all sockets of a person; nothing is delivered to them once this returns.
    pub fn close_user(&self, user: UserId, code: u16) {
        for socket in self.inner.people.sockets_of(&[user]) {
            socket.with(|out, line| out.close(None, code, line));
        }
    }

    /// Something that passes and that a welcome says too, to all sockets of a person that have had theirs.
    pub fn tell_passing(&self, user: UserId, frame: &Frame) {
        for socket in self.inner.people.sockets_of(&[user]) {
            socket.with(|out, line| out.tell_passing(frame, line));
        }
    }

    /// Whether anybody looks at a room.
    pub fn is_watched(&self, room: RoomId) -> bool {
        self.known(room).is_some_and(|topic| topic.is_watched())
    }

    /// The members of a room who are here, as others see it, in order.
    pub fn present(&self, room: RoomId) -> Present {
        self.known(room).map_or_else(Present::default, |topic| topic.present())
    }

    /// Who of these people is here, as others see it.
    pub fn present_of(&self, people: impl Iterator<Item = UserId>) -> Present {
        self.inner.people.present_of(people)
    }

    /// What a person lets others see of their presence. Called after the commit.
    pub fn set_availability(&self, user: UserId, availability: Availability) {
        self.inner.people.set_availability(user, availability, self);
    }

    /// Whether nobody touches a screen any more. Counts from the next tick on; that somebody does again, at once: however
    /// often both change, others are told twice a tick at most.
    pub fn set_idle(&self, user: UserId, socket: SocketId, is_idle: bool) {
        self.inner.people.set_idle(user, socket, is_idle, self);
    }

    /// How often something is said at least, as a welcome states it.
    pub fn heartbeat(&self) -> Duration {
        self.shared.settings.heartbeat
    }

    /// Says goodbye to everyone, each with its own share of `spread` to stay away, and closes. No socket
    /// is connected any more.
    pub fn shutdown(&self, spread: Duration) {
        let sockets = self.inner.people.stop();
        let spread = u64::try_from(spread.as_millis()).unwrap_or(u64::MAX);
        for (place, socket) in (0_u64..).zip(&sockets) {
            let after_ms = spread.saturating_mul(place) / sockets.len() as u64;
            let bye = (self.shared.notices.bye)(after_ms);
            socket.with(|out, line| out.close(Some(&bye), line.shared.notices.going_away, line));
        }
    }

    /// The room, if anything was ever heard of it.
    fn known(&self, room: RoomId) -> Option<Arc<Topic>> {
        self.inner.topics.read().unwrap_or_else(PoisonError::into_inner).get(&room).cloned()
    }

    /// Lets go of a room of which nothing is known and that nobody else holds: asking for rooms that
    /// are not there leaves nothing behind.
    fn forget_blank(&self, topic: Arc<Topic>) {
        if !topic.is_blank() {
            return;
        }
        let mut topics = self.inner.topics.write().unwrap_or_else(PoisonError::into_inner);
        // This one, the map's, and no third: only under the lock does another come into being.
        if Arc::strong_count(&topic) == 2 && topic.is_blank() {
            topics.remove(&topic.room);
        }
    }

    fn topic(&self, room: RoomId) -> Arc<Topic> {
        if let Some(topic) = self.known(room) {
            return topic;
        }
        let mut topics = self.inner.topics.write().unwrap_or_else(PoisonError::into_inner);
        // Kept for good: what a room has come to must not be forgotten between two of its readers.
        Arc::clone(topics.entry(room).or_insert_with(|| Arc::new(Topic::new(room))))
    }

    fn topics(&self) -> Vec<Arc<Topic>> {
        self.inner.topics.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn mark(&self, topic: Arc<Topic>) {
        let shards = &self.inner.shards;
        let shard = topic.room.0.unsigned_abs() % shards.len() as u64;
        shards[usize::try_from(shard).unwrap_or(0)].mark(topic);
    }

    fn announce(&self, arrival: Arrival) {
        // As many as there are people who come, go or rest within a moment.
        if self.inner.arrivals.send(arrival).is_err() {
            tracing::debug!("news of presence was lost: nobody takes it");
        }
    }
}

/// A panic elsewhere must not silence everyone: every state under these locks is whole after each step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

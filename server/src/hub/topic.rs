//! A room as the hub sees it: what was published and not yet written, a little of what was,
//! and who watches. Locks are taken in the order person, topic, socket, and never held over
//! more than one write.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use app::domain::{Presence, Present, RoomId, UserId};
use bytes::BytesMut;

use super::backlog::Head;
use super::standing::{State, Subscription};
use super::subscriber::Subscriber;
use super::{ActivityKey, Audience, Batch, Frame, Published, SocketId, lock};

/// Most bytes that wait for the flusher; beyond it everyone reads from the log.
const PENDING_MOST: usize = 4 * 1024 * 1024;

/// Most bytes that are kept of what was written, for who comes or falls behind a little.
const RECENT_MOST: usize = 128 * 1024;

/// Most activities that wait for the flusher; more is dropped.
const ACTIVITY_MOST: usize = 256;

pub(super) struct Topic {
    pub(super) room: RoomId,
    state: Mutex<Room>,
}

#[derive(Default)]
struct Room {
    /// The newest that was published since this process began; 0 for nothing.
    seq: u64,
    msg_no: u64,
    /// Frames that the flusher has not taken yet, the first at `pending_first`.
    pending: BytesMut,
    pending_first: u64,
    /// The last runs it has taken, without a gap up to the newest.
    recent: VecDeque<Batch>,
    recent_bytes: usize,
    /// What `seq` was when the keeper last came by.
    cooled: u64,
    activity: Vec<Passing>,
    outside: Vec<(u64, Frame)>,
    /// The newest event that went to all members: who does not know it yet needs more than a head.
    told: u64,
    watchers: Arc<Vec<Arc<Subscriber>>>,
    /// People who are connected, wherever they look, and how others see them.
    members: HashMap<UserId, Option<Presence>>,
    is_dirty: bool,
    heads: Heads,
}

/// What heads say: never more than the flusher has written, so that no head overtakes an event.
#[derive(Debug, Default)]
struct Heads {
    seq: u64,
    msg_no: u64,
    /// What `seq` was in the last heads.
    told: u64,
    /// Who has read up to which message by saying it, since the last heads.
    authors: Vec<(UserId, u64)>,
    is_due: bool,
}

/// Something that is only true right now.
#[derive(Debug)]
pub(super) struct Passing {
    pub(super) key: ActivityKey,
    pub(super) frame: Frame,
    pub(super) except: Option<SocketId>,
}

/// What the flusher takes at once.
pub(super) struct Round {
    pub(super) batch: Option<Batch>,
    pub(super) activity: Vec<Passing>,
    /// What goes to all members, with its seq.
    pub(super) outside: Vec<(u64, Frame)>,
    pub(super) watchers: Arc<Vec<Arc<Subscriber>>>,
    seq: u64,
    msg_no: u64,
}

/// Where a room stands for somebody who comes in.
pub(super) struct Written {
    pub(super) seq: u64,
    pub(super) msg_no: u64,
    pub(super) told: u64,
}

/// Heads on their way: the common one, and who gets another `read_no`.
#[derive(Debug)]
pub(super) struct HeadRound {
    pub(super) head: Head,
    pub(super) authors: Vec<(UserId, u64)>,
    pub(super) members: Vec<UserId>,
}

impl Topic {
    pub(super) fn new(room: RoomId) -> Self {
        Self { room, state: Mutex::default() }
    }

    /// Takes an event for the flusher. Returns whether it has to be woken.
    pub(super) fn publish(&self, event: Published) -> bool {
        let mut room = lock(&self.state);
        if room.seq != 0 && event.seq <= room.seq {
            return false;
        }
        let is_next = room.seq == 0 || event.seq == room.seq + 1;
        if !is_next || room.pending.len() > PENDING_MOST {
            // Whoever is live sees the gap and reads on from the log.
            room.pending.clear();
            room.forget_recent();
        }
        if room.watchers.is_empty() {
            room.forget_recent();
        } else {
            if room.pending.is_empty() {
                room.pending_first = event.seq;
            }
            room.pending.extend_from_slice(event.frame.bytes());
        }
        (room.seq, room.msg_no) = (event.seq, event.msg_no);
        if let Some(author) = event.author.filter(|author| room.members.contains_key(author)) {
            match room.heads.authors.iter_mut().find(|(user, _)| *user == author) {
                Some((_, read_no)) => *read_no = event.msg_no,
                None => room.heads.authors.push((author, event.msg_no)),
            }
        }
        if event.audience == Audience::Members {
            room.outside.push((event.seq, event.frame));
            room.told = event.seq;
        }
        !std::mem::replace(&mut room.is_dirty, true)
    }

    /// Takes an activity for the flusher. Returns whether it has to be woken.
    pub(super) fn pass(&self, passing: Passing) -> bool {
        let mut room = lock(&self.state);
        if room.watchers.is_empty() {
            return false;
        }
        let is_full = room.activity.len() >= ACTIVITY_MOST;
        match room.activity.iter_mut().find(|waiting| waiting.key == passing.key) {
            Some(waiting) => *waiting = passing,
            None if is_full => return false,
            None => room.activity.push(passing),
        }
        !std::mem::replace(&mut room.is_dirty, true)
    }

    /// Everything that waits for the flusher.
    pub(super) fn take(&self) -> Round {
        let mut room = lock(&self.state);
        room.is_dirty = false;
        let batch = (!room.pending.is_empty()).then(|| Batch {
            first: room.pending_first,
            last: room.seq,
            bytes: std::mem::take(&mut room.pending).freeze(),
        });
        if let Some(batch) = &batch {
            room.remember(batch);
        }
        Round {
            batch,
            activity: std::mem::take(&mut room.activity),
            outside: std::mem::take(&mut room.outside),
            watchers: Arc::clone(&room.watchers),
            seq: room.seq,
            msg_no: room.msg_no,
        }
    }

    /// The round is written. Returns whether heads are to be sent, which were not due before.
    pub(super) fn flushed(&self, round: &Round) -> bool {
        let mut room = lock(&self.state);
        if room.heads.seq >= round.seq {
            return false;
        }
        (room.heads.seq, room.heads.msg_no) = (round.seq, round.msg_no);
        !room.members.is_empty() && !std::mem::replace(&mut room.heads.is_due, true)
    }

    /// What members who look elsewhere are told.
    pub(super) fn take_heads(&self) -> HeadRound {
        let mut room = lock(&self.state);
        room.heads.is_due = false;
        let (seq, msg_no) = (room.heads.seq, room.heads.msg_no);
        // Who wrote something that is not flushed yet waits for the next heads.
        let (authors, later) = room.heads.authors.iter().partition(|(_, read_no)| *read_no <= msg_no);
        room.heads.authors = later;
        let since = std::mem::replace(&mut room.heads.told, seq) + 1;
        let head = Head { room: self.room, seq, msg_no, read_no: None, since };
        HeadRound { head, authors, members: room.members.keys().copied().collect() }
    }

    /// Lets go of what is kept for latecomers, if nothing was published since the last time.
    pub(super) fn cool(&self) {
        let mut room = lock(&self.state);
        if room.cooled == room.seq {
            room.forget_recent();
        }
        room.cooled = room.seq;
    }

    /// The person, seen like this, is connected and a member, and gets what goes to all members from here on. Up to where the room is
    /// written, and which event was the last for all members, if that is known.
    pub(super) fn add_member(&self, user: UserId, presence: Option<Presence>) -> Written {
        let mut room = lock(&self.state);
        room.members.insert(user, presence);
        Written { seq: room.heads.seq, msg_no: room.heads.msg_no, told: room.told }
    }

    pub(super) fn remove_member(&self, user: UserId) {
        lock(&self.state).members.remove(&user);
    }

    /// Whether anybody looks here.
    pub(super) fn is_watched(&self) -> bool {
        !lock(&self.state).watchers.is_empty()
    }

    /// Whether nothing happened here, nobody looks here and no member is connected.
    pub(super) fn is_blank(&self) -> bool {
        let room = lock(&self.state);
        room.seq == 0 && room.watchers.is_empty() && room.members.is_empty() && !room.is_dirty
    }

    pub(super) fn members(&self) -> Vec<UserId> {
        lock(&self.state).members.keys().copied().collect()
    }

    /// The members who are here, as others see it.
    pub(super) fn present(&self) -> Present {
        let mut members: Vec<_> = lock(&self.state).members.iter().map(|(user, presence)| (*user, *presence)).collect();
        members.sort_unstable_by_key(|(user, _)| *user);
        let mut present = Present::default();
        for (user, presence) in members {
            present.enter(user, presence);
        }
        present
    }

    /// Enters the socket among the watchers, before anyone asks whether it may: who loses the right
    /// meanwhile is taken out again. `false`: it watches too many rooms.
    pub(super) fn want(self: &Arc<Self>, subscriber: &Arc<Subscriber>, most: usize) -> bool {
        let mut room = lock(&self.state);
        let is_new = subscriber.with(|out, _| {
            let is_new = out.forget(self.room).is_none();
            if is_new && out.subscriptions.len() >= most {
                return None;
            }
            out.subscriptions.push(Subscription {
                room: self.room,
                topic: Arc::clone(self),
                state: State::Wanted,
                sent: 0,
                head: 0,
                from: 0,
                was_level: false,
            });
            Some(is_new)
        });
        if is_new == Some(true) {
            Arc::make_mut(&mut room.watchers).push(Arc::clone(subscriber));
        }
        is_new.is_some()
    }

    /// Takes the socket out. Returns the subscription that it had.
    pub(super) fn unwatch(&self, subscriber: &Arc<Subscriber>) -> Option<Subscription> {
        let mut room = lock(&self.state);
        let subscription = subscriber.with(|out, _| out.forget(self.room))?;
        let watchers = Arc::make_mut(&mut room.watchers);
        if let Some(at) = watchers.iter().position(|watcher| Arc::ptr_eq(watcher, subscriber)) {
            watchers.swap_remove(at);
        }
        if watchers.is_empty() {
            room.pending.clear();
            room.forget_recent();
        }
        Some(subscription)
    }

    /// Makes a lagging socket live if it is level, or can be made so from what is kept, or comes from so
    /// far behind that it has to load the room again. Otherwise the seq from which it reads the log. Who
    /// was level once and reads slowly is never sent away: it gets everything, when it can.
    pub(super) fn admit(&self, subscriber: &Subscriber) -> Option<u64> {
        let room = lock(&self.state);
        subscriber.with(|out, line| {
            let subscription = out.subscription(self.room).filter(|s| s.state == State::Lagging)?;
            let newest = room.seq.max(subscription.head);
            let gap = newest - subscription.sent.min(newest);
            if !subscription.was_level && gap > line.shared.settings.replay_events {
                subscription.sent = newest;
                out.send(&(line.shared.notices.reset)(self.room, newest), line);
                if !out.live_due {
                    // The events left out may have renamed the room.
                    out.miss();
                }
            } else if let Some(batch) = room.recent_after(subscription.sent) {
                out.append(self.room, &batch, line);
            }
            let subscription = out.subscription(self.room)?;
            if subscription.sent < room.taken().max(subscription.head) {
                return Some(subscription.sent);
            }
            subscription.state = State::Live;
            subscription.was_level = true;
            None
        })
    }
}

impl Room {
    /// The newest that the flusher has taken: beyond it, it writes to whoever is live.
    fn taken(&self) -> u64 {
        if self.pending.is_empty() { self.seq } else { self.pending_first.saturating_sub(1) }
    }

    /// All that follows `sent`, up to what is taken, if it is still kept.
    fn recent_after(&self, sent: u64) -> Option<Batch> {
        self.recent.front().filter(|batch| batch.first <= sent.saturating_add(1))?;
        let missing = || self.recent.iter().filter(|batch| batch.last > sent);
        let mut bytes = BytesMut::with_capacity(missing().map(|batch| batch.bytes.len()).sum());
        missing().for_each(|batch| bytes.extend_from_slice(&batch.bytes));
        let (first, last) = (missing().next()?.first, missing().next_back()?.last);
        Some(Batch { first, last, bytes: bytes.freeze() })
    }

    fn remember(&mut self, batch: &Batch) {
        self.recent_bytes += batch.bytes.len();
        self.recent.push_back(batch.clone());
        while self.recent_bytes > RECENT_MOST {
            let Some(oldest) = self.recent.pop_front() else { return };
            self.recent_bytes -= oldest.bytes.len();
        }
    }

    fn forget_recent(&mut self) {
        self.recent = VecDeque::new();
        self.recent_bytes = 0;
    }
}

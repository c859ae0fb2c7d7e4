//! One socket's outgoing side: where it stands in each room it watches, and what still has
//! to be written. All of it happens under the socket's lock, and nothing here waits.

use std::io;
use std::sync::Arc;

use app::domain::RoomId;

use super::backlog::{Backlog, Head, Piece};
use super::keeper::Pulse;
use super::standing::{Ending, Greeting, State, Subscription};
use super::{ActivityKey, Batch, Frame, Shared, Stream};

/// Where the bytes go, and within which bounds.
pub(super) struct Line {
    pub(super) stream: Stream,
    pub(super) shared: Arc<Shared>,
}

#[derive(Default)]
pub(super) struct Outgoing {
    pub(super) subscriptions: Vec<Subscription>,
    pub(super) welcome: Greeting,
    pub(super) ending: Option<Ending>,
    /// `live` is to be said once no room is behind.
    pub(super) live_due: bool,
    pub(super) session_due: bool,
    /// The socket's task has to look; taken by whoever lets go of the lock.
    pub(super) attention: bool,
    pub(super) pulse: Pulse,
    backlog: Option<Box<Backlog>>,
}

impl Outgoing {
    pub(super) fn subscription(&mut self, room: RoomId) -> Option<&mut Subscription> {
        self.subscriptions.iter_mut().find(|subscription| subscription.room == room)
    }

    /// What of a head is not told by the room's own events: all of it where the room is out of view.
    fn untold(&self, head: Head) -> Option<Head> {
        match self.subscriptions.iter().find(|s| s.room == head.room && s.state != State::Wanted) {
            Some(subscription) => head.up_to(subscription.from),
            None => Some(head),
        }
    }

    /// Whether everything that has an order is written.
    pub(super) fn is_clear(&self) -> bool {
        self.backlog.as_ref().is_none_or(|backlog| backlog.is_clear())
    }

    pub(super) fn waiting_bytes(&self) -> usize {
        self.backlog.as_ref().map_or(0, |backlog| backlog.bytes())
    }

    fn backlog(&mut self) -> &mut Backlog {
        self.backlog.get_or_insert_default()
    }

    fn fits(&self, frame: &Frame, line: &Line) -> bool {
        self.waiting_bytes() + frame.bytes().len() <= line.shared.settings.queue_bytes
    }

    /// A run of a room's durable frames, for a socket that is live there.
    pub(super) fn deliver(&mut self, room: RoomId, batch: &Batch, line: &Line) {
        let Some(subscription) = self.subscription(room).filter(|s| s.state == State::Live) else { return };
        if subscription.sent.saturating_add(1) < batch.first {
            subscription.state = State::Lagging;
            self.attention = true;
            return;
        }
        self.append(room, batch, line);
    }

    /// Writes what of the batch is new, wherever the socket stands in the room. What does not fit is
    /// taken back, and the socket lags.
    pub(super) fn append(&mut self, room: RoomId, batch: &Batch, line: &Line) {
        if self.ending.is_some() {
            return;
        }
        let Some(subscription) = self.subscription(room) else { return };
        if subscription.sent >= batch.last {
            return;
        }
        let tail = (subscription.sent >= batch.first).then(|| batch.after(subscription.sent));
        let batch = tail.as_ref().unwrap_or(batch);
        subscription.sent = batch.last;
        self.write(&batch.bytes, line, |written| Piece::durable(room, batch, written));
        if self.waiting_bytes() > line.shared.settings.queue_bytes {
            self.lag(room);
        }
    }

    /// Takes back what waits of the room: from there on the log is read again.
    pub(super) fn lag(&mut self, room: RoomId) {
        let resume = self.backlog.as_mut().and_then(|backlog| backlog.take_back(room));
        let Some(subscription) = self.subscription(room) else { return };
        subscription.sent = resume.unwrap_or(subscription.sent);
        subscription.state = State::Lagging;
        self.attention = true;
    }

    /// Ends a subscription: nothing more of the room goes out but the rest of a frame that is begun.
    pub(super) fn forget(&mut self, room: RoomId) -> Option<Subscription> {
        let at = self.subscriptions.iter().position(|subscription| subscription.room == room)?;
        let is_behind = self.backlog.as_mut().is_some_and(|backlog| {
            let has_events = backlog.take_back(room).is_some();
            backlog.forget(room) || has_events
        });
        self.attention = true;
        let mut subscription = self.subscriptions.swap_remove(at);
        if is_behind && subscription.state == State::Live {
            subscription.state = State::Lagging;
        }
        Some(subscription)
    }

    /// What the client asked for: never dropped, its asking is what is bounded.
    pub(super) fn send(&mut self, frame: &Frame, line: &Line) {
        if self.ending.is_none() {
            self.write(frame.bytes(), line, |written| Piece::other(frame, written));
        }
    }

    /// What is worth less than its place in a full queue.
    pub(super) fn offer(&mut self, frame: &Frame, line: &Line) {
        if self.fits(frame, line) {
            self.send(frame, line);
        }
    }

    /// What a welcome would say too.
    pub(super) fn tell(&mut self, frame: &Frame, line: &Line) {
        if self.welcome == Greeting::Fine && self.fits(frame, line) {
            self.send(frame, line);
        } else {
            self.miss();
        }
    }

    /// Something that passes, and that a welcome says too. Whoever is about to be greeted hears it then.
    pub(super) fn tell_passing(&mut self, frame: &Frame, line: &Line) {
        if !self.welcome.is_loading() {
            self.tell(frame, line);
        }
    }

    /// The welcome that was being read, and what has moved on since it was.
    pub(super) fn greet(&mut self, welcome: &Frame, heads: &[Head], is_outdated: bool, line: &Line) {
        self.send(welcome, line);
        let is_outdated = is_outdated || self.welcome == Greeting::Outdated;
        self.welcome = Greeting::Fine;
        // A welcome sets a room back that went on while it was read. Where the socket reads on from the log, no
        // head may overtake what it is about to read.
        for head in heads {
            if self.subscription(head.room).is_none_or(|s| s.state == State::Live) {
                self.send(&line.shared.head_frame(*head), line);
            }
        }
        if is_outdated {
            self.miss();
        }
        self.attention = true;
    }

    /// Something of the absolute state was left out: a welcome mends it.
    pub(super) fn miss(&mut self) {
        self.welcome = self.welcome.missed();
        self.attention = true;
    }

    /// A durable event that all members get, whether or not they watch the room.
    pub(super) fn tell_outside(&mut self, room: RoomId, seq: u64, frame: &Frame, line: &Line) {
        let is_loading = self.welcome.is_loading();
        match self.subscription(room) {
            None => self.tell(frame, line),
            // The view that the room is watched from has it already, and nothing else on the screen.
            Some(watched) if watched.state != State::Wanted && seq <= watched.from => self.tell(frame, line),
            // Which of both it is will show only then; or it goes out before a welcome that does not know it.
            Some(watched) if watched.state == State::Wanted || is_loading => self.miss(),
            // The room is read from where its view stands, this event included.
            Some(_) => {}
        }
    }

    /// A room has moved on. It waits behind everything else, and behind a welcome, which would set it back.
    pub(super) fn head(&mut self, head: Head, line: &Line) {
        let Some(head) = self.untold(head).filter(|_| self.ending.is_none()) else { return };
        if self.is_clear() && self.welcome == Greeting::Fine {
            self.send(&line.shared.head_frame(head), line);
        } else {
            self.backlog().hold_head(head);
        }
    }

    /// Something that passes, for a socket that is live in the room.
    pub(super) fn activity(&mut self, room: RoomId, key: ActivityKey, frame: &Frame, line: &Line) {
        if self.ending.is_some() || self.subscription(room).is_none_or(|s| s.state != State::Live) {
            return;
        }
        if self.is_clear() {
            self.send(frame, line);
        } else {
            self.backlog().hold_activity(room, key, frame.clone());
        }
    }

    /// The room came into view at `from`: from there on its events speak for themselves.
    pub(super) fn come_into_view(&mut self, room: RoomId, from: u64) {
        if let Some(backlog) = &mut self.backlog {
            backlog.come_into_view(room, from);
        }
    }

    /// Closes: what waits is given up, but no frame is torn.
    pub(super) fn close(&mut self, last_words: Option<&Frame>, code: u16, line: &Line) {
        if self.ending.is_some() {
            return;
        }
        if let Some(backlog) = &mut self.backlog {
            backlog.abandon();
        }
        if let Some(frame) = last_words {
            self.send(frame, line);
        }
        self.send(&Frame::close(code, ""), line);
        self.end(Ending::Closed(code));
    }

    pub(super) fn end(&mut self, ending: Ending) {
        self.ending.get_or_insert(ending);
        if ending == Ending::Gone {
            self.ending = Some(ending);
            self.backlog = None;
        }
        self.attention = true;
    }

    /// Writes what waits. Whether everything is out; otherwise the peer is full.
    pub(super) fn drain(&mut self, line: &Line) -> bool {
        loop {
            let Some(backlog) = &mut self.backlog else { return true };
            if backlog.is_clear() {
                if self.welcome == Greeting::Fine {
                    let (heads, activity) = (backlog.take_heads(), backlog.take_activity());
                    heads.into_iter().for_each(|head| self.offer(&line.shared.head_frame(head), line));
                    activity.into_iter().for_each(|(_, _, frame)| self.offer(&frame, line));
                }
                if self.backlog.as_ref().is_none_or(|backlog| backlog.is_empty()) {
                    self.backlog = None;
                }
                if self.is_clear() {
                    return true;
                }
                continue;
            }
            let (slices, count) = backlog.slices();
            match line.stream.try_write_vectored(&slices[..count]) {
                Ok(0) => self.end(Ending::Gone),
                Ok(written) => {
                    backlog.advance(written);
                    (self.pulse.drained, self.pulse.spoke) = (true, true);
                }
                Err(error) if is_full(&error) => return false,
                Err(_) => self.end(Ending::Gone),
            }
        }
    }

    /// Writes at once when nothing is before it; what is left over waits.
    fn write(&mut self, bytes: &[u8], line: &Line, piece: impl FnOnce(usize) -> Piece) {
        let mut written = 0;
        if self.is_clear() {
            match line.stream.try_write(bytes) {
                Ok(all) if all == bytes.len() => {
                    self.pulse.spoke = true;
                    return;
                }
                Ok(part) => written = part,
                Err(error) if is_full(&error) => {}
                Err(_) => return self.end(Ending::Gone),
            }
            // From here on the socket's task waits for the peer.
            self.attention = true;
        }
        self.backlog().push(piece(written));
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

//! Reading: paging through history, what is read, and who is writing.

use leptos::prelude::*;

use super::{ChatState, LinkStatus};
use crate::domain::{RoomId, Timestamp};
use crate::protocol::{Direction, LoadHistory, MarkRead, MarkUnread, StartTyping};

/// How many messages one step through history brings.
const PAGE: u32 = 50;

/// What was read is told at most this often in the long run, in milliseconds; a few times at once.
const READ_EVERY: i64 = 1_000;
const READ_AT_ONCE: i64 = 5;

/// Typing is told at most this often, in milliseconds.
const TYPING_EVERY: i64 = 3_000;

impl ChatState {
    /// Brings the page above the window.
    pub fn load_older(&self) {
        if let Some((first, _)) = self.room.window().filter(|(first, _)| *first > 1) {
            self.load_history(Direction::Before, first);
        }
    }

    /// Brings the page below the window.
    pub fn load_newer(&self) {
        if let Some((_, last)) = self.room.window().filter(|(_, last)| *last < self.room.msg_no.get_untracked()) {
            self.load_history(Direction::After, last);
        }
    }

    fn load_history(&self, direction: Direction, no: u64) {
        let this = *self;
        let room = this.room.id();
        if this.room.loading.get_untracked() || this.status.get_untracked() != LinkStatus::Live {
            return;
        }
        this.room.loading.set(true);
        this.ask(&LoadHistory { room, direction, no, limit: PAGE }, move |outcome| {
            this.room.loading.set(false);
            if let (Ok(history), true) = (outcome, this.room.id() == room) {
                this.hold_place();
                this.room.add_history(history, direction == Direction::Before);
            }
        });
    }

    /// The reader has scrolled to the end of the window, or away from it.
    pub fn scrolled(&self, at_bottom: bool) {
        if self.room.at_bottom.get_untracked() != at_bottom {
            self.room.at_bottom.set(at_bottom);
        }
        if at_bottom {
            self.looked();
        }
    }

    /// Something came, or the person came back to the window: what is in view is seen.
    pub fn looked(&self) {
        if !self.room.at_bottom.get_untracked() || self.room.has_newer_untracked() {
            return;
        }
        let newest = self.room.msg_no.get_untracked();
        if self.room.seen_no.get_untracked() != newest {
            self.room.seen_no.set(newest);
        }
        if self.link().is_some_and(|link| link.is_looking()) {
            self.seen_latest();
        }
    }

    /// From message `no` on the open room is to be read again. Until it is opened anew, looking at it is not reading.
    pub fn mark_unread(&self, no: u64) {
        let Some(room) = self.room_id() else { return };
        self.hold_unread(room);
        self.ask_or_tell(&MarkUnread { room, no });
    }

    /// What is unread in the open room stays so until it is opened anew.
    pub(super) fn hold_unread(&self, room: RoomId) {
        self.held_unread.set_value(Some(room));
        self.reading.set_value(None);
    }

    /// The newest messages are in view and the person is looking: they are read.
    fn seen_latest(&self) {
        let Some(room) = self.room_id().filter(|room| self.held_unread.get_value() != Some(*room)) else { return };
        let no = self.room.msg_no.get_untracked();
        let unread = self.sidebar.with_untracked(|s| s.room(room).is_some_and(|entry| entry.read_no < no));
        if unread && self.status.get_untracked() == LinkStatus::Live && !self.room.has_newer_untracked() {
            // The server's own word follows; until then the screen is ahead of it.
            self.sidebar.update(|s| s.apply_read(room, no));
            self.reading.set_value(Some((room, no)));
            self.tell_read_in_time();
        }
    }

    /// Tells what was read last, unless that was told very often just now. In a busy room it is the last of many
    /// messages; nobody else waits for it more than about a second.
    fn tell_read_in_time(&self) {
        let now = self.link().map_or(Timestamp(0), |link| link.now());
        let paid = self.read_paid.get_value().0.max(now.0);
        if paid - now.0 <= READ_EVERY * (READ_AT_ONCE - 1) && self.tell_read() {
            self.read_paid.set_value(Timestamp(paid + READ_EVERY));
        }
    }

    /// Tells what was read last. Returns whether there was anything to tell.
    pub fn tell_read(&self) -> bool {
        if self.status.get_untracked() != LinkStatus::Live {
            return false;
        }
        let mut reading = None;
        self.reading.update_value(|slot| reading = slot.take());
        if let Some((room, no)) = reading {
            self.tell(&MarkRead { room, no });
        }
        reading.is_some()
    }

    /// The person is writing.
    pub fn typing(&self) {
        let (Some(link), Some(room)) = (self.link(), self.room_id()) else { return };
        let now = link.now();
        if self.room.may_tell_typing(now, TYPING_EVERY) {
            self.tell(&StartTyping { room });
        }
    }

    /// Lets pass what passes. Called about once a second.
    pub fn tick(&self, now: Timestamp) {
        self.clock.turn(now);
        self.room.forget_typing(now);
        self.room.forget_statuses(now);
        self.tell_read_in_time();
        self.ask_again();
        self.mark_late(now);
        self.look_whether_idle(now);
        if self.sidebar.with_untracked(|s| s.status.as_ref().is_some_and(|status| status.is_over(now))) {
            self.sidebar.update(|s| s.status = None);
        }
    }
}

//! What the server says, brought to the one signal that changes.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{ChatState, LinkStatus, Mode};
use crate::domain::{Message, Presence, Present, RoomId, Timestamp};
use crate::protocol::{Activity, Event, Hello, PrivateEvent, RoomEntry, ServerFrame};

/// Somebody is writing until this long after the last word of it, in milliseconds.
const TYPING_LASTS: i64 = 5_000;

impl ChatState {
    /// Where this screen stands: the first thing said on every socket.
    pub fn hello(&self) -> Hello {
        let room = self.room_id().filter(|_| self.room.joined.get_untracked());
        let mut timelines = BTreeMap::new();
        if let Some(room) = room {
            timelines.insert(room, self.room.as_of());
        }
        self.sidebar.with_untracked(|s| Hello {
            epoch: (!s.epoch.0.is_empty()).then(|| s.epoch.clone()),
            user_seq: s.user_seq,
            timelines,
            idle: self.is_idle(),
        })
    }

    /// The socket is gone: what was asked gets no answer, what was sent waits again.
    pub fn on_lost(&self) {
        self.abandon_questions();
        self.requeue();
    }

    /// Brings one frame in. `Bye` is the socket's own business and changes nothing here; a screen that
    /// has stopped for good listens to nothing.
    pub fn on_frame(&self, frame: ServerFrame) {
        if matches!(self.status.get_untracked(), LinkStatus::Stopped(_)) {
            return;
        }
        self.notice_unknown(&frame);
        match frame {
            ServerFrame::Reply { i, outcome } => self.answered(i, outcome),
            ServerFrame::Complaint(problem) => self.notice.set(Some(problem.message)),
            ServerFrame::Welcome(welcome) => self.welcome(&welcome),
            ServerFrame::Live => {
                self.status.set(LinkStatus::Live);
                self.room.set_unwatched(false);
                if self.room.awaits_view() {
                    self.reload_room();
                }
                self.enter_if_joined();
                self.look_up_owed();
                self.flush();
                self.tell_read();
                self.tell_idle();
                self.looked();
            }
            ServerFrame::Event { room, seq, event } => self.on_event(room, seq, &event),
            ServerFrame::Passed { room, seq } => self.enter_log(room, seq, None),
            ServerFrame::Private { user_seq, event } => self.on_private(user_seq, &event),
            ServerFrame::Activity { room, activity } => self.on_activity(room, activity),
            ServerFrame::Head { room, seq, msg_no, read_no } => {
                self.sidebar.update(|s| s.apply_head(room, seq, msg_no, read_no));
            }
            ServerFrame::Reset { room, seq } if self.room_id() == Some(room) => {
                self.room.rewind(seq);
                self.reload_room();
            }
            ServerFrame::Reset { .. } | ServerFrame::Bye { .. } | ServerFrame::Beat | ServerFrame::Unknown => {}
        }
    }

    fn on_event(&self, room: RoomId, seq: u64, event: &Event) {
        self.sidebar.update(|s| s.apply_event(room, seq, event));
        if let Event::MessagePosted { message, cid } = event {
            self.posted(message, *cid);
            if self.room_id() == Some(room) && message.by.id != self.me() {
                self.heard(message);
            }
        }
        if self.room_id() == Some(room) {
            self.on_change(seq, event);
        }
        self.enter_log(room, seq, Some(event));
    }

    /// A message of the room in view has changed: what shows it elsewhere follows.
    fn on_change(&self, seq: u64, event: &Event) {
        match event {
            Event::MessageEdited { message } if !message.pinned => return,
            Event::MessagePinned { .. } | Event::MessageDeleted { .. } | Event::MessageEdited { .. } => {}
            Event::PersonChanged { .. } => self.everyone.set_value(None),
            _ => return,
        }
        self.pins_changed.set_value(seq);
        if self.pins.with_untracked(Option::is_some) {
            self.load_pins();
        }
        if let Event::MessageDeleted { no, .. } = event
            && self.mode.with_untracked(|mode| matches!(mode, Mode::Reply(quotation) if quotation.no == *no))
        {
            self.end_mode();
        }
    }

    /// The next event of the log of the room in view; `None` is one of a kind that this build does not know.
    fn enter_log(&self, room: RoomId, seq: u64, event: Option<&Event>) {
        if self.room_id() == Some(room) {
            self.hold_place();
            if self.room.apply(seq, event) {
                self.looked();
            } else {
                self.reload_room();
            }
        }
    }

    /// Somebody else said something in the room in view.
    fn heard(&self, message: &Message) {
        if self.link().is_some_and(|link| link.is_looking()) {
            self.announcement.set(format!("{}: {}", message.by.name, message.excerpt(500)));
        } else {
            self.room.draw_line_above(message.no);
        }
    }

    fn on_private(&self, user_seq: u64, event: &PrivateEvent) {
        self.sidebar.update(|s| {
            s.apply_private(user_seq, event);
        });
        match event {
            PrivateEvent::RoomLeft { room } => self.on_left(*room),
            PrivateEvent::Drafted { room, at, .. } if self.room_id() == Some(*room) => {
                if let Some(link) = self.link() {
                    link.drafted(*room, *at);
                }
            }
            PrivateEvent::Unread { room, read_no, stays: false, .. } if self.room_id() == Some(*room) => {
                self.hold_unread(*room);
                self.room.draw_line_below(*read_no);
            }
            PrivateEvent::RoleGiven { role } => self.room.take_role(*role),
            // On another screen of the same person.
            PrivateEvent::RoomJoined { room } => {
                self.room.follow(room.id, true);
                self.enter_if_joined();
            }
            _ => {}
        }
    }

    /// A room is no longer this person's, or a thread is not followed any more.
    fn on_left(&self, room: RoomId) {
        let here = self.room_id().filter(|_| self.room.joined.get_untracked());
        match self.room.head.with_untracked(|head| head.root) {
            Some(root) if root.room == room => self.go("/"),
            Some(_) => self.room.follow(room, false),
            None if here == Some(room) => self.go("/"),
            None => {}
        }
    }

    fn on_activity(&self, room: RoomId, activity: Activity) {
        let is_open = self.room_id() == Some(room);
        match activity {
            Activity::PresenceChanged { person, online, idle, away } => {
                let presence = Presence::told(online, idle, away);
                if self.sidebar.with_untracked(|s| s.is_companion(room, person.id)) {
                    self.sidebar.update(|s| s.present.put(person.id, presence));
                }
                if is_open {
                    self.room.present.update(|present| present.put(person.id, presence));
                }
            }
            Activity::Typing { person } if is_open && person.id != self.me() => {
                if let Some(link) = self.link() {
                    self.room.now_typing(&person, Timestamp(link.now().0 + TYPING_LASTS));
                }
            }
            Activity::Present { online, idle, away, statuses } if is_open => {
                let present = Present { online, idle, away };
                let companion = self.sidebar.with_untracked(|s| s.room(room).and_then(RoomEntry::companion));
                if let Some(companion) = companion {
                    let presence = present.of(companion);
                    self.sidebar.update(|s| s.present.put(companion, presence));
                }
                self.room.present.set(present);
                self.room.statuses.set(statuses);
            }
            Activity::StatusChanged { person, status } if is_open => self.room.statuses.update(|all| {
                all.retain(|(id, _)| *id != person);
                all.extend(status.map(|status| (person, status)));
            }),
            // Of a room that is not open any more, or of oneself.
            Activity::Typing { .. } | Activity::Present { .. } | Activity::StatusChanged { .. } => {}
        }
    }
}

//! Threads: going into one, and looking up those that the sidebar does not have.

use leptos::prelude::*;

use super::{ChatState, LinkStatus};
use crate::domain::{RoomId, room_path};
use crate::protocol::{LoadEntry, ServerFrame, StartThread};

impl ChatState {
    /// Goes into the thread beneath a message; where there is none yet, it begins.
    pub fn open_thread(&self, no: u64) {
        let this = *self;
        if let Some(thread) = self.message(no).and_then(|message| message.thread) {
            return self.open(thread.room, true);
        }
        let Some(room) = self.room_id() else { return };
        self.ask(&StartThread { room, no }, move |outcome| match outcome {
            Ok(begun) => this.open(begun.room, true),
            Err(problem) => this.notice.set(Some(problem.message)),
        });
    }

    /// Where a room of the sidebar is, and what it is called; reactive.
    pub fn place(&self, room: RoomId) -> (String, String) {
        let name = self.sidebar.with(|s| s.room(room).map(|entry| entry.name.clone())).unwrap_or_default();
        (room_path(room, &name), name)
    }

    /// A frame is about to be brought into the sidebar, which may not have what it is about.
    pub(super) fn notice_unknown(&self, frame: &ServerFrame) {
        let mut unknown = None;
        self.lookups.update_value(|lookups| unknown = self.sidebar.with_untracked(|s| lookups.news(s, frame)));
        if let Some((room, ticket)) = unknown {
            self.look_up(room, ticket);
        }
    }

    /// Looks up whether the thread in view is followed, which a welcome does not tell.
    pub(super) fn look_up_thread(&self) {
        let thread = self.room_id().filter(|_| self.room.head.with_untracked(|head| head.root.is_some()));
        if let Some(room) = thread {
            self.look_up_again(room);
        }
    }

    /// Looks up what could not be looked up before. Called about once a second, and when the conversation is live.
    pub(super) fn look_up_owed(&self) {
        if self.status.get_untracked() == LinkStatus::Live {
            let mut owed = Vec::new();
            self.owed.update_value(|slot| owed = std::mem::take(slot));
            owed.into_iter().for_each(|room| self.look_up_again(room));
        }
    }

    fn look_up_again(&self, room: RoomId) {
        let mut ticket = 0;
        self.lookups.update_value(|lookups| ticket = lookups.again(room));
        self.look_up(room, ticket);
    }

    fn look_up(&self, room: RoomId, ticket: u64) {
        let this = *self;
        self.ask(&LoadEntry { room }, move |outcome| {
            let mut is_fresh = None;
            this.lookups.update_value(|lookups| is_fresh = lookups.answered(ticket));
            let Some(mut is_done) = is_fresh else { return };
            match outcome {
                Ok(entry) => {
                    this.sidebar.update(|s| is_done &= s.bring_in(&entry));
                    if is_done {
                        this.room.follow(room, entry.room.is_some());
                        this.looked();
                    }
                }
                Err(problem) if problem.retry => return this.owed.update_value(|owed| owed.push(room)),
                Err(_) => return,
            }
            if !is_done {
                this.look_up_again(room);
            }
        });
    }
}

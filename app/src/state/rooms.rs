//! Going from room to room, and what one does to rooms.

use leptos::prelude::*;

use super::{ChatState, LinkStatus};
use crate::domain::{RoomId, room_path};
use crate::protocol::{JoinRoom, LeaveRoom, LoadRoom, Problem, ProblemCode, RoomView, Unwatch, Watch};

impl ChatState {
    /// Whether anything changes in the room in view: it is not archived; reactive.
    pub fn is_lively(&self) -> bool {
        self.room.head.with(|head| !head.archived)
    }

    /// Whether one may say something in the room in view; reactive.
    pub fn may_say(&self) -> bool {
        let is_chosen = || self.room.may_remove.get() || self.room.chosen.with(|all| all.contains(&self.me()));
        self.is_lively() && (self.room.head.with(|head| !head.chosen_only) || is_chosen())
    }

    /// Whether one may change what the room in view is called; reactive.
    pub fn may_title_room(&self) -> bool {
        self.may_change_room() && self.may_say()
    }

    /// Whether one may bring people into the room in view; reactive.
    pub fn may_change_room(&self) -> bool {
        let is_named = self.room.head.with(|head| head.kind.is_named() && !head.archived);
        self.room.joined.get() && is_named && !self.sidebar.with(|s| s.me.role.is_guest())
    }

    /// Shows another room in the main pane; `push` adds it to the browser's history.
    pub fn open(&self, room: RoomId, push: bool) {
        let this = *self;
        self.ask(&LoadRoom { room }, move |outcome| match outcome {
            Ok(view) => this.show(view, push),
            Err(problem) if problem.retry => this.notice.set(Some(problem.message)),
            Err(problem) => this.leave_page(&problem, room),
        });
    }

    fn show(&self, view: RoomView, push: bool) {
        let before = self.room_id();
        let (room, seq, joined) = (view.room.id, view.as_of, view.joined);
        self.tell_read();
        if let Some(before) = before.filter(|before| *before != room) {
            self.tell(&Unwatch { room: before });
            self.settle_stored();
        }
        self.end_mode();
        self.attend(None);
        self.pins.set(None);
        self.held_unread.set_value(None);
        self.end_suggestions();
        let shown = view.room.clone();
        self.room.show(view, None);
        self.has_room.set(true);
        if let Some(link) = self.link() {
            link.entered(&shown, push && before != Some(room));
        }
        if joined && before != Some(room) {
            self.watch(room, seq);
        }
        if let Some(link) = self.link() {
            link.scroll_to_latest();
        }
        // Where everything fits into the view nothing scrolls, and nobody else would say so.
        self.scrolled(true);
    }

    /// Reads the open room afresh: the gap was too large, or the reader wants the newest page.
    /// Until the answer is there its events wait; without a connection, it is asked for again
    /// as soon as there is one.
    pub fn reload_room(&self) {
        let Some(room) = self.room_id() else { return };
        let this = *self;
        self.room.await_view();
        if self.room.is_asked() {
            return;
        }
        self.room.set_asked(true);
        self.ask(&LoadRoom { room }, move |outcome| {
            this.room.set_asked(false);
            match outcome {
                Ok(view) if this.room_id() == Some(room) => {
                    this.room.show(view, None);
                    if this.pins.with_untracked(Option::is_some) {
                        this.load_pins();
                    }
                    this.settle_stored();
                    this.looked();
                }
                Err(problem) if !problem.retry && this.room_id() == Some(room) => this.leave_page(&problem, room),
                Ok(_) | Err(_) => {}
            }
        });
    }

    /// Joins the readers of the room in view, from `seq` on.
    fn watch(&self, room: RoomId, seq: u64) {
        let this = *self;
        self.room.set_unwatched(false);
        self.ask(&Watch { room, seq }, move |outcome| match outcome {
            Err(problem) if this.room_id() == Some(room) => {
                if problem.retry {
                    this.room.set_unwatched(true);
                } else {
                    this.leave_page(&problem, room);
                }
            }
            Ok(_) | Err(_) => {}
        });
    }

    /// Asks again for what the server could not give in that moment. Called about once a second.
    pub(super) fn ask_again(&self) {
        let Some(room) = self.room_id().filter(|_| self.status.get_untracked() == LinkStatus::Live) else { return };
        self.look_up_owed();
        if self.room.awaits_view() {
            self.reload_room();
        }
        if self.room.is_unwatched() {
            self.watch(room, self.room.as_of());
        }
    }

    /// From wherever the reader is to the newest message.
    pub fn jump_to_latest(&self) {
        if self.room.window().map_or(0, |(_, last)| last) < self.room.msg_no.get_untracked() {
            self.reload_room();
        }
        if let Some(link) = self.link() {
            link.scroll_to_latest();
        }
    }

    /// Joins the room in view.
    pub fn join(&self) {
        let Some(room) = self.room_id() else { return };
        let this = *self;
        self.ask(&JoinRoom { room }, move |outcome| match outcome {
            Ok(_) => this.reenter(room),
            Err(problem) => this.notice.set(Some(problem.message)),
        });
    }

    /// Goes in where the room in view is seen from its door and was joined meanwhile, on whatever screen.
    pub(super) fn enter_if_joined(&self) {
        let at_door = self.room_id().filter(|_| !self.room.joined.get_untracked());
        if let Some(room) = at_door.filter(|room| self.sidebar.with_untracked(|s| s.room(*room).is_some())) {
            self.reenter(room);
        }
    }

    /// The room in view, which was seen from its door, is open now.
    fn reenter(&self, room: RoomId) {
        let this = *self;
        self.ask(&LoadRoom { room }, move |outcome| match outcome {
            Ok(view) if this.room_id() == Some(room) => {
                let seq = view.as_of;
                this.room.show(view, None);
                this.watch(room, seq);
            }
            Err(problem) if this.room_id() == Some(room) => this.notice.set(Some(problem.message)),
            Ok(_) | Err(_) => {}
        });
    }

    /// Leaves the room in view, which is no thread.
    pub fn leave(&self) {
        let Some(room) = self.room_id() else { return };
        let this = *self;
        self.ask(&LeaveRoom { room }, move |outcome| match outcome {
            Ok(_) => this.go("/"),
            Err(problem) => this.notice.set(Some(problem.message)),
        });
    }

    /// The room could not be loaded here: a page of the server says why.
    fn leave_page(&self, problem: &Problem, room: RoomId) {
        let known = self.sidebar.with_untracked(|s| s.room(room).map(|entry| room_path(room, &entry.name)));
        let path = known.filter(|_| problem.code != ProblemCode::NotFound);
        self.go(&path.unwrap_or_else(|| format!("/r/{room}")));
    }
}

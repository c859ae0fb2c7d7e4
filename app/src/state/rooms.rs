//! Going from room to room, and what one does to rooms.

use leptos::prelude::*;

use super::ChatState;
use crate::domain::{RoomId, room_path};
use crate::protocol::{JoinRoom, LeaveRoom, LoadRoom, Problem, ProblemCode, RoomView, Unwatch, Watch};

impl ChatState {
    /// Shows another room in the main pane; `push` adds it to the browser's history.
    pub fn open(&self, room: RoomId, push: bool) {
        let this = *self;
        let before = self.room_id();
        self.ask(&LoadRoom { room }, move |outcome| match outcome {
            Ok(view) => this.show(before, view, push),
            Err(problem) => this.leave_page(&problem, room),
        });
    }

    fn show(&self, before: Option<RoomId>, view: RoomView, push: bool) {
        let (room, seq, joined) = (view.room.id, view.as_of, view.joined);
        if let Some(before) = before.filter(|before| *before != room) {
            self.tell(&Unwatch { room: before });
            self.settle_stored();
        }
        if let Some(link) = self.link() {
            link.entered(room, &view.room.name, push);
        }
        self.notice.set(None);
        self.room.show(view, None);
        self.has_room.set(true);
        if joined && before != Some(room) {
            self.ask(&Watch { room, seq }, |_| {});
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
        self.ask(&LoadRoom { room }, move |outcome| match outcome {
            Ok(view) if this.room_id() == Some(room) => {
                this.room.show(view, None);
                this.looked();
            }
            Err(problem) if !problem.retry => this.leave_page(&problem, room),
            Ok(_) | Err(_) => {}
        });
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

    fn reenter(&self, room: RoomId) {
        let this = *self;
        self.ask(&LoadRoom { room }, move |outcome| {
            if let Ok(view) = outcome {
                let seq = view.as_of;
                this.room.show(view, None);
                this.ask(&Watch { room, seq }, |_| {});
            }
        });
    }

    /// Leaves the room in view.
    pub fn leave(&self) {
        let Some(room) = self.room_id() else { return };
        let this = *self;
        self.ask(&LeaveRoom { room }, move |outcome| match outcome {
            Ok(_) => {
                if let Some(link) = this.link() {
                    link.go("/");
                }
            }
            Err(problem) => this.notice.set(Some(problem.message)),
        });
    }

    /// The room could not be loaded here: let the server say why, or keep the page and tell.
    fn leave_page(&self, problem: &Problem, room: RoomId) {
        let gone = problem.code == ProblemCode::NotFound;
        match self.link() {
            Some(link) if gone || self.sidebar.with_untracked(|s| s.room(room).is_none()) => {
                link.go(&format!("/r/{room}"));
            }
            Some(link) => link.go(&self
                .sidebar
                .with_untracked(|s| s.room(room).map_or_else(|| "/".to_owned(), |entry| room_path(room, &entry.name)))),
            None => {}
        }
    }
}
